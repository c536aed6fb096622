package org.kanworkbench.app.controls.layout;

import java.util.List;
import java.util.function.ToDoubleFunction;
import javafx.scene.Node;
import javafx.scene.layout.FlowPane;

/** Parts of one size, all in a row where each gets the width that it prefers; else in two rows of equal length. */
public final class EvenRows extends FlowPane {

    private int columns(double width) {
        List<Node> parts = getManagedChildren();
        double row = parts.size() * most(part -> part.prefWidth(-1)) + (parts.size() - 1) * getHgap();
        return width < 0 || row <= width ? parts.size() : (parts.size() + 1) / 2;
    }

    private double most(ToDoubleFunction<Node> size) {
        return getManagedChildren().stream().mapToDouble(size).max().orElse(0);
    }

    private int rows(int columns) {
        return columns == 0 ? 0 : (getManagedChildren().size() + columns - 1) / columns;
    }

    @Override
    protected double computePrefHeight(double width) {
        int rows = rows(columns(width));
        return rows * Math.ceil(most(part -> part.prefHeight(-1))) + Math.max(0, rows - 1) * getVgap();
    }

    @Override
    protected double computeMinHeight(double width) {
        return computePrefHeight(width);
    }

    @Override
    protected void layoutChildren() {
        List<Node> parts = getManagedChildren();
        int columns = columns(getWidth());
        int rows = rows(columns);
        for (int i = 0; i < parts.size(); i++) {
            double left = edge(i % columns, columns, getWidth(), getHgap());
            double top = edge(i / columns, rows, getHeight(), getVgap());
            double right = edge(i % columns + 1, columns, getWidth(), getHgap()) - getHgap();
            double bottom = edge(i / columns + 1, rows, getHeight(), getVgap()) - getVgap();
            parts.get(i).resizeRelocate(left, top, right - left, bottom - top);
        }
    }

    /** Where the part of that index begins. */
    private double edge(int index, int count, double length, double gap) {
        return snapPositionX(index * (length + gap) / count);
    }
}
