package org.kanworkbench.app.shell;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import javafx.application.Platform;
import javafx.beans.InvalidationListener;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kanworkbench.app.controls.ErrorCard;
import org.kanworkbench.app.controls.layout.Showing;
import org.kanworkbench.app.pane.RailEntry;
import org.kanworkbench.app.pane.WorkbenchPane;
import org.kanworkbench.app.session.WorkQueue;
import org.kanworkbench.app.session.Workspace;
import org.kanworkbench.app.shell.cards.Cards;
import org.kanworkbench.app.shell.settings.Settings;
import org.kanworkbench.app.shell.settings.Theme;
import org.kanworkbench.app.work.Job;
import org.kanworkbench.app.work.Memory;
import org.kanworkbench.app.work.Problem;
import org.kordamp.ikonli.javafx.FontIcon;

/** Binds rail, header and status line to the panes. */
final class ShellController {

    private final Workspace workspace;
    private final List<RailEntry<?>> panes;
    private final Settings settings;
    private final Cards cards;
    private final Runnable hide;
    private final ToggleGroup rail = new ToggleGroup();
    private final ReadOnlyObjectWrapper<RailEntry<?>> shown = new ReadOnlyObjectWrapper<>();
    private List<RailEntry<?>> working = List.of();
    private boolean closing;
    /** What had the keyboard before the question of closing; null for nothing. */
    private Node keyboard;

    @FXML
    private StackPane layers;

    @FXML
    private StackPane closeVeil;

    @FXML
    private Label closeLosses;

    @FXML
    private Button closeCancel;

    @FXML
    private Button closeAnyway;

    @FXML
    private VBox destinations;

    @FXML
    private Button themeToggle;

    @FXML
    private Button settingsItem;

    @FXML
    private Label title;

    @FXML
    private Label context;

    @FXML
    private HBox actions;

    @FXML
    private StackPane host;

    @FXML
    private ErrorCard refusal;

    @FXML
    private Toasts toasts;

    @FXML
    private VBox helpCard;

    @FXML
    private Label helpTitle;

    @FXML
    private Label helpText;

    @FXML
    private Button read;

    @FXML
    private Button takeTour;

    @FXML
    private Label machine;

    @FXML
    private Button queue;

    @FXML
    private Button job;

    @FXML
    private Tooltip jobs;

    @FXML
    private ProgressBar jobProgress;

    /**
     * @param cards what Esc closes before anything else
     * @param hide takes the window away
     */
    ShellController(Workspace workspace, List<RailEntry<?>> panes, Settings settings, Cards cards, Runnable hide) {
        this.cards = cards;
        this.hide = hide;
        this.workspace = workspace;
        this.panes = panes;
        this.settings = settings;
    }

    @FXML
    private void initialize() {
        for (int i = 0; i < panes.size(); i++) {
            destinations.getChildren().add(destination(panes.get(i), i + 1));
        }
        // Also by the arrow keys, which choose among the toggles of a group.
        rail.selectedToggleProperty().subscribe(toggle -> {
            if (toggle != null) {
                show((RailEntry<?>) toggle.getUserData());
            }
        });
        InvalidationListener changed = _ -> showJob();
        panes.forEach(pane -> pane.job().addListener(changed));
        shown.addListener(changed);
        workspace.engine.addListener(_ -> showMachine());
        workspace.library.stateProperty().addListener(_ -> showMachine());
        settings.problemProperty().addListener(_ -> showMachine());
        toasts.bind(workspace.notices);
        // Whatever is opened instead, and wherever somebody goes, it has been read.
        workspace.datasetProperty().addListener((_, before, _) -> {
            // The first data come by themselves, perhaps after what could not be opened with the window.
            if (before != null) {
                refusal.clear();
            }
        });
        shown.addListener(_ -> refusal.clear());
        job.setOnAction(_ -> {
            RailEntry<?> pane =
                    working.stream().filter(p -> p != shown.get()).findFirst().orElse(working.getFirst());
            show(pane);
            pane.make().showJob();
        });
        workspace.queue.works().subscribe(this::showQueue);
        workspace.queue.currentProperty().addListener(_ -> showQueue());
        workspace.queue.goingProperty().addListener(_ -> showQueue());
        showQueue();
        showJob();
        showMachine();
        showThemeToggle();
        show(panes.getFirst());
    }

    private ToggleButton destination(RailEntry<?> pane, int number) {
        ToggleButton item =
                new ToggleButton(pane.face().title(), new FontIcon(pane.face().icon()));
        item.setId("rail-" + pane.face().id());
        item.setContentDisplay(ContentDisplay.TOP);
        item.getStyleClass().add("rail-item");
        item.setTooltip(new Tooltip(pane.face().title() + " (Ctrl+" + number + ")"));
        item.setToggleGroup(rail);
        item.setUserData(pane);
        item.setOnAction(_ -> show(pane));
        return item;
    }

    ReadOnlyObjectProperty<RailEntry<?>> shownProperty() {
        return shown.getReadOnlyProperty();
    }

    void show(RailEntry<?> pane) {
        rail.getToggles().forEach(t -> t.setSelected(t.getUserData() == pane));
        if (shown.get() == pane) {
            return;
        }
        shown.set(pane);
        WorkbenchPane made = pane.make();
        title.setText(pane.face().title());
        context.textProperty().bind(made.context());
        actions.getChildren().setAll(made.actions());
        dress(pane);
        host.getChildren().forEach(content -> Showing.now(content, content == made.content()));
        // What follows from its size, which may have changed unseen, is in its first picture.
        host.layout();
        helpTitle.setText(pane.face().title());
        helpText.setText(pane.face().help());
        closeHelp();
    }

    /**
     * Takes a pane into the scene, where it stays: styles of a whole pane take long to find. Until it is shown it counts as
     * out of sight.
     */
    void dress(RailEntry<?> pane) {
        WorkbenchPane made = pane.make();
        if (!host.getChildren().contains(made.content())) {
            made.content().setManaged(false);
            host.getChildren().add(made.content());
            made.content().applyCss();
            made.content().setVisible(false);
        }
    }

    void show(int index) {
        if (index < panes.size()) {
            show(panes.get(index));
        }
    }

    void show(String id) {
        panes.stream().filter(p -> p.face().id().equals(id)).findFirst().ifPresent(this::show);
    }

    @FXML
    void toggleHelp() {
        helpCard.setVisible(!helpCard.isVisible());
    }

    /** Whether there was help to close. */
    private boolean closeHelp() {
        boolean open = helpCard.isVisible();
        helpCard.setVisible(false);
        return open;
    }

    /** Whether the window may close at once; else it asks. */
    boolean mayClose() {
        if (losses().isEmpty()) {
            return true;
        }
        tellLosses();
        ask(true);
        return false;
    }

    private List<String> losses() {
        return panes.stream()
                .flatMap(pane -> pane.made().stream())
                .flatMap(pane -> pane.losses().stream())
                .toList();
    }

    /** Work may end while the question of closing waits. */
    private void renewQuestion() {
        if (asksToClose() && !closing) {
            // When all that is told has changed.
            Platform.runLater(this::tellLosses);
        }
    }

    private void tellLosses() {
        List<String> losses = losses();
        closeLosses.setText(losses.isEmpty() ? "All work is done and kept." : String.join("\n", losses));
    }

    /** Whether the question of closing waits for its answer. */
    boolean asksToClose() {
        return closeVeil.isVisible();
    }

    private void ask(boolean asking) {
        if (asking && !asksToClose()) {
            keyboard = layers.getScene().getFocusOwner();
        }
        closeVeil.setVisible(asking);
        // Cards that are open, too.
        layers.getChildren().stream().filter(layer -> layer != closeVeil).forEach(layer -> layer.setDisable(asking));
        closeAnyway.setDisable(false);
        if (asking) {
            closeCancel.requestFocus();
        } else if (keyboard != null) {
            keyboard.requestFocus();
            keyboard = null;
        }
    }

    /** Takes away the question of closing, else a card, else the help; whether there was anything to take away. */
    boolean dismiss() {
        if (asksToClose()) {
            dismissClose();
            return true;
        }
        return cards.close() || closeHelp();
    }

    /** Puts a card over the panes and under the question of closing. */
    void addCard(Node card) {
        layers.getChildren().add(layers.getChildren().indexOf(closeVeil), card);
    }

    /** Whether keys are for a card or a question, not for the panes. */
    boolean covered() {
        return asksToClose() || cards.isOpen();
    }

    /** Tells of something that no pane could be asked for. */
    void refuse(Problem problem) {
        refusal.show(problem.what(), problem.details());
    }

    @FXML
    private void dismissClose() {
        closing = false;
        workspace.queue.release();
        ask(false);
    }

    @FXML
    private void closeAnyway() {
        closeAnyway.setDisable(true);
        leave();
    }

    /** Lets running jobs end first, which takes a moment. */
    void leave() {
        closing = true;
        workspace.queue.hold();
        panes.forEach(pane -> pane.made().ifPresent(WorkbenchPane::leave));
        hideWhenIdle();
    }

    private void hideWhenIdle() {
        if (closing && working.isEmpty()) {
            hide.run();
        }
    }

    /** Binds what the window does for its buttons: it opens two cards, begins the tour, and opens the pages of which the help is the shortest. */
    void bind(Runnable openSettings, Runnable openQueue, Runnable beginTour, Runnable readMore) {
        settingsItem.setOnAction(_ -> openSettings.run());
        queue.setOnAction(_ -> openQueue.run());
        takeTour.setOnAction(_ -> {
            closeHelp();
            beginTour.run();
        });
        read.setOnAction(_ -> {
            closeHelp();
            readMore.run();
        });
    }

    @FXML
    void toggleTheme() {
        use(settings.theme().other());
    }

    void use(Theme theme) {
        settings.setTheme(theme);
        theme.apply(host.getScene());
        settings.palette().apply(host.getScene());
        showThemeToggle();
    }

    private void showThemeToggle() {
        boolean light = settings.theme() == Theme.LIGHT;
        themeToggle.setText(light ? "Dark" : "Light");
        themeToggle.setGraphic(new FontIcon(light ? "mdi2w-weather-night" : "mdi2w-white-balance-sunny"));
        themeToggle.setTooltip(new Tooltip(light ? "Use the dark theme" : "Use the light theme"));
    }

    /** Called now and then, because nothing tells when memory changes, nor when work that is no job has ended. */
    void showMachine() {
        renewQuestion();
        long megabytes = Memory.used() >> 20;
        String engine = workspace.engine.get();
        machine.setText((engine.isEmpty() ? "" : engine + " · ") + megabytes + " MB" + keeping() + remembering());
    }

    private String keeping() {
        return switch (workspace.library.stateProperty().get()) {
            case CLOSED, OPENING, OPEN -> "";
            case READ_ONLY -> " · the experiment store is read-only: new runs are not kept";
            case FAILED -> " · runs are not kept";
        };
    }

    private String remembering() {
        String problem = settings.problemProperty().get();
        return problem.isEmpty() ? "" : " · " + problem;
    }

    private void showQueue() {
        WorkQueue waits = workspace.queue;
        int waiting = waits.works().size() - (waits.currentProperty().get() == null ? 0 : 1);
        Showing.now(queue, waiting > 0);
        queue.setText("Queue: " + waiting + (waits.goingProperty().get() ? "" : ", paused"));
    }

    /** What the pane in front does, else what any other does, and what more there is. */
    private void showJob() {
        working = panes.stream()
                .filter(p -> p.job().getValue() != null)
                .sorted(Comparator.comparing(p -> p != shown.get()))
                .toList();
        job.setVisible(!working.isEmpty());
        if (!working.isEmpty()) {
            Job now = working.getFirst().job().getValue();
            job.setText(now.text() + (working.size() > 1 ? " · " + (working.size() - 1) + " more" : ""));
            jobs.setText(working.stream()
                    .map(p -> p.face().title() + ": " + p.job().getValue().text())
                    .collect(Collectors.joining("\n")));
            jobProgress.setProgress(now.progress());
        }
        renewQuestion();
        hideWhenIdle();
    }
}
