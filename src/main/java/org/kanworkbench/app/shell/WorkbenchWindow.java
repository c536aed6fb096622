package org.kanworkbench.app.shell;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import javafx.animation.Animation;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.fxml.FXMLLoader;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import javafx.stage.Stage;
import javafx.util.Duration;
import org.kanworkbench.app.Navigator;
import org.kanworkbench.app.WorkbenchPane;
import org.kanworkbench.app.Workspace;

/** The one window: its scene, its keys and its clock. */
public final class WorkbenchWindow {

    private static final double LEAST_WIDTH = 1080;
    private static final double LEAST_HEIGHT = 680;
    private static final Duration MEMORY_READING = Duration.seconds(2);

    private final ShellController shell;
    private final Stage stage;
    private final Timeline clock;

    /** @param panes makes the panes, in the order of the rail, given what brings another one to the front; each has a style
     *     sheet of its id's name */
    public WorkbenchWindow(
            Stage stage, Workspace workspace, Settings settings, Function<Navigator, List<WorkbenchPane>> panes) {
        this.stage = stage;
        Theme.loadFonts();
        List<WorkbenchPane> made = panes.apply(this::show);
        shell = new ShellController(workspace, made, settings, stage::hide);
        Scene scene = new Scene(load());
        Stream.concat(Stream.of("tokens", "shell"), made.stream().map(WorkbenchPane::id))
                .forEach(name -> scene.getStylesheets().add(style(name)));
        settings.theme().apply(scene);
        addKeys(scene);
        stage.setTitle("KAN Workbench");
        stage.setMinWidth(LEAST_WIDTH);
        stage.setMinHeight(LEAST_HEIGHT);
        stage.setScene(scene);
        clock = new Timeline(new KeyFrame(MEMORY_READING, _ -> shell.showMachine()));
        clock.setCycleCount(Animation.INDEFINITE);
        clock.play();
        stage.setOnHidden(_ -> clock.stop());
        stage.setOnCloseRequest(request -> {
            if (!shell.mayClose()) {
                request.consume();
            }
        });
    }

    private Parent load() {
        FXMLLoader loader = new FXMLLoader(WorkbenchWindow.class.getResource("/org/kanworkbench/fxml/shell.fxml"));
        loader.setController(shell);
        try {
            return loader.load();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String style(String name) {
        return WorkbenchWindow.class
                .getResource("/org/kanworkbench/styles/" + name + ".css")
                .toExternalForm();
    }

    private void addKeys(Scene scene) {
        for (int digit = 1; digit <= 9; digit++) {
            int index = digit - 1;
            addKey(scene, "Shortcut+" + digit, () -> shell.show(index));
        }
        addKey(scene, "Shortcut+Enter", () -> pane().start());
        addKey(scene, "F1", shell::toggleHelp);
        scene.addEventHandler(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.ESCAPE && !shell.dismiss()) {
                pane().cancel();
            }
        });
    }

    /** Keys do nothing while a question waits. */
    private void addKey(Scene scene, String keys, Runnable action) {
        scene.getAccelerators().put(KeyCombination.valueOf(keys), () -> {
            if (!shell.asksToClose()) {
                action.run();
            }
        });
    }

    private WorkbenchPane pane() {
        return shell.shownProperty().get();
    }

    /** @param id see {@link WorkbenchPane#id()} */
    public void show(String id) {
        shell.show(id);
    }

    public void use(Theme theme) {
        shell.use(theme);
    }

    public Stage stage() {
        return stage;
    }
}
