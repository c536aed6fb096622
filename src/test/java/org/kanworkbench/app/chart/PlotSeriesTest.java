package org.kanworkbench.app.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class PlotSeriesTest {

    private static PlotSeries line(double... ys) {
        PlotSeries series = new PlotSeries("line", 0, PlotSeries.Line.DENSE);
        for (int i = 0; i < ys.length; i++) {
            series.add(i, ys[i]);
        }
        return series;
    }

    @Test
    void a_million_points_stay_few_and_keep_mean_and_end() {
        PlotSeries series = new PlotSeries("line", 0, PlotSeries.Line.DENSE);
        int count = 1_000_000;
        for (int i = 0; i < count; i++) {
            series.add(i, i);
        }
        assertThat(series.size()).isLessThan(20_000);
        assertThat(series.x(series.size() - 1)).isEqualTo(count - 1.0);
        for (int i = 1; i < series.size(); i++) {
            assertThat(series.x(i)).isGreaterThan(series.x(i - 1));
            assertThat(series.y(i)).isCloseTo(series.x(i), within(200.0));
        }
    }

    @Test
    void points_that_are_not_finite_are_left_out() {
        assertThat(line(1, Double.NaN, Double.POSITIVE_INFINITY, 2).size()).isEqualTo(2);
    }

    @Test
    void smoothing_of_a_constant_is_the_constant_from_the_first_point_on() {
        assertThat(line(3, 3, 3, 3).smoothed(0.9)).containsOnly(new double[] {3}, within(1e-12));
    }

    @Test
    void smoothing_weighs_the_past_geometrically() {
        double[] smooth = line(1, 0, 0).smoothed(0.5);
        assertThat(smooth[1]).isCloseTo(0.25 / 0.75, within(1e-12));
        assertThat(smooth[2]).isCloseTo(0.125 / 0.875, within(1e-12));
    }

    @Test
    void a_point_hard_by_the_one_before_weighs_little_in_smoothing() {
        PlotSeries series = new PlotSeries("line", 0, PlotSeries.Line.DENSE);
        for (int i = 0; i < 20; i++) {
            series.add(i, 1);
        }
        series.add(19.02, 2);

        assertThat(series.smoothed(0.8)[20]).isCloseTo(1, within(0.006));
    }

    @Test
    void a_first_point_that_spans_little_is_soon_forgotten() {
        PlotSeries series = new PlotSeries("line", 0, PlotSeries.Line.DENSE);
        series.add(0.01, 10);
        series.add(0.02, 1);
        for (int i = 1; i < 20; i++) {
            series.add(i, 1);
        }

        assertThat(series.smoothed(0.8)[2]).isCloseTo(1, within(0.2));
    }

    @Test
    void points_at_one_place_are_smoothed_too() {
        PlotSeries series = new PlotSeries("line", 0, PlotSeries.Line.DENSE);
        for (double x : new double[] {0, 0, 1}) {
            series.add(x, 3);
        }

        assertThat(series.smoothed(0.8)).containsOnly(new double[] {3}, within(1e-12));
    }

    @Test
    void the_nearest_point_is_found_on_either_side() {
        PlotSeries series = line(5, 6, 7);
        assertThat(series.nearest(-4)).isZero();
        assertThat(series.nearest(0.4)).isZero();
        assertThat(series.nearest(0.6)).isEqualTo(1);
        assertThat(series.nearest(9)).isEqualTo(2);
        assertThat(line().nearest(1)).isEqualTo(-1);
    }
}
