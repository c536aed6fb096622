package org.kanworkbench.app.shell.cards;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import javafx.scene.Node;
import org.kanworkbench.app.pane.Layout;

/**
 * The cards over the panes, which are laid out when the first of them is asked for, or when the window has time for it: the
 * first frame need not wait.
 */
public final class Cards implements Overlay {

    /** By the names of their layouts, the lowest first. */
    private final Map<String, Overlay> cards;

    private final Object[] controllers;
    private boolean made;

    /**
     * @param cards by the names of their layouts, the lowest first
     * @param controllers of those layouts
     */
    public Cards(Map<String, Overlay> cards, Object... controllers) {
        this.cards = new LinkedHashMap<>(cards);
        this.controllers = controllers;
    }

    /** @param place puts a card into the window */
    public void make(Consumer<Node> place) {
        if (!made) {
            made = true;
            cards.keySet().forEach(name -> place.accept(Layout.load(name, controllers)));
        }
    }

    @Override
    public boolean isOpen() {
        return made && cards.values().stream().anyMatch(Overlay::isOpen);
    }

    @Override
    public boolean close() {
        boolean any = false;
        if (made) {
            for (Overlay card : cards.values()) {
                any |= card.close();
            }
        }
        return any;
    }
}
