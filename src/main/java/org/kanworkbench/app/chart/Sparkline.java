package org.kanworkbench.app.chart;

import javafx.scene.layout.Region;
import javafx.scene.shape.Polyline;

/** The recent course of a series, without axes; from 0 to its maximum. */
public final class Sparkline extends Region {

    private static final int POINTS = 60;

    private final Polyline line = new Polyline();
    private PlotSeries series;

    public Sparkline() {
        getStyleClass().add("sparkline");
        line.getStyleClass().add("sparkline-line");
        line.setManaged(false);
        getChildren().add(line);
    }

    /** Draws the newest points of a series. */
    public void show(PlotSeries shown) {
        series = shown;
        setNeedsLayout(true);
    }

    @Override
    protected void layoutChildren() {
        line.getPoints().clear();
        if (series == null || series.size() < 2) {
            return;
        }
        int first = Math.max(0, series.size() - POINTS);
        double most = 0;
        for (int i = first; i < series.size(); i++) {
            most = Math.max(most, series.y(i));
        }
        Double[] points = new Double[2 * (series.size() - first)];
        for (int i = first; i < series.size(); i++) {
            points[2 * (i - first)] = (i - first) * (getWidth() - 2) / (POINTS - 1) + 1;
            points[2 * (i - first) + 1] = getHeight() - 1 - (most > 0 ? series.y(i) / most : 0) * (getHeight() - 2);
        }
        line.getPoints().setAll(points);
    }
}
