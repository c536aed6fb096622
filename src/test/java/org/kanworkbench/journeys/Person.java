package org.kanworkbench.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.stream.Stream;
import javafx.application.Platform;
import javafx.embed.swing.SwingFXUtils;
import javafx.geometry.Bounds;
import javafx.geometry.Point2D;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Labeled;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseButton;
import javafx.scene.robot.Robot;
import javafx.stage.PopupWindow;
import javafx.stage.Stage;
import javafx.stage.Window;
import javafx.stage.WindowEvent;
import javax.imageio.ImageIO;
import org.kanworkbench.app.Notice;
import org.kanworkbench.app.OpenModel;
import org.kanworkbench.app.WorkbenchApplication;
import org.kanworkbench.app.Workspace;
import org.kanworkbench.app.controls.LiveScrollPane;
import org.kanworkbench.app.controls.OneFile;
import org.kanworkbench.app.shell.Settings;
import org.kanworkbench.app.shell.WorkbenchWindow;
import org.kanworkbench.bench.window.FxThread;
import org.kanworkbench.bench.window.Keys;
import org.testfx.api.FxToolkit;

/**
 * Somebody at the program, which keeps everything in one folder: opens it, closes it and opens it again, and works in its window with
 * mouse and keyboard. Starts are as the program's own, with panes that are made late and what was open last time.
 */
final class Person implements AutoCloseable {

    private static final int PATIENCE_SECONDS = 90;

    private final Path home;
    private final OneFile file = new OneFile();
    private final Robot robot;
    private Workspace workspace;
    private Settings settings;
    private WorkbenchWindow window;

    private Person(Path home) throws InterruptedException {
        this.home = home;
        robot = FxThread.call(Robot::new);
    }

    /** On the interface thread, and waits until it is drawn. */
    void does(Runnable action) throws InterruptedException {
        FxThread.call(() -> {
            action.run();
            return null;
        });
        FxThread.frames(2);
    }

    /** Opens the program; it has never been used in that folder, or was left there. */
    static Person opens(Path home) throws TimeoutException, InterruptedException {
        FxToolkit.registerPrimaryStage();
        Person person = new Person(home);
        person.open();
        return person;
    }

    private void open() throws TimeoutException, InterruptedException {
        does(() -> {
            workspace = new Workspace();
            workspace.askForFilesBy(file);
            settings = Settings.load(home.resolve("settings.json"), Platform::runLater);
            Stage stage = new Stage();
            window = WorkbenchApplication.begin(stage, workspace, settings, _ -> {});
            stage.setWidth(1280);
            stage.setHeight(800);
        });
        until(() ->
                workspace.datasetProperty().get() != null && workspace.library().settled());
        if (shown("#tour-leave")) {
            click("#tour-leave");
        }
    }

    /** Closes the program as by the window's ×, and says yes if it asks. */
    void leaves() throws TimeoutException, InterruptedException {
        does(() -> {
            WindowEvent close = new WindowEvent(window.stage(), WindowEvent.WINDOW_CLOSE_REQUEST);
            window.stage().fireEvent(close);
            if (!close.isConsumed() && !shown("#close-veil")) {
                window.stage().hide();
            }
        });
        if (window.stage().isShowing()) {
            click("#close-anyway");
        }
        until(() -> !window.stage().isShowing());
        settings.close();
        workspace.close();
    }

    /** Closes the program and opens it again. */
    void restarts() throws TimeoutException, InterruptedException {
        leaves();
        open();
    }

    @Override
    public void close() throws TimeoutException, InterruptedException {
        if (window.stage().isShowing()) {
            does(() -> window.stage().hide());
            settings.close();
            workspace.close();
        }
    }

    /** Waits for what should come; what was in the window if it does not is in {@code target/journeys}. */
    void until(Callable<Boolean> condition) throws TimeoutException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!FxThread.call(condition)) {
            if (System.nanoTime() > end) {
                FxThread.call(this::picture);
                throw new TimeoutException("did not happen within " + PATIENCE_SECONDS + " s");
            }
            FxThread.frames(1);
        }
    }

    private boolean picture() throws IOException {
        Path folder = Files.createDirectories(Path.of("target", "journeys"));
        return ImageIO.write(
                SwingFXUtils.fromFXImage(root().snapshot(null, null), null),
                "png",
                folder.resolve("timeout.png").toFile());
    }

    /** The first visible node that the selector finds, or one that is not visible. */
    Node find(String selector) {
        List<Node> all = List.copyOf(root().lookupAll(selector));
        return all.stream()
                .filter(Person::isShown)
                .findFirst()
                .or(() -> all.stream().findFirst())
                .orElseThrow(() -> new AssertionError("the window has no " + selector));
    }

    <N extends Node> N find(String selector, Class<N> type) {
        return type.cast(find(selector));
    }

    boolean shown(String selector) {
        return root().lookupAll(selector).stream().anyMatch(Person::isShown);
    }

    private static boolean isShown(Node node) {
        return Stream.iterate(node, n -> n != null, Node::getParent).allMatch(Node::isVisible);
    }

    Parent root() {
        return window.stage().getScene().getRoot();
    }

    String reads(String selector) {
        Node node = find(selector);
        return node instanceof Labeled labeled ? labeled.getText() : ((TextInputControl) node).getText();
    }

    /** What all that can be seen of a kind read. */
    List<String> texts(String selector) {
        return root().lookupAll(selector).stream()
                .filter(Person::isShown)
                .map(node -> ((Labeled) node).getText())
                .toList();
    }

    void waitsToRead(String selector, String text) throws TimeoutException, InterruptedException {
        until(() -> shown(selector) && reads(selector).contains(text));
    }

    void waitsFor(String selector, Predicate<Node> condition) throws TimeoutException, InterruptedException {
        until(() -> shown(selector) && condition.test(find(selector)));
    }

    /** Clicks what can be seen of it; scrolls there first. */
    void click(String selector) throws TimeoutException, InterruptedException {
        drags(selector, new Point2D(0.5, 0.5));
    }

    /** Drags within a node, by shares of its size. */
    void drags(String selector, Point2D... places) throws TimeoutException, InterruptedException {
        waitsFor(selector, node -> !node.isDisabled());
        does(() -> LiveScrollPane.reveal(find(selector)));
        Bounds bounds =
                FxThread.call(() -> find(selector).localToScreen(find(selector).getLayoutBounds()));
        moves(bounds, places[0]);
        does(() -> robot.mousePress(MouseButton.PRIMARY));
        for (Point2D place : places) {
            moves(bounds, place);
        }
        does(() -> robot.mouseRelease(MouseButton.PRIMARY));
    }

    private void moves(Bounds within, Point2D place) throws InterruptedException {
        does(() -> robot.mouseMove(
                within.getMinX() + place.getX() * within.getWidth(),
                within.getMinY() + place.getY() * within.getHeight()));
    }

    void doubleClicks(String selector) throws TimeoutException, InterruptedException {
        click(selector);
        does(() -> robot.mouseClick(MouseButton.PRIMARY));
    }

    /** Types in place of what a field holds, and Enter. */
    void types(String selector, String text) throws TimeoutException, InterruptedException {
        click(selector);
        types(text);
    }

    /** Types in place of what the field with the keyboard holds, and Enter. */
    void types(String text) throws InterruptedException {
        presses(KeyCode.CONTROL, KeyCode.A);
        if (text.isEmpty()) {
            presses(KeyCode.BACK_SPACE);
        }
        writes(text);
        presses(KeyCode.ENTER);
    }

    /** Presses keys together, for instance control and K. */
    void presses(KeyCode... keys) throws InterruptedException {
        does(() -> Keys.press(robot, keys));
    }

    void writes(String text) throws InterruptedException {
        does(() -> Keys.type(window.stage().getScene(), text));
    }

    /** Clicks what reads so in a menu that is open. */
    void clicksItem(String text) throws TimeoutException, InterruptedException {
        until(() -> item(text).isPresent());
        does(() -> {
            Node item = item(text).orElseThrow();
            Bounds at = item.localToScreen(item.getLayoutBounds());
            robot.mouseMove(at.getCenterX(), at.getCenterY());
            robot.mouseClick(MouseButton.PRIMARY);
        });
    }

    private static Optional<Node> item(String text) {
        return Window.getWindows().stream()
                .filter(PopupWindow.class::isInstance)
                .flatMap(popup -> popup.getScene().getRoot().lookupAll(".menu-item .label").stream())
                .filter(label -> ((Labeled) label).getText().equals(text))
                .findFirst();
    }

    /** Opens a menu and chooses what carries that text, also in a menu within it. */
    void chooses(String menu, String text) throws TimeoutException, InterruptedException {
        waitsFor(menu, node -> !node.isDisabled());
        does(() -> {
            MenuButton button = find(menu, MenuButton.class);
            button.show();
            MenuItem item = items(button.getItems())
                    .filter(i -> i.getText() != null && i.getText().startsWith(text))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError(menu + " has no item " + text));
            assertThat(item.isDisable()).as(text + " is disabled").isFalse();
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

    /** Chooses in a drop-down by typing what it begins with. */
    void picks(String dropDown, String letters) throws TimeoutException, InterruptedException {
        waitsFor(dropDown, node -> !node.isDisabled());
        does(() -> {
            LiveScrollPane.reveal(find(dropDown));
            find(dropDown, ComboBox.class).requestFocus();
        });
        writes(letters);
    }

    /** Goes to a pane by its rail. */
    void goesTo(String pane) throws TimeoutException, InterruptedException {
        click("#rail-" + pane);
        until(() -> !reads("#header-title").isEmpty());
    }

    /** Chooses a toy set, and few epochs of it. */
    void choosesToy(String name, int epochs) throws TimeoutException, InterruptedException {
        chooses("#data-menu", name);
        waitsToRead("#data-menu", name);
        waitsFor("#start", node -> !node.isDisabled());
        types("#field-epochs", String.valueOf(epochs));
    }

    /** Presses Start and waits for the result. */
    void trains() throws TimeoutException, InterruptedException {
        waitsFor(
                "#start",
                node -> !node.isDisabled() && ((Labeled) node).getText().equals("Start"));
        OpenModel before = newest();
        click("#start");
        until(() -> newest() != before
                && reads("#start").equals("Start")
                && reads("#result").startsWith("Test accuracy"));
    }

    private OpenModel newest() {
        return workspace.models().isEmpty() ? null : workspace.models().getLast();
    }

    /** Rows of a table, as their items. */
    @SuppressWarnings("unchecked")
    <T> List<T> rows(String table) {
        return List.copyOf(((TableView<T>) find(table)).getItems());
    }

    /** Clicks a row of a table, the first is 0, and extends the selection by keys down to another. */
    void selects(String table, int row, int to) throws TimeoutException, InterruptedException {
        waitsFor(table, node -> ((TableView<?>) node).getItems().size() > to);
        does(() -> {
            Bounds at = root().lookupAll(".table-row-cell").stream()
                    .filter(node -> ((TableRow<?>) node).getIndex() == row && isShown(node))
                    .map(node -> node.localToScreen(node.getLayoutBounds()))
                    .findFirst()
                    .orElseThrow();
            robot.mouseMove(at.getCenterX(), at.getCenterY());
            robot.mouseClick(MouseButton.PRIMARY);
        });
        for (int i = row; i < to; i++) {
            presses(KeyCode.SHIFT, KeyCode.DOWN);
        }
    }

    void selects(String table, int row) throws TimeoutException, InterruptedException {
        selects(table, row, row);
    }

    /** The file or folder that the next dialogs are answered with; null for cancelling. */
    void willChoose(Path next) {
        file.choose(next);
    }

    /** What is told over the panes. */
    List<Notice> told() {
        return List.copyOf(workspace.notices());
    }

    boolean told(String text) {
        return told().stream().anyMatch(notice -> notice.text().contains(text));
    }

    /** Takes up what a notice offers. */
    void takes(String action) throws InterruptedException {
        Notice.Action offered = told().stream()
                .flatMap(notice -> notice.actions().stream())
                .filter(a -> a.label().equals(action))
                .findFirst()
                .orElseThrow(() -> new AssertionError("nothing offers " + action + ": " + told()));
        does(offered.run());
    }

    Workspace workspace() {
        return workspace;
    }

    WorkbenchWindow window() {
        return window;
    }
}
