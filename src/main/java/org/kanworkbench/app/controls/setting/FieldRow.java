package org.kanworkbench.app.controls.setting;

import java.util.List;
import javafx.beans.binding.Bindings;
import javafx.beans.value.ObservableValue;
import javafx.css.PseudoClass;
import javafx.event.ActionEvent;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Control;
import javafx.scene.control.Label;
import javafx.scene.control.Slider;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kanworkbench.app.controls.Styled;
import org.kanworkbench.app.controls.layout.Showing;
import org.kordamp.ikonli.javafx.FontIcon;

/** A setting on one line: its name, its control, a reset while it is changed, and below them what is wrong or a hint. */
public final class FieldRow extends VBox {

    private static final PseudoClass CHANGED = PseudoClass.getPseudoClass("changed");
    private static final PseudoClass WRONG = PseudoClass.getPseudoClass("wrong");

    /** Number of steps of a slider. */
    private static final int STEPS = 50;

    private final Label label = Styled.of(new Label(), "field-label");
    private final HBox line = Styled.of(new HBox(label), "field-line");
    private final Button reset =
            Styled.of(new Button(null, new FontIcon("mdi2u-undo-variant")), "flat", "button-icon", "field-reset");
    private final Label problem = note("field-problem");
    private final Label hint = note("field-hint");
    private String name = "";

    public FieldRow() {
        getStyleClass().add("field-row");
        getChildren().addAll(line, problem, hint);
    }

    public FieldRow(String name, String text, String below) {
        this();
        setName(name);
        setLabel(text);
        setHint(below);
    }

    private static Label note(String style) {
        Label note = Styled.of(new Label(), style);
        note.setWrapText(true);
        note.setMinHeight(USE_PREF_SIZE);
        Showing.when(note, note.textProperty().isNotEmpty());
        return note;
    }

    public String getName() {
        return name;
    }

    /** Part of the ids of the control, {@code field-NAME}, and of the reset, {@code reset-NAME}. */
    public void setName(String newName) {
        name = newName;
    }

    public String getLabel() {
        return label.getText();
    }

    public void setLabel(String text) {
        label.setText(text);
    }

    public String getHint() {
        return hint.getText();
    }

    public void setHint(String text) {
        hint.setText(text);
    }

    /** Shows a setting as a text field. */
    public TextField type(Setting<?> setting) {
        TextField field = new TextField();
        field.textProperty().bindBidirectional(setting.textProperty());
        field.setMaxWidth(Double.MAX_VALUE);
        cancelOnEscape(field);
        attach(setting, field);
        return field;
    }

    /**
     * Esc takes back what was typed since the field got the keyboard or Enter was pressed, alone or with Ctrl, which starts
     * what it is for, and leaves the field; only the next one ends anything else.
     */
    public static void cancelOnEscape(TextField field) {
        String[] before = {field.getText()};
        field.focusedProperty().addListener((_, _, focused) -> before[0] = focused ? field.getText() : before[0]);
        field.addEventHandler(ActionEvent.ACTION, _ -> before[0] = field.getText());
        field.addEventFilter(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.ENTER && event.isShortcutDown()) {
                before[0] = field.getText();
            }
            if (event.getCode() == KeyCode.ESCAPE) {
                field.setText(before[0]);
                field.getParent().requestFocus();
                event.consume();
            }
        });
    }

    /** Shows a setting as a choice. */
    public <T> ComboBox<T> choose(Setting<T> setting, List<T> choices) {
        ComboBox<T> box = new ComboBox<>();
        box.getItems().setAll(choices);
        relabel(box, setting);
        box.setValue(setting.get());
        box.valueProperty().addListener((_, _, chosen) -> setting.set(chosen));
        setting.valueProperty().addListener((_, _, value) -> box.setValue(value));
        box.setMaxWidth(Double.MAX_VALUE);
        attach(setting, box);
        return box;
    }

    /** Writes the choices anew, after the setting's labels have changed. */
    public static <T> void relabel(ComboBox<T> box, Setting<T> setting) {
        box.setConverter(Labels.of(setting::label));
    }

    /** Shows a setting as a slider with its value beside it, which can be typed, too, and then more finely than a slider moves. */
    public Slider slide(Setting<Double> setting, double least, double most) {
        Slider slider = new Slider(least, most, setting.get());
        boolean[] following = new boolean[1];
        slider.setBlockIncrement((most - least) / STEPS);
        slider.valueProperty().addListener((_, _, moved) -> {
            if (following[0]) {
                return;
            }
            // Whole steps: a setting is to be readable.
            double step = (most - least) / STEPS;
            double rounded = Math.rint((least + Math.rint((moved.doubleValue() - least) / step) * step) * 1e6) / 1e6;
            setting.set(rounded);
        });
        setting.valueProperty().addListener((_, _, value) -> {
            if (Math.abs(slider.getValue() - value) > (most - least) / STEPS) {
                following[0] = true;
                slider.setValue(value);
                following[0] = false;
            }
        });
        attach(setting, slider);
        TextField typed = new TextField();
        typed.setId("field-" + name + "-value");
        typed.getStyleClass().add("slider-value");
        typed.setAccessibleText(label.getText());
        typed.textProperty().bindBidirectional(setting.textProperty());
        cancelOnEscape(typed);
        typed.disableProperty().bind(slider.disabledProperty());
        line.getChildren().add(typed);
        return slider;
    }

    private <T> void attach(Setting<T> setting, Control control) {
        control.setId("field-" + name);
        label.setLabelFor(control);
        HBox.setHgrow(control, Priority.ALWAYS);
        reset.setId("reset-" + name);
        reset.visibleProperty()
                .bind(setting.changedProperty().and(control.disabledProperty().not()));
        reset.setOnAction(_ -> setting.reset());
        Tooltip standard = new Tooltip();
        standard.textProperty()
                .bind(Bindings.createStringBinding(
                        () -> {
                            String usual = setting.label(setting.standard.get());
                            return "Back to " + (usual.isEmpty() ? "none" : usual);
                        },
                        setting.standard));
        reset.setTooltip(standard);
        reset.accessibleTextProperty().bind(standard.textProperty());
        line.getChildren().setAll(label, reset, control);
        problem.textProperty().bind(setting.problemProperty());
        setting.changedProperty().subscribe(is -> pseudoClassStateChanged(CHANGED, is));
        setting.problemProperty().subscribe(text -> pseudoClassStateChanged(WRONG, !text.isEmpty()));
    }

    /** Leaves it to the pane, and a tooltip, to say what is wrong: nothing below the row moves for it. */
    public void tellElsewhere() {
        getChildren().remove(problem);
        Showing.whole((Control) control(), problem.textProperty());
    }

    /** Takes the row out of sight while the setting has no meaning. */
    public void showWhen(ObservableValue<Boolean> meaningful) {
        Showing.when(this, meaningful);
    }

    /** The control, for instance to be told when typing ends. */
    public Node control() {
        return line.getChildren().get(2);
    }
}
