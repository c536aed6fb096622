package org.kanworkbench.app.models;

import javafx.collections.ObservableList;

/**
 * Models of finished runs in the store, which a pane offers while no model is open. Use on the interface thread only.
 */
public interface StoredModels {

    /**
     * One that can be opened.
     *
     * @param run its number in the store
     * @param text for people, for instance {@code run 9 · kal-net, MNIST, 98.5 %}
     * @param drawings whether it reads images as large as drawings
     */
    record Choice(long run, String text, boolean drawings) {}

    /** A few, the newest first; changes as runs come and go. */
    ObservableList<Choice> newest();

    /** Opens one as a model that all panes have. */
    void open(long run);
}
