package org.kanworkbench.app.train.settings;

import javafx.collections.ListChangeListener;
import javafx.css.PseudoClass;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kanworkbench.app.controls.IconButton;
import org.kanworkbench.app.controls.Styled;
import org.kanworkbench.app.controls.setting.FieldRow;
import org.kanworkbench.app.controls.setting.Setting;

/** Inputs, hidden layers and outputs in a row; hidden ones can be resized, added and removed. */
public final class LayerSizesRow extends VBox {

    private static final PseudoClass CHANGED = PseudoClass.getPseudoClass("changed");
    private static final PseudoClass WRONG = PseudoClass.getPseudoClass("wrong");

    private static final int FEWEST_DIGITS = 4;
    private static final int MOST_DIGITS = 10;

    private final Label label = Styled.of(new Label("Layers"), "field-label");
    private final Label inputs = fixed("layer-inputs");
    private final Label outputs = fixed("layer-outputs");
    private final FlowPane sizes = Styled.of(new FlowPane(), "layer-sizes");
    private final Button reset = icon("mdi2u-undo-variant", "Back to the preset's layers", "reset-layers");
    private final Button add = icon("mdi2p-plus", "Add a layer", "add-layer");
    private NetworkSettings settings;

    public LayerSizesRow() {
        getStyleClass().add("field-row");
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        HBox line = Styled.of(new HBox(label, space, add, reset), "field-line");
        getChildren().addAll(line, sizes);
    }

    private static Label fixed(String id) {
        Label size = Styled.of(new Label("?"), "layer-fixed");
        size.setId(id);
        return size;
    }

    private static Button icon(String icon, String text, String id) {
        Button button = new IconButton(icon, text, "field-reset");
        button.setId(id);
        return button;
    }

    void bind(NetworkSettings network) {
        settings = network;
        add.setOnAction(_ -> network.addLayer());
        reset.setOnAction(_ -> network.resetHidden());
        network.hidden.addListener((ListChangeListener<Setting<Integer>>) _ -> rebuild());
        rebuild();
    }

    void showEnds(int newInputs, int newOutputs) {
        inputs.setText(Integer.toString(newInputs));
        outputs.setText(Integer.toString(newOutputs));
    }

    private void rebuild() {
        sizes.getChildren().setAll(inputs);
        for (int i = 0; i < settings.hidden.size(); i++) {
            sizes.getChildren().addAll(arrow(), hiddenLayer(settings.hidden.get(i), i + 1));
        }
        sizes.getChildren().addAll(arrow(), outputs);
        mark();
    }

    private static Label arrow() {
        return Styled.of(new Label("→"), "layer-arrow");
    }

    private HBox hiddenLayer(Setting<Integer> units, int number) {
        TextField field = new TextField();
        field.setId("layer-" + number);
        field.setAccessibleText("Units of hidden layer " + number);
        field.textProperty().bindBidirectional(units.textProperty());
        FieldRow.cancelOnEscape(field);
        // Whatever is typed can be read.
        field.prefColumnCountProperty()
                .bind(field.textProperty().map(text -> Math.clamp(text.length(), FEWEST_DIGITS, MOST_DIGITS)));
        Button remove = icon("mdi2c-close", "Remove this layer", "remove-layer-" + number);
        remove.setOnAction(_ -> settings.removeLayer(units));
        units.valueProperty().addListener(_ -> mark());
        units.problemProperty().addListener((_, _, wrong) -> {
            field.pseudoClassStateChanged(WRONG, !wrong.isEmpty());
            field.setTooltip(wrong.isEmpty() ? null : new Tooltip(wrong));
            mark();
        });
        return Styled.of(new HBox(field, remove), "layer-hidden");
    }

    private void mark() {
        boolean wrong = Setting.problem(settings.hidden.stream()).isPresent();
        boolean changed = wrong || settings.hiddenChanged();
        reset.setVisible(changed);
        pseudoClassStateChanged(CHANGED, changed);
        pseudoClassStateChanged(WRONG, wrong);
    }
}
