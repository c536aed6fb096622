package org.kanworkbench.app.train;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.stream.Stream;
import javafx.beans.property.BooleanProperty;
import javafx.beans.value.ObservableValue;
import javafx.fxml.FXML;
import javafx.scene.Parent;
import javafx.scene.layout.VBox;
import org.kanworkbench.app.chart.card.PictureFiles;
import org.kanworkbench.app.controls.FilePrompts;
import org.kanworkbench.app.controls.layout.Showing;
import org.kanworkbench.app.pane.Layout;
import org.kanworkbench.app.pane.Navigator;
import org.kanworkbench.app.pane.PaneFace;
import org.kanworkbench.app.pane.Shortcut;
import org.kanworkbench.app.pane.WorkbenchPane;
import org.kanworkbench.app.session.Session;
import org.kanworkbench.app.session.Trainer;
import org.kanworkbench.app.session.Workspace;
import org.kanworkbench.app.train.opened.OpenedController;
import org.kanworkbench.app.train.run.LiveRun.Phase;
import org.kanworkbench.app.train.run.RunStarter;
import org.kanworkbench.app.train.settings.DataController;
import org.kanworkbench.app.train.settings.InspectorController;
import org.kanworkbench.app.train.settings.SourceController;
import org.kanworkbench.app.train.settings.ToyController;
import org.kanworkbench.app.train.surface.SurfaceController;
import org.kanworkbench.app.train.surface.SurfaceViewModel;
import org.kanworkbench.app.work.Frames;
import org.kanworkbench.app.work.Threads;
import org.kanworkbench.data.source.DataSource;
import org.kanworkbench.files.model.ConfigurationText;
import org.kanworkbench.files.model.ModelReader;
import org.kanworkbench.network.Preset;
import org.kanworkbench.network.Presets;
import org.kanworkbench.search.setting.Searchable;
import org.kanworkbench.training.Configuration;
import org.kanworkbench.training.device.Processor;
import org.kordamp.ikonli.javafx.FontIcon;

/** Where a network is configured and trained live. */
public final class TrainPane extends WorkbenchPane {

    /** The pane's description before it is created. */
    public static final PaneFace FACE = new PaneFace(
            "train",
            "Train",
            "mdi2c-chart-line",
            "Configure a network on the left and press Start to train it on the data set. "
                    + "Loss and accuracy are drawn live, faint as measured and strong as smoothed. "
                    + "The learning rate can be changed while the run goes on, and Pause holds it without a loss. "
                    + "The confusion matrix counts true against predicted classes of the test set; click a cell to see those images. "
                    + "With two inputs the predictions are drawn over the plane: point at an edge or a unit of the network beside it to see what it computes, click an edge to open it in Activations. "
                    + "Where numbers are predicted, RMSE and R² take the place of accuracy, and predictions are drawn against the true values. "
                    + "The newest eight runs stay as overlays and read what you draw in Draw; the Runs pane lists every run.",
            new Shortcut("← →", "move a chart's crosshair"),
            new Shortcut("F2", "rename a run (on its chip)"),
            new Shortcut("Ctrl+← →", "reorder runs (on a chip)"),
            new Shortcut("Delete", "close a run (on its chip)"),
            new Shortcut("Enter", "show the images of a confusion cell"));

    private static final String TABLE = ".csv";
    private static final String CONFIGURATION = ".json";

    private static final int FIRST_FRAMES = 3;

    private final InspectorController settings;
    final TrainViewModel viewModel;
    private final TrainFiles files;
    private final ActionsController actions;
    private final BooleanProperty inspectorShown;

    @FXML
    private VBox inspector;

    @FXML
    private FontIcon collapseIcon;

    /** The pane with MNIST, which is read in the background. */
    public TrainPane(Workspace workspace, Navigator navigator, LongConsumer resume) {
        this(workspace, navigator, resume, new DataSource.Mnist(), RunStarter.of(workspace.engines));
    }

    /** @param resume resumes a run of the store, by its number */
    TrainPane(Workspace workspace, Navigator navigator, LongConsumer resume, DataSource source, RunStarter starter) {
        super(FACE);
        Threads threads = workspace.threads();
        inspectorShown = workspace.session.inspector;
        viewModel = new TrainViewModel(workspace, starter, threads);
        files = new TrainFiles(viewModel, viewModel.background);
        FilePrompts asked = workspace.prompts(this::window);
        actions = new ActionsController(viewModel, files, asked);
        PictureFiles pictures = new PictureFiles(asked, viewModel.background, workspace::tell);
        Parent actionBar = Layout.load("train-actions", actions);
        SurfaceViewModel surface = new SurfaceViewModel(viewModel, threads);
        settings = new InspectorController(viewModel);
        CanvasController canvas =
                new CanvasController(viewModel, surface, pictures, navigator, actions::saveModel, resume);
        Parent content = Layout.load(
                "train",
                this,
                settings,
                new DataController(viewModel, asked),
                new ToyController(viewModel),
                new SourceController(viewModel),
                canvas,
                new SurfaceController(viewModel, surface, pictures, navigator),
                new OpenedController(viewModel, files, asked, () -> navigator.show("draw")),
                new TilesController(
                        viewModel,
                        new DeviceWatch(viewModel, _ -> Optional.of(Processor.monitor()), threads),
                        new DeviceWatch(
                                viewModel,
                                engine -> workspace.engines.named(engine).monitor(),
                                threads)),
                new PredictionsController(viewModel, inView(), pictures),
                new ConfusionController(viewModel, inView()),
                new ConfidenceController(viewModel, inView(), pictures, threads));
        canvas.keepIn(workspace.session);
        lay(content, actionBar);
        viewModel.seen.bind(inView());
        context.bind(viewModel.context);
        job.bind(viewModel.job);
        Frames.whenever(viewModel.live.phaseProperty(), phase -> phase != Phase.IDLE, viewModel::frame);
        // The window comes first: reading takes a core.
        beginWith(workspace.session, source);
        viewModel.editor.threads.refit(workspace.threadsProperty().get());
        workspace.threadsProperty().addListener((_, _, count) -> viewModel.editor.threads.refit(count.intValue()));
    }

    /** With the settings and data of last time, if there are any. */
    private void beginWith(Session session, DataSource usual) {
        Optional<Configuration> last = session.configuration();
        DataSource source = last.map(Configuration::data).orElse(usual);
        try {
            last.ifPresent(viewModel.editor::show);
        } catch (IllegalArgumentException _) {
            // Nothing has changed then: the usual ones will do.
        }
        viewModel.data.open(source, usual, read -> Frames.after(FIRST_FRAMES, read));
        viewModel.editor.configurationProperty().subscribe(now -> {
            if (now != null) {
                session.configuration.set(ConfigurationText.of(now));
            }
        });
        session.inspector.subscribe(this::showInspector);
    }

    @FXML
    private void toggleInspector() {
        inspectorShown.set(!inspectorShown.get());
    }

    private void showInspector(boolean show) {
        Showing.now(inspector, show);
        collapseIcon.setIconLiteral(show ? "mdi2c-chevron-left" : "mdi2c-chevron-right");
    }

    /** Starts, pauses or resumes. */
    @Override
    public void start() {
        actions.primary();
    }

    @Override
    public ObservableValue<String> obstacle() {
        return actions.obstacleProperty();
    }

    @Override
    public List<String> losses() {
        return viewModel.losses();
    }

    /** Every preset. */
    @Override
    public List<Find> finds() {
        settings.makeMore();
        return Presets.ALL.stream()
                .map(preset -> new Find(preset.name() + " (preset) · " + preset.description(), () -> choose(preset)))
                .toList();
    }

    private void choose(Preset preset) {
        if (viewModel.locked.get()) {
            viewModel.workspace.tell("A run is training: press Set up next to choose the preset of the next training.");
        } else {
            viewModel.editor.preset.set(preset);
        }
    }

    @Override
    public List<String> opens() {
        return Stream.concat(ModelReader.EXTENSIONS.stream(), Stream.of(TABLE, CONFIGURATION, "/"))
                .toList();
    }

    @Override
    public void open(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        // A folder has no ending.
        if (name.endsWith(TABLE) || opens().stream().noneMatch(name::endsWith)) {
            viewModel.data.open(file, viewModel.workspace.tables().of(file));
        } else if (name.endsWith(CONFIGURATION)) {
            files.openConfiguration(file);
        } else {
            viewModel.opened.open(file);
        }
    }

    /**
     * Opens a model file again that was open last time.
     *
     * @param then happens in any case once it is read, before its model is open
     */
    public void reopen(Path file, Runnable then) {
        viewModel.opened.reopen(file, then);
    }

    /** Stops the run. */
    @Override
    public void cancel() {
        viewModel.live.stop();
    }

    /** @param search adds a setting to the space of a search, and goes there */
    public void setOnSearch(Consumer<Searchable> search) {
        SearchMenu.install(inspector, viewModel, search);
    }

    /** What other panes may ask of this one. */
    public Trainer trainer() {
        return viewModel;
    }
}
