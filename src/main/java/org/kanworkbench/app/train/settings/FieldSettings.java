package org.kanworkbench.app.train.settings;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import javafx.beans.Observable;
import javafx.beans.binding.Bindings;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.value.ObservableValue;
import org.kanworkbench.app.controls.setting.Parsing;
import org.kanworkbench.app.controls.setting.Setting;
import org.kanworkbench.network.Field;
import org.kanworkbench.network.Field.Trait;
import org.kanworkbench.network.recipe.Loss;
import org.kanworkbench.network.recipe.Recipe;

/**
 * A setting for each field of one kind of record.
 *
 * @param <R> the record, for instance a recipe
 */
public final class FieldSettings<R> {

    private final Map<Field<?>, Setting<?>> settings = new LinkedHashMap<>();
    private final BasisSettings basis;

    /** Says what no field does. */
    private final ObjectProperty<R> form = new SimpleObjectProperty<>();

    /** @param basis the network's, which some fields need */
    FieldSettings(List<Field<?>> fields, BasisSettings basis, R usual) {
        this.basis = basis;
        fields.stream().filter(field -> field.group() != null).forEach(field -> settings.put(field, setting(field)));
        preset(usual);
    }

    private static <T> Setting<?> setting(Field<T> field) {
        return switch (field.usual()) {
            case Integer whole -> Parsing.whole(field.what(), whole, (int) field.least(), (int) field.most());
            case Double share
            when field.is(Trait.PERCENT) -> Parsing.percent(field.what(), share, field.least(), field.most());
            case Double real ->
                Parsing.real(field.what(), real, field.least(), field.is(Trait.ABOVE_LEAST), field.most());
            default -> Setting.choice(field.usual(), field::label);
        };
    }

    /** The setting of a field. */
    @SuppressWarnings("unchecked")
    public <T> Setting<T> of(Field<T> field) {
        return (Setting<T>) settings.get(field);
    }

    Set<Field<?>> fields() {
        return settings.keySet();
    }

    Collection<Setting<?>> settings() {
        return settings.values();
    }

    /** Takes a record as defaults and as values. */
    void preset(R record) {
        take(record, Setting::preset);
    }

    /** As above, but leaves what somebody has changed of some fields. */
    void preset(R record, Set<Field<?>> lasting) {
        form.set(record);
        settings.keySet()
                .forEach(field -> take(field, record, lasting.contains(field) ? Setting::refit : Setting::preset));
    }

    /** Takes a record's values, and leaves the defaults. */
    void show(R record) {
        take(record, Setting::set);
    }

    /** Takes a record as defaults, and as values where nobody has changed them. */
    void refit(R record) {
        take(record, Setting::refit);
    }

    /** What is done with a value for a setting. */
    @FunctionalInterface
    private interface Put {
        <T> void into(Setting<T> setting, T value);
    }

    private void take(R record, Put put) {
        form.set(record);
        settings.keySet().forEach(field -> take(field, record, put));
    }

    private <T> void take(Field<T> field, R record, Put put) {
        put.into(of(field), field.of(record));
    }

    /** What was taken last: it says what no field does. */
    R form() {
        return form.get();
    }

    /** By field; of one that has no meaning, what is usual. */
    Map<Field<?>, Object> values() {
        Map<Field<?>, Object> values = new LinkedHashMap<>();
        settings.forEach((field, setting) -> values.put(field, counts(field) ? setting.get() : field.usual()));
        return values;
    }

    /** Whether a field has a meaning with what the others and the basis are. */
    boolean counts(Field<?> field) {
        boolean numbers = form.get() instanceof Recipe recipe && recipe.loss() == Loss.MSE;
        return field.applies(other -> of(other).get())
                && (basis.hasGrid() || !field.is(Trait.OF_GRIDS))
                && !(numbers && field.is(Trait.OF_CLASSES));
    }

    /** As above, as it changes. */
    ObservableValue<Boolean> counting(Field<?> field) {
        Stream<Observable> values = Stream.concat(Stream.of(basis.family), settings.values().stream())
                .map(Setting::valueProperty);
        Observable[] deciding = Stream.concat(Stream.of(form), values).toArray(Observable[]::new);
        return Bindings.createBooleanBinding(() -> counts(field), deciding);
    }

    /** As {@link #counts(Field)}, by the field's setting; true for any other setting. */
    boolean counts(Setting<?> setting) {
        return settings.entrySet().stream().noneMatch(e -> e.getValue() == setting && !counts(e.getKey()));
    }
}
