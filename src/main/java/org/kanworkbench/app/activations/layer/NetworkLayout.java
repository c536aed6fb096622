package org.kanworkbench.app.activations.layer;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javafx.geometry.Point2D;
import org.kanworkbench.explain.Edge;

/**
 * The layout of nodes and edge curves in a picture of width and height 1: inputs at the bottom, outputs at the top, and
 * between two levels a row of curves, input by input. Dragged items keep their positions.
 */
final class NetworkLayout {

    /** A draggable item: a node of a level, or an edge's curve. */
    sealed interface Item {}

    record Node(int level, int unit) implements Item {}

    record Curve(Edge edge) implements Item {}

    private static final double MARGIN = 0.06;

    private final Map<Item, Point2D> dragged = new HashMap<>();
    private int levels = 2;

    /** Resets dragged positions. */
    void reset() {
        dragged.clear();
    }

    void setLevels(int count) {
        if (levels != count) {
            levels = count;
            dragged.clear();
        }
    }

    void put(Item item, Point2D at) {
        dragged.put(item, at);
    }

    Point2D node(int level, int unit, int units) {
        return Optional.ofNullable(dragged.get(new Node(level, unit)))
                .orElseGet(() -> new Point2D((unit + 0.5) / units, row(level)));
    }

    Point2D curve(Edge edge, int inputs, int outputs) {
        return Optional.ofNullable(dragged.get(new Curve(edge))).orElseGet(() -> {
            double place = (edge.input() * outputs + edge.output() + 0.5) / (inputs * outputs);
            return new Point2D(place, row(edge.layer() + 0.5));
        });
    }

    private double row(double level) {
        return 1 - MARGIN - (1 - 2 * MARGIN) * level / (levels - 1);
    }
}
