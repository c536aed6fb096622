package org.kanworkbench.app.train.opened;

import java.util.Locale;
import java.util.stream.Collectors;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.kanworkbench.app.models.OpenModel;
import org.kanworkbench.app.train.Wording;
import org.kanworkbench.app.train.run.Scores;
import org.kanworkbench.files.model.SavedModel;
import org.kanworkbench.network.LayerSpec;
import org.kanworkbench.network.NetworkSpec;
import org.kanworkbench.training.ScoreText;

/** A model that was opened from a file, and its newest scores. Use on the interface thread only. */
final class OpenedModel {

    private final SavedModel saved;
    private final OpenModel shared;
    private final ReadOnlyObjectWrapper<Scores> scores = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyBooleanWrapper scoring = new ReadOnlyBooleanWrapper();

    OpenedModel(SavedModel saved, OpenModel shared) {
        this.saved = saved;
        this.shared = shared;
    }

    SavedModel saved() {
        return saved;
    }

    /** As the other panes have it. */
    OpenModel shared() {
        return shared;
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

    /** Null before it was scored. */
    ReadOnlyObjectProperty<Scores> scoresProperty() {
        return scores.getReadOnlyProperty();
    }

    /** Whether it is being scored. */
    ReadOnlyBooleanProperty scoringProperty() {
        return scoring.getReadOnlyProperty();
    }

    void beginScoring() {
        scoring.set(true);
    }

    void endScoring() {
        scoring.set(false);
    }

    void show(Scores newest) {
        scores.set(newest);
    }
}
