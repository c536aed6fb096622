package org.kanworkbench.app.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.TraversalDirection;
import javafx.scene.control.Control;
import javafx.scene.control.IndexedCell;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TabPane;
import javafx.scene.control.Toggle;
import javafx.scene.text.Text;
import org.kanworkbench.bench.window.WindowRobot;

/** What a person without a mouse, or without sight, meets in a window. For the interface thread. */
public final class PaneWalk {

    private static final int MOST_STEPS = 500;

    /** Their text comes with what they tell; they are out of sight before. */
    private static final Set<String> TOLD_LATER = Set.of("status-job", "gallery-more", "tour-next");

    private PaneWalk() {}

    public static Stream<Node> all(Node node) {
        return node instanceof Parent parent
                ? Stream.concat(
                        Stream.of(node),
                        List.copyOf(parent.getChildrenUnmodifiable()).stream().flatMap(PaneWalk::all))
                : Stream.of(node);
    }

    /** Without what is out of sight and all that is in it, as panes in the background are. */
    public static Stream<Node> visible(Node node) {
        if (!node.isVisible() || node.getOpacity() == 0) {
            return Stream.empty();
        }
        return node instanceof Parent parent
                ? Stream.concat(
                        Stream.of(node),
                        List.copyOf(parent.getChildrenUnmodifiable()).stream().flatMap(PaneWalk::visible))
                : Stream.of(node);
    }

    /** What takes the keyboard, shown or not, and has no name that is read aloud. */
    static List<String> nameless(Parent root) {
        List<Node> labelled = all(root)
                .filter(Label.class::isInstance)
                .map(node -> ((Label) node).getLabelFor())
                .toList();
        return all(root)
                .filter(node -> node.isFocusTraversable() && !container(node) && !partOfControl(node))
                .filter(node -> name(node).isBlank() && !labelled.contains(node))
                .filter(node -> node.getId() == null || !TOLD_LATER.contains(node.getId()))
                .map(PaneWalk::described)
                .toList();
    }

    private static String name(Node node) {
        if (node.getAccessibleText() != null) {
            return node.getAccessibleText();
        }
        return node instanceof Labeled labeled && labeled.getText() != null ? labeled.getText() : "";
    }

    private static boolean container(Node node) {
        return node instanceof ScrollPane || node instanceof TabPane;
    }

    private static boolean partOfControl(Node node) {
        for (Node at = node.getParent(); at != null; at = at.getParent()) {
            if (at instanceof Control && !container(at)) {
                return true;
            }
        }
        return false;
    }

    /** Where Tab leads, one node after another, until it comes round. */
    static List<Node> tabs(Parent root) {
        Node first = root.getScene().getFocusOwner();
        List<Node> met = new ArrayList<>(List.of(first));
        while (met.size() < MOST_STEPS) {
            met.getLast().requestFocusTraversal(TraversalDirection.NEXT);
            Node next = root.getScene().getFocusOwner();
            if (next == null || met.contains(next)) {
                break;
            }
            met.add(next);
        }
        return met;
    }

    /** What could take the keyboard now, but where neither Tab leads nor, within a group of toggles, the arrows. */
    static List<String> skipped(Parent root, List<Node> met) {
        return all(root)
                .filter(node -> node.isFocusTraversable() && !node.isDisabled() && WindowRobot.isShown(node))
                .filter(node -> !container(node) && !partOfControl(node) && !met.contains(node))
                .filter(node -> !reachedByArrows(node, met))
                .map(PaneWalk::described)
                .toList();
    }

    private static boolean reachedByArrows(Node node, List<Node> met) {
        return node instanceof Toggle toggle
                && toggle.getToggleGroup() != null
                && met.contains(toggle.getToggleGroup().getSelectedToggle());
    }

    /** Steps of Tab that lead up, or back to the left on one line. */
    static List<String> backwards(List<Node> met) {
        List<String> found = new ArrayList<>();
        for (int i = 1; i < met.size(); i++) {
            Bounds from = onScreen(met.get(i - 1));
            Bounds to = onScreen(met.get(i));
            boolean sameColumn = from.getMinX() < to.getMaxX() && to.getMinX() < from.getMaxX();
            boolean sameLine = from.getMinY() < to.getMaxY() && to.getMinY() < from.getMaxY();
            if (sameColumn && to.getMaxY() <= from.getMinY() || sameLine && to.getMaxX() <= from.getMinX()) {
                found.add(described(met.get(i - 1)) + " to " + described(met.get(i)));
            }
        }
        return found;
    }

    private static Bounds onScreen(Node node) {
        return node.localToScene(node.getLayoutBounds());
    }

    /** Texts that are shown cut off, with what they should say. */
    public static List<String> truncated(Parent root) {
        return all(root)
                .filter(node ->
                        node instanceof Labeled && !(node instanceof IndexedCell<?>) && WindowRobot.isShown(node))
                .map(Labeled.class::cast)
                .filter(PaneWalk::cut)
                .map(labeled -> described(labeled) + ": " + labeled.getText())
                .toList();
    }

    static boolean cut(Labeled labeled) {
        String whole = labeled.getText();
        return whole != null
                && !whole.isEmpty()
                && labeled.lookup(".text") instanceof Text text
                && !text.getText().equals(whole)
                && text.getText().endsWith(labeled.getEllipsisString());
    }

    public static String described(Node node) {
        StringBuilder path = new StringBuilder();
        for (Node at = node; at != null && path.length() < 120; at = at.getParent()) {
            path.append(at == node ? "" : " in ").append(at.getClass().getSimpleName());
            if (at.getId() != null) {
                return path.append('#').append(at.getId()).toString();
            }
            if (!at.getStyleClass().isEmpty()) {
                path.append('.').append(at.getStyleClass().getLast());
            }
        }
        return path.toString();
    }
}
