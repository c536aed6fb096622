package org.kanworkbench.app.shell.cards;

import java.util.Locale;
import java.util.function.Consumer;
import javafx.beans.value.ObservableValue;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;
import javafx.event.EventHandler;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.input.InputEvent;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;
import org.kanworkbench.app.controls.layout.Showing;
import org.kanworkbench.app.models.OpenModel;
import org.kanworkbench.app.work.Job;
import org.kanworkbench.data.Dataset;

/** A tour in three steps, from a first training run to the classification of the user's own digit. */
public final class TourController {

    private enum Step {
        TRAIN(
                "1 of 3 · Train",
                "A network is chosen, with MNIST's 60,000 digits as its data. Start it and watch its accuracy rise.",
                "Start training"),
        LOOK(
                "2 of 3 · Look inside",
                "Every edge learns a function. Activations shows them while they form; of images, each map is what one unit looks at.",
                "Show the activations"),
        DRAW(
                "3 of 3 · Draw",
                "Now a digit of your own: the network classifies what you draw, while it still learns as well as afterwards.",
                "Go to Draw"),
        SKETCH(
                "3 of 3 · Draw",
                "Draw a digit on the sheet, with the mouse or with arrow keys and Space. The bars show the probability of each class,"
                        + " stroke by stroke.",
                "Skip"),
        END(
                "That is the workbench",
                "Train another preset and compare both in all panes. Ctrl+K finds everything by name, F1 explains the open pane.",
                "Done");

        final String title;
        final String text;
        final String button;

        Step(String title, String text, String button) {
            this.title = title;
            this.text = text;
            this.button = button;
        }
    }

    private final Consumer<String> show;
    private final Runnable train;
    private final ObservableValue<String> obstacle;
    private final ObservableValue<Job> training;
    private final ObservableValue<Dataset> data;
    private final ObservableList<OpenModel> models;
    private final ObservableValue<Boolean> reopening;
    private final Runnable over;
    private final EventHandler<InputEvent> drawn = this::drawn;
    private final ListChangeListener<OpenModel> opened = this::opened;
    private final Tooltip reason = new Tooltip();
    private Step step;

    @FXML
    private HBox tour;

    @FXML
    private Label title;

    @FXML
    private Label text;

    @FXML
    private StackPane nextHost;

    @FXML
    private Button next;

    /**
     * @param show brings a pane to the front, by its id
     * @param train starts a training
     * @param obstacle why none can be started now, in a line; empty if it can
     * @param training the job of the pane that trains; null while it has none
     * @param data chosen in Train; null while they are loaded
     * @param reopening whether models of the last session are coming back
     * @param over told when the tour is at its end or left
     */
    public TourController(
            Consumer<String> show,
            Runnable train,
            ObservableValue<String> obstacle,
            ObservableValue<Job> training,
            ObservableValue<Dataset> data,
            ObservableList<OpenModel> models,
            ObservableValue<Boolean> reopening,
            Runnable over) {
        this.show = show;
        this.train = train;
        this.obstacle = obstacle;
        this.training = training;
        this.data = data;
        this.models = models;
        this.reopening = reopening;
        this.over = over;
    }

    @FXML
    private void initialize() {
        data.addListener(_ -> tell());
        obstacle.addListener(_ -> tell());
        training.addListener((_, before, now) -> {
            if (step == Step.TRAIN && before == null && now != null) {
                go(Step.LOOK);
            }
        });
    }

    public void begin() {
        show.accept("train");
        if (!tour.isVisible()) {
            Showing.now(tour, true);
            models.addListener(opened);
            // A stroke on the sheet ends the tour, wherever in it the person is.
            tour.getScene().addEventFilter(MouseEvent.MOUSE_RELEASED, drawn);
            tour.getScene().addEventFilter(KeyEvent.KEY_RELEASED, drawn);
        }
        go(Step.TRAIN);
    }

    private void go(Step to) {
        step = to;
        next.setText(to.button);
        tell();
        if (to == Step.END) {
            over.run();
        }
    }

    private void tell() {
        String why = step == Step.TRAIN ? obstacle.getValue() : "";
        next.setDisable(!why.isEmpty());
        reason.setText(why);
        if (why.isEmpty()) {
            Tooltip.uninstall(nextHost, reason);
        } else {
            Tooltip.install(nextHost, reason);
        }
        Dataset chosen = data.getValue();
        if (step == Step.TRAIN && chosen != null && !chosen.name().equals("MNIST")) {
            text.setText(String.format(
                    Locale.ROOT,
                    "A network is chosen, and %,d training examples of %s. Start it and watch it learn.",
                    chosen.train().size(),
                    chosen.name()));
        } else if (step != null) {
            text.setText(step.text);
        }
        if (step != null) {
            // Of a table there are no digits to draw.
            boolean ends =
                    step == Step.TRAIN ? chosen != null && chosen.image().isEmpty() : step == Step.LOOK && table();
            title.setText(ends ? step.title.replace("of 3", "of 2") : step.title);
        }
    }

    /** Whether the newest model was trained on something else than images. */
    private boolean table() {
        return !models.isEmpty() && models.getLast().image().isEmpty();
    }

    private void opened(ListChangeListener.Change<? extends OpenModel> change) {
        while (change.next()) {
            // Models that come back by themselves are nobody's step.
            if (step == Step.TRAIN && change.wasAdded() && !reopening.getValue()) {
                go(Step.LOOK);
            }
        }
    }

    /** Goes on when a step's pane was reached in another way than by the tour's button. */
    public void shown(String pane) {
        if (step == Step.LOOK && pane.equals("activations")) {
            go(table() ? Step.END : Step.DRAW);
        } else if (step == Step.DRAW && pane.equals("draw")) {
            go(Step.SKETCH);
        }
    }

    private void drawn(InputEvent event) {
        if (event instanceof KeyEvent key && key.getCode() != KeyCode.SPACE) {
            return;
        }
        for (Node at = event.getTarget() instanceof Node node ? node : null; at != null; at = at.getParent()) {
            // Keys put the pen down first.
            if (at.getStyleClass().contains("ink-sheet") && at.lookup(".ink-cross:down") == null) {
                go(Step.END);
            }
        }
    }

    @FXML
    private void next() {
        switch (step) {
            case TRAIN -> {
                show.accept("train");
                train.run();
            }
            case LOOK -> {
                show.accept("activations");
                go(table() ? Step.END : Step.DRAW);
            }
            case DRAW -> {
                show.accept("draw");
                go(Step.SKETCH);
            }
            case SKETCH -> go(Step.END);
            case END -> leave();
        }
    }

    @FXML
    private void leave() {
        Showing.now(tour, false);
        models.removeListener(opened);
        tour.getScene().removeEventFilter(MouseEvent.MOUSE_RELEASED, drawn);
        tour.getScene().removeEventFilter(KeyEvent.KEY_RELEASED, drawn);
        over.run();
    }
}
