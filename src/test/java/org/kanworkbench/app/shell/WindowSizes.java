package org.kanworkbench.app.shell;

import static org.kanworkbench.app.WindowExtension.settle;
import static org.testfx.util.WaitForAsyncUtils.waitFor;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import javafx.scene.Parent;
import javafx.scene.Scene;
import org.testfx.api.FxRobot;

/** The window at the sizes that it must hold at, from the smallest to a large screen. */
public final class WindowSizes {

    private static final int PATIENCE_SECONDS = 5;

    /** Width and height in pixels. */
    public static final List<int[]> ALL =
            List.of(new int[] {1024, 640}, new int[] {1280, 800}, new int[] {1920, 1080}, new int[] {2560, 1440});

    private WindowSizes() {}

    /** Lays the scene out as in a window of that size, which the screen need not have room for; until the window is resized. */
    public static void layOut(Scene scene, int[] size) {
        scene.getRoot().resize(size[0], size[1]);
        scene.getRoot().applyCss();
        scene.getRoot().layout();
    }

    /** What a look at the scene finds amiss at each size, and does not come right by waiting for the layout to settle. */
    public static List<String> amiss(FxRobot robot, Scene scene, Function<Parent, List<String>> look) {
        List<String> all = new ArrayList<>();
        for (int[] size : ALL) {
            robot.interact(() -> layOut(scene, size));
            settle();
            List<String> found = new ArrayList<>();
            try {
                waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS, () -> {
                    robot.interact(() -> {
                        found.clear();
                        found.addAll(look.apply(scene.getRoot()));
                    });
                    return found.isEmpty();
                });
            } catch (TimeoutException e) {
                found.forEach(what -> all.add(size[0] + "×" + size[1] + ": " + what));
            }
        }
        robot.interact(() -> layOut(scene, new int[] {(int) scene.getWidth(), (int) scene.getHeight()}));
        return all;
    }
}
