package org.kanworkbench.app.quantize;

import java.util.function.Function;
import javafx.util.StringConverter;

/** How choices' values are written, of which nothing is ever read back, and what a tab says while it has nothing to show. */
final class Words<T> extends StringConverter<T> {

    private final Function<T, String> name;

    private Words(Function<T, String> name) {
        this.name = name;
    }

    static <T> Words<T> of(Function<T, String> name) {
        return new Words<>(name);
    }

    @Override
    public String toString(T value) {
        return value == null ? "" : name.apply(value);
    }

    @Override
    public T fromString(String text) {
        throw new UnsupportedOperationException();
    }

    /** @param what is shown of a scheme that was measured and is selected */
    static String afterMeasuring(String what) {
        return "Press Measure, then select a scheme in the table to see " + what + " here.";
    }
}
