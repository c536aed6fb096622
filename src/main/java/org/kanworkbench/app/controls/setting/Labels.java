package org.kanworkbench.app.controls.setting;

import java.util.function.Function;
import javafx.util.StringConverter;

/** Display texts of choices, which are never parsed. */
public final class Labels<T> extends StringConverter<T> {

    private final String none;
    private final Function<T, String> label;

    private Labels(String none, Function<T, String> label) {
        this.none = none;
        this.label = label;
    }

    public static <T> Labels<T> of(Function<T, String> label) {
        return new Labels<>("", label);
    }

    /** @param none how no choice is written */
    public static <T> Labels<T> of(String none, Function<T, String> label) {
        return new Labels<>(none, label);
    }

    @Override
    public String toString(T value) {
        return value == null ? none : label.apply(value);
    }

    @Override
    public T fromString(String text) {
        throw new UnsupportedOperationException("choices are not typed");
    }
}
