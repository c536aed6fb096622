package org.kanworkbench.app.controls;

import javafx.beans.property.DoubleProperty;
import javafx.beans.property.SimpleDoubleProperty;
import javafx.scene.layout.Region;
import javafx.scene.shape.Arc;
import javafx.scene.shape.ArcType;

/** A half circle that fills from left to right with a share of 0 to 1. */
public final class Gauge extends Region {

    private static final double HALF_TURN = 180;

    private final Arc track = arc("gauge-track");
    private final Arc filled = arc("gauge-value");
    private final DoubleProperty share = new SimpleDoubleProperty(this, "share");

    public Gauge() {
        getStyleClass().add("gauge");
        track.setLength(-HALF_TURN);
        share.subscribe(value -> filled.setLength(-HALF_TURN * Math.clamp(value.doubleValue(), 0, 1)));
        filled.visibleProperty().bind(share.greaterThan(0));
        getChildren().addAll(track, filled);
    }

    private static Arc arc(String style) {
        Arc arc = new Arc();
        arc.setType(ArcType.OPEN);
        arc.setStartAngle(HALF_TURN);
        arc.getStyleClass().add(style);
        return arc;
    }

    public DoubleProperty shareProperty() {
        return share;
    }

    @Override
    protected void layoutChildren() {
        double inset = track.getStrokeWidth() / 2;
        double radius = Math.min(getWidth() / 2, getHeight()) - inset;
        for (Arc arc : new Arc[] {track, filled}) {
            arc.setCenterX(getWidth() / 2);
            arc.setCenterY(getHeight() - inset);
            arc.setRadiusX(radius);
            arc.setRadiusY(radius);
        }
    }
}
