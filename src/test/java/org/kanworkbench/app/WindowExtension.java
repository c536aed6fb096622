package org.kanworkbench.app;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import javafx.geometry.Point2D;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseButton;
import org.kanworkbench.bench.window.FxThread;
import org.kanworkbench.bench.window.Keys;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.robot.Motion;
import org.testfx.service.query.PointQuery;

/**
 * TestFX's extension, whose robot waits for frames: TestFX sleeps 50 ms after every key, button and step of the pointer, which
 * was half of the time of tests of the window.
 */
public final class WindowExtension extends ApplicationExtension {

    /** One frame starts what an event asked for, the next comes when that is laid out. */
    private static final int FRAMES = 2;

    private static final int STEPS_OF_A_MOVE = 3;

    /** Waits until what was done is laid out. */
    public static void settle() {
        try {
            FxThread.frames(FRAMES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while a frame was awaited", e);
        }
    }

    @Override
    public FxRobot interact(Runnable action) {
        return settled(() -> interactNoWait(action));
    }

    @Override
    public <T> FxRobot interact(Callable<T> action) {
        return settled(() -> interactNoWait(action));
    }

    @Override
    public FxRobot press(KeyCode... keys) {
        return settled(() -> robotContext().getKeyboardRobot().pressNoWait(keys));
    }

    @Override
    public FxRobot release(KeyCode... keys) {
        return settled(() -> robotContext().getKeyboardRobot().releaseNoWait(keys));
    }

    @Override
    public FxRobot push(KeyCode... keys) {
        List<KeyCode> reversed = Arrays.asList(keys.clone());
        Collections.reverse(reversed);
        return press(keys).release(reversed.toArray(KeyCode[]::new));
    }

    @Override
    public FxRobot type(KeyCode... keys) {
        for (KeyCode key : keys) {
            push(key);
        }
        return this;
    }

    @Override
    public FxRobot write(String text) {
        return interact(() -> Keys.type(
                listWindows().stream()
                        .filter(window -> window.isFocused())
                        .findFirst()
                        .orElseGet(this::targetWindow)
                        .getScene(),
                text));
    }

    @Override
    public FxRobot press(MouseButton... buttons) {
        return settled(() -> robotContext().getMouseRobot().pressNoWait(buttons));
    }

    @Override
    public FxRobot release(MouseButton... buttons) {
        return settled(() -> robotContext().getMouseRobot().releaseNoWait(buttons));
    }

    @Override
    public FxRobot clickOn(MouseButton... buttons) {
        MouseButton[] pressed = buttons.length == 0 ? new MouseButton[] {MouseButton.PRIMARY} : buttons;
        return press(pressed).release(pressed);
    }

    @Override
    public FxRobot clickOn(PointQuery place, Motion motion, MouseButton... buttons) {
        return moveTo(place, motion).clickOn(buttons);
    }

    @Override
    public FxRobot doubleClickOn(MouseButton... buttons) {
        return clickOn(buttons).clickOn(buttons);
    }

    @Override
    public FxRobot doubleClickOn(PointQuery place, Motion motion, MouseButton... buttons) {
        return moveTo(place, motion).doubleClickOn(buttons);
    }

    @Override
    public FxRobot moveTo(PointQuery place, Motion motion) {
        return move(place.query());
    }

    @Override
    public FxRobot moveBy(double x, double y, Motion motion) {
        return move(robotContext().getBaseRobot().retrieveMouse().add(x, y));
    }

    private FxRobot move(Point2D to) {
        Point2D from = robotContext().getBaseRobot().retrieveMouse();
        return settled(() -> {
            for (int step = 1; step <= STEPS_OF_A_MOVE; step++) {
                robotContext().getMouseRobot().moveNoWait(from.interpolate(to, (double) step / STEPS_OF_A_MOVE));
            }
        });
    }

    private FxRobot settled(Runnable action) {
        action.run();
        settle();
        return this;
    }
}
