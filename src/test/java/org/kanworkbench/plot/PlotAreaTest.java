package org.kanworkbench.plot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlotAreaTest {

    private static final Colour BLACK = new Colour(0xff000000);

    private final Recorder surface = new Recorder();

    private PlotArea area(double right, double low, double high) {
        return new PlotArea(
                surface,
                Palette.of(_ -> BLACK),
                new Axis(Scale.LINEAR, 0, right, 0, 100),
                Axis.around(Scale.LINEAR, low, high, 0, 100, 0));
    }

    @Test
    void a_curve_has_a_gap_where_it_is_not_a_number() {
        area(4, 0, 1).line(new float[] {0, 1, 2, 3, 4}, new float[] {0, 1, Float.NaN, 1, 0}, BLACK, 1);

        assertThat(surface.lines).hasSize(2);
        assertThat(surface.lines.getFirst()).containsExactly(0, 25);
        assertThat(surface.lines.getLast()).containsExactly(75, 100);
    }

    @Test
    void a_band_has_a_gap_where_a_line_has_one() {
        double[] xs = {0, 1, 2, 3, 4};
        area(4, 0, 1).band(xs, new double[] {0, 1, Double.NaN, 1, 0}, new double[] {1, 1, 1, 1, 1}, BLACK);

        assertThat(surface.lines).containsExactly(List.of(0, 25, 25, 0), List.of(75, 100, 100, 75));
    }

    @Test
    void a_band_down_to_zero_reaches_the_bottom_of_a_logarithmic_axis() {
        Axis y = new Axis(Scale.LOG, 0.01, 1, 100, 0);
        new PlotArea(surface, Palette.of(_ -> BLACK), new Axis(Scale.LINEAR, 0, 2, 0, 100), y)
                .band(new double[] {0, 1, 2}, new double[] {0.1, 0, -1}, new double[] {1, 1, 1}, BLACK);

        assertThat(surface.lines).containsExactly(List.of(0, 50, 100, 100, 50, 0));
        assertThat(y.pixel(y.lowEnd(-1))).isEqualTo(100);
        assertThat(y.lowEnd(Double.NaN)).isNaN();
    }

    @Test
    void a_curve_without_a_number_is_not_drawn() {
        area(1, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY)
                .line(new float[] {0, 1}, new float[] {Float.NaN, Float.POSITIVE_INFINITY}, BLACK, 1);

        assertThat(surface.lines).isEmpty();
    }

    @Test
    void even_a_low_plot_tells_its_scale_by_two_values() {
        area(1, -0.18, 0.19).valueTicks(PlotArea.CLOSE_VALUES);

        assertThat(surface.texts).hasSizeGreaterThanOrEqualTo(2).doesNotHaveDuplicates();
    }

    /** Keeps the x of lines and polygons, and texts. */
    private static final class Recorder implements Surface {
        private final List<List<Integer>> lines = new ArrayList<>();
        private final List<String> texts = new ArrayList<>();

        @Override
        public void polyline(Colour colour, double width, double[] dashes, double[] xs, double[] ys, int count) {
            List<Integer> line = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                line.add((int) Math.round(xs[i]));
            }
            lines.add(line);
        }

        @Override
        public void text(String text, double size, Colour colour, double x, double y, Anchor anchor) {
            texts.add(text);
        }

        @Override
        public void textUpwards(String text, Colour colour, double x, double y) {}

        @Override
        public void fill(Colour colour, double x, double y, double width, double height) {}

        @Override
        public void line(Colour colour, double x1, double y1, double x2, double y2) {}

        @Override
        public void polygon(Colour colour, double[] xs, double[] ys, int count) {
            polyline(colour, 1, new double[0], xs, ys, count);
        }

        @Override
        public void pixels(int[] argb, int columns, boolean smooth, double x, double y, double width, double height) {}

        @Override
        public void dot(Colour colour, double x, double y, double radius) {}

        @Override
        public void clip(double x, double y, double width, double height) {}

        @Override
        public void unclip() {}
    }
}
