package org.kanworkbench.app.pane;

import java.nio.file.Path;
import java.util.List;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.value.ObservableValue;
import javafx.scene.Node;
import org.kanworkbench.app.work.Job;

/** One pane of the window: what the rail names, the header shows and the keyboard drives. */
public interface WorkbenchPane {

    /** Short and stable, for instance {@code train}; part of node ids and of file names. */
    String id();

    /** The word in rail and header. */
    String title();

    /** An Ikonli literal of Material Design 2, for instance {@code mdi2c-chart-line}. */
    String icon();

    /** What the pane is for and how to begin, in five sentences; F1 shows it. */
    String help();

    /** The pane itself; the same node at every call. */
    Node content();

    /** What is loaded, for instance {@code MNIST · kal-net · seed 0}; changes on the interface thread. */
    ObservableValue<String> context();

    /** Buttons at the header's right end, the primary action first. */
    default List<Node> actions() {
        return List.of();
    }

    /** The job that is running, null when there is none; changes on the interface thread. */
    default ObservableValue<Job> job() {
        return new ReadOnlyObjectWrapper<Job>().getReadOnlyProperty();
    }

    /** Ctrl+Enter: the primary action, if it is possible now. */
    default void start() {}

    /** What would be lost if the window closed now, a sentence each. */
    default List<String> losses() {
        return List.of();
    }

    /** The window is going to close: ends what runs. The window waits until no pane has a {@link #job()}. */
    default void leave() {}

    /** Keys that work in this pane alone, for the sheet of shortcuts. */
    default List<Shortcut> shortcuts() {
        return List.of();
    }

    /**
     * Something that can be found by its name besides what the pane shows, for instance a preset.
     *
     * @param run what choosing it does, when the pane is in front
     */
    record Find(String name, Runnable run) {}

    /** For the command palette. */
    default List<Find> finds() {
        return List.of();
    }

    /** Kinds of file that the pane opens, with the dot and in lower case; "/" is a folder. */
    default List<String> opens() {
        return List.of();
    }

    /** Opens a file of one of these kinds; what goes wrong, the pane tells. */
    default void open(Path file) {}

    /** Esc: ends or closes what can be ended or closed. */
    default void cancel() {}
}
