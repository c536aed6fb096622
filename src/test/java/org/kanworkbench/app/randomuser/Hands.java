package org.kanworkbench.app.randomuser;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javafx.geometry.Bounds;
import javafx.geometry.Point2D;
import javafx.scene.Node;
import javafx.scene.control.ScrollPane;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseButton;
import javafx.scene.robot.Robot;
import org.kanworkbench.app.randomuser.Target.Kind;
import org.kanworkbench.app.shell.PaneWalk;
import org.kanworkbench.bench.window.FxThread;
import org.kanworkbench.bench.window.Keys;
import org.kanworkbench.bench.window.WindowRobot;

/** Does a step in a window with its mouse and keyboard. */
final class Hands {

    private static final int STROKES = 4;

    private static final Set<Kind> RESTS =
            Set.of(Kind.BUTTON, Kind.TOGGLE, Kind.MENU, Kind.COMBO, Kind.FIELD, Kind.PICTURE);
    /** Lies at the edge of what it hides. */
    private static final String MOVES_ITSELF = "#collapse-inspector";

    private static final Set<Step.Act> STILL = Set.of(Step.Act.CLICK, Step.Act.HOVER, Step.Act.TYPE);

    private static final Map<String, KeyCode> MODIFIERS = Map.of("Ctrl", KeyCode.CONTROL, "Shift", KeyCode.SHIFT);

    private final WalkWindow window;
    private final Path files;

    /** What the pointer rests on; null for what is no control, may be used anew for another line, or scrolls. */
    private Node under;

    private Bounds before;
    private Point2D pointer;

    Hands(WalkWindow window, Path files) {
        this.window = window;
        this.files = files;
    }

    /** What the pointer was put on and has left, though nobody moved it; for the interface thread. */
    List<String> slipped() {
        if (under == null || under.getScene() != window.scene() || !WindowRobot.isShown(under)) {
            return List.of();
        }
        Bounds now = under.localToScene(under.getLayoutBounds());
        return now.contains(pointer)
                ? List.of()
                : List.of(PaneWalk.described(under) + " moved away under the pointer\n    by "
                        + Math.round(now.getMinX() - before.getMinX()) + ", "
                        + Math.round(now.getMinY() - before.getMinY()) + " pixels");
    }

    /** What went wrong, as a text; empty if nothing did, also where the target is not there. */
    String perform(Step step) throws InterruptedException {
        under = null;
        window.prompts().lucky(step.luck());
        if (step.act() == Step.Act.RESTART) {
            return window.restart();
        }
        if (!step.target().isEmpty() && window.call(() -> reveal(step))) {
            FxThread.frames(1);
        }
        if (step.act() == Step.Act.DRAG) {
            drag(step);
        } else {
            window.call(() -> {
                heard(() -> now(step));
                return null;
            });
        }
        return "";
    }

    /** What an event of the robot's leads to is thrown through it, where a person's would be thrown on the interface thread. */
    private static void heard(Runnable event) {
        try {
            event.run();
        } catch (RuntimeException e) {
            Thread.currentThread().getUncaughtExceptionHandler().uncaughtException(Thread.currentThread(), e);
        }
    }

    private void now(Step step) {
        Robot robot = window.robot();
        switch (step.act()) {
            case RESIZE -> {
                window.stage().setWidth(step.x());
                window.stage().setHeight(step.y());
            }
            case KEY -> press(step.words());
            case DROP_FILE -> window.window().open(files.resolve(step.words()));
            default -> {
                Node node = move(step, step.x(), step.y());
                if (node != null) {
                    act(step, robot, node);
                }
            }
        }
    }

    private void act(Step step, Robot robot, Node node) {
        switch (step.act()) {
            case CLICK -> robot.mouseClick(MouseButton.PRIMARY);
            case DOUBLE_CLICK -> {
                robot.mouseClick(MouseButton.PRIMARY);
                robot.mouseClick(MouseButton.PRIMARY);
            }
            case RIGHT_CLICK -> robot.mouseClick(MouseButton.SECONDARY);
            case WHEEL -> robot.mouseWheel((int) step.toY());
            case TYPE -> {
                robot.mouseClick(MouseButton.PRIMARY);
                press("Ctrl+A");
                type(step.words());
            }
            default -> {}
        }
    }

    private void type(String words) {
        Node owner = window.scene().getFocusOwner();
        if (owner == null) {
            return;
        }
        if (words.isEmpty()) {
            press("Back_Space");
        }
        Keys.type(window.scene(), words);
    }

    /** @param combination as {@code Ctrl+Shift+Z}, with the names of {@link KeyCode} */
    private void press(String combination) {
        String[] names = combination.split("\\+");
        KeyCode[] keys = new KeyCode[names.length];
        for (int i = 0; i < names.length; i++) {
            keys[i] =
                    MODIFIERS.containsKey(names[i]) ? MODIFIERS.get(names[i]) : KeyCode.valueOf(names[i].toUpperCase());
        }
        Keys.press(window.robot(), keys);
    }

    private void drag(Step step) throws InterruptedException {
        Node node = window.call(() -> {
            Node at = move(step, step.x(), step.y());
            if (at != null) {
                heard(() -> window.robot().mousePress(MouseButton.PRIMARY));
            }
            return at;
        });
        if (node == null) {
            return;
        }
        for (int i = 1; i <= STROKES; i++) {
            double share = (double) i / STROKES;
            window.call(() -> {
                heard(() -> window.point(
                        node,
                        new Point2D(
                                step.x() + share * (step.toX() - step.x()),
                                step.y() + share * (step.toY() - step.y()))));
                return null;
            });
            FxThread.frames(1);
        }
        window.call(() -> {
            heard(() -> window.robot().mouseRelease(MouseButton.PRIMARY));
            return null;
        });
    }

    /** Scrolls to the target; whether the next frame may move it, as what has come since the last has no size yet. */
    private boolean reveal(Step step) {
        Target target = new Targets(window.stage()).at(step.target());
        if (target != null) {
            reveal(target.node());
        }
        return target != null && window.scene().getRoot().isNeedsLayout();
    }

    /** Moves the pointer to the target; null where it is not. */
    private Node move(Step step, double x, double y) {
        Target target = new Targets(window.stage()).at(step.target());
        if (target == null) {
            return null;
        }
        Node node = target.node();
        window.scene().getRoot().layout();
        if (!window.point(node, new Point2D(x, y))) {
            return null;
        }
        if (!MOVES_ITSELF.equals(target.path())
                && RESTS.contains(target.kind())
                && STILL.contains(step.act())
                && node.getScene() == window.scene()) {
            under = node;
            before = node.localToScene(node.getLayoutBounds());
            pointer = node.localToScene(node.screenToLocal(window.robot().getMousePosition()));
        }
        return node;
    }

    /** Scrolls what it lies in until its middle can be seen. */
    private static void reveal(Node node) {
        for (Node at = node.getParent(); at != null; at = at.getParent()) {
            if (at instanceof ScrollPane pane && pane.getContent() != null) {
                Bounds all = pane.getContent().getLayoutBounds();
                Bounds own = pane.getContent().sceneToLocal(node.localToScene(node.getLayoutBounds()));
                Bounds seen = pane.getViewportBounds();
                double above = all.getHeight() - seen.getHeight();
                if (above > 0
                        && (own.getCenterY() < -seen.getMinY()
                                || own.getCenterY() > -seen.getMinY() + seen.getHeight())) {
                    pane.setVvalue(Math.clamp((own.getCenterY() - seen.getHeight() / 2) / above, 0, 1));
                }
                pane.layout();
            }
        }
    }
}
