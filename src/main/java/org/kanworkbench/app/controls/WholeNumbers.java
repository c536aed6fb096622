package org.kanworkbench.app.controls;

import javafx.scene.control.SpinnerValueFactory.IntegerSpinnerValueFactory;
import javafx.util.StringConverter;

/** Values of a spinner that always has one: text that is no whole number leaves it as it is. */
public final class WholeNumbers extends IntegerSpinnerValueFactory {

    public WholeNumbers(int min, int max, int initial) {
        super(min, max, initial);
        setConverter(new StringConverter<>() {
            @Override
            public String toString(Integer value) {
                return String.valueOf(value);
            }

            @Override
            public Integer fromString(String text) {
                try {
                    return Integer.valueOf(text.strip());
                } catch (NumberFormatException _) {
                    return getValue();
                }
            }
        });
    }
}
