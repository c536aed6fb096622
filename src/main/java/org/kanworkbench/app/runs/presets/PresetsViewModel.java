package org.kanworkbench.app.runs.presets;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;
import org.kanworkbench.app.cluster.TrialsWork;
import org.kanworkbench.app.session.Workspace;
import org.kanworkbench.app.work.Job;
import org.kanworkbench.app.work.NewestFirst;
import org.kanworkbench.app.work.Phase;
import org.kanworkbench.app.work.Problem;
import org.kanworkbench.compare.Comparison;
import org.kanworkbench.compare.ComparisonFolder;
import org.kanworkbench.compare.ComparisonRun;
import org.kanworkbench.compare.PreparedComparison;
import org.kanworkbench.compare.Score;
import org.kanworkbench.compare.SizedComparison;
import org.kanworkbench.compare.report.ComparisonReport;
import org.kanworkbench.compare.summary.ComparisonSummary;
import org.kanworkbench.data.Counted;
import org.kanworkbench.data.source.DataSource;
import org.kanworkbench.training.Engine;
import org.kanworkbench.training.trials.TrialsEvent;

/**
 * The comparison of presets. Trainings are kept in a folder as they end, so that it can be stopped, and resumed after a
 * restart: equal settings have the same folder, and show what is in it. Use on the interface thread only.
 */
public final class PresetsViewModel extends TrialsWork<Score> {

    private record Request(SizedComparison sized, Supplier<List<Score>> scores) {}

    final PresetSettings settings = new PresetSettings();
    private final Workspace workspace;
    private final Path home;
    private final NewestFirst<Request, ComparisonSummary> summaries;
    private final AtomicReference<String> doing = new AtomicReference<>("");
    private final ReadOnlyObjectWrapper<ComparisonSummary> summary = new ReadOnlyObjectWrapper<>();

    /** What is shown or wanted; null where the settings make none. */
    private Comparison current;

    private static final String ANOTHER =
            "With these settings, Start begins another comparison. The one before is under Earlier comparisons.";

    /** The comparison that was opened, and what the settings make of it as long as they stay; null for none. */
    private Comparison exact;

    private Comparison shownAs;
    private ComparisonRun run;
    private ComparisonFolder opened;
    private final AtomicInteger looks = new AtomicInteger();
    private final BooleanSupplier otherWork;
    /** Whether other work was there while trainings of this comparison ran, as far as this window saw them. */
    private boolean disturbed;
    /** Trainings that had been done when it began. */
    private int begunWith;

    /**
     * @param workspace has where trainings run, the settings of last time, and the folder of comparisons
     * @param otherWork whether trainings run now beside other work of the program
     */
    public PresetsViewModel(Workspace workspace, BooleanSupplier otherWork) {
        super(workspace.session.runOn, workspace.threads(), new SimpleObjectProperty<>());
        this.workspace = workspace;
        this.otherWork = otherWork;
        home = workspace.comparisons();
        summaries = new NewestFirst<>(
                workspace.threads(),
                request ->
                        ComparisonSummary.of(request.sized(), request.scores().get()),
                (_, summed) -> show(summed),
                problem,
                "Could not summarise the comparison");
        workspace.session.keep(
                "comparison",
                text -> settings.show(Comparison.parse(text, "the last comparison")),
                () -> settings.comparison().text(),
                settings::onChange);
        settings.onChange(this::check);
        runOn.onChange(this::check);
        check();
    }

    /** What the settings make, counted, and what is kept of it already. */
    private void check() {
        if (phase.get() != Phase.IDLE) {
            return;
        }
        try {
            Comparison set = settings.comparison();
            Comparison wanted = set.equals(shownAs) ? exact : set;
            planned.set(counted(wanted));
            obstacle.set(runOn.obstacle(wanted.engine(), "here"));
            if (!wanted.equals(current)) {
                current = wanted;
                disturbed = false;
                notice.set(summary.get() == null && !notice.get().equals(ANOTHER) ? "" : ANOTHER);
                summary.set(null);
                look();
            }
        } catch (IllegalArgumentException e) {
            planned.set("");
            obstacle.set(e.getMessage());
        }
    }

    private static String counted(Comparison c) {
        return String.format(
                Locale.ROOT,
                "%s: %s × %s × (%s + %s)",
                Counted.of(c.trainings(), "run"),
                Counted.of(c.presets().size(), "preset"),
                Counted.of(c.data().size(), "data set"),
                Counted.of(c.learningRates().size(), "learning rate"),
                Counted.of(c.seeds(), "seed"));
    }

    private Path folder(Comparison comparison) {
        return home.resolve(ComparisonFolder.name(comparison));
    }

    /** Shows what is kept of the comparison that the settings make. */
    private void look() {
        Comparison wanted = current;
        Path folder = folder(wanted);
        background.runNewest(looks, "Could not read the comparison", () -> {
            Optional<SizedComparison> there = ComparisonFolder.read(folder);
            List<Score> scores = there.isPresent() ? ComparisonFolder.scores(folder) : List.of();
            return () -> {
                if (phase.get() == Phase.IDLE && !scores.isEmpty()) {
                    done(scores.size(), wanted.trainings());
                    summaries.submit(new Request(there.get(), () -> scores));
                }
            };
        });
    }

    private void done(int done, int total) {
        notice.set(String.format(
                Locale.ROOT,
                "%,d of %,d runs done, kept in %s.%s%s",
                done,
                total,
                folder(current),
                done < total ? " Start resumes." : "",
                disturbed ? " Other work was running meanwhile: training times may be too long." : ""));
    }

    private void show(ComparisonSummary summed) {
        if (summed.sized().comparison().equals(current)) {
            summary.set(summed);
        }
    }

    /** Comparisons that are kept, newest first; for the background. */
    List<SizedComparison> kept() throws IOException {
        if (!Files.isDirectory(home)) {
            return List.of();
        }
        try (var folders = Files.list(home)) {
            return folders.filter(folder -> Files.exists(folder.resolve(ComparisonFolder.COMPARISON)))
                    .sorted((a, b) ->
                            Long.compare(b.toFile().lastModified(), a.toFile().lastModified()))
                    .flatMap(folder -> {
                        try {
                            return ComparisonFolder.read(folder).stream();
                        } catch (IOException | IllegalArgumentException _) {
                            // Of another version, or edited: it is not offered.
                            return Optional.<SizedComparison>empty().stream();
                        }
                    })
                    .toList();
        }
    }

    /** Offers the comparisons that are kept. */
    void list(Consumer<List<SizedComparison>> to) {
        background.run("Could not list the comparisons", () -> {
            List<SizedComparison> kept = kept();
            return () -> to.accept(kept);
        });
    }

    /** Adds the images of a folder to the data to choose from. */
    void add(Path folder) {
        background.run("Could not open the folder", () -> {
            DataSource found = DataSource.of(folder);
            return () -> settings.add(found);
        });
    }

    /** Shows a comparison that is kept, to its last detail, which the settings may not have, as long as they stay. */
    void open(SizedComparison kept) {
        if (phase.get() != Phase.IDLE) {
            return;
        }
        settings.show(kept.comparison());
        try {
            shownAs = settings.comparison();
            exact = kept.comparison();
        } catch (IllegalArgumentException _) {
            // It has nothing that these settings know; they say so.
            shownAs = null;
        }
        check();
    }

    @Override
    public void start() {
        if (phase.get() != Phase.IDLE || !obstacle.get().isEmpty()) {
            return;
        }
        Comparison wanted = current;
        int cores = workspace.threadsProperty().get();
        doing.set("preparing");
        notice.set("Every run is kept in " + folder(wanted) + " as it ends.");
        begin(
                "comparison",
                "training",
                place -> {
                    Path folder = folder(wanted);
                    PreparedComparison prepared = PreparedComparison.of(
                            wanted, folder, workspace.engines, doing::set, () -> !place.givenUp());
                    doing.set(place.preparing());
                    ComparisonFolder taken = ComparisonFolder.open(folder, prepared.sized());
                    try {
                        ComparisonRun started = ComparisonRun.start(prepared, taken, place.open(cores), this::tell);
                        return () -> begin(taken, started);
                    } catch (Exception e) {
                        taken.close();
                        throw e;
                    }
                },
                why -> {
                    refused("Could not start the comparison", why);
                    notice.set("");
                    look();
                });
    }

    private void begin(ComparisonFolder taken, ComparisonRun started) {
        opened = taken;
        run = started;
        begunWith = started.scores().size();
        summarise();
        begun(run.control());
    }

    private void summarise() {
        ComparisonRun shown = run;
        summaries.submit(new Request(shown.sized(), shown::scores));
    }

    @Override
    public void drain() {
        if (phase.get() == Phase.PREPARING) {
            job.set(new Job("comparison · " + doing.get(), 0));
        }
        super.drain();
    }

    @Override
    protected void advanced() {
        summarise();
    }

    @Override
    protected void ended(TrialsEvent<Score> last) {
        summarise();
        opened.close();
        leave(() -> {
            done(run.scores().size(), run.sized().comparison().trainings());
            if (last instanceof TrialsEvent.Finished<Score> finished
                    && !finished.cancelled()
                    && run.scores().size() == begunWith) {
                workspace.tell("All " + begunWith + " runs are done: choose more seeds or presets to continue.");
            }
            if (last instanceof TrialsEvent.Failed<Score> failed) {
                problem.set(new Problem("The comparison failed", failed.message()));
            }
            check();
        });
    }

    @Override
    protected void showJob() {
        super.showJob();
        disturbed |= !runOn.elsewhere() && otherWork.getAsBoolean();
        if (newest != null) {
            notice.set(job.get().text().substring("comparison · ".length()));
        }
    }

    /** Writes page, plots and tables of what is shown into a folder. */
    void report(Path into) {
        ComparisonSummary shown = summary.get();
        background.run("Could not write the report", () -> {
            Files.createDirectories(into);
            new ComparisonReport(shown, "").write(into);
            return () -> workspace.tell("Report written to " + into.resolve(ComparisonReport.PAGE)
                    + ", with plots as PNG and SVG, the table as CSV and Markdown and all runs as CSV.");
        });
    }

    /** Names of the engines that trainings can have. */
    List<String> engines() {
        return workspace.engines.all().stream().map(Engine::name).toList();
    }

    /** The newest results; null before the first. */
    ReadOnlyObjectProperty<ComparisonSummary> summaryProperty() {
        return summary.getReadOnlyProperty();
    }
}
