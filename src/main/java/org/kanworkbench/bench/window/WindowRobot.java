package org.kanworkbench.bench.window;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import javafx.geometry.Bounds;
import javafx.geometry.Point2D;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Labeled;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseButton;
import javafx.scene.robot.Robot;
import javafx.stage.Stage;
import javafx.stage.Window;
import org.kanworkbench.app.controls.layout.LiveScrollPane;

/**
 * Works in a window with mouse and keyboard, as a person does: what is not there yet is waited for, what is out of sight is
 * scrolled to. Every method may be called from any thread but the interface thread, unless it says otherwise.
 */
public abstract class WindowRobot {

    private static final int FRAMES = 2;

    private final int patienceSeconds;

    /** A shared robot, as each knows only the buttons that it pressed itself. */
    private final Robot robot;

    /** @param patienceSeconds after which what is waited for counts as never coming; the toolkit must run */
    protected WindowRobot(int patienceSeconds) throws InterruptedException {
        this.patienceSeconds = patienceSeconds;
        robot = FxThread.call(Robot::new);
    }

    /** The window's stage. */
    public abstract Stage stage();

    /** What the window shows. */
    public Scene scene() {
        return stage().getScene();
    }

    /** Use on the interface thread only. */
    public Robot robot() {
        return robot;
    }

    /** Runs an action on the interface thread and waits for the result. */
    public <T> T call(Callable<T> work) throws InterruptedException {
        return FxThread.call(work);
    }

    /** Runs on the interface thread and waits until what it changes is laid out. */
    public void interact(Runnable action) throws InterruptedException {
        FxThread.call(() -> {
            action.run();
            return null;
        });
        FxThread.frames(FRAMES);
    }

    /**
     * Waits until a condition holds on the interface thread.
     *
     * @throws IllegalStateException if it does not within this robot's patience
     */
    public final void until(Callable<Boolean> condition) throws InterruptedException {
        until("what was waited for", condition);
    }

    private void until(String what, Callable<Boolean> condition) throws InterruptedException {
        if (!happens(condition, TimeUnit.SECONDS.toMillis(patienceSeconds))) {
            givesUp();
            throw new IllegalStateException(what + " did not come within " + patienceSeconds + " s");
        }
    }

    /** What has to be done before a wait is given up. */
    protected void givesUp() throws InterruptedException {}

    /** Waits for some time at most until a condition holds on the interface thread; whether it came to. */
    public boolean happens(Callable<Boolean> condition, long milliseconds) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(milliseconds);
        while (!FxThread.call(condition)) {
            if (System.nanoTime() > end) {
                return false;
            }
            FxThread.frames(FRAMES);
        }
        return true;
    }

    /** Waits until a node is there, seen or not, and is as wanted. */
    public <N extends Node> void waitFor(String selector, Class<N> type, Predicate<N> condition)
            throws InterruptedException {
        until(
                "the state of " + selector,
                () -> search(selector).filter(type::isInstance).map(type::cast).stream()
                        .anyMatch(condition));
    }

    /** Waits until a node can be seen and is as wanted. */
    public void waitFor(String selector, Predicate<Node> condition) throws InterruptedException {
        waitFor(selector, Node.class, node -> isShown(node) && condition.test(node));
    }

    /** Waits until a node can be seen and used and carries a text. */
    public void waitForText(String selector, String text) throws InterruptedException {
        waitFor(selector, node -> !node.isDisabled() && text(node).contains(text));
    }

    /** The first node that a selector finds and that can be seen, or one that cannot. */
    private Optional<Node> search(String selector) {
        List<Node> all = List.copyOf(scene().getRoot().lookupAll(selector));
        return all.stream()
                .filter(WindowRobot::isShown)
                .findFirst()
                .or(() -> all.stream().findFirst());
    }

    /**
     * The first node that a selector finds and that can be seen, or one that cannot; for the interface thread.
     *
     * @throws IllegalStateException if there is none
     */
    public Node find(String selector) {
        return search(selector).orElseThrow(() -> new IllegalStateException("the window has no " + selector));
    }

    /** As {@link #find(String)}, for a node of that type. */
    public <N extends Node> N find(String selector, Class<N> type) {
        return type.cast(find(selector));
    }

    /** Whether one of the nodes that a selector finds can be seen; for the interface thread. */
    public boolean shown(String selector) {
        return search(selector).filter(WindowRobot::isShown).isPresent();
    }

    /** Whether neither a node nor what it lies in is hidden; for the interface thread. */
    public static boolean isShown(Node node) {
        return Stream.iterate(node, n -> n != null, Node::getParent).allMatch(Node::isVisible);
    }

    /** What a node reads; for the interface thread. */
    public String reads(String selector) {
        return text(find(selector));
    }

    private static String text(Node node) {
        return node instanceof Labeled labeled ? labeled.getText() : ((TextInputControl) node).getText();
    }

    /** Clicks in the middle of a node. */
    public void click(String selector) throws InterruptedException {
        drag(selector, new Point2D(0.5, 0.5));
    }

    /** Drags within a node, from place to place by shares of its width and height. */
    public void drag(String selector, Point2D... places) throws InterruptedException {
        waitFor(selector, node -> !node.isDisabled());
        interact(() -> LiveScrollPane.reveal(find(selector)));
        Node node = call(() -> find(selector));
        interact(() -> point(node, places[0]));
        interact(() -> robot.mousePress(MouseButton.PRIMARY));
        for (int i = 1; i < places.length; i++) {
            Point2D place = places[i];
            interact(() -> point(node, place));
        }
        interact(() -> robot.mouseRelease(MouseButton.PRIMARY));
    }

    /**
     * Moves the pointer into a node, to shares of its width and height, as far as its window goes; for the interface thread.
     *
     * @return whether it got there: outside of the window there is nothing to press
     */
    public boolean point(Node node, Point2D place) {
        Bounds on = node.localToScreen(node.getLayoutBounds());
        if (on == null) {
            return false;
        }
        Window within = node.getScene().getWindow();
        double wantedX = on.getMinX() + place.getX() * on.getWidth();
        double wantedY = on.getMinY() + place.getY() * on.getHeight();
        double x = Math.clamp(wantedX, within.getX() + 1, within.getX() + within.getWidth() - 2);
        double y = Math.clamp(wantedY, within.getY() + 1, within.getY() + within.getHeight() - 2);
        robot.mouseMove(x, y);
        return Math.abs(x - wantedX) < 2 && Math.abs(y - wantedY) < 2;
    }

    /** Presses keys together, for instance control and K. */
    public void press(KeyCode... keys) throws InterruptedException {
        interact(() -> Keys.press(robot, keys));
    }

    /** Types where the keyboard is. */
    public void write(String text) throws InterruptedException {
        interact(() -> Keys.type(scene(), text));
    }

    /** Types in place of what a field holds, and Enter. */
    public void type(String selector, String text) throws InterruptedException {
        click(selector);
        type(text);
    }

    /** Types in place of what the field with the keyboard holds, and Enter. */
    public void type(String text) throws InterruptedException {
        press(KeyCode.CONTROL, KeyCode.A);
        if (text.isEmpty()) {
            press(KeyCode.BACK_SPACE);
        }
        write(text);
        press(KeyCode.ENTER);
    }

    /**
     * Chooses the item of a menu that begins with a text, also in a menu within it.
     *
     * @throws IllegalStateException if there is no such item, or it is disabled
     */
    public void choose(String menu, String text) throws InterruptedException {
        waitFor(menu, node -> !node.isDisabled());
        interact(() -> {
            MenuButton button = find(menu, MenuButton.class);
            button.show();
            MenuItem item = items(button.getItems())
                    .filter(i -> i.getText() != null && i.getText().startsWith(text))
                    .filter(i -> !i.isDisable())
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException(menu + " offers no " + text));
            button.hide();
            item.fire();
        });
    }

    private static Stream<MenuItem> items(List<MenuItem> items) {
        return items.stream()
                .flatMap(item -> item instanceof Menu menu
                        ? Stream.concat(Stream.of(item), items(menu.getItems()))
                        : Stream.of(item));
    }
}
