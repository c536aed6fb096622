package org.kanworkbench.app.shell.cards;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javafx.scene.Node;
import org.kanworkbench.app.controls.ModalCard;
import org.kanworkbench.app.pane.Layout;

/**
 * The cards over the panes, which are laid out when the first of them is asked for, or when the window has time for it: the
 * first frame need not wait.
 */
public final class Cards {

    private final List<String> layouts;
    private final Object[] controllers;
    private final List<ModalCard> cards = new ArrayList<>();

    /**
     * @param layouts of the cards, the lowest first
     * @param controllers of those layouts
     */
    public Cards(List<String> layouts, Object... controllers) {
        this.layouts = layouts;
        this.controllers = controllers;
    }

    /** @param place puts a card into the window */
    public void make(Consumer<Node> place) {
        if (cards.isEmpty()) {
            layouts.forEach(name -> cards.add((ModalCard) Layout.load(name, controllers)));
            cards.forEach(place);
        }
    }

    /** Whether one is open. */
    public boolean isOpen() {
        return cards.stream().anyMatch(ModalCard::isOpen);
    }

    /** Closes all; whether one was open. */
    public boolean close() {
        boolean any = isOpen();
        cards.forEach(ModalCard::close);
        return any;
    }
}
