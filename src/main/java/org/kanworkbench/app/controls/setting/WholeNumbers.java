package org.kanworkbench.app.controls.setting;

import java.util.OptionalInt;
import javafx.event.ActionEvent;
import javafx.scene.control.Spinner;
import javafx.scene.control.SpinnerValueFactory.IntegerSpinnerValueFactory;
import javafx.util.StringConverter;

/** Values of a spinner that always has one: text that is not a whole number is taken back when it is left or entered. */
public final class WholeNumbers extends IntegerSpinnerValueFactory {

    private WholeNumbers(int min, int max, int initial) {
        super(min, max, initial);
        setConverter(new StringConverter<>() {
            @Override
            public String toString(Integer value) {
                return String.valueOf(value);
            }

            @Override
            public Integer fromString(String text) {
                return number(text).orElse(getValue());
            }
        });
    }

    /** Lets a spinner hold whole numbers; its value factory is of this class from then on. */
    public static void in(Spinner<Integer> spinner, int min, int max, int initial) {
        spinner.setValueFactory(new WholeNumbers(min, max, initial));
        spinner.focusedProperty().addListener(_ -> takeBack(spinner));
        spinner.getEditor().addEventHandler(ActionEvent.ACTION, _ -> takeBack(spinner));
    }

    private static void takeBack(Spinner<Integer> spinner) {
        if (number(spinner.getEditor().getText()).isEmpty()) {
            spinner.getEditor().setText(String.valueOf(spinner.getValue()));
        }
    }

    private static OptionalInt number(String text) {
        try {
            return OptionalInt.of(Integer.parseInt(text.strip()));
        } catch (NumberFormatException _) {
            return OptionalInt.empty();
        }
    }
}
