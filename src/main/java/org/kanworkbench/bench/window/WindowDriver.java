package org.kanworkbench.bench.window;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import javafx.application.Platform;
import javafx.stage.Stage;
import org.kanworkbench.app.WorkbenchApplication;
import org.kanworkbench.app.session.RunLibrary;
import org.kanworkbench.app.session.Workspace;
import org.kanworkbench.app.shell.WorkbenchWindow;
import org.kanworkbench.app.shell.settings.Settings;
import org.kanworkbench.app.shell.settings.Theme;
import org.kanworkbench.files.FolderTree;

/** A window of its own on the headless platform, unless the toolkit runs already. */
public final class WindowDriver extends WindowRobot implements AutoCloseable {

    private static final int PATIENCE_SECONDS = 300;

    private final Workspace workspace = new Workspace();

    /** Sweeps, comparisons and searches are kept below it, side by side. */
    private final Path folder;

    private final WorkbenchWindow window;

    private WindowDriver(double width, double height) throws InterruptedException {
        startToolkit();
        super(PATIENCE_SECONDS);
        try {
            folder = Files.createTempDirectory("kan-workbench");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        workspace.keepSweepsIn(folder.resolve("sweeps"));
        window = call(() -> {
            Stage stage = new Stage();
            WorkbenchWindow made = WorkbenchApplication.window(stage, workspace, Settings.temporary(Theme.LIGHT));
            stage.setX(0);
            stage.setY(0);
            resize(stage, width, height);
            stage.show();
            return made;
        });
    }

    /** Opens the window with a size in pixels. */
    public static WindowDriver open(double width, double height) throws InterruptedException {
        return new WindowDriver(width, height);
    }

    /** It stays for the next window: once ended, it never starts again. */
    private static void startToolkit() throws InterruptedException {
        for (List<String> property : List.of(
                List.of("glass.platform", "Headless"),
                List.of("prism.order", "sw"),
                List.of("java.awt.headless", "true"))) {
            if (System.getProperty(property.getFirst()) == null) {
                System.setProperty(property.getFirst(), property.getLast());
            }
        }
        CountDownLatch started = new CountDownLatch(1);
        try {
            Platform.startup(started::countDown);
        } catch (IllegalStateException e) {
            // It runs already.
            return;
        }
        started.await();
        Platform.setImplicitExit(false);
    }

    private static void resize(Stage stage, double width, double height) {
        stage.setWidth(width);
        stage.setHeight(height);
    }

    public void resize(double width, double height) throws InterruptedException {
        interact(() -> resize(window.stage, width, height));
    }

    @Override
    public Stage stage() {
        return window.stage;
    }

    /** Sets the data folder for runs and digits, and waits until its store is open. */
    public void keepRuns(Path folder) throws InterruptedException {
        interact(() -> {
            workspace.library.open(folder, Platform::runLater);
            workspace.digits.open(folder, Platform::runLater);
        });
        until(() -> workspace.library.stateProperty().get() != RunLibrary.State.OPENING);
    }

    /** The state shared by the window's panes; use on the interface thread only. */
    public Workspace workspace() {
        return workspace;
    }

    /** Opens a file as if it had been dropped on the window. */
    public void open(Path file) throws InterruptedException {
        interact(() -> window.open(file));
    }

    /** Brings a pane to the front. */
    public void show(String pane) throws InterruptedException {
        interact(() -> window.show(pane));
    }

    public void use(Theme theme) throws InterruptedException {
        interact(() -> window.use(theme));
    }

    /** Waits for layout. */
    public void settle() throws InterruptedException {
        FxThread.frames(3);
    }

    /** Closes the window and stops its background work. */
    @Override
    public void close() throws InterruptedException {
        interact(() -> window.stage.hide());
        workspace.close();
        deleteFolder();
    }

    private void deleteFolder() {
        try {
            FolderTree.delete(folder);
        } catch (IOException e) {
            // The system deletes the rest of a temporary folder.
        }
    }
}
