package org.kanworkbench.journeys;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import javafx.application.Platform;
import javafx.embed.swing.SwingFXUtils;
import javafx.event.Event;
import javafx.geometry.Bounds;
import javafx.geometry.Point2D;
import javafx.scene.Node;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Labeled;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import javafx.scene.input.ContextMenuEvent;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseButton;
import javafx.stage.PopupWindow;
import javafx.stage.Stage;
import javafx.stage.Window;
import javafx.stage.WindowEvent;
import javax.imageio.ImageIO;
import org.kanworkbench.app.WorkbenchApplication;
import org.kanworkbench.app.controls.OneFile;
import org.kanworkbench.app.controls.layout.LiveScrollPane;
import org.kanworkbench.app.models.OpenModel;
import org.kanworkbench.app.session.Notice;
import org.kanworkbench.app.session.Workspace;
import org.kanworkbench.app.shell.WorkbenchWindow;
import org.kanworkbench.app.shell.settings.Settings;
import org.kanworkbench.bench.window.WindowRobot;
import org.kanworkbench.training.trials.Clusters;
import org.testfx.api.FxToolkit;

/**
 * Somebody at the program, which keeps everything in one folder: opens it, closes it and opens it again, and works in its window. Starts
 * are as the program's own, with panes that are made late and what was open last time.
 */
final class Person extends WindowRobot implements AutoCloseable {

    private static final int PATIENCE_SECONDS = 90;

    private final Path home;
    private final Optional<Clusters> clusters;
    private final OneFile file = new OneFile();
    private Workspace workspace;
    private Settings settings;
    private WorkbenchWindow window;

    private Person(Path home, Optional<Clusters> clusters) throws InterruptedException {
        super(PATIENCE_SECONDS);
        this.home = home;
        this.clusters = clusters;
    }

    @Override
    public Stage stage() {
        return window.stage;
    }

    /** Opens the program; it has never been used in that folder, or was left there. */
    static Person opens(Path home) throws TimeoutException, InterruptedException {
        return opens(home, Optional.empty());
    }

    /** The same, started with a library that reaches clusters. */
    static Person opens(Path home, Optional<Clusters> clusters) throws TimeoutException, InterruptedException {
        FxToolkit.registerPrimaryStage();
        Person person = new Person(home, clusters);
        person.open();
        return person;
    }

    private void open() throws InterruptedException {
        interact(() -> {
            workspace = new Workspace();
            workspace.askForFilesBy(file);
            clusters.ifPresent(workspace.session.runOn::reachBy);
            settings = Settings.load(home.resolve("settings.json"), Platform::runLater);
            Stage stage = new Stage();
            window = WorkbenchApplication.begin(stage, workspace, settings, _ -> {});
            stage.setWidth(1280);
            stage.setHeight(800);
        });
        until(() -> workspace.datasetProperty().get() != null && workspace.library.settled());
        if (shown("#tour-leave")) {
            click("#tour-leave");
        }
    }

    /** Closes the program as by the window's ×, and says yes if it asks. */
    void leaves() throws InterruptedException {
        interact(() -> {
            WindowEvent close = new WindowEvent(stage(), WindowEvent.WINDOW_CLOSE_REQUEST);
            stage().fireEvent(close);
            if (!close.isConsumed() && !shown("#close-veil")) {
                stage().hide();
            }
        });
        if (stage().isShowing()) {
            click("#close-anyway");
        }
        until(() -> !stage().isShowing());
        settings.close();
        workspace.close();
    }

    /** Closes the program and opens it again. */
    void restarts() throws InterruptedException {
        leaves();
        open();
    }

    @Override
    public void close() throws InterruptedException {
        if (stage().isShowing()) {
            interact(() -> stage().hide());
            settings.close();
            workspace.close();
        }
    }

    /** What was in the window then is in {@code target/journeys}. */
    @Override
    protected void givesUp() throws InterruptedException {
        call(this::picture);
    }

    private boolean picture() throws IOException {
        Path folder = Files.createDirectories(Path.of("target", "journeys"));
        return ImageIO.write(
                SwingFXUtils.fromFXImage(scene().getRoot().snapshot(null, null), null),
                "png",
                folder.resolve("timeout.png").toFile());
    }

    /** What all that can be seen of a kind read. */
    List<String> texts(String selector) {
        return scene().getRoot().lookupAll(selector).stream()
                .filter(WindowRobot::isShown)
                .map(node -> ((Labeled) node).getText())
                .toList();
    }

    /** Clicks twice in the middle of a node. */
    void doubleClick(String selector) throws InterruptedException {
        waitFor(selector, node -> !node.isDisabled());
        interact(() -> {
            LiveScrollPane.reveal(find(selector));
            point(find(selector), new Point2D(0.5, 0.5));
        });
        // Both at once: a busy machine would take them for two single ones.
        interact(() -> {
            robot().mouseClick(MouseButton.PRIMARY);
            robot().mouseClick(MouseButton.PRIMARY);
        });
    }

    /** Chooses in a drop-down by typing what it begins with. */
    void pick(String dropDown, String letters) throws InterruptedException {
        waitFor(dropDown, node -> !node.isDisabled());
        interact(() -> {
            LiveScrollPane.reveal(find(dropDown));
            find(dropDown, ComboBox.class).requestFocus();
        });
        write(letters);
    }

    /** Asks for the context menu in the middle of a node. */
    void asksForMenu(String selector) throws InterruptedException {
        waitFor(selector, _ -> true);
        interact(() -> {
            Node node = find(selector);
            Bounds at = node.localToScreen(node.getLayoutBounds());
            Event.fireEvent(
                    node,
                    new ContextMenuEvent(
                            ContextMenuEvent.CONTEXT_MENU_REQUESTED,
                            at.getWidth() / 2,
                            at.getHeight() / 2,
                            at.getCenterX(),
                            at.getCenterY(),
                            false,
                            null));
        });
    }

    /** Clicks what reads so in a menu that is open. */
    void clicksItem(String text) throws InterruptedException {
        until(() -> item(text).isPresent());
        interact(() -> {
            Node item = item(text).orElseThrow();
            Bounds at = item.localToScreen(item.getLayoutBounds());
            robot().mouseMove(at.getCenterX(), at.getCenterY());
            robot().mouseClick(MouseButton.PRIMARY);
        });
    }

    private static Optional<Node> item(String text) {
        return Window.getWindows().stream()
                .filter(PopupWindow.class::isInstance)
                .flatMap(popup -> popup.getScene().getRoot().lookupAll("*").stream())
                .filter(node -> node instanceof Labeled labeled && text.equals(labeled.getText()))
                .findFirst();
    }

    /** Goes to a pane by its rail. */
    void goesTo(String pane) throws InterruptedException {
        click("#rail-" + pane);
        until(() -> !reads("#header-title").isEmpty());
    }

    /** Chooses a toy set, and few epochs of it. */
    void choosesToy(String name, int epochs) throws InterruptedException {
        choose("#data-menu", name);
        waitForText("#data-menu", name);
        waitFor("#start", node -> !node.isDisabled());
        type("#field-epochs", String.valueOf(epochs));
    }

    /** Presses Start and waits for the result. */
    void trains() throws InterruptedException {
        waitFor(
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
    void selects(String table, int row, int to) throws InterruptedException {
        waitFor(table, node -> ((TableView<?>) node).getItems().size() > to);
        interact(() -> {
            Bounds at = scene().getRoot().lookupAll(".table-row-cell").stream()
                    .filter(node -> ((TableRow<?>) node).getIndex() == row && isShown(node))
                    .map(node -> node.localToScreen(node.getLayoutBounds()))
                    .findFirst()
                    .orElseThrow();
            robot().mouseMove(at.getCenterX(), at.getCenterY());
            robot().mouseClick(MouseButton.PRIMARY);
        });
        for (int i = row; i < to; i++) {
            press(KeyCode.SHIFT, KeyCode.DOWN);
        }
    }

    void selects(String table, int row) throws InterruptedException {
        selects(table, row, row);
    }

    /** The file or folder that the next dialogs are answered with; null for cancelling. */
    void willChoose(Path next) {
        file.choose(next);
    }

    /** What is told over the panes. */
    List<Notice> told() {
        return List.copyOf(workspace.notices);
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
        interact(offered.run());
    }

    Workspace workspace() {
        return workspace;
    }

    WorkbenchWindow window() {
        return window;
    }
}
