package org.kanworkbench.app.train.settings;

import java.util.Locale;
import java.util.function.Function;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kanworkbench.app.controls.Styled;
import org.kanworkbench.app.train.Wording;
import org.kanworkbench.network.Preset;
import org.kanworkbench.network.cost.Expectation;

/** A preset in the gallery: its basis drawn, what it is, its parameters for the chosen data, and what to expect of it. */
final class PresetCell extends ListCell<Preset> {

    private final Function<Preset, String> size;
    private final Function<Preset, Expectation> expected;
    private final BasisPicture picture = new BasisPicture();
    private final Label name = Styled.of(new Label(), "type-strong");
    private final Label description = Styled.of(new Label(), "type-hint");
    private final Label parameters = Styled.of(new Label(), "type-label");
    private final Label promise = Styled.of(new Label(), "type-label");
    private final HBox line;

    /**
     * @param size of its network for the chosen data, or why there is none
     * @param expected of a run on the chosen data, as this machine computes; null where nothing is known
     */
    PresetCell(Function<Preset, String> size, Function<Preset, Expectation> expected) {
        this.size = size;
        this.expected = expected;
        VBox what = new VBox(name, description);
        what.setMinWidth(0);
        HBox.setHgrow(what, Priority.ALWAYS);
        VBox figures = Styled.of(new VBox(parameters, promise), "preset-figures");
        figures.setMinWidth(USE_PREF_SIZE);
        line = Styled.of(new HBox(picture, what, figures), "preset-line");
        getStyleClass().add("preset-cell");
    }

    @Override
    protected void updateItem(Preset preset, boolean empty) {
        super.updateItem(preset, empty);
        setText(null);
        setGraphic(empty || preset == null ? null : line);
        if (!empty && preset != null) {
            picture.show(preset.hiddenLayer().basis());
            name.setText(preset.name());
            description.setText(preset.description());
            parameters.setText(size.apply(preset));
            Expectation hope = expected.apply(preset);
            promise.setText(
                    hope == null
                            ? ""
                            : String.format(Locale.ROOT, "≈ %.1f %%, ", 100 * hope.accuracy())
                                    + Wording.seconds(hope.seconds()));
        }
    }
}
