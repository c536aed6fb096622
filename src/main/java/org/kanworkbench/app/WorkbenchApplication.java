package org.kanworkbench.app;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import javafx.application.Application;
import javafx.application.Platform;
import javafx.scene.image.Image;
import javafx.scene.input.InputEvent;
import javafx.stage.Stage;
import org.kanworkbench.app.pane.RailEntry;
import org.kanworkbench.app.session.Session;
import org.kanworkbench.app.session.Workspace;
import org.kanworkbench.app.shell.WorkbenchWindow;
import org.kanworkbench.app.shell.settings.Settings;
import org.kanworkbench.app.shell.settings.WindowPlace;
import org.kanworkbench.app.start.EndingSignals;
import org.kanworkbench.app.start.Opening;
import org.kanworkbench.app.start.Renderer;
import org.kanworkbench.app.start.Rest;
import org.kanworkbench.app.start.StartupReport;
import org.kanworkbench.app.work.Frames;

/** The application's root: creates shared state, panes and window. */
public final class WorkbenchApplication extends Application {

    /** In pixels; the platform uses the sizes that fit. */
    private static final List<Integer> ICONS = List.of(16, 32, 48, 128, 256);

    /** After this many pulses the first frame is on the screen, and the window's events are handled. */
    private static final int FIRST_FRAMES = 6;

    private final Workspace workspace = new Workspace();
    private Settings settings;

    /** Opens the window, with what files hold, and returns when it is closed. */
    public static void open(String... files) {
        Renderer.choose();
        launch(WorkbenchApplication.class, files);
    }

    @Override
    public void start(Stage stage) {
        settings = Settings.load(Platform::runLater);
        WorkbenchWindow window = begin(stage, workspace, settings, getHostServices()::showDocument);
        EndingSignals.closeBy(window::leave);
        window.open(getParameters().getRaw().stream().map(Path::of).toArray(Path[]::new));
    }

    /**
     * Shows the window as at a program start: the first pane at once; the others, the store and the last session when
     * idle.
     *
     * @param browse opens an address outside of the workbench
     */
    public static WorkbenchWindow begin(Stage stage, Workspace workspace, Settings settings, Consumer<String> browse) {
        Path folder = settings.dataFolder();
        workspace.keepSweepsIn(folder.resolve("sweeps"));
        AtomicReference<Panes> made = new AtomicReference<>();
        WorkbenchWindow window = window(stage, workspace, settings, browse, made::set);
        workspace.library.open(folder, Platform::runLater);
        workspace.digits.open(folder, Platform::runLater);
        WindowPlace.keep(stage, settings);
        stage.show();
        Rest rest = new Rest();
        stage.getScene().addEventFilter(InputEvent.ANY, _ -> rest.touch());
        List<RailEntry<?>> panes = made.get().all();
        panes.forEach(pane -> pane.job().subscribe(() -> rest.touch()));
        Queue<Runnable> undressed = new ArrayDeque<>();
        made.get().late().forEach(pane -> undressed.add(() -> window.dress(pane)));
        stage.showingProperty().addListener(_ -> rest.end());
        Opening opening = new Opening(workspace, () -> {
            rest.spend(
                    undressed,
                    () -> panes.stream().anyMatch(pane -> pane.job().getValue() != null),
                    Platform::runLater);
            rest.afterOpening();
        });
        StartupReport.begin(workspace.datasetProperty());
        List<Runnable> parts = new ArrayList<>();
        made.get().late().forEach(pane -> parts.add(pane::make));
        parts.add(window::makeCards);
        parts.add(() -> WelcomeBack.whenReady(workspace, made.get()));
        Frames.after(FIRST_FRAMES, () -> opening.make(parts));
        return window;
    }

    /** The window with every pane and what was open last time, out of which no address is browsed. */
    public static WorkbenchWindow window(Stage stage, Workspace workspace, Settings settings) {
        AtomicReference<Panes> made = new AtomicReference<>();
        WorkbenchWindow window = window(stage, workspace, settings, _ -> {}, made::set);
        made.get().late().forEach(RailEntry::make);
        window.makeCards();
        WelcomeBack.whenReady(workspace, made.get());
        return window;
    }

    /** @param made receives the panes; all but the first are created later */
    private static WorkbenchWindow window(
            Stage stage, Workspace workspace, Settings settings, Consumer<String> browse, Consumer<Panes> made) {
        stage.getIcons()
                .setAll(ICONS.stream()
                        .map(size -> new Image(WorkbenchApplication.class
                                .getResource("/org/kanworkbench/icons/icon-" + size + ".png")
                                .toExternalForm()))
                        .toList());
        WorkbenchWindow window = new WorkbenchWindow(stage, workspace, settings, browse, navigator -> {
            Panes panes = new Panes(workspace, navigator);
            made.accept(panes);
            return panes.all();
        });
        // From the first picture on, so that no pane looks as if nothing had ever been done.
        Session session = workspace.session;
        session.reopening.set(!session.open(_ -> true, _ -> true).isEmpty());
        return window;
    }

    @Override
    public void stop() {
        settings.close();
        workspace.close();
    }
}
