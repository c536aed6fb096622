package org.kanworkbench.app.activations;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import javafx.geometry.Rectangle2D;
import javafx.scene.paint.Color;
import org.junit.jupiter.api.Test;
import org.kanworkbench.app.activations.CurveFrame.Window;
import org.kanworkbench.app.chart.Inks;
import org.kanworkbench.app.chart.Surface;

class CurveFrameTest {

    @Test
    void the_reading_is_told_away_from_what_is_pulled() {
        Rectangle2D area = new Rectangle2D(40, 10, 294, 180);
        for (double pointer = 40; pointer <= 334; pointer++) {
            Rectangle2D box = EdgePlot.readingBox(area, pointer, 100, 60);
            assertThat(Math.abs(pointer - Math.clamp(pointer, box.getMinX(), box.getMaxX())))
                    .isGreaterThanOrEqualTo(12);
            assertThat(area.contains(box)).as("at %f", pointer).isTrue();
        }
    }

    private static final Inks INKS = new Inks(
            Color.WHITE,
            Color.GRAY,
            Color.GRAY,
            Color.BLACK,
            Color.BLACK,
            Color.GRAY,
            Color.BLUE,
            Color.GRAY,
            Color.WHITE,
            Color.BLUE,
            Color.ORANGE,
            Color.WHITE,
            Color.BLUE,
            List.of(Color.BLUE));

    private final Recorder surface = new Recorder();

    private CurveFrame frame(Window window) {
        return new CurveFrame(surface, INKS, new Rectangle2D(0, 0, 100, 100), window);
    }

    @Test
    void a_curve_has_a_gap_where_it_is_not_a_number() {
        frame(new Window(0, 4, 0, 1))
                .curve(new float[] {0, 1, 2, 3, 4}, new float[] {0, 1, Float.NaN, 1, 0}, Color.BLUE, 1);

        assertThat(surface.lines).hasSize(2);
        assertThat(surface.lines.getFirst()).containsExactly(0, 25);
        assertThat(surface.lines.getLast()).containsExactly(75, 100);
    }

    @Test
    void a_curve_without_a_number_is_not_drawn() {
        frame(new Window(0, 1, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY))
                .curve(new float[] {0, 1}, new float[] {Float.NaN, Float.POSITIVE_INFINITY}, Color.BLUE, 1);

        assertThat(surface.lines).isEmpty();
    }

    @Test
    void even_a_low_plot_tells_its_scale_by_two_values() {
        frame(new Window(0, 1, -0.18, 0.19)).valueTicks();

        assertThat(surface.texts).hasSizeGreaterThanOrEqualTo(2).doesNotHaveDuplicates();
    }

    /** Keeps the x of lines, and texts. */
    private static final class Recorder implements Surface {
        private final List<List<Integer>> lines = new ArrayList<>();
        private final List<String> texts = new ArrayList<>();

        @Override
        public void polyline(Color colour, double width, double[] dashes, double[] xs, double[] ys, int count) {
            List<Integer> line = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                line.add((int) Math.round(xs[i]));
            }
            lines.add(line);
        }

        @Override
        public void text(String text, Color colour, double x, double y, Anchor anchor) {
            texts.add(text);
        }

        @Override
        public void fill(Color colour, double x, double y, double width, double height) {}

        @Override
        public void line(Color colour, double x1, double y1, double x2, double y2) {}

        @Override
        public void polygon(Color colour, double[] xs, double[] ys, int count) {}

        @Override
        public void pixels(int[] argb, int columns, double x, double y, double width, double height) {}

        @Override
        public void hatch(Color colour, double x, double y, double width, double height) {}

        @Override
        public void dot(Color colour, double x, double y, double radius) {}

        @Override
        public void clip(double x, double y, double width, double height) {}

        @Override
        public void unclip() {}
    }
}
