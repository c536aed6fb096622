package org.kanworkbench.app.noise;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import javafx.animation.AnimationTimer;
import javafx.application.Platform;
import javafx.beans.binding.Bindings;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.value.ObservableValue;
import javafx.fxml.FXML;
import javafx.fxml.FXMLLoader;
import javafx.scene.Node;
import org.kanworkbench.app.BackgroundWork;
import org.kanworkbench.app.Job;
import org.kanworkbench.app.Problem;
import org.kanworkbench.app.WorkbenchPane;
import org.kanworkbench.app.Workspace;
import org.kanworkbench.app.controls.ErrorCard;
import org.kanworkbench.app.controls.FilePrompts;
import org.kanworkbench.app.noise.LiveViewModel.Phase;
import org.kanworkbench.runs.AtomicFile;

/** Where networks and plain baselines fit noisy points, side by side. */
public final class NoisePane implements WorkbenchPane {

    private final LiveViewModel live;
    private final BackgroundWork background;
    private final FilePrompts prompts;
    private final ActionsController actions;
    private final Node actionBar;
    private final Node content;
    private final ReadOnlyStringWrapper context = new ReadOnlyStringWrapper("");

    @FXML
    private ErrorCard error;

    public NoisePane(Workspace workspace) {
        this(workspace, null);
    }

    /** @param asked null for the platform's dialogs */
    NoisePane(Workspace workspace, FilePrompts asked) {
        Executor ui = Platform::runLater;
        prompts = asked != null
                ? asked
                : FilePrompts.over(() -> content().getScene().getWindow());
        FitSettings settings = new FitSettings();
        live = new LiveViewModel(settings, workspace.background(), ui);
        background = new BackgroundWork(workspace.background(), ui, live.problemProperty()::set);
        actions = new ActionsController(live);
        actionBar = load("noise-actions", actions);
        content = load(
                "noise",
                this,
                new TargetController(live, background, prompts),
                new NoiseController(settings.noise),
                new ModelsController(settings.models),
                new TrainingController(settings),
                new FitController(live, this::export));
        context.bind(Bindings.createStringBinding(this::describe, live.viewProperty()));
        updateEveryFrame();
    }

    /** Loads a layout whose controllers are among the given. */
    private static Node load(String name, Object... controllers) {
        FXMLLoader loader = new FXMLLoader(NoisePane.class.getResource("/org/kanworkbench/fxml/" + name + ".fxml"));
        loader.setControllerFactory(type ->
                Stream.of(controllers).filter(type::isInstance).findFirst().orElseThrow());
        try {
            return loader.load();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @FXML
    private void initialize() {
        error.setOnDismiss(() -> live.problemProperty().set(null));
        live.problemProperty().subscribe(this::show);
    }

    private void show(Problem problem) {
        if (problem == null) {
            error.clear();
        } else {
            error.show(problem.what(), problem.details());
        }
    }

    private String describe() {
        FitView view = live.viewProperty().get();
        return view == null
                ? ""
                : live.settings().target.label() + " · "
                        + view.started().training().rows() + " points";
    }

    /** Runs only while there is a fit, so that an idle window costs nothing. */
    private void updateEveryFrame() {
        AnimationTimer frames = new AnimationTimer() {
            @Override
            public void handle(long now) {
                live.drain();
            }
        };
        live.phaseProperty().addListener((_, _, phase) -> {
            if (phase == Phase.IDLE) {
                frames.stop();
            } else {
                frames.start();
            }
        });
    }

    private void export(String name, String extension, PictureCard.Content content) {
        String kind = extension.substring(1).toUpperCase(Locale.ROOT);
        prompts.save("Export", kind, extension, name).ifPresent(file -> save(file, content));
    }

    private void save(Path file, PictureCard.Content content) {
        try {
            byte[] bytes = content.bytes();
            background.run("The export could not be written", () -> {
                AtomicFile.write(file, out -> out.write(bytes));
                return () -> {};
            });
        } catch (IOException e) {
            live.problemProperty().set(new Problem("The export could not be written", e.getMessage()));
        }
    }

    @Override
    public String id() {
        return "noise";
    }

    @Override
    public String title() {
        return "Noise Lab";
    }

    @Override
    public String icon() {
        return "mdi2c-chart-bell-curve";
    }

    @Override
    public String help() {
        return "Choose a function, type one, or open a table at the left, and say what noise its points get. "
                + "Choose the networks and baselines that are to fit them, and press Start to watch all of them learn the same points. "
                + "The other networks get the first KAN's parameters, or its training time, unless sizes of your own are asked for. "
                + "Move the slider of the noise at any time: the same points move on along the same way, and the fit begins anew. "
                + "Errors in the table are against clean outputs that no model has seen.";
    }

    @Override
    public Node content() {
        return content;
    }

    @Override
    public ObservableValue<String> context() {
        return context.getReadOnlyProperty();
    }

    @Override
    public List<Node> actions() {
        return List.of(actionBar);
    }

    @Override
    public ObservableValue<Job> job() {
        return live.jobProperty();
    }

    /** Starts, pauses or resumes. */
    @Override
    public void start() {
        actions.primary();
    }

    @Override
    public void leave() {
        live.stop();
    }

    /** Stops the fit. */
    @Override
    public void cancel() {
        actions.stop();
    }

    LiveViewModel live() {
        return live;
    }
}
