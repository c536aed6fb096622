package org.kanworkbench.cli.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import org.kanworkbench.cli.command.Choices;
import org.kanworkbench.cli.command.ClusterOption;
import org.kanworkbench.cli.command.CommandFailure;
import org.kanworkbench.cli.command.CommandRecords;
import org.kanworkbench.cli.command.Interruption;
import org.kanworkbench.cli.command.ProgressLine;
import org.kanworkbench.cli.command.Rows;
import org.kanworkbench.cli.command.Rows.Column;
import org.kanworkbench.cli.command.StoreOption;
import org.kanworkbench.cli.command.TrialsWatch;
import org.kanworkbench.cli.command.WorkbenchCommand;
import org.kanworkbench.data.AbsolutePath;
import org.kanworkbench.data.Counted;
import org.kanworkbench.data.DataException;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.dl4j.engine.Nd4jEngines;
import org.kanworkbench.files.DataFolder;
import org.kanworkbench.files.model.StartWeights;
import org.kanworkbench.runs.recording.Records;
import org.kanworkbench.runs.recording.WorkRecord;
import org.kanworkbench.search.Budget;
import org.kanworkbench.search.Confirmation;
import org.kanworkbench.search.Search;
import org.kanworkbench.search.SearchConfiguration;
import org.kanworkbench.search.SearchFolder;
import org.kanworkbench.search.SearchRun;
import org.kanworkbench.search.SearchTrial;
import org.kanworkbench.search.Second;
import org.kanworkbench.search.pruner.Pruner;
import org.kanworkbench.search.sampler.Samplers;
import org.kanworkbench.search.setting.Searchable;
import org.kanworkbench.search.setting.Settings;
import org.kanworkbench.search.space.Dimension;
import org.kanworkbench.search.space.Domain;
import org.kanworkbench.search.space.Space;
import org.kanworkbench.training.Configuration;
import org.kanworkbench.training.Engines;
import org.kanworkbench.training.Measure;
import org.kanworkbench.training.loop.TrainingRun;
import org.kanworkbench.training.trials.TrialPlace;
import org.kanworkbench.training.trials.TrialProgress;
import org.kanworkbench.training.trials.Trials;
import org.kanworkbench.training.trials.TrialsEvent;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Searches settings for the best validation score. */
@Command(
        name = "search",
        description =
                "Searches for the settings with the best validation score: many trials, one training each, one per"
                        + " core at a time. Prints one line per trial. The same command resumes a search that was interrupted, and"
                        + " with more --trials continues one that ended.",
        sortOptions = false,
        modelTransformer = RecipeOptions.class)
public final class SearchCommand extends WorkbenchCommand {

    @Option(
            names = "--space",
            paramLabel = "FILE",
            required = true,
            description = "The settings to search (JSON), each with its values, for instance {\"lr\": {\"log\": [0.001,"
                    + " 0.1]}, \"order\": {\"int\": [1, 5]}, \"preset\": {\"choice\": [\"kal-net\", \"kac-net\"]}}.")
    private Path file;

    @Option(names = "--trials", paramLabel = "N", description = "Trials, earlier ones included; 100 by default.")
    private int trials = 100;

    @Option(names = "--minutes", paramLabel = "M", description = "Begins no more trials after so many minutes.")
    private Double minutes;

    @Option(names = "--sampler", paramLabel = "NAME", description = "tpe (default), random, grid or cma-es.")
    private String sampler;

    @Option(
            names = "--pruner",
            paramLabel = "NAME",
            description = "Ends trials early that will hardly be the best: none (default), asha or median.")
    private String pruner;

    @Option(
            names = "--second",
            paramLabel = "NAME",
            description =
                    "A second objective to minimise: parameters, bytes or time. The Pareto front is searched then.")
    private String second = "";

    @Option(
            names = "--asynchronous",
            description = "Proposes each trial from all that have ended by then. Uses any number of cores, but the same"
                    + " seed gives other trials each time.")
    private boolean asynchronous;

    @Option(
            names = "--confirm",
            description =
                    "Trains the best and the unsearched settings with 6 new seeds on all training samples, and tells"
                            + " whether the best is better on the test set: the difference with its 95 %% confidence"
                            + " interval, and the p-value of a permutation test. Keeps these as runs, too.")
    private boolean confirm;

    @Mixin
    private TrainOptions what;

    @Mixin
    private ClusterOption elsewhere;

    @Mixin
    private StoreOption keeping;

    private final Engines engines = Nd4jEngines.all();

    @Override
    protected void run() throws Exception {
        Space space = Space.read(file);
        check(() -> Settings.check(space));
        checkOnce(space);
        if (minutes != null && !(minutes > 0)) {
            throw CommandFailure.badInput("--minutes is " + minutes + ": choose a number above 0");
        }
        Budget budget = new Budget(trials, minutes == null ? 0 : minutes);
        TrainOptions.Work work = what.work(common, preset(space));
        Configuration base = SearchConfiguration.validated(work.configuration(), work.dataset())
                .located(AbsolutePath::of);
        check(() -> Settings.checkRanges(space, base, work.dataset()));
        SearchConfiguration configuration = new SearchConfiguration(
                base,
                space,
                Choices.named("--sampler", sampler, Samplers.TPE, Samplers.values()),
                Choices.named("--pruner", pruner, Pruner.NONE, Pruner.values()),
                second.isEmpty()
                        ? ""
                        : Choices.named("--second", second, Second.values()).word(),
                asynchronous);
        TrainingRun.check(engines, configuration.base(), work.dataset());
        elsewhere.checkEngine(base.engine());
        announce(configuration, work.dataset());
        Path home = DataFolder.current().resolve(SearchFolder.HOME);
        try (TrialPlace place = elsewhere.connect(common, work.configuration().threads());
                CommandRecords records = keeping.open(common);
                SearchFolder folder = keeping.kept() ? SearchFolder.open(home, configuration) : null) {
            search(configuration, budget, work.dataset(), Optional.ofNullable(folder), place, records);
        }
    }

    /** Says in which file a setting is that cannot be searched so. */
    private void check(Runnable settings) throws CommandFailure {
        try {
            settings.run();
        } catch (IllegalArgumentException e) {
            throw CommandFailure.badInput(file + ": " + e.getMessage());
        }
    }

    /** A setting that is searched cannot be given, too; only --confirm trains with what is given. */
    private void checkOnce(Space space) throws CommandFailure {
        for (Dimension dimension : space.dimensions()) {
            String option = "--" + dimension.setting();
            if (common.given(option) && !confirm && !dimension.setting().equals(Searchable.PRESET.name())) {
                throw CommandFailure.badInput(
                        file + " searches " + dimension.setting() + ": leave " + option + " or the setting there out");
            }
        }
    }

    /** Of several presets, the first is the base if no other is named. */
    private static String preset(Space space) {
        return presets(space).map(values -> values.getFirst().toString()).orElse(null);
    }

    private static Optional<List<Object>> presets(Space space) {
        return space.named(Searchable.PRESET.name()).map(dimension -> ((Domain.Choice) dimension.domain()).values());
    }

    private void announce(SearchConfiguration configuration, Dataset dataset) {
        common.tell(String.format(
                Locale.ROOT,
                "%s on %s, %s held out for validation, test set untouched",
                presets(configuration.space())
                        .map(values -> Counted.of(values.size(), "preset"))
                        .orElse(configuration.base().preset()),
                dataset.name(),
                Counted.of(configuration.base().recipe().selection().validationRows(), "training sample")));
    }

    private void search(
            SearchConfiguration configuration,
            Budget budget,
            Dataset dataset,
            Optional<SearchFolder> folder,
            TrialPlace place,
            CommandRecords records)
            throws CommandFailure, InterruptedException, IOException, DataException {
        Rows<SearchTrial> rows = rows(configuration);
        List<SearchTrial> known = folder.map(SearchFolder::known).orElse(List.of());
        // Earlier sessions count, too.
        long began = System.nanoTime() - (long) (1e9 * SearchTrial.busy(known));
        if (!known.isEmpty()) {
            common.tell("resumed after " + known.size() + " trials, in "
                    + folder.orElseThrow().path());
            known.forEach(rows::print);
        }
        ProgressLine line = new ProgressLine(common.err());
        TrialsWatch<SearchTrial> watch = new TrialsWatch<>(line, "trial");
        try (Interruption.Work working = common.begin()) {
            WorkRecord record =
                    SearchRun.record(records.records(), configuration, dataset.name(), known.size(), budget.trials());
            Consumer<TrialsEvent<SearchTrial>> listener = event -> {
                if (event instanceof TrialsEvent.Advanced<SearchTrial> advanced) {
                    line.clear();
                    rows.print(advanced.result());
                    record.progress(advanced.progress().done());
                }
                watch.accept(event);
            };
            Search search =
                    Search.start(configuration, budget, dataset, engines, folder, place, records.records(), listener);
            working.stopsBy(search.control()::cancel);
            search.await();
            line.clear();
            SearchRun.end(record, configuration, watch.last(), search);
            watch.check(_ -> search.results().size() + " trials: "
                    + (folder.isPresent() ? "the same command resumes" : "nothing is kept with --no-store"));
            end(configuration, search.results(), rows, folder, place, records.records(), began, working);
        }
    }

    private Rows<SearchTrial> rows(SearchConfiguration configuration) {
        return new Rows<>(
                common,
                Column.number("trial", 0, SearchTrial::trial),
                Column.text("state", 8, trial -> trial.state().name().toLowerCase(Locale.ROOT)),
                score(configuration.measure(), trial -> trial.values().isEmpty() ? null : trial.score()),
                configuration
                        .secondObjective()
                        .map(second -> Column.<SearchTrial>number(
                                second.word(),
                                2,
                                trial -> trial.values().size() < 2
                                        ? null
                                        : second.number(trial.values().get(1))))
                        .orElse(Column.hidden("second", _ -> null)),
                Column.number("epochs", 0, SearchTrial::epochs),
                Column.number("seconds", 3, SearchTrial::seconds),
                Column.number("worker", 0, SearchTrial::worker),
                Column.hidden("run", trial -> trial.run() == 0 ? null : trial.run()),
                Column.text("params", 0, trial -> common.json() ? trial.params() : SearchRun.written(trial.params())),
                Column.text("message", 0, trial -> trial.message().isEmpty() ? null : trial.message()));
    }

    private static Column<SearchTrial> score(Measure measure, Function<SearchTrial, Object> value) {
        return measure == Measure.ACCURACY ? Column.number("value", 6, value) : Column.significant("value", value);
    }

    private void end(
            SearchConfiguration configuration,
            List<SearchTrial> results,
            Rows<SearchTrial> rows,
            Optional<SearchFolder> folder,
            TrialPlace place,
            Records records,
            long began,
            Interruption.Work working)
            throws CommandFailure, InterruptedException, IOException, DataException {
        Optional<SearchTrial> best = configuration.best(results);
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("best", best.map(SearchCommand::told).orElse(null));
        if (configuration.secondObjective().isPresent()) {
            fields.put(
                    "front",
                    configuration.front(results).stream()
                            .map(SearchTrial::trial)
                            .toList());
        }
        fields.put("trials", results.size());
        String sentence = SearchRun.sentence(configuration, results);
        if (configuration.secondObjective().isPresent()) {
            sentence += "\n" + SearchRun.front(configuration, results);
        }
        Optional<CommandFailure> unconfirmed = Optional.empty();
        if (confirm && best.isPresent()) {
            try {
                Confirmation confirmed =
                        confirm(configuration, best.get(), folder.map(SearchFolder::path), place, records, working);
                fields.put("confirmed", confirmed.sentence());
                fields.put("test_difference", confirmed.difference());
                fields.put("test_difference_half_width", confirmed.halfWidth());
                fields.put("test_difference_p", confirmed.p());
                sentence += "\n" + confirmed.sentence();
            } catch (CommandFailure e) {
                // The best is told all the same.
                unconfirmed = Optional.of(e);
            }
        }
        fields.put("seconds", (System.nanoTime() - began) / 1_000_000 / 1e3);
        rows.printOther(fields, sentence);
        if (unconfirmed.isPresent()) {
            throw unconfirmed.get();
        }
        if (best.isEmpty()) {
            throw CommandFailure.failed(results.stream()
                    .filter(trial -> !trial.message().isEmpty())
                    .findFirst()
                    .map(trial -> "no trial is complete: " + trial.message())
                    .orElse("no trial is complete: give more --trials or --minutes"));
        }
    }

    private static Map<String, Object> told(SearchTrial best) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("trial", best.trial());
        fields.put("value", best.score());
        fields.put("params", best.params());
        return fields;
    }

    private Confirmation confirm(
            SearchConfiguration configuration,
            SearchTrial best,
            Optional<Path> folder,
            TrialPlace place,
            Records records,
            Interruption.Work working)
            throws CommandFailure, InterruptedException, IOException, DataException {
        Configuration base = configuration.base();
        Dataset whole = StartWeights.scaled(base.data().load(), base);
        Optional<Confirmation> known = Confirmation.known(configuration, best, whole, folder, records);
        if (known.isPresent()) {
            return known.get();
        }
        ProgressLine line = new ProgressLine(common.err());
        AtomicReference<Optional<Confirmation>> result = new AtomicReference<>(Optional.empty());
        AtomicReference<String> failure = new AtomicReference<>("");
        Consumer<TrialProgress> progress = now -> line.show("run", now);
        Confirmation.Ended ended = (confirmed, why) -> {
            result.set(confirmed);
            failure.set(why);
        };
        Trials<?> confirming =
                Confirmation.start(configuration, best, whole, engines, place, folder, records, progress, ended);
        working.stopsBy(confirming.control()::cancel);
        confirming.await();
        line.clear();
        return result.get()
                .orElseThrow(() -> failure.get().isEmpty()
                        ? CommandFailure.interrupted("interrupted: the trials are kept, the best is not confirmed")
                        : CommandFailure.failed(failure.get()));
    }
}
