package org.kanworkbench.app.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    /** As a curve of rates that rises upright: nothing of it is left out at its start. */
    @Test
    void the_first_of_points_at_one_place_is_found() {
        for (int equal = 1; equal < 20; equal++) {
            PlotSeries series = new PlotSeries("line", 0, PlotSeries.Line.DENSE);
            series.add(-1, 0);
            for (int i = 0; i < equal; i++) {
                series.add(0, i);
            }
            series.add(1, 0);
            assertThat(series.firstAtLeast(0)).isEqualTo(1);
            assertThat(series.firstAtLeast(Math.nextUp(0.0))).isEqualTo(1 + equal);
        }
    }

    @Test
    void points_that_are_not_finite_are_left_out() {
        assertThat(line(1, Double.NaN, Double.POSITIVE_INFINITY, 2).size()).isEqualTo(2);
    }

    @Test
    void smoothing_of_a_constant_is_the_constant_from_the_first_point_on() {
        assertThat(line(3, 3, 3, 3).smoothed(9)).containsOnly(new double[] {3}, within(1e-12));
    }

    /** A constant at which one unit of x leaves half. */
    private static final double HALF = 1 / Math.log(2);

    @Test
    void smoothing_weighs_the_past_geometrically() {
        double[] smooth = line(1, 0, 0).smoothed(HALF);
        assertThat(smooth[1]).isCloseTo(0.25 / 0.75, within(1e-12));
        assertThat(smooth[2]).isCloseTo(0.125 / 0.875, within(1e-12));
    }

    /** An accuracy that rises over so many epochs, and noise that has no mean. */
    private static double course(double epoch, int i) {
        return 0.98 - 0.9 * Math.exp(-epoch / 2) + 0.01 * (i % 2 == 0 ? 1 : -1);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.05, 0.3, 1, 3, 10})
    void a_line_of_one_point_an_epoch_comes_to_the_end_of_the_dense_one(double constant) {
        PlotSeries dense = new PlotSeries("live", 0, PlotSeries.Line.DENSE);
        PlotSeries thin = new PlotSeries("reopened", 0, PlotSeries.Line.DENSE);
        int perEpoch = 50;
        int epochs = 15;
        for (int epoch = 0; epoch < epochs; epoch++) {
            double sum = 0;
            for (int i = 1; i <= perEpoch; i++) {
                double x = epoch + (double) i / perEpoch;
                dense.add(x, course(x, i));
                sum += course(x, i);
            }
            thin.add(epoch + 1, sum / perEpoch);
        }

        assertThat(thin.smoothed(constant)[epochs - 1])
                .isCloseTo(dense.smoothed(constant)[dense.size() - 1], within(0.003));
        double raw = 0.98 - 0.9 * Math.exp(-epochs / 2.0);
        assertThat(dense.smoothed(Math.min(1, constant))[dense.size() - 1]).isCloseTo(raw, within(0.01));
    }

    @Test
    void a_line_of_few_points_is_not_dragged() {
        assertThat(line(0.2, 0.6, 0.92).smoothed(0.05)[2]).isCloseTo(0.92, within(1e-6));
    }

    @Test
    void a_point_hard_by_the_one_before_weighs_little_in_smoothing() {
        PlotSeries series = new PlotSeries("line", 0, PlotSeries.Line.DENSE);
        for (int i = 0; i < 20; i++) {
            series.add(i, 1);
        }
        series.add(19.02, 2);

        assertThat(series.smoothed(4.5)[20]).isCloseTo(1, within(0.006));
    }

    @Test
    void a_first_point_that_spans_little_is_soon_forgotten() {
        PlotSeries series = new PlotSeries("line", 0, PlotSeries.Line.DENSE);
        series.add(0.01, 10);
        series.add(0.02, 1);
        for (int i = 1; i < 20; i++) {
            series.add(i, 1);
        }

        assertThat(series.smoothed(4.5)[2]).isCloseTo(1, within(0.2));
    }

    @Test
    void points_at_one_place_are_smoothed_too() {
        PlotSeries series = new PlotSeries("line", 0, PlotSeries.Line.DENSE);
        for (double x : new double[] {0, 0, 1}) {
            series.add(x, 3);
        }

        assertThat(series.smoothed(4.5)).containsOnly(new double[] {3}, within(1e-12));
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
