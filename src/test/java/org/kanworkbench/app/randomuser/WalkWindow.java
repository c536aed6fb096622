package org.kanworkbench.app.randomuser;

import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javafx.application.Platform;
import javafx.event.Event;
import javafx.scene.control.Button;
import javafx.stage.PopupWindow;
import javafx.stage.Stage;
import javafx.stage.Window;
import javafx.stage.WindowEvent;
import org.kanworkbench.app.WorkbenchApplication;
import org.kanworkbench.app.session.Notice;
import org.kanworkbench.app.session.RunLibrary;
import org.kanworkbench.app.session.Workspace;
import org.kanworkbench.app.shell.WorkbenchWindow;
import org.kanworkbench.app.shell.settings.KeptSettings;
import org.kanworkbench.app.shell.settings.Settings;
import org.kanworkbench.bench.window.WindowRobot;

/** The real window over a folder that outlives it: it can be closed and started again. Not for the interface thread. */
final class WalkWindow extends WindowRobot implements AutoCloseable {

    private static final int PATIENCE_SECONDS = 90;

    /** A data set that takes longer than a walk has time. */
    private static final int MANY = 5_000;

    private final Path home;
    private final Path files;
    private final AnsweredPrompts prompts;
    private final Complaints complaints;
    private Workspace workspace;
    private Settings settings;
    private WorkbenchWindow window;

    /**
     * @param home where settings, runs and sweeps are kept
     * @param files where file dialogs look
     */
    WalkWindow(Path home, Path files, Complaints complaints) throws InterruptedException {
        super(PATIENCE_SECONDS);
        this.home = home;
        this.files = files;
        this.complaints = complaints;
        prompts = new AnsweredPrompts(files);
        open();
    }

    private void open() throws InterruptedException {
        workspace = new Workspace();
        workspace.keepSweepsIn(home.resolve("sweeps"));
        workspace.askForFilesBy(prompts);
        window = call(() -> {
            complaints.listenHere();
            Platform.setImplicitExit(false);
            Stage stage = new Stage();
            settings = KeptSettings.in(home.resolve("settings.json"), Platform::runLater);
            WorkbenchWindow made = WorkbenchApplication.window(stage, workspace, settings);
            workspace.library.open(home, Platform::runLater);
            workspace.digits.open(home, Platform::runLater);
            stage.setX(0);
            stage.setY(0);
            stage.setWidth(1280);
            stage.setHeight(800);
            stage.show();
            return made;
        });
        until(() -> workspace.library.stateProperty().get() != RunLibrary.State.OPENING
                && workspace.datasetProperty().get() != null);
        if (call(this::large)) {
            interact(() -> window.open(files.resolve("idx")));
            until(() -> !large());
        }
    }

    private boolean large() {
        return workspace.datasetProperty().get() == null
                || workspace.datasetProperty().get().train().size() > MANY;
    }

    /** Closes it as a person does, and starts again on the same folder; says what went wrong, nothing if all went well. */
    String restart() throws InterruptedException {
        String amiss = leave();
        end();
        open();
        return amiss;
    }

    /** What went on would go on beside the tests that follow. */
    private String leave() throws InterruptedException {
        call(() -> {
            Stage stage = stage();
            Event.fireEvent(stage, new WindowEvent(stage, WindowEvent.WINDOW_CLOSE_REQUEST));
            if (stage.isShowing() && scene().lookup("#close-anyway") instanceof Button anyway) {
                anyway.fire();
            }
            return null;
        });
        return happens(() -> !stage().isShowing(), TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS))
                ? ""
                : "the window did not close within " + PATIENCE_SECONDS + " s";
    }

    private void end() throws InterruptedException {
        call(() -> {
            Window.getWindows().stream()
                    .filter(PopupWindow.class::isInstance)
                    .toList()
                    .forEach(Window::hide);
            stage().hide();
            return null;
        });
        settings.close();
        try (var closing = Executors.newVirtualThreadPerTaskExecutor()) {
            closing.submit(() -> workspace.close()).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("what the window shares did not close", e);
        }
    }

    /** What was thrown, told or is open says why. */
    @Override
    protected void givesUp() throws InterruptedException {
        String state = call(() -> "data %s, runs %s, %d at work in the background, told %s"
                .formatted(
                        workspace.datasetProperty().get() == null
                                ? "none"
                                : workspace.datasetProperty().get().name(),
                        workspace.library.stateProperty().get(),
                        ((ThreadPoolExecutor) workspace.background()).getActiveCount(),
                        workspace.notices.stream().map(Notice::text).toList()));
        throw new IllegalStateException("the window is not ready: " + state + "; heard: " + complaints.take());
    }

    /** Whether the background does nothing. */
    boolean idle() {
        return ((ThreadPoolExecutor) workspace.background()).getActiveCount() == 0;
    }

    @Override
    public Stage stage() {
        return window.stage;
    }

    WorkbenchWindow window() {
        return window;
    }

    Workspace workspace() {
        return workspace;
    }

    AnsweredPrompts prompts() {
        return prompts;
    }

    @Override
    public void close() throws InterruptedException {
        leave();
        end();
    }
}
