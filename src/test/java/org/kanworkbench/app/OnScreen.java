package org.kanworkbench.app;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javafx.application.Platform;
import javafx.geometry.Bounds;
import javafx.geometry.Point2D;
import javafx.scene.Node;
import javafx.scene.control.Labeled;
import org.testfx.api.FxRobot;

/** Where things are in the window, and what they show. */
public final class OnScreen {

    private static final int PATIENCE_SECONDS = 60;

    private OnScreen() {}

    public static Point2D at(FxRobot robot, String selector, double x, double y) {
        Node node = robot.lookup(selector).query();
        Bounds area = node.localToScreen(node.getBoundsInLocal());
        return new Point2D(area.getMinX() + x * area.getWidth(), area.getMinY() + y * area.getHeight());
    }

    public static boolean visible(FxRobot robot, String selector) {
        return read(() -> robot.lookup(selector).query().isVisible());
    }

    public static String text(FxRobot robot, String selector) {
        return read(() -> robot.lookup(selector).queryAs(Labeled.class).getText());
    }

    public static List<String> texts(FxRobot robot, String selector) {
        return read(() -> robot.lookup(selector).queryAllAs(Labeled.class).stream()
                .map(Labeled::getText)
                .filter(Objects::nonNull)
                .toList());
    }

    /** Reads on the interface thread: any other would see a tree of nodes while it changes. */
    public static <T> T read(Callable<T> what) {
        FutureTask<T> task = new FutureTask<>(what);
        if (Platform.isFxApplicationThread()) {
            task.run();
        } else {
            Platform.runLater(task);
        }
        try {
            return task.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        } catch (InterruptedException | TimeoutException e) {
            throw new AssertionError("was not read within " + PATIENCE_SECONDS + " s", e);
        }
    }

    /** Waits for what should come; the interface thread looks, so that the condition only reads. */
    public static void await(Callable<Boolean> condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!read(condition)) {
            if (System.nanoTime() > end) {
                throw new AssertionError("did not come true within " + PATIENCE_SECONDS + " s");
            }
            WindowExtension.settle();
        }
        WindowExtension.settle();
    }
}
