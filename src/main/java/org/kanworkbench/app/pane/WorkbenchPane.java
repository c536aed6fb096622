package org.kanworkbench.app.pane;

import java.nio.file.Path;
import java.util.List;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.beans.value.ObservableBooleanValue;
import javafx.beans.value.ObservableValue;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Tooltip;
import javafx.stage.Window;
import org.kanworkbench.app.work.Job;
import org.kordamp.ikonli.javafx.FontIcon;

/** One pane of the window: what the header shows and the keyboard drives. */
public abstract class WorkbenchPane {

    private final PaneFace face;

    /** The loaded content, for instance {@code MNIST · kal-net · seed 0}. */
    protected final StringProperty context = new SimpleStringProperty("");

    /** The job that is running, null when there is none. */
    protected final ObjectProperty<Job> job = new SimpleObjectProperty<>();

    private final BooleanProperty inView = new SimpleBooleanProperty();

    private Parent content;
    private List<Node> actions = List.of();

    protected WorkbenchPane(PaneFace face) {
        this.face = face;
    }

    /**
     * Gives the pane its looks; to be called once, before anybody sees it.
     *
     * @param buttons at the header's right end, the primary action first
     */
    protected final void lay(Parent page, Node... buttons) {
        content = page;
        inView.bind(page.visibleProperty()
                .and(page.managedProperty())
                .and(page.sceneProperty().isNotNull()));
        actions = List.of(buttons);
    }

    /** A button for the header. */
    protected static Button button(String id, String text, String icon, String tip, Runnable action, String... styles) {
        Button button = new Button(text, new FontIcon(icon));
        button.setId(id);
        button.setTooltip(new Tooltip(tip));
        button.setOnAction(_ -> action.run());
        button.getStyleClass().addAll(styles);
        return button;
    }

    /** Whether the pane is in front: what nobody sees need not be drawn. */
    protected final ObservableBooleanValue inView() {
        return inView;
    }

    /** The window that the pane is shown in. */
    protected final Window window() {
        return content.getScene().getWindow();
    }

    public final PaneFace face() {
        return face;
    }

    /** The pane itself; the same node at every call. */
    public final Parent content() {
        return content;
    }

    /** The loaded content, for instance {@code MNIST · kal-net · seed 0}; changes on the interface thread. */
    public final ObservableValue<String> context() {
        return context;
    }

    /** The job that is running, null when there is none; changes on the interface thread. */
    public final ObservableValue<Job> job() {
        return job;
    }

    /** Buttons at the header's right end, the primary action first. */
    public final List<Node> actions() {
        return actions;
    }

    /** Brings what the job is about in front, where the pane shows one of several parts. */
    public void showJob() {}

    /** Ctrl+Enter: the primary action, if it is possible now. */
    public void start() {}

    /** Why nothing can be started now, in a line; empty if it can, or if the primary action's button alone tells. */
    public ObservableValue<String> obstacle() {
        return new SimpleStringProperty("");
    }

    /** Unsaved work that closing the window would lose, one sentence each. */
    public List<String> losses() {
        return List.of();
    }

    /** The losses where the pane's job is all that closing would interrupt. */
    protected final List<String> whileWorking(String loss) {
        return job.getValue() == null ? List.of() : List.of(loss);
    }

    /** The window is going to close: ends what runs. The window waits until no pane has a {@link #job()}. */
    public void leave() {
        cancel();
    }

    /**
     * Something that can be found by its name besides what the pane shows, for instance a preset.
     *
     * @param run what choosing it does, when the pane is in front
     */
    public record Find(String name, Runnable run) {}

    /** For the command palette. */
    public List<Find> finds() {
        return List.of();
    }

    /** Kinds of file that the pane opens, with the dot and in lower case; "/" is a folder. */
    public List<String> opens() {
        return List.of();
    }

    /** Opens a file of one of these kinds; the pane reports errors. */
    public void open(Path file) {}

    /** Esc: ends or closes what can be ended or closed. */
    public void cancel() {}

    /** Ctrl+Z: takes the newest change back, if the pane has changes. */
    public void undo() {}

    /** Ctrl+Shift+Z or Ctrl+Y: makes what was taken back again. */
    public void redo() {}
}
