package org.kanworkbench.app.controls;

import java.util.function.Function;
import javafx.util.StringConverter;

/** How values of a drop-down are written, of which nothing is ever read back. */
public final class Names<T> extends StringConverter<T> {

    private final Function<T, String> name;

    private Names(Function<T, String> name) {
        this.name = name;
    }

    /** Writes nothing for null. */
    public static <T> Names<T> by(Function<T, String> name) {
        return new Names<>(name);
    }

    @Override
    public String toString(T value) {
        return value == null ? "" : name.apply(value);
    }

    @Override
    public T fromString(String text) {
        throw new UnsupportedOperationException("choices are not typed");
    }
}
