package org.kanworkbench.app.noise.sweep;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.function.Supplier;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import org.kanworkbench.app.cluster.TrialsWork;
import org.kanworkbench.app.noise.settings.SweepSettings;
import org.kanworkbench.app.session.Workspace;
import org.kanworkbench.app.work.Job;
import org.kanworkbench.app.work.NewestFirst;
import org.kanworkbench.app.work.Phase;
import org.kanworkbench.app.work.Problem;
import org.kanworkbench.app.work.Threads;
import org.kanworkbench.files.AtomicFile;
import org.kanworkbench.noise.report.SweepReport;
import org.kanworkbench.noise.report.SweepRun;
import org.kanworkbench.noise.sweep.FinishedFit;
import org.kanworkbench.noise.sweep.Sweep;
import org.kanworkbench.noise.sweep.SweepConfiguration;
import org.kanworkbench.noise.sweep.SweepFolder;
import org.kanworkbench.noise.sweep.SweepPlan;
import org.kanworkbench.runs.RunKind;
import org.kanworkbench.runs.recording.WorkRecord;
import org.kanworkbench.training.Engine;
import org.kanworkbench.training.trials.TrialsEvent;

/**
 * The state of the sweep. Fits are stored in a folder as they complete, so that a sweep can be cancelled, and resumed
 * after a restart: equal settings have the same folder. Use on the interface thread only.
 */
public final class SweepViewModel extends TrialsWork<FinishedFit> {

    /** Summaries while it goes on: a new one whenever this share of all fits has been added. */
    private static final int SUMMARIES = 60;

    private static final String RESUMES = " Start resumes the sweep.";

    private static final Problem BUSY =
            new Problem("Could not open the sweep", "Another sweep is running. Stop it first: what is done is kept.");
    private static final Problem TOO_SOON = new Problem(
            "Could not open the sweep", "Another sweep is being prepared. Open this one when that is ready.");

    private record Request(SweepConfiguration configuration, Supplier<List<FinishedFit>> fits) {}

    public final SweepSettings settings;
    private final Workspace workspace;
    private final Threads threads;
    private final int cores;
    private final NewestFirst<Request, SweepView> summaries;
    private final ReadOnlyObjectWrapper<SweepView> view = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyStringWrapper shown = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper question = new ReadOnlyStringWrapper("");
    private PreparedSweep prepared;

    /** The running or last sweep in the store; null before the first. */
    private WorkRecord record;

    /** The shown or pending sweep; null before the first. */
    private SweepConfiguration current;

    /** What is done of it, and what Start would do with it. */
    private String done = "";

    private String more = "";

    /** What the settings made when they were made those of the sweep that was opened; null for none. */
    private SweepConfiguration opened;

    /** What was set when the question was asked. */
    private Optional<SweepConfiguration> asked = Optional.empty();

    /** Whether it was stopped while it was being prepared. */
    private volatile boolean abandoned;

    private Sweep sweep;
    private int summarised;

    /** The folder of the sweep that is shown; null before there is one. */
    private Path folder;

    /**
     * @param workspace has where fits run, the folder and the store of sweeps, and learns which is shown
     * @param cores fits at once on this computer's cores
     * @param problem gets what went wrong, null when something went well
     */
    public SweepViewModel(
            SweepSettings settings, Workspace workspace, int cores, Threads threads, ObjectProperty<Problem> problem) {
        super(workspace.session.runOn, threads, problem);
        this.settings = settings;
        this.workspace = workspace;
        this.cores = cores;
        this.threads = threads;
        summaries = new NewestFirst<>(
                threads,
                request -> SweepView.of(request.configuration(), request.fits().get()),
                (_, summed) -> show(summed),
                problem,
                "Could not summarise the sweep");
        settings.onChange(this::check);
        runOn.onChange(this::check);
        phase.addListener((_, _, now) -> {
            boolean refused = problem.get() == BUSY || problem.get() == TOO_SOON;
            if (refused && (now == Phase.IDLE || now == Phase.ASKING)) {
                problem.set(null);
            }
        });
        check();
    }

    private void check() {
        if (phase.get() == Phase.ASKING && !set().equals(asked)) {
            // What would begin is no longer what is set.
            asked = set();
            stop();
        }
        try {
            planned.set(SweepSettings.counted(wanted()));
            obstacle.set(runOn.obstacle(wanted().engine(), "here"));
        } catch (IllegalArgumentException e) {
            planned.set("");
            obstacle.set(e.getMessage());
        }
        // One that was asked about and did not begin is not shown.
        boolean seen = current != null && (view.get() != null || phase.get() != Phase.IDLE);
        shown.set(seen ? SweepSettings.counted(current) : planned.get());
        notice.set(done + (others() ? " With these settings, Start begins another sweep." : more));
    }

    /** What the settings make; empty if they are refused. */
    private Optional<SweepConfiguration> set() {
        try {
            return Optional.of(settings.configuration());
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /** Whether the settings are those of another sweep than the one that is shown, or of none. */
    private boolean others() {
        try {
            return !done.isEmpty() && !SweepFolder.same(current, wanted());
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    /** The sweep that was opened, to its last detail, as long as its settings stay; an IllegalArgumentException as the settings'. */
    private SweepConfiguration wanted() {
        SweepConfiguration set = settings.configuration();
        return set.equals(opened) ? current : set;
    }

    /** Unless another sweep has been opened or begun meanwhile. */
    private void show(SweepView summed) {
        if (summed.configuration() == current) {
            view.set(summed);
        }
    }

    /** Starts or resumes the sweep of the settings, in its own folder if it was opened; asks first if it would take long. */
    @Override
    public void start() {
        if (phase.get() == Phase.ASKING) {
            begin();
        } else if (phase.get() == Phase.IDLE && obstacle.get().isEmpty()) {
            SweepConfiguration wanted = wanted();
            Path there = wanted == current ? folder : null;
            prepare(
                    () -> PreparedSweep.of(
                            there == null ? workspace.sweeps().resolve(SweepRun.name(wanted)) : there,
                            wanted,
                            workspace.engines,
                            cores,
                            () -> abandoned),
                    false,
                    () -> {});
        }
    }

    /**
     * Opens a folder with a sweep: shows its results, and asks whether to resume it; a question about another is withdrawn.
     *
     * @param opened happens if it is shown
     */
    public void open(Path there, Runnable opened) {
        if (phase.get() == Phase.ASKING) {
            close(() -> {});
        }
        if (phase.get() != Phase.IDLE) {
            problem.set(phase.get() == Phase.PREPARING ? TOO_SOON : BUSY);
        } else {
            prepare(
                    () -> PreparedSweep.of(
                            there,
                            SweepConfiguration.read(there.resolve(SweepFolder.CONFIGURATION)),
                            workspace.engines,
                            cores,
                            () -> abandoned),
                    true,
                    opened);
        }
    }

    /** Shows what a folder has, unless a sweep is shown or begun by now. Settings stay as they are. */
    public void bringBack(Path there) {
        background.attempt(() -> {
            SweepConfiguration kept = SweepConfiguration.read(there.resolve(SweepFolder.CONFIGURATION));
            List<FinishedFit> fits = SweepFolder.fits(there);
            SweepView read = SweepView.of(kept, fits);
            return () -> {
                if (current == null && phase.get() == Phase.IDLE && !fits.isEmpty()) {
                    folder = there;
                    current = kept;
                    openedAsSet(set -> SweepFolder.same(kept, set));
                    view.set(read);
                    tellDone(fits.size(), kept.fits(), resumes(fits.size(), kept.fits()));
                }
            };
        });
    }

    private void prepare(Callable<Optional<PreparedSweep>> preparation, boolean ask, Runnable then) {
        abandoned = false;
        phase.set(Phase.PREPARING);
        job.set(new Job("sweep · preparing", 0));
        background.run(
                ask ? "Could not open the sweep" : "Could not start the sweep",
                () -> {
                    Optional<PreparedSweep> made = preparation.call();
                    return () -> made.ifPresent(ready -> {
                        ready(ready, ask);
                        then.run();
                    });
                },
                this::idle);
    }

    private void ready(PreparedSweep ready, boolean ask) {
        prepared = ready;
        folder = ready.path();
        if (view.get() != null
                && !view.get().configuration().equals(ready.plan().configuration())) {
            view.set(null);
        }
        SweepConfiguration before = current;
        current = ready.plan().configuration();
        if (ask) {
            show(current);
        } else if (!current.equals(before)) {
            opened = null;
        }
        check();
        if (ready.done() > 0) {
            List<FinishedFit> known = ready.folder().known();
            summaries.submit(new Request(ready.plan().configuration(), () -> known));
        }
        done = ready.done() == 0
                ? ""
                : String.format(Locale.ROOT, "%,d fits already done, stored in %s.", ready.done(), folder);
        more = "";
        check();
        if (abandoned || ready.complete() && ask) {
            close(() -> {});
        } else if (ask || ready.takesLong()) {
            asked = set();
            question.set(ready.question(runOn.elsewhere()));
            phase.set(Phase.ASKING);
        } else {
            begin();
        }
    }

    private void show(SweepConfiguration sweep) {
        settings.show(sweep);
        openedAsSet(_ -> true);
    }

    private void openedAsSet(Predicate<SweepConfiguration> own) {
        // It may have what these settings refuse, which they say; it can be gone on with all the same.
        opened = set().filter(own).orElse(null);
    }

    private void begin() {
        question.set("");
        PreparedSweep ready = prepared;
        begin(
                "sweep",
                "fit",
                place -> {
                    int fits = ready.plan().onDevice() ? Sweep.ON_DEVICE : cores;
                    Sweep started =
                            Sweep.start(ready.plan(), Optional.of(ready.folder()), place.open(fits), this::tell);
                    return () -> begun(started);
                },
                why -> close(() -> refused("Could not start the sweep", why)));
    }

    private void begun(Sweep started) {
        summarised = prepared.done();
        record = SweepRun.record(workspace.library.records, prepared.plan().configuration(), prepared.done());
        record.number(run -> threads.ui().execute(() -> workspace.session.shows(RunKind.SWEEP, run)));
        sweep = started;
        begun(started.control());
    }

    @Override
    public void stop() {
        if (phase.get() == Phase.ASKING) {
            if (prepared.done() > 0) {
                tellDone(
                        prepared.done(),
                        prepared.plan().size(),
                        resumes(prepared.done(), prepared.plan().size()));
            }
            close(() -> {});
        } else {
            abandoned = phase.get() == Phase.PREPARING;
            super.stop();
        }
    }

    @Override
    protected void advanced() {
        record.progress(newest.done());
        if (newest.done() - summarised >= Math.max(1, newest.total() / SUMMARIES)) {
            summarised = newest.done();
            summarise();
        }
    }

    @Override
    protected void ended(TrialsEvent<FinishedFit> last) {
        if (last instanceof TrialsEvent.Finished<FinishedFit> finished) {
            tellDone(
                    finished.done(),
                    finished.total(),
                    finished.cancelled()
                            ? RESUMES
                            : prepared.done() == finished.total()
                                    ? " They were done already: Start has nothing to add."
                                    : "");
        } else {
            tellDone(sweep.results().size(), prepared.plan().size(), RESUMES);
        }
        summarise();
        Sweep done = sweep;
        close(() -> {});
        SweepRun.end(record, current, last, Optional.of(folder), done.results());
        if (last instanceof TrialsEvent.Failed<FinishedFit> failed) {
            problem.set(new Problem("The sweep failed", failed.message()));
        }
    }

    private static String resumes(int fits, int total) {
        return fits < total ? RESUMES : "";
    }

    private void tellDone(int fits, int total, String then) {
        done = String.format(Locale.ROOT, "%,d of %,d fits done, stored in %s.", fits, total, folder);
        more = then;
        check();
    }

    private void summarise() {
        Sweep shown = sweep;
        summaries.submit(new Request(prepared.plan().configuration(), shown::results));
    }

    /** Whatever there was to begin or to finish is over. */
    private void close(Runnable then) {
        SweepFolder closed = prepared.folder();
        prepared = null;
        sweep = null;
        question.set("");
        leave(then);
        closed.close();
    }

    /** Names of the engines that sweeps can have: the vector engine, and those that train side by side. */
    List<String> engines() {
        return workspace.engines.all().stream()
                .filter(SweepPlan::takes)
                .map(Engine::name)
                .toList();
    }

    /** Writes page, plots, configuration and every single fit of the sweep that is shown into a folder that it makes. */
    void report(Path into) {
        SweepView shown = view.get();
        Optional<Path> from = Optional.ofNullable(folder);
        background.run("Could not write the report", () -> {
            Files.createDirectories(into);
            SweepReport.write(shown.configuration(), shown.summary(), into);
            for (Map.Entry<String, AtomicFile.Content> file : SweepFolder.contents(
                            shown.configuration(), from, shown.fits())
                    .entrySet()) {
                AtomicFile.write(into.resolve(file.getKey()), file.getValue());
            }
            return () -> workspace.tell("Report written to " + into.resolve(SweepReport.PAGE)
                    + ", with plots as PNG and SVG and all fits in " + SweepFolder.FITS + ".");
        });
    }

    /** The newest results; null before the first. */
    public ReadOnlyObjectProperty<SweepView> viewProperty() {
        return view.getReadOnlyProperty();
    }

    /** What the view is of, counted; what the settings make, before there is one. */
    public ReadOnlyStringProperty shownProperty() {
        return shown.getReadOnlyProperty();
    }

    /** What is to be answered by start or stop; empty for nothing. */
    public ReadOnlyStringProperty questionProperty() {
        return question.getReadOnlyProperty();
    }
}
