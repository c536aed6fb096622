package org.kanworkbench.app.quantize;

import java.util.function.Function;
import javafx.util.StringConverter;

/** How a choice's values are written; nothing is ever read back. */
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
}
