package org.kanworkbench.app.noise;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javafx.beans.Observable;
import javafx.beans.binding.Bindings;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.ScrollPane;
import org.kanworkbench.app.chart.card.PictureFiles;
import org.kanworkbench.app.controls.ErrorCard;
import org.kanworkbench.app.controls.FilePrompts;
import org.kanworkbench.app.controls.layout.Showing;
import org.kanworkbench.app.controls.setting.Segment;
import org.kanworkbench.app.controls.setting.Segments;
import org.kanworkbench.app.noise.fit.FitController;
import org.kanworkbench.app.noise.fit.FitView;
import org.kanworkbench.app.noise.fit.LiveViewModel;
import org.kanworkbench.app.noise.fit.TargetController;
import org.kanworkbench.app.noise.settings.FitSettings;
import org.kanworkbench.app.noise.settings.FitSettingsController;
import org.kanworkbench.app.noise.settings.SweepSettings;
import org.kanworkbench.app.noise.settings.Tab;
import org.kanworkbench.app.noise.sweep.SweepController;
import org.kanworkbench.app.noise.sweep.SweepSettingsController;
import org.kanworkbench.app.noise.sweep.SweepViewModel;
import org.kanworkbench.app.pane.Layout;
import org.kanworkbench.app.pane.PaneFace;
import org.kanworkbench.app.pane.Reopening;
import org.kanworkbench.app.pane.Shortcut;
import org.kanworkbench.app.pane.WorkbenchPane;
import org.kanworkbench.app.session.Notice;
import org.kanworkbench.app.session.Workspace;
import org.kanworkbench.app.work.BackgroundWork;
import org.kanworkbench.app.work.Problem;
import org.kanworkbench.app.work.Threads;
import org.kanworkbench.app.work.Work;
import org.kanworkbench.data.Counted;
import org.kanworkbench.noise.report.SweepRun;
import org.kanworkbench.noise.sweep.SweepConfiguration;
import org.kanworkbench.runs.RunKind;
import org.kanworkbench.runs.StoredRun;

/** The Noise Lab pane, where networks and baselines fit noisy points side by side. */
public final class NoisePane extends WorkbenchPane {

    /** How long settings stay as they are before a fit begins anew with them. */
    private static final long CALM_MILLIS = 300;

    /** The pane's description before it is created. */
    public static final PaneFace FACE = new PaneFace(
            "noise",
            "Noise Lab",
            "mdi2c-chart-bell-curve",
            "Choose a function, type one, or open a table, choose the noise, and press Start to watch networks and baselines fit its points. "
                    + "The other networks are matched to the first KAN by parameter count or training time, unless you set their sizes. "
                    + "Move the noise slider at any time: the same points move, and the fit restarts. "
                    + "A sweep repeats such fits over noise levels, functions and seeds and says in a sentence whether KANs and MLPs differ; it can be stopped and resumed. "
                    + "Errors are measured on held-out points, against clean outputs unless they are a table's.",
            new Shortcut("← →", "read the curves along the input"));

    final LiveViewModel live;
    final SweepViewModel sweeps;
    private final Workspace workspace;
    private final Map<Tab, Work> works = new EnumMap<>(Tab.class);
    private final ReadOnlyObjectWrapper<Tab> tab = new ReadOnlyObjectWrapper<>(Tab.FIT);
    private final ObjectProperty<Problem> problem = new SimpleObjectProperty<>();
    private final BackgroundWork background;
    private final ActionsController actions;
    /** The question that waits; null for none. */
    private Notice asked;

    @FXML
    private ErrorCard error;

    @FXML
    private Segments tabs;

    @FXML
    private Segment fitTab;

    @FXML
    private Segment sweepTab;

    @FXML
    private Segment nkanTab;

    @FXML
    private ScrollPane inspector;

    @FXML
    private Node target;

    public NoisePane(Workspace workspace) {
        super(FACE);
        this.workspace = workspace;
        Threads threads = workspace.threads();
        FilePrompts prompts = workspace.prompts(this::window);
        background = new BackgroundWork(threads, problem);
        PictureFiles pictures = new PictureFiles(prompts, background, workspace::tell);
        FitSettings settings = new FitSettings();
        Executor calm = CompletableFuture.delayedExecutor(CALM_MILLIS, TimeUnit.MILLISECONDS, threads.ui());
        live = new LiveViewModel(settings, threads, calm, problem);
        int cores = Runtime.getRuntime().availableProcessors();
        sweeps = new SweepViewModel(new SweepSettings(settings), workspace, cores, threads, problem);
        beginWith(sweeps.settings, settings);
        NkanViewModel experiment = new NkanViewModel(settings.seed, threads, problem);
        live.inFront.bind(tab.isEqualTo(Tab.FIT));
        works.put(Tab.FIT, live);
        works.put(Tab.SWEEP, sweeps);
        works.put(Tab.NKAN, experiment);
        actions = new ActionsController(works, tab.getReadOnlyProperty());
        Parent actionBar = Layout.load("noise-actions", actions);
        Parent content = Layout.load(
                "noise",
                this,
                new SweepSettingsController(sweeps, prompts),
                new TargetController(live, workspace, background, prompts),
                new FitSettingsController(settings, tab),
                new FitController(live, pictures),
                new SweepController(sweeps, prompts, pictures),
                new NkanController(experiment, pictures));
        lay(content, actionBar);
        context.bind(Bindings.createStringBinding(
                this::describe, live.viewProperty(), live.targetProperty(), sweeps.shownProperty(), tab));
        sweeps.questionProperty().subscribe(this::ask);
        job.bind(Bindings.createObjectBinding(
                () -> working().map(part -> works.get(part).jobProperty().get()).orElse(null),
                Stream.concat(Stream.of(tab), works.values().stream().map(Work::jobProperty))
                        .toArray(Observable[]::new)));
        works.values().forEach(Work::drainEveryFrame);
    }

    /** With the settings of last time, if there are any. */
    private void beginWith(SweepSettings sweeps, FitSettings fit) {
        workspace.session.keep(
                "sweep",
                text -> sweeps.show(SweepConfiguration.parse(text, "the last sweep")),
                () -> sweeps.configuration().text(),
                sweeps::onChange);
        workspace.session.keep(
                "fit",
                text -> fit.show(SweepConfiguration.parse(text, "the last fit")),
                () -> fit.configuration().text(),
                fit::onChange);
    }

    /** A question lies over the pane as long as it waits, and stands for the work that the header's buttons begin or leave. */
    private void ask(String text) {
        if (asked != null) {
            workspace.notices.remove(asked);
            asked = null;
        }
        if (!text.isEmpty()) {
            asked = Notice.asking(
                    text, new Notice.Action("Begin", sweeps::start), new Notice.Action("Not now", sweeps::stop));
            workspace.notices.add(asked);
        }
    }

    /** The tab in front if it is at work, else any other that is. */
    private Optional<Tab> working() {
        return Stream.concat(Stream.of(tab.get()), works.keySet().stream())
                .filter(part -> works.get(part).jobProperty().get() != null)
                .findFirst();
    }

    @FXML
    private void initialize() {
        error.bind(problem);
        for (Tab shown : Tab.values()) {
            segment(shown).selectedProperty().subscribe(chosen -> {
                if (chosen) {
                    tab.set(shown);
                }
            });
        }
        tabs.keepIn(workspace.session.parts);
        Showing.when(
                target,
                Bindings.createBooleanBinding(
                        () -> tab.get() == Tab.FIT || tab.get() == Tab.SWEEP && sweeps.settings.own.get(),
                        tab,
                        sweeps.settings.own));
        tab.addListener(_ -> inspector.setVvalue(0));
    }

    private Segment segment(Tab of) {
        return switch (of) {
            case FIT -> fitTab;
            case SWEEP -> sweepTab;
            case NKAN -> nkanTab;
        };
    }

    private String describe() {
        FitView view = live.viewProperty().get();
        return switch (tab.get()) {
            case FIT ->
                view == null
                        ? ""
                        : live.targetProperty().get() + " · "
                                + Counted.of(view.started().training().rows(), "point");
            case SWEEP -> sweeps.shownProperty().get();
            case NKAN -> "sin 2πx · noise on inputs at evaluation";
        };
    }

    @Override
    public void showJob() {
        working().ifPresent(part -> segment(part).setSelected(true));
    }

    /** Starts, pauses or resumes what the tab is for. */
    @Override
    public void start() {
        actions.primary();
    }

    @Override
    public List<String> losses() {
        return sweeps.losses();
    }

    @Override
    public void leave() {
        works.values().forEach(Work::stop);
    }

    /** Stops what the tab is for. */
    @Override
    public void cancel() {
        actions.stop();
    }

    /** Shows a sweep that the store has; {@link Reopening#show}. */
    public void open(StoredRun run, Path itsFiles) {
        sweepTab.setSelected(true);
        background.run("Could not open the sweep", () -> {
            Path folder = SweepRun.folder(run, itsFiles, workspace.sweeps());
            return () -> sweeps.open(folder, () -> workspace.session.shows(RunKind.SWEEP, run.id()));
        });
    }

    /** Shows a sweep that the store has, unless another is shown by now; {@link Reopening#bringBack}. */
    public void bringBack(StoredRun run, Path itsFiles) {
        background.attempt(() -> {
            Path folder = SweepRun.folder(run, itsFiles, workspace.sweeps());
            return () -> sweeps.bringBack(folder);
        });
    }
}
