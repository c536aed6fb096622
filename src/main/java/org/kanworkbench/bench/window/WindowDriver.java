package org.kanworkbench.bench.window;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;
import java.util.stream.Stream;
import javafx.application.Platform;
import javafx.event.ActionEvent;
import javafx.event.Event;
import javafx.geometry.Bounds;
import javafx.geometry.Point2D;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.Labeled;
import javafx.scene.control.MenuButton;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.robot.Robot;
import javafx.stage.Stage;
import org.kanworkbench.app.RunLibrary;
import org.kanworkbench.app.WorkbenchApplication;
import org.kanworkbench.app.Workspace;
import org.kanworkbench.app.shell.Settings;
import org.kanworkbench.app.shell.Theme;
import org.kanworkbench.app.shell.WorkbenchWindow;

/** A window of its own on the headless platform, unless the toolkit runs already. Every method may be called from any other thread. */
public final class WindowDriver implements AutoCloseable {

    private static final int LONGEST_SECONDS = 300;
    private static final int LOOK_AGAIN_FRAMES = 3;

    private final Workspace workspace = new Workspace();

    /** Not the person's own. */
    private final Path sweeps;

    private final boolean ownToolkit;
    private final WorkbenchWindow window;
    /** One for all: each knows only the buttons that it pressed itself. */
    private final Robot robot;

    private WindowDriver(double width, double height) throws InterruptedException {
        try {
            sweeps = Files.createTempDirectory("sweeps");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        workspace.keepSweepsIn(sweeps);
        ownToolkit = startToolkit();
        window = call(() -> {
            Stage stage = new Stage();
            WorkbenchWindow made = WorkbenchApplication.window(stage, workspace, Settings.temporary(Theme.LIGHT));
            stage.setX(0);
            stage.setY(0);
            resize(stage, width, height);
            stage.show();
            return made;
        });
        robot = call(Robot::new);
    }

    /** Opens the window, of that size in pixels. */
    public static WindowDriver open(double width, double height) throws InterruptedException {
        return new WindowDriver(width, height);
    }

    private static boolean startToolkit() throws InterruptedException {
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
            return false;
        }
        started.await();
        Platform.setImplicitExit(false);
        return true;
    }

    private static void resize(Stage stage, double width, double height) {
        stage.setWidth(width);
        stage.setHeight(height);
    }

    public void resize(double width, double height) throws InterruptedException {
        call(() -> {
            resize(window.stage(), width, height);
            return null;
        });
        settle();
    }

    /** Runs on the interface thread and waits for the result. */
    public <T> T call(Callable<T> work) throws InterruptedException {
        return FxThread.call(work);
    }

    /** Keeps what is trained, and digits that are named, in that folder, and waits until the store there is open. */
    public void keepRuns(Path folder) throws InterruptedException {
        call(() -> {
            workspace.library().open(folder, Platform::runLater);
            workspace.digits().open(folder, Platform::runLater);
            return null;
        });
        while (call(() -> workspace.library().stateProperty().get()) == RunLibrary.State.OPENING) {
            FxThread.frames(1);
        }
    }

    /** What the window's panes share; for the interface thread. */
    public Workspace workspace() {
        return workspace;
    }

    /** Waits until a node of the shown pane is as wanted. */
    public <N extends Node> void waitFor(String selector, Class<N> type, Predicate<N> condition)
            throws InterruptedException {
        if (!happens(selector, type, condition, LONGEST_SECONDS)) {
            throw new IllegalStateException(
                    selector + " did not become what was waited for in " + LONGEST_SECONDS + " s");
        }
    }

    /** Waits for some time at most, and says whether it came to be. */
    public <N extends Node> boolean happens(String selector, Class<N> type, Predicate<N> condition, int seconds)
            throws InterruptedException {
        long end = System.nanoTime() + seconds * 1_000_000_000L;
        while (System.nanoTime() < end) {
            boolean met = call(() -> {
                Node node = scene().lookup(selector);
                return type.isInstance(node) && condition.test(type.cast(node));
            });
            if (met) {
                return true;
            }
            FxThread.frames(LOOK_AGAIN_FRAMES);
        }
        return false;
    }

    /** Waits until a button, label or menu carries a text and can be used. */
    public void waitForText(String selector, String text) throws InterruptedException {
        waitFor(selector, Labeled.class, node -> node.getText().contains(text) && !node.isDisabled());
    }

    public void press(String selector) throws InterruptedException {
        call(() -> {
            find(selector, ButtonBase.class).fire();
            return null;
        });
    }

    /** Chooses an item of a menu button. */
    public void choose(String selector, String item) throws InterruptedException {
        call(() -> {
            find(selector, MenuButton.class).getItems().stream()
                    .filter(i -> item.equals(i.getId()))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException(selector + " has no item " + item))
                    .fire();
            return null;
        });
    }

    public void type(String selector, String text) throws InterruptedException {
        call(() -> {
            TextInputControl field = find(selector, TextInputControl.class);
            field.setText(text);
            field.fireEvent(new ActionEvent());
            return null;
        });
    }

    /** Does what a combination of keys does everywhere in the window, for instance {@code Shortcut+K}. */
    public void keys(String combination) throws InterruptedException {
        call(() -> {
            scene().getAccelerators().get(KeyCombination.valueOf(combination)).run();
            return null;
        });
    }

    /** Presses a key where the keyboard is. */
    public void press(KeyCode key) throws InterruptedException {
        call(() -> {
            Node at = scene().getFocusOwner() == null ? scene().getRoot() : scene().getFocusOwner();
            Event.fireEvent(at, new KeyEvent(KeyEvent.KEY_PRESSED, "", "", key, false, false, false, false));
            return null;
        });
    }

    /** Opens a file as if it had been dropped on the window. */
    public void open(Path file) throws InterruptedException {
        call(() -> {
            window.open(file);
            return null;
        });
    }

    /** Brings a pane to the front. */
    public void show(String pane) throws InterruptedException {
        call(() -> {
            window.show(pane);
            return null;
        });
        settle();
    }

    public void use(Theme theme) throws InterruptedException {
        call(() -> {
            window.use(theme);
            return null;
        });
        settle();
    }

    /** A click in the middle of a node, with the mouse. */
    public void click(String selector) throws InterruptedException {
        drag(selector, List.of(new Point2D(0.5, 0.5)));
    }

    /** Presses the mouse, moves it from point to point, one a frame, and releases it. */
    public void drag(String selector, List<Point2D> points) throws InterruptedException {
        for (int i = 0; i < points.size(); i++) {
            boolean first = i == 0;
            Point2D point = points.get(i);
            call(() -> {
                point(find(selector, Node.class), point);
                if (first) {
                    robot.mousePress(MouseButton.PRIMARY);
                }
                return null;
            });
            FxThread.frames(1);
        }
        call(() -> {
            robot.mouseRelease(MouseButton.PRIMARY);
            return null;
        });
        settle();
    }

    /** Moves the pointer into a node, to shares of its width and height; for the interface thread. */
    void point(Node node, Point2D place) {
        Bounds area = node.localToScreen(node.getBoundsInLocal());
        robot.mouseMove(
                area.getMinX() + place.getX() * area.getWidth(), area.getMinY() + place.getY() * area.getHeight());
    }

    /** For the interface thread. */
    Robot robot() {
        return robot;
    }

    /** Scrolls to the foot of a scroll pane. */
    public void scrollDown(String selector) throws InterruptedException {
        scroll(selector, 1);
    }

    /** Scrolls to the top of a scroll pane. */
    public void scrollUp(String selector) throws InterruptedException {
        scroll(selector, 0);
    }

    private void scroll(String selector, double share) throws InterruptedException {
        call(() -> {
            find(selector, ScrollPane.class).setVvalue(share);
            return null;
        });
        settle();
    }

    /** Moves the pointer away, so that no picture shows a hover. */
    public void restPointer() throws InterruptedException {
        call(() -> {
            robot.mouseMove(window.stage().getWidth() / 2, 1);
            return null;
        });
        settle();
    }

    public <N extends Node> N find(String selector, Class<N> type) {
        Node node = scene().lookup(selector);
        if (!type.isInstance(node)) {
            throw new IllegalStateException("the window has no " + type.getSimpleName() + " " + selector);
        }
        return type.cast(node);
    }

    public Scene scene() {
        return window.stage().getScene();
    }

    /** Waits until what has changed is laid out. */
    public void settle() throws InterruptedException {
        FxThread.frames(3);
    }

    /** Closes the window and ends what it started. */
    @Override
    public void close() throws InterruptedException {
        call(() -> {
            window.stage().hide();
            return null;
        });
        workspace.close();
        deleteSweeps();
        if (ownToolkit) {
            Platform.exit();
        }
    }

    private void deleteSweeps() {
        try (Stream<Path> files = Files.walk(sweeps)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            // What a temporary folder still holds, the system deletes.
        }
    }
}
