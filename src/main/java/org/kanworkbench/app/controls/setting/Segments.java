package org.kanworkbench.app.controls.setting;

import java.util.List;
import java.util.Map;
import javafx.collections.ListChangeListener;
import javafx.css.PseudoClass;
import javafx.scene.Node;
import javafx.scene.control.ToggleGroup;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;

/**
 * One choice as {@link Segment}s side by side without gaps, the first unless another is chosen. Those at the ends, among
 * the ones in sight, are rounded by the style sheet.
 */
public final class Segments extends HBox {

    private static final PseudoClass FIRST = PseudoClass.getPseudoClass("first");
    private static final PseudoClass LAST = PseudoClass.getPseudoClass("last");

    private final ToggleGroup group = new ToggleGroup();

    public Segments() {
        getStyleClass().add("segments");
        getChildren().addListener(this::join);
        addEventFilter(KeyEvent.KEY_PRESSED, this::step);
    }

    private List<Segment> segments() {
        return getChildren().stream().map(Segment.class::cast).toList();
    }

    /** Arrow keys choose the neighbour among the segments in sight; a toggle's own handling would choose hidden ones, too. */
    private void step(KeyEvent key) {
        int by = switch (key.getCode()) {
            case LEFT, UP -> -1;
            case RIGHT, DOWN -> 1;
            default -> 0;
        };
        List<Segment> shown = segments().stream().filter(Node::isVisible).toList();
        int to = shown.indexOf(key.getTarget()) + by;
        if (by == 0 || !shown.contains(key.getTarget()) || key.isControlDown() || key.isAltDown()) {
            return;
        }
        key.consume();
        if (to >= 0 && to < shown.size()) {
            group.selectToggle(shown.get(to));
            shown.get(to).requestFocus();
        }
    }

    private void join(ListChangeListener.Change<? extends Node> change) {
        while (change.next()) {
            group.getToggles().removeAll(change.getRemoved());
            change.getAddedSubList().forEach(segment -> group.getToggles().add((Segment) segment));
        }
        if (group.getSelectedToggle() == null && !group.getToggles().isEmpty()) {
            group.selectToggle(group.getToggles().getFirst());
        }
    }

    /** Chooses what was chosen last time, and keeps what will be: the id of the segment under the id of the choice. */
    public void keepIn(Map<String, String> kept) {
        segments().stream()
                .filter(segment -> segment.getId().equals(kept.get(getId())))
                .findFirst()
                .ifPresent(group::selectToggle);
        group.selectedToggleProperty().addListener((_, _, now) -> {
            if (now != null) {
                kept.put(getId(), ((Node) now).getId());
            }
        });
    }

    @Override
    protected void layoutChildren() {
        List<Node> shown = getManagedChildren();
        for (int i = 0; i < shown.size(); i++) {
            shown.get(i).pseudoClassStateChanged(FIRST, i == 0);
            shown.get(i).pseudoClassStateChanged(LAST, i == shown.size() - 1);
        }
        super.layoutChildren();
    }
}
