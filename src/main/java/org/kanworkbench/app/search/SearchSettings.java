package org.kanworkbench.app.search;

import java.util.List;
import java.util.Optional;
import javafx.beans.InvalidationListener;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.kanworkbench.app.controls.Parsing;
import org.kanworkbench.app.controls.Setting;
import org.kanworkbench.search.Budget;
import org.kanworkbench.search.SearchConfiguration;
import org.kanworkbench.search.Second;
import org.kanworkbench.search.pruner.Pruner;
import org.kanworkbench.search.sampler.Samplers;
import org.kanworkbench.search.space.Dimension;
import org.kanworkbench.search.space.Domain;
import org.kanworkbench.search.space.Space;
import org.kanworkbench.training.Configuration;

/** What is searched and how. Use on the interface thread only. */
final class SearchSettings {

    /** A setting that is searched, with its values. */
    record Row(org.kanworkbench.search.setting.Setting setting, Setting<Domain> domain) {}

    private static final int MOST_TRIALS = 100_000;
    private static final int MOST_MINUTES = 100_000;

    final ObservableList<Row> rows = FXCollections.observableArrayList();
    final Setting<Samplers> sampler = Setting.choice(Samplers.TPE, Samplers::label);
    final Setting<Pruner> pruner = Setting.choice(Pruner.ASHA, Pruner::label);
    final Setting<Optional<Second>> second =
            Setting.choice(Optional.empty(), second -> second.map(Second::label).orElse("None"));
    final Setting<Integer> trials = Parsing.whole("trials", 100, 1, MOST_TRIALS);
    final Setting<Double> minutes = Parsing.real("minutes", 0, 0, false, MOST_MINUTES);

    private Runnable onChange = () -> {};

    SearchSettings() {
        InvalidationListener changed = _ -> onChange.run();
        for (Setting<?> setting : List.of(sampler, pruner, second, trials, minutes)) {
            setting.valueProperty().addListener(changed);
            setting.problemProperty().addListener(changed);
        }
        rows.addListener(changed);
    }

    void onChange(Runnable listener) {
        onChange = listener;
    }

    /** Adds a setting with values around that of a configuration. */
    void add(org.kanworkbench.search.setting.Setting setting, Configuration around) {
        if (rows.stream().noneMatch(row -> row.setting().equals(setting))) {
            add(setting, setting.usual(around));
        }
    }

    private void add(org.kanworkbench.search.setting.Setting setting, Domain domain) {
        Setting<Domain> values = new Setting<>(domain, text -> DomainText.parse(setting, text), DomainText::format);
        values.valueProperty().addListener(_ -> onChange.run());
        values.problemProperty().addListener(_ -> onChange.run());
        rows.add(new Row(setting, values));
    }

    void show(SearchConfiguration configuration) {
        rows.clear();
        for (Dimension dimension : configuration.space().dimensions()) {
            add(org.kanworkbench.search.setting.Setting.named(dimension.setting()), dimension.domain());
        }
        sampler.set(configuration.sampler());
        pruner.set(configuration.pruner());
        second.set(configuration.secondObjective());
    }

    Budget budget() {
        return new Budget(trials.get(), minutes.get());
    }

    /** Refuses, with an IllegalArgumentException of one line, what is no search. */
    SearchConfiguration configuration(Configuration base) {
        for (Row row : rows) {
            refuse(row.domain());
        }
        refuse(trials);
        refuse(minutes);
        if (rows.isEmpty()) {
            throw new IllegalArgumentException("Add a setting to search.");
        }
        return new SearchConfiguration(
                base,
                new Space(rows.stream()
                        .map(row ->
                                new Dimension(row.setting().name(), row.domain().get()))
                        .toList()),
                sampler.get(),
                second.get().isPresent() ? Pruner.NONE : pruner.get(),
                second.get().map(Second::word).orElse(""),
                false);
    }

    private static void refuse(Setting<?> setting) {
        if (!setting.problemProperty().get().isEmpty()) {
            throw new IllegalArgumentException(setting.problemProperty().get());
        }
    }
}
