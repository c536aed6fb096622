package org.kanworkbench.app.shell;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javafx.geometry.BoundingBox;
import javafx.geometry.Bounds;
import javafx.geometry.Rectangle2D;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.SnapshotParameters;
import javafx.scene.TraversalDirection;
import javafx.scene.control.Spinner;
import javafx.scene.image.PixelReader;
import javafx.scene.image.WritableImage;
import javafx.scene.paint.Color;

/** Whether what has the keyboard looks different, by looking. For the interface thread. */
final class FocusRing {

    private static final double AROUND = 8;
    private static final int LEAST_PIXELS = 40;
    /** Of a channel, from 0 to 1. */
    private static final double CLEARLY = 0.25;

    /** What was looked at and has a ring: one of each kind will do. */
    private final Set<String> ringed = new HashSet<>();

    /** @param stops where Tab leads, in that order; the first is not looked at */
    List<String> missing(Parent root, List<Node> stops) {
        List<String> found = new ArrayList<>();
        for (int i = 1; i < stops.size(); i++) {
            Node stop = stops.get(i);
            if (stop.getParent() instanceof Spinner<?>) {
                // Its editor, which never has the keyboard by itself.
                continue;
            }
            if (ringed.contains(kind(stop))) {
                continue;
            }
            stops.get(i - 1).requestFocus();
            stops.get(i - 1).requestFocusTraversal(TraversalDirection.NEXT);
            WritableImage with = picture(root, stop);
            stops.getFirst().requestFocus();
            if (different(with, picture(root, stop)) < LEAST_PIXELS) {
                found.add("no ring around " + PaneWalk.described(stop));
            } else {
                ringed.add(kind(stop));
            }
        }
        return found;
    }

    /** What style sheets can tell apart. */
    private static String kind(Node node) {
        return node.getClass() + " " + node.getStyleClass() + " in "
                + node.getParent().getStyleClass() + " in "
                + node.getParent().getParent().getStyleClass();
    }

    private static WritableImage picture(Parent root, Node node) {
        root.applyCss();
        root.layout();
        Bounds own = node.localToScene(node.getLayoutBounds());
        Bounds around = new BoundingBox(
                own.getMinX() - AROUND,
                own.getMinY() - AROUND,
                own.getWidth() + 2 * AROUND,
                own.getHeight() + 2 * AROUND);
        SnapshotParameters parameters = new SnapshotParameters();
        parameters.setViewport(
                new Rectangle2D(around.getMinX(), around.getMinY(), around.getWidth(), around.getHeight()));
        return root.snapshot(parameters, null);
    }

    private static int different(WritableImage first, WritableImage second) {
        PixelReader a = first.getPixelReader();
        PixelReader b = second.getPixelReader();
        int count = 0;
        for (int y = 0; y < Math.min(first.getHeight(), second.getHeight()); y++) {
            for (int x = 0; x < Math.min(first.getWidth(), second.getWidth()); x++) {
                if (distance(a.getColor(x, y), b.getColor(x, y)) >= CLEARLY) {
                    count++;
                }
            }
        }
        return count;
    }

    private static double distance(Color a, Color b) {
        double red = Math.abs(a.getRed() - b.getRed());
        double green = Math.abs(a.getGreen() - b.getGreen());
        return Math.max(red, Math.max(green, Math.abs(a.getBlue() - b.getBlue())));
    }
}
