package org.kanworkbench.app.controls.setting;

import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.beans.value.ChangeListener;

/** One thing that can be set: what was typed, the last value that made sense, its default, and what is wrong with it. */
public final class Setting<T> {

    private final Function<String, T> parse;
    private final Function<T, String> format;
    private final StringProperty text = new SimpleStringProperty("");
    private final ReadOnlyObjectWrapper<T> value = new ReadOnlyObjectWrapper<>();
    /** The default. */
    final ObjectProperty<T> standard = new SimpleObjectProperty<>();

    private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper("");
    private final ReadOnlyBooleanWrapper changed = new ReadOnlyBooleanWrapper();

    /** @param parse reads what was typed; refuses with an IllegalArgumentException of one line */
    public Setting(T standard, Function<String, T> parse, Function<T, String> format) {
        this.parse = parse;
        this.format = format;
        text.addListener((_, _, typed) -> read(typed));
        value.addListener(_ -> mark());
        this.standard.addListener(_ -> mark());
        problem.addListener(_ -> mark());
        preset(standard);
    }

    /** A setting that is chosen, never typed. */
    public static <T> Setting<T> choice(T standard, Function<T, String> label) {
        return new Setting<>(standard, null, label);
    }

    private void read(String typed) {
        if (parse == null) {
            return;
        }
        try {
            value.set(parse.apply(typed.strip()));
            problem.set("");
        } catch (IllegalArgumentException e) {
            problem.set(e.getMessage());
        }
    }

    private void mark() {
        changed.set(!problem.get().isEmpty() || !Objects.equals(value.get(), standard.get()));
    }

    /** Reads what was typed once more, where another setting decides whether it makes sense. */
    public void reread() {
        read(text.get());
    }

    public T get() {
        return value.get();
    }

    public void set(T newValue) {
        if (problem.get().isEmpty() && Objects.equals(newValue, value.get())) {
            // Somebody may be typing it in another form, as 0. on the way to 0.3.
            return;
        }
        value.set(newValue);
        problem.set("");
        text.set(format.apply(newValue));
    }

    /** Makes a value the default and the present one. */
    public void preset(T newStandard) {
        standard.set(newStandard);
        set(newStandard);
    }

    /** Makes a value the default, and the present one too unless that was changed. */
    public void refit(T newStandard) {
        boolean kept = changed.get();
        standard.set(newStandard);
        if (!kept) {
            set(newStandard);
        }
    }

    public void reset() {
        set(standard.get());
    }

    /** Tells of every change of its value, and of what is wrong with it. */
    public void onChange(Runnable listener) {
        ChangeListener<Object> changed = (_, _, _) -> listener.run();
        valueProperty().addListener(changed);
        problemProperty().addListener(changed);
    }

    /** What is wrong with the first of some settings that anything is wrong with; empty when all is well. */
    public static Optional<String> problem(Stream<? extends Setting<?>> settings) {
        return settings.map(setting -> setting.problemProperty().get())
                .filter(problem -> !problem.isEmpty())
                .findFirst();
    }

    /** Refuses settings that anything is wrong with, by an IllegalArgumentException of one line. */
    public static void check(Stream<? extends Setting<?>> settings) {
        problem(settings).ifPresent(problem -> {
            throw new IllegalArgumentException(problem);
        });
    }

    /** The text of a value. */
    public String label(T any) {
        return format.apply(any);
    }

    /** The entered text. */
    public StringProperty textProperty() {
        return text;
    }

    /** The last valid value. */
    public ReadOnlyObjectProperty<T> valueProperty() {
        return value.getReadOnlyProperty();
    }

    /** One line, empty when all is well. */
    public ReadOnlyStringProperty problemProperty() {
        return problem.getReadOnlyProperty();
    }

    /** Whether it differs from the default. */
    public ReadOnlyBooleanProperty changedProperty() {
        return changed.getReadOnlyProperty();
    }
}
