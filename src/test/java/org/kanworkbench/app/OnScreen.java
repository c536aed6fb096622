package org.kanworkbench.app;

import static org.testfx.util.WaitForAsyncUtils.waitFor;
import static org.testfx.util.WaitForAsyncUtils.waitForFxEvents;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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
        return robot.lookup(selector).query().isVisible();
    }

    public static String text(FxRobot robot, String selector) {
        return robot.lookup(selector).queryAs(Labeled.class).getText();
    }

    public static List<String> texts(FxRobot robot, String selector) {
        return robot.lookup(selector).queryAllAs(Labeled.class).stream()
                .map(Labeled::getText)
                .filter(Objects::nonNull)
                .toList();
    }

    /** Waits for what should come. */
    public static void await(Callable<Boolean> condition) {
        try {
            waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS, condition);
        } catch (TimeoutException e) {
            throw new AssertionError("did not come true within " + PATIENCE_SECONDS + " s", e);
        }
        waitForFxEvents();
    }
}
