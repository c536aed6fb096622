package org.kanworkbench.app.controls.layout;

import java.util.List;
import javafx.css.PseudoClass;
import javafx.geometry.Orientation;
import javafx.scene.Node;
import javafx.scene.layout.HBox;

/** A row that becomes a column where its parts have no room beside each other: then all are as wide as it is, and share what is left of its height. */
public class SideBySide extends HBox {

    private static final PseudoClass STACKED = PseudoClass.getPseudoClass("stacked");

    private boolean lastOnTop;

    public SideBySide() {
        getStyleClass().add("side-by-side");
        widthProperty().addListener(_ -> requestLayout());
    }

    public boolean isLastOnTop() {
        return lastOnTop;
    }

    /** Whether the last part is the first of the column, as what matters most and stands at the end of the row. */
    public void setLastOnTop(boolean last) {
        lastOnTop = last;
        requestLayout();
    }

    private boolean stacks(double width) {
        return width >= 0 && width < super.computeMinWidth(-1);
    }

    @Override
    public Orientation getContentBias() {
        return Orientation.HORIZONTAL;
    }

    @Override
    protected double computeMinWidth(double height) {
        return getManagedChildren().stream()
                        .mapToDouble(child -> child.minWidth(-1))
                        .max()
                        .orElse(0)
                + getInsets().getLeft()
                + getInsets().getRight();
    }

    /** At the present width if none is given: a scroll pane asks so whether its bar is needed. */
    @Override
    protected double computeMinHeight(double width) {
        double at = width < 0 ? getWidth() : width;
        return stacks(at) ? stackedHeight(at) : super.computeMinHeight(width);
    }

    @Override
    protected double computePrefHeight(double width) {
        return stacks(width) ? stackedHeight(width) : super.computePrefHeight(width);
    }

    private double stackedHeight(double width) {
        double inner = width - getInsets().getLeft() - getInsets().getRight();
        double sum = getManagedChildren().stream()
                .mapToDouble(child -> height(child, inner))
                .sum();
        return sum
                + getSpacing() * Math.max(0, getManagedChildren().size() - 1)
                + getInsets().getTop()
                + getInsets().getBottom();
    }

    private static double height(Node child, double width) {
        return Math.ceil(Math.max(child.minHeight(width), child.prefHeight(width)));
    }

    @Override
    protected void layoutChildren() {
        boolean stacked = stacks(getWidth());
        pseudoClassStateChanged(STACKED, stacked);
        if (!stacked) {
            super.layoutChildren();
            return;
        }
        double inner = getWidth() - getInsets().getLeft() - getInsets().getRight();
        double top = getInsets().getTop();
        double more = Math.floor(Math.max(0, getHeight() - stackedHeight(getWidth()))
                / Math.max(1, getManagedChildren().size()));
        List<Node> parts = getManagedChildren();
        for (Node child : lastOnTop ? parts.reversed() : parts) {
            double height = height(child, inner) + more;
            child.resizeRelocate(getInsets().getLeft(), top, inner, height);
            top += height + getSpacing();
        }
    }
}
