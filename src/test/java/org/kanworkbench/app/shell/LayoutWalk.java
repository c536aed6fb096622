package org.kanworkbench.app.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javafx.geometry.BoundingBox;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.ComboBoxBase;
import javafx.scene.control.Control;
import javafx.scene.control.IndexedCell;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.ScrollPane.ScrollBarPolicy;
import javafx.scene.control.SplitPane;
import javafx.scene.control.TabPane;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.control.skin.VirtualFlow;
import javafx.scene.layout.BackgroundFill;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.paint.Color;
import javafx.scene.text.Text;
import org.kanworkbench.app.chart.LinePlot;
import org.kanworkbench.app.chart.Picture;
import org.kanworkbench.app.chart.TilePicture;
import org.kanworkbench.plot.Colour;
import org.kanworkbench.plot.Contrast;

/**
 * What does not fit where it is shown: controls and texts that leave the window or are clipped by what does not scroll, texts
 * that are cut off, and what lies upon its neighbours. For the interface thread, on a scene that is laid out.
 */
public final class LayoutWalk {

    /** Characters of what no field is made for, which somebody has pasted. */
    private static final int PASTED = 60;

    /** Borders of neighbours may share a pixel, and rounding takes a part of another. */
    private static final double SLACK = 1.5;

    /** Of what must be seen at all, as WCAG has it for marks. */
    private static final double LEAST_CONTRAST = 3;

    private LayoutWalk() {}

    /** All that is amiss, a line each; empty for a layout that holds. */
    public static List<String> amiss(Parent root) {
        return Stream.of(outside(root), cut(root), faint(root), overlapping(root))
                .flatMap(List::stream)
                .toList();
    }

    /** Controls and texts that are not wholly in the window, and that nobody can scroll to. */
    public static List<String> outside(Parent root) {
        List<String> found = new ArrayList<>();
        for (Node node : pieces(root)) {
            String where = lost(node);
            if (!where.isEmpty()) {
                found.add(PaneWalk.described(node) + " " + box(inScene(node)) + " " + where);
            }
        }
        return found;
    }

    /**
     * Texts that are cut off although there is room beside them, or that can be read in full nowhere: neither a tooltip of
     * theirs nor one around them says the whole.
     */
    public static List<String> cut(Parent root) {
        List<String> found = new ArrayList<>();
        for (Node node : PaneWalk.visible(root).toList()) {
            if (node instanceof Labeled labeled && !inRecycledCell(labeled) && PaneWalk.cut(labeled)) {
                double missing = labeled.prefWidth(-1) - labeled.getWidth();
                if (unused(labeled) > missing + SLACK && !labeled.isWrapText()) {
                    found.add(PaneWalk.described(node) + " is cut beside room: " + labeled.getText());
                } else if (!explained(labeled, labeled.getText())) {
                    found.add(PaneWalk.described(node)
                            + String.format(
                                    Locale.ROOT,
                                    " is cut (%.1f × %.1f, wants %.1f × %.1f%s): ",
                                    labeled.getWidth(),
                                    labeled.getHeight(),
                                    labeled.prefWidth(-1),
                                    labeled.prefHeight(labeled.getWidth()),
                                    labeled.isNeedsLayout() ? ", not laid out yet" : "")
                            + labeled.getText());
                }
            } else if (node instanceof TextField field
                    && !field.isFocused()
                    && field.getText().length() <= PASTED
                    && overflows(field)
                    && !explained(field, field.getText())) {
                found.add(PaneWalk.described(node) + " is too narrow for: " + field.getText());
            }
        }
        return found;
    }

    /** Texts in a colour that hardly differs from what is behind them. */
    public static List<String> faint(Parent root) {
        List<String> found = new ArrayList<>();
        for (Node node : PaneWalk.visible(root).toList()) {
            if (node instanceof Labeled labeled
                    && labeled.getTextFill() instanceof Color ink
                    && labeled.getText() != null
                    && !labeled.getText().isBlank()
                    && !labeled.isDisabled()) {
                Color behind = behind(labeled);
                if (behind != null && Contrast.ratio(colour(over(ink, behind)), colour(behind)) < LEAST_CONTRAST) {
                    found.add(PaneWalk.described(node) + " can hardly be read: " + labeled.getText());
                }
            }
        }
        return found;
    }

    /** The colour on which a text lies; null where that is no plain colour. */
    private static Color behind(Node node) {
        Color behind = node.getParent() == null ? Color.WHITE : behind(node.getParent());
        if (behind != null && node instanceof Region region && region.getBackground() != null) {
            for (BackgroundFill fill : region.getBackground().getFills()) {
                if (!(fill.getFill() instanceof Color colour)) {
                    return null;
                }
                behind = over(colour, behind);
            }
        }
        return behind;
    }

    private static Color over(Color veil, Color below) {
        return below.interpolate(Color.color(veil.getRed(), veil.getGreen(), veil.getBlue()), veil.getOpacity());
    }

    private static Colour colour(Color from) {
        return Colour.of(from.getRed(), from.getGreen(), from.getBlue(), 1);
    }

    /** Controls and texts that lie upon each other, other than in a stack or as an overlay, which is not managed. */
    public static List<String> overlapping(Parent root) {
        List<Node> pieces = pieces(root);
        List<Bounds> seen = pieces.stream().map(LayoutWalk::seen).toList();
        List<String> found = new ArrayList<>();
        for (int a = 0; a < pieces.size(); a++) {
            for (int b = a + 1; b < pieces.size(); b++) {
                if (overlap(seen.get(a), seen.get(b)) && besides(pieces.get(a), pieces.get(b))) {
                    found.add(PaneWalk.described(pieces.get(a)) + " " + box(seen.get(a)) + " lies upon "
                            + PaneWalk.described(pieces.get(b)) + " " + box(seen.get(b)));
                }
            }
        }
        return found;
    }

    /** What a person reads or uses: controls as a whole, labels, texts and pictures. */
    private static List<Node> pieces(Parent root) {
        return PaneWalk.visible(root)
                .filter(node -> node instanceof Control && !container(node)
                        || node instanceof Text
                        || node instanceof Picture
                        || node instanceof TilePicture
                        || node instanceof LinePlot)
                .filter(node -> !partOfControl(node))
                .filter(node -> node.getLayoutBounds().getWidth() > 0
                        && node.getLayoutBounds().getHeight() > 0)
                .toList();
    }

    private static boolean container(Node node) {
        return node instanceof ScrollPane || node instanceof TabPane || node instanceof SplitPane;
    }

    private static boolean partOfControl(Node node) {
        for (Node at = node.getParent(); at != null; at = at.getParent()) {
            if (at instanceof Control && !container(at) || at instanceof TilePicture) {
                return true;
            }
        }
        return false;
    }

    /** Cells of lists and tables may be cut; the button of a choice is none of these. */
    private static boolean inRecycledCell(Node node) {
        for (Node at = node; at != null; at = at.getParent()) {
            if (at instanceof VirtualFlow<?>
                    || at instanceof IndexedCell<?> && !(at.getParent() instanceof ComboBoxBase)) {
                return true;
            }
        }
        return false;
    }

    private static Bounds inScene(Node node) {
        return node.localToScene(node.getLayoutBounds());
    }

    /** Where a part of it is lost; empty where nothing is. */
    private static String lost(Node node) {
        Bounds own = inScene(node);
        for (Node at = node; at.getParent() != null; at = at.getParent()) {
            Parent parent = at.getParent();
            if (parent instanceof ScrollPane scroll && at.getStyleClass().contains("viewport")) {
                boolean across = scroll.getHbarPolicy() == ScrollBarPolicy.NEVER;
                boolean down = scroll.getVbarPolicy() == ScrollBarPolicy.NEVER;
                return within(own, inScene(at), across, down)
                        ? ""
                        : "cannot be scrolled to in " + PaneWalk.described(scroll);
            }
            if (at.getClip() != null && !within(own, clip(at), true, true)) {
                return "is clipped by " + PaneWalk.described(at);
            }
            if (at.isManaged()
                    && parent instanceof Region
                    && !scrolled(parent)
                    && !within(own, inScene(parent), true, true)) {
                return "sticks out of " + PaneWalk.described(parent) + " " + box(inScene(parent));
            }
        }
        return within(own, inScene(node.getScene().getRoot()), true, true) ? "" : "leaves the window";
    }

    /** Whether it is the viewport of a scroll pane, or what moves in it. */
    private static boolean scrolled(Node node) {
        return node.getStyleClass().contains("viewport")
                || node.getParent() != null && node.getParent().getStyleClass().contains("viewport");
    }

    private static Bounds clip(Node node) {
        return node.localToScene(node.getClip().getBoundsInParent());
    }

    private static boolean within(Bounds inner, Bounds outer, boolean across, boolean down) {
        return (!across || inner.getMinX() >= outer.getMinX() - SLACK && inner.getMaxX() <= outer.getMaxX() + SLACK)
                && (!down || inner.getMinY() >= outer.getMinY() - SLACK && inner.getMaxY() <= outer.getMaxY() + SLACK);
    }

    /** The part of it that clips and scroll panes leave. */
    private static Bounds seen(Node node) {
        Bounds left = inScene(node);
        for (Node at = node; at != null; at = at.getParent()) {
            if (at.getClip() != null) {
                left = common(left, clip(at));
            }
            if (at.getStyleClass().contains("viewport")) {
                left = common(left, inScene(at));
            }
        }
        return left;
    }

    /** Of no size where they have nothing in common. */
    private static Bounds common(Bounds a, Bounds b) {
        double x = Math.max(a.getMinX(), b.getMinX());
        double y = Math.max(a.getMinY(), b.getMinY());
        double width = Math.min(a.getMaxX(), b.getMaxX()) - x;
        double height = Math.min(a.getMaxY(), b.getMaxY()) - y;
        return new BoundingBox(x, y, Math.max(0, width), Math.max(0, height));
    }

    private static boolean overlap(Bounds a, Bounds b) {
        Bounds both = common(a, b);
        return both.getWidth() > SLACK && both.getHeight() > SLACK;
    }

    /** Whether they are laid out beside each other, not one over the other. */
    private static boolean besides(Node a, Node b) {
        List<Node> above = new ArrayList<>();
        for (Node at = a; at != null; at = at.getParent()) {
            above.add(at);
        }
        for (Node at = b; at != null; at = at.getParent()) {
            if (above.contains(at)) {
                boolean nested = at == a || at == b;
                return !nested
                        && !(at instanceof StackPane)
                        && above.stream()
                                .takeWhile(n -> n != a.getScene().getRoot())
                                .limit(above.indexOf(at))
                                .allMatch(Node::isManaged);
            }
            if (!at.isManaged()) {
                return false;
            }
        }
        return false;
    }

    private static boolean overflows(TextField field) {
        if (field.getText() == null || field.isFocused() || field.getParent() instanceof ComboBoxBase) {
            return false;
        }
        Text text = new Text(field.getText());
        text.setFont(field.getFont());
        double room = field.getWidth()
                - field.getInsets().getLeft()
                - field.getInsets().getRight();
        return text.getLayoutBounds().getWidth() > room + SLACK;
    }

    /** Whether a tooltip, or what is read aloud, says it all. */
    private static boolean explained(Node node, String whole) {
        for (Node at = node; at != null; at = at.getParent()) {
            Tooltip own = at instanceof Control control ? control.getTooltip() : null;
            Object installed = at.getProperties().get("javafx.scene.control.Tooltip");
            for (Object tip : new Object[] {own, installed}) {
                if (tip instanceof Tooltip tooltip
                        && tooltip.getText() != null
                        && tooltip.getText().contains(whole)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** How much wider a text could be within its line: gaps, empty fillers, and labels with more room than text. */
    private static double unused(Labeled labeled) {
        if (!(labeled.getParent() instanceof HBox line)) {
            return 0;
        }
        List<Node> managed = line.getChildren().stream().filter(Node::isManaged).toList();
        double room = line.getWidth()
                - line.getInsets().getLeft()
                - line.getInsets().getRight()
                - line.getSpacing() * (managed.size() - 1);
        for (Node node : managed) {
            room -= filler(node) ? 0 : node == labeled ? labeled.getWidth() : needed(node);
        }
        return room;
    }

    private static double needed(Node node) {
        double width = node.getLayoutBounds().getWidth();
        return node instanceof Label label ? Math.min(width, label.prefWidth(-1)) : width;
    }

    private static boolean filler(Node node) {
        return node.getClass() == Region.class
                && node.getId() == null
                && node.getStyleClass().isEmpty();
    }

    private static String box(Bounds bounds) {
        return String.format(
                Locale.ROOT,
                "[%.0f, %.0f to %.0f, %.0f]",
                bounds.getMinX(),
                bounds.getMinY(),
                bounds.getMaxX(),
                bounds.getMaxY());
    }
}
