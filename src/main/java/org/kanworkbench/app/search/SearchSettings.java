package org.kanworkbench.app.search;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javafx.beans.InvalidationListener;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.kanworkbench.app.controls.setting.Parsing;
import org.kanworkbench.app.controls.setting.Setting;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.search.Budget;
import org.kanworkbench.search.Search;
import org.kanworkbench.search.SearchConfiguration;
import org.kanworkbench.search.Second;
import org.kanworkbench.search.pruner.Pruner;
import org.kanworkbench.search.sampler.Samplers;
import org.kanworkbench.search.setting.Searchable;
import org.kanworkbench.search.setting.Settings;
import org.kanworkbench.search.space.Dimension;
import org.kanworkbench.search.space.Domain;
import org.kanworkbench.search.space.Space;
import org.kanworkbench.training.Configuration;

/** What is searched and how. Use on the interface thread only. */
final class SearchSettings {

    /**
     * A setting that is searched, with its values.
     *
     * @param when it is searched only if these other settings have one of these values, as words
     */
    record Row(Searchable setting, Setting<Domain> domain, Setting<Map<String, List<String>>> when) {}

    private static final int MOST_TRIALS = 100_000;
    private static final int MOST_MINUTES = 100_000;

    final ObservableList<Row> rows = FXCollections.observableArrayList();
    final Setting<Samplers> sampler = Setting.choice(Samplers.TPE, Samplers::label);
    final Setting<Pruner> pruner = Setting.choice(Pruner.ASHA, Pruner::label);
    /** Whether any number of trials runs at once. */
    final Setting<Boolean> asynchronous =
            Setting.choice(false, now -> now ? "Any number" : Search.IN_FLIGHT + " at most");

    final Setting<Optional<Second>> second =
            Setting.choice(Optional.empty(), second -> second.map(Second::label).orElse("None"));
    final Setting<Integer> trials = Parsing.whole("trials", 100, 1, MOST_TRIALS);
    final Setting<Double> minutes = Parsing.real("minutes", 0, 0, false, MOST_MINUTES);

    private final List<Runnable> listeners = new ArrayList<>();

    SearchSettings() {
        InvalidationListener changed = _ -> tell();
        for (Setting<?> setting : List.of(sampler, pruner, asynchronous, second, trials, minutes)) {
            setting.onChange(this::tell);
        }
        rows.addListener(changed);
    }

    void onChange(Runnable listener) {
        listeners.add(listener);
    }

    private void tell() {
        listeners.forEach(Runnable::run);
    }

    /** Adds a setting with values around that of a configuration. */
    void add(Searchable setting, Configuration around) {
        if (rows.stream().noneMatch(row -> row.setting().equals(setting))) {
            add(setting, setting.usual(around), Map.of());
        }
    }

    private void add(Searchable setting, Domain domain, Map<String, List<String>> conditions) {
        Setting<Domain> values = new Setting<>(domain, text -> DomainText.parse(setting, text), DomainText::format);
        Setting<Map<String, List<String>>> when = new Setting<>(Map.of(), ConditionText::parse, ConditionText::format);
        when.set(conditions);
        values.onChange(this::tell);
        when.onChange(this::tell);
        rows.add(new Row(setting, values, when));
    }

    void show(SearchConfiguration configuration) {
        rows.clear();
        for (Dimension dimension : configuration.space().dimensions()) {
            Map<String, List<String>> when = new LinkedHashMap<>();
            dimension
                    .when()
                    .forEach((other, values) ->
                            when.put(other, values.stream().map(Domain::written).toList()));
            add(Searchable.named(dimension.setting()), dimension.domain(), when);
        }
        sampler.set(configuration.sampler());
        // With a second objective nothing is pruned: the choice stays for when there is none.
        if (configuration.secondObjective().isEmpty()) {
            pruner.set(configuration.pruner());
        }
        asynchronous.set(configuration.asynchronous());
        second.set(configuration.secondObjective());
    }

    /** @param text trials and minutes, with a space between them */
    void showBudget(String text) {
        String[] words = text.split(" ");
        Budget budget = new Budget(Integer.parseInt(words[0]), Double.parseDouble(words[words.length - 1]));
        trials.set(budget.trials());
        minutes.set(budget.minutes());
    }

    String budgetText() {
        return trials.get() + " " + minutes.get();
    }

    Budget budget() {
        return new Budget(trials.get(), minutes.get());
    }

    private Stream<Setting<?>> typed() {
        return Stream.concat(
                rows.stream().flatMap(row -> Stream.of(row.domain(), row.when())), Stream.of(trials, minutes));
    }

    /** Whether a field shows what is wrong by itself. */
    boolean wrong() {
        return Setting.problem(typed()).isPresent();
    }

    /** Refuses, with an IllegalArgumentException of one line, what is no search. */
    SearchConfiguration configuration(Configuration base, Dataset dataset) {
        Setting.check(typed());
        if (rows.isEmpty()) {
            throw new IllegalArgumentException("Add a setting to search.");
        }
        Space space = new Space(rows.stream()
                .map(row -> new Dimension(row.setting().name(), row.domain().get(), conditions(row)))
                .toList());
        Settings.checkRanges(space, base, dataset);
        return new SearchConfiguration(
                base,
                space,
                sampler.get(),
                second.get().isPresent() ? Pruner.NONE : pruner.get(),
                second.get().map(Second::word).orElse(""),
                asynchronous.get());
    }

    private Map<String, List<Object>> conditions(Row row) {
        Map<String, List<Object>> conditions = new LinkedHashMap<>();
        row.when().get().forEach((name, words) -> conditions.put(name, values(row, name, words)));
        return conditions;
    }

    /** What another setting must have for this one to be searched. */
    private List<Object> values(Row row, String name, List<String> words) {
        String itself = row.setting().title() + ": ";
        Row other = rows.stream()
                .filter(one -> one != row && one.setting().name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(itself
                        + Searchable.named(name).title().toLowerCase(Locale.ROOT)
                        + " is no other setting of this search: add it, or change the condition."));
        try {
            return words.stream()
                    .map(word ->
                            ConditionText.value(other.setting(), other.domain().get(), word))
                    .toList();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(itself + e.getMessage() + ".", e);
        }
    }

    /** A condition to begin with; empty where no other setting has single values. */
    String condition(Row row) {
        return rows.stream()
                .filter(other -> other != row
                        && !ConditionText.first(other.domain().get()).isEmpty())
                .findFirst()
                .map(other -> ConditionText.format(Map.of(
                        other.setting().name(),
                        List.of(ConditionText.first(other.domain().get())))))
                .orElse("");
    }
}
