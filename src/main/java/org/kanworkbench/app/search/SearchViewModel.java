package org.kanworkbench.app.search;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import org.kanworkbench.app.cluster.TrialsWork;
import org.kanworkbench.app.session.Notice;
import org.kanworkbench.app.session.Trainer;
import org.kanworkbench.app.session.WorkQueue;
import org.kanworkbench.app.session.Workspace;
import org.kanworkbench.app.work.NewestFirst;
import org.kanworkbench.app.work.Phase;
import org.kanworkbench.app.work.Problem;
import org.kanworkbench.data.Counted;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.files.ModelFileException;
import org.kanworkbench.files.model.StartWeights;
import org.kanworkbench.network.recipe.RecipeField;
import org.kanworkbench.runs.Queued;
import org.kanworkbench.runs.RunKind;
import org.kanworkbench.runs.StoredRun;
import org.kanworkbench.runs.recording.WorkRecord;
import org.kanworkbench.search.Budget;
import org.kanworkbench.search.Confirmation;
import org.kanworkbench.search.Search;
import org.kanworkbench.search.SearchConfiguration;
import org.kanworkbench.search.SearchFolder;
import org.kanworkbench.search.SearchRun;
import org.kanworkbench.search.SearchTrial;
import org.kanworkbench.search.importance.Contour;
import org.kanworkbench.search.importance.Importance;
import org.kanworkbench.search.setting.Searchable;
import org.kanworkbench.search.setting.Settings;
import org.kanworkbench.training.Configuration;
import org.kanworkbench.training.loop.TrainingRun;
import org.kanworkbench.training.trials.Trials;
import org.kanworkbench.training.trials.TrialsEvent;

/**
 * The state of the search: Train's settings are its base. Trials are kept in a folder as they end, so that it can be
 * stopped, and resumed after a restart: equal settings have the same folder. Use on the interface thread only.
 */
final class SearchViewModel extends TrialsWork<SearchTrial> {

    /**
     * What there is to see of a search.
     *
     * @param data what they are called
     */
    record View(
            String data,
            SearchConfiguration configuration,
            List<SearchTrial> trials,
            List<Importance> importance,
            Optional<Contour> contour) {

        Optional<SearchTrial> best() {
            return configuration.best(trials);
        }
    }

    private record Request(
            String data, SearchConfiguration configuration, List<SearchTrial> trials, String across, String up) {}

    /** A search that the store has. */
    private record Stored(Request trials, View view, String confirmed) {}

    final Workspace workspace;
    private final Trainer trainer;
    private final Path home;
    private final NewestFirst<Request, View> views;
    final SearchSettings settings = new SearchSettings();
    /** Whether the pane is in front. */
    final BooleanProperty seen = new SimpleBooleanProperty(true);

    private final ReadOnlyBooleanWrapper untouched = new ReadOnlyBooleanWrapper(true);
    private final ReadOnlyObjectWrapper<View> view = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyStringWrapper baseText = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper confirmed = new ReadOnlyStringWrapper("");

    /** Whether what goes on is no search but the confirmation of its best. */
    private boolean confirming;

    private final AtomicInteger searches = new AtomicInteger();

    /** The newest trials and how they are looked at, which a view that is computed may lag behind; null before the first. */
    private Request asked;

    private String across = "";
    private String up = "";
    /** Null while no search runs. */
    private Search search;
    /** Trials that had been done when it began, and how many were wanted. */
    private int begunWith;

    private int wanted;

    private SearchFolder folder;
    private WorkRecord record;

    SearchViewModel(Workspace workspace, Trainer trainer) {
        super(workspace.session.runOn, workspace.threads(), new SimpleObjectProperty<>());
        this.workspace = workspace;
        this.trainer = trainer;
        home = workspace.sweeps().resolveSibling(SearchFolder.HOME);
        views = new NewestFirst<>(
                workspace.threads(),
                SearchViewModel::computed,
                (request, computed) -> {
                    if (request.configuration() == asked.configuration()) {
                        view.set(computed);
                    }
                },
                problem,
                "Could not show the search");
        workspace.session.keep(
                "search",
                text -> settings.show(SearchConfiguration.parse(text, "the last search")),
                () -> settings.rows.isEmpty() ? "" : configuration().text(),
                settings::onChange);
        workspace.session.keep("searchBudget", settings::showBudget, settings::budgetText, settings::onChange);
        settings.onChange(this::check);
        runOn.onChange(this::check);
        workspace.session.configuration.subscribe(this::check);
        workspace.datasetProperty().subscribe(this::check);
        view.addListener(_ -> check());
        workspace.queue.goingProperty().subscribe(this::check);
        check();
    }

    private void check() {
        untouched.set(untouched.get() && settings.rows.isEmpty());
        baseText.set(base().map(this::describe).orElse(""));
        try {
            obstacle.set(runOn.obstacle(configuration().base().engine(), "in Train"));
        } catch (IllegalArgumentException e) {
            obstacle.set(e.getMessage());
        }
    }

    private String describe(Configuration base) {
        Dataset dataset = workspace.datasetProperty().get();
        return (dataset == null ? "" : dataset.name() + ", ") + base.preset() + ", "
                + Counted.of(base.recipe().epochs(), "epoch") + ", seed "
                + base.seed()
                + (workspace.queue.goingProperty().get() ? ": those of the queue, which will change" : "")
                + (dataset == null || view.get() == null || view.get().data().equals(dataset.name())
                        ? ""
                        : ". The results beside it are of " + view.get().data() + ".");
    }

    private SearchConfiguration configuration() {
        Dataset dataset = workspace.datasetProperty().get();
        Configuration base = base().orElse(null);
        if (dataset == null || base == null) {
            throw new IllegalArgumentException("Train has no data yet: choose some there.");
        }
        TrainingRun.check(workspace.engines, base, dataset);
        return settings.configuration(SearchConfiguration.validated(base, dataset), dataset);
    }

    /** The search that is shown, if Train differs from its base in searched settings alone, as after {@link #useTheBest}. */
    private SearchConfiguration goneOnWith(SearchConfiguration wanted) {
        View shown = view.get();
        if (shown == null || shown.best().isEmpty()) {
            return wanted;
        }
        SearchConfiguration last = shown.configuration();
        Map<String, Object> values = shown.best().get().params();
        SearchConfiguration based = new SearchConfiguration(
                last.base(), wanted.space(), wanted.sampler(), wanted.pruner(), wanted.second(), wanted.asynchronous());
        return based.equals(last) && Settings.of(last.base(), values).equals(Settings.of(wanted.base(), values))
                ? last
                : wanted;
    }

    /** Adds a setting to the space, with values around what Train has. */
    void search(Searchable setting) {
        base().ifPresent(base -> settings.add(setting, base));
    }

    /** What trials train but for their values: what Train shows. */
    Optional<Configuration> base() {
        return workspace.session.configuration();
    }

    /** Starts the search of the settings, or resumes it. */
    @Override
    public void start() {
        if (phase.get() != Phase.IDLE || !obstacle.get().isEmpty()) {
            untouched.set(false);
            return;
        }
        SearchConfiguration configuration = goneOnWith(configuration());
        Budget budget = settings.budget();
        Dataset dataset = workspace.datasetProperty().get();
        start(() -> dataset, configuration, budget, () -> {}, why -> refused("Could not start the search", why));
    }

    /**
     * @param then at once when it has started
     * @param failed gets why it did not, in one line; an empty one if it was stopped
     */
    private void start(
            Callable<Dataset> data,
            SearchConfiguration configuration,
            Budget budget,
            Runnable then,
            Consumer<String> failed) {
        int threads = workspace.threadsProperty().get();
        problem.set(null);
        confirming = false;
        begin(
                "search",
                "trial",
                place -> {
                    Dataset dataset = StartWeights.scaled(data.call(), configuration.base());
                    SearchFolder opened = SearchFolder.open(home, configuration);
                    try {
                        Search made = Search.start(
                                configuration,
                                budget,
                                dataset,
                                workspace.engines,
                                Optional.of(opened),
                                place.open(threads),
                                workspace.library.records,
                                this::tell);
                        return () -> {
                            begin(configuration, budget, dataset, opened, made);
                            then.run();
                        };
                    } catch (Exception e) {
                        opened.close();
                        throw e;
                    }
                },
                failed);
    }

    /** Adds the search of the settings to the queue, unless it is there: a second one would find all its trials done. */
    void queue() {
        SearchConfiguration configuration = goneOnWith(configuration());
        Budget budget = settings.budget();
        String text = configuration.text();
        if (workspace.queue.works().stream()
                .anyMatch(work -> work.configuration().equals(text)
                        && work.trials() == budget.trials()
                        && work.minutes() == budget.minutes())) {
            problem.set(new Problem(
                    "The search cannot be queued",
                    "it is in the queue already: change its space, its trials or Train's settings first"));
            return;
        }
        problem.set(null);
        String searched = configuration.space().dimensions().stream()
                .map(dimension -> Searchable.named(dimension.setting()).title().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
        String title = String.format(
                Locale.ROOT,
                "Search · %s · %s · %s · %,d trials",
                workspace.datasetProperty().get().name(),
                configuration.base().preset(),
                searched,
                budget.trials());
        workspace.queue.add(List.of(Queued.search(title, text, budget.trials(), budget.minutes())));
    }

    /** Starts a search that waited in the queue, or resumes it. */
    void start(Queued work, WorkQueue.Turn turn) {
        try {
            SearchConfiguration configuration = SearchConfiguration.parse(work.configuration(), "the queue");
            String hindrance = runOn.obstacle(configuration.base().engine(), "in Train");
            if (!hindrance.isEmpty()) {
                turn.refused(hindrance);
                return;
            }
            Optional<Dataset> loaded = trainer.loaded(configuration.base().data());
            start(
                    () -> loaded.isPresent()
                            ? loaded.get()
                            : configuration.base().data().load(),
                    configuration,
                    new Budget(work.trials(), work.minutes()),
                    () -> turn.began(0),
                    why -> turn.refused(why.isEmpty() ? "it was stopped before it began" : why));
        } catch (ModelFileException | IllegalArgumentException e) {
            turn.refused(e.getMessage());
        }
    }

    private void begin(
            SearchConfiguration configuration, Budget budget, Dataset dataset, SearchFolder opened, Search made) {
        folder = opened;
        search = made;
        confirmed.set("");
        // They are there in the order in which they ended.
        List<SearchTrial> known = opened.known().stream()
                .sorted(Comparator.comparingInt(SearchTrial::trial))
                .toList();
        begunWith = known.size();
        wanted = budget.trials();
        record = SearchRun.record(
                workspace.library.records, configuration, dataset.name(), known.size(), budget.trials());
        record.number(run -> workspace.threads().ui().execute(() -> workspace.session.shows(RunKind.SEARCH, run)));
        asked = new Request(dataset.name(), configuration, known, across, up);
        view.set(new View(dataset.name(), configuration, known, List.of(), Optional.empty()));
        begun(made.control());
    }

    private static View computed(Request of) {
        return new View(
                of.data(),
                of.configuration(),
                of.trials(),
                Importance.of(of.configuration().space(), of.trials()),
                Contour.of(of.configuration().space(), of.trials(), of.across(), of.up()));
    }

    @Override
    protected void advanced() {
        if (search != null) {
            record.progress(newest.done());
            show(search.results());
        }
    }

    private void show(List<SearchTrial> trials) {
        asked = new Request(asked.data(), asked.configuration(), trials, across, up);
        views.submit(asked);
    }

    @Override
    protected void ended(TrialsEvent<SearchTrial> last) {
        show(search.results());
        SearchRun.end(record, asked.configuration(), last, search);
        folder.close();
        if (last instanceof TrialsEvent.Finished<SearchTrial> finished) {
            int trials = search.results().size();
            if (finished.cancelled()) {
                workspace.tell("Stopped after " + Counted.of(trials, "trial") + ": Start resumes the search.");
            } else if (trials == begunWith) {
                workspace.tell(
                        finished.total() < wanted
                                ? "All " + begunWith
                                        + " combinations of the grid are done: add values, or choose another sampler."
                                : "All " + begunWith + " trials are done: raise Trials to continue.");
            }
        }
        search = null;
        problem.set(
                last instanceof TrialsEvent.Failed<SearchTrial> failed
                        ? new Problem("The search failed", failed.message())
                        : null);
        // The next start of the queue clears the pane's message at once.
        if (problem.get() != null && (workspace.queue.goingProperty().get() || !seen.get())) {
            workspace.notices.add(Notice.of(problem.get()));
        }
        leave(() -> {});
    }

    /** Shows how the score depends on two settings, by their names. */
    void contour(String first, String second) {
        across = first;
        up = second;
        if (asked != null) {
            show(asked.trials());
        }
    }

    /** Puts the best trial's settings into Train, without validation samples. */
    void useTheBest() {
        View shown = view.get();
        problem.set(null);
        try {
            Configuration best = Settings.of(
                    shown.configuration().base(), shown.best().orElseThrow().params());
            trainer.edit(unheld(best));
            workspace.tell(
                    "Train has the settings of trial " + shown.best().get().trial() + ".");
        } catch (IllegalArgumentException e) {
            problem.set(new Problem("Could not use the best", e.getMessage()));
        }
    }

    private Configuration unheld(Configuration configuration) {
        Configuration now = base().orElse(configuration);
        int rows = RecipeField.VALIDATION_ROWS.of(now.recipe());
        return configuration
                .withRecipe(configuration.recipe().with(RecipeField.VALIDATION_ROWS, rows))
                .withThreads(now.threads());
    }

    /** With true minus signs; a name of a preset has hyphens. */
    private static String shown(String sentence) {
        return sentence.replaceAll("(?<=[ e])-(?=\\d)", "−");
    }

    /** Tells whether the best is better than the base, on the test set, which nothing has seen yet. */
    void confirm() {
        View shown = view.get();
        Dataset dataset = workspace.datasetProperty().get();
        Configuration base = shown.configuration().base();
        if (dataset == null
                || dataset.test().size() == 0
                || base().filter(now -> now.data().equals(base.data())).isEmpty()) {
            problem.set(new Problem(
                    "Could not confirm the best",
                    "Train must have the data of the search, with a test set: choose them there."));
            return;
        }
        String failed = "Could not confirm the best";
        int threads = workspace.threadsProperty().get();
        Confirmation.Ended ended = (result, failure) -> workspace
                .threads()
                .ui()
                .execute(() -> leave(() -> {
                    confirmed.set(shown(result.map(Confirmation::sentence).orElse("")));
                    refused(failed, failure);
                }));
        problem.set(null);
        confirming = true;
        begin(
                "confirm",
                "run",
                place -> {
                    SearchTrial best = shown.best().orElseThrow();
                    Dataset seen = StartWeights.scaled(dataset, base);
                    Path searched = SearchFolder.of(home, shown.configuration());
                    Optional<Path> kept = Optional.of(searched);
                    Optional<Confirmation> known =
                            Confirmation.known(shown.configuration(), best, seen, kept, workspace.library.records);
                    if (known.isPresent()) {
                        return () -> ended.ended(known, "");
                    }
                    Trials<?> trials = Confirmation.start(
                            shown.configuration(),
                            best,
                            seen,
                            workspace.engines,
                            place.open(threads),
                            kept,
                            workspace.library.records,
                            now -> tell(new TrialsEvent.Advanced<>(null, now)),
                            ended);
                    return () -> begun(trials.control());
                },
                why -> refused(failed, why));
    }

    /** Shows a search that the store has; Train gets its base. */
    void open(StoredRun run) {
        Callable<Stored> reads = reading(run);
        background.runNewest(searches, "Could not open the search", () -> {
            Stored stored = reads.call();
            return () -> {
                if (phase.get() != Phase.IDLE) {
                    throw new IllegalArgumentException("Another search is running. Stop it first.");
                }
                trainer.edit(unheld(stored.view().configuration().base()));
                settings.show(stored.view().configuration());
                show(stored, run);
            };
        });
    }

    /** Shows a search that the store has, unless another is shown by now; Train stays as it is. */
    void bringBack(StoredRun run) {
        Callable<Stored> reads = reading(run);
        background.attempt(() -> {
            Stored stored = reads.call();
            return () -> {
                if (view.get() == null && phase.get() == Phase.IDLE) {
                    show(stored, run);
                }
            };
        });
    }

    private Callable<Stored> reading(StoredRun run) {
        String first = across;
        String second = up;
        return () -> {
            SearchConfiguration configuration = SearchRun.configuration(run);
            List<SearchTrial> trials = SearchFolder.trials(home, configuration);
            Request asked = new Request(run.description().dataset(), configuration, trials, first, second);
            return new Stored(asked, computed(asked), shown(SearchRun.confirmed(run, configuration, trials)));
        };
    }

    private void show(Stored stored, StoredRun run) {
        confirmed.set(stored.confirmed());
        asked = stored.trials();
        view.set(stored.view());
        workspace.session.shows(RunKind.SEARCH, run.id());
    }

    /** The base in words; empty for none. */
    ReadOnlyStringProperty baseProperty() {
        return baseText.getReadOnlyProperty();
    }

    /** Whether nobody has added a setting or tried to start: what is missing is no mistake yet. */
    ReadOnlyBooleanProperty untouchedProperty() {
        return untouched.getReadOnlyProperty();
    }

    /** Null before the first search. */
    ReadOnlyObjectProperty<View> viewProperty() {
        return view.getReadOnlyProperty();
    }

    /** Whether the best is better than the base; empty until that is asked. */
    boolean confirming() {
        return confirming;
    }

    ReadOnlyStringProperty confirmedProperty() {
        return confirmed.getReadOnlyProperty();
    }
}
