package org.kanworkbench.app.train.opened;

import java.util.Locale;
import java.util.stream.Collectors;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import org.kanworkbench.app.models.OpenModel;
import org.kanworkbench.app.train.Wording;
import org.kanworkbench.app.train.run.Scores;
import org.kanworkbench.files.model.SavedModel;
import org.kanworkbench.network.LayerSpec;
import org.kanworkbench.network.NetworkSpec;
import org.kanworkbench.training.ScoreText;

/**
 * A model that was opened from a file. Use on the interface thread only.
 *
 * @param shared as the other panes have it
 * @param scoresProperty its newest scores; null before it was scored
 * @param scoringProperty whether it is being scored
 */
record OpenedModel(
        SavedModel saved, OpenModel shared, ObjectProperty<Scores> scoresProperty, BooleanProperty scoringProperty) {

    OpenedModel(SavedModel saved, OpenModel shared) {
        this(saved, shared, new SimpleObjectProperty<>(), new SimpleBooleanProperty());
    }

    String name() {
        return shared.name();
    }

    /** What kind of network it is, in one line. */
    String facts() {
        NetworkSpec network = saved.model().network();
        String bases = network.layers().stream()
                .map(layer -> layer.basis().label())
                .distinct()
                .collect(Collectors.joining(", "));
        String scalings = network.layers().stream()
                .filter(layer -> layer.basis().terms() > 0)
                .map(LayerSpec::scaling)
                .distinct()
                .map(scaling -> scaling.label().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
        String score = saved.testScore().isEmpty()
                ? ""
                : " · test " + ScoreText.name(saved.measure()) + " " + ScoreText.of(saved.measure(), saved.testScore())
                        + " when it was saved";
        return saved.preset() + " · " + network.shape() + " · " + bases
                + (scalings.isEmpty() ? "" : " · input scaling " + scalings) + " · "
                + Wording.count(network.parameters()) + " parameters" + score;
    }
}
