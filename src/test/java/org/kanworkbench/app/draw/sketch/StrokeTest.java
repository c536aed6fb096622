package org.kanworkbench.app.draw.sketch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import javafx.geometry.Point2D;
import org.junit.jupiter.api.Test;

class StrokeTest {

    private static final int SIDE = Drawing.SIDE;

    @Test
    void a_line_begins_and_ends_where_the_pen_did() {
        double[] line = new Stroke(10, List.of(new Point2D(10, 20), new Point2D(50, 20), new Point2D(50, 90))).line();

        assertThat(line).startsWith(10, 20).endsWith(50, 90);
    }

    @Test
    void a_corner_is_rounded_within_the_hull_of_the_points() {
        double[] line = new Stroke(10, List.of(new Point2D(0, 0), new Point2D(100, 0), new Point2D(100, 100))).line();

        for (int i = 0; i < line.length; i += 2) {
            assertThat(line[i]).isBetween(0.0, 100.0);
            assertThat(line[i + 1]).isBetween(0.0, line[i] + 1e-9);
        }
        assertThat(line.length / 2).as("points of the curve").isGreaterThan(10);
    }

    @Test
    void the_tip_of_a_fast_v_is_where_the_pen_turned() {
        double[] line = new Stroke(
                        10, List.of(new Point2D(0, 0), new Point2D(30, 100), new Point2D(50, 180), new Point2D(90, 10)))
                .line();

        assertThat(IntStream.range(0, line.length / 2).mapToDouble(i -> line[2 * i + 1]))
                .contains(180.0);
    }

    @Test
    void a_dot_is_a_disc_of_the_pens_width() {
        float[] ink = new InkRaster().of(new Drawing(List.of(new Stroke(40, List.of(new Point2D(200, 150))))));

        assertThat(sum(ink)).isCloseTo(Math.PI * 20 * 20, within(10.0));
        assertThat(ink[150 * SIDE + 200]).isEqualTo(1);
        assertThat(ink[150 * SIDE + 225]).isZero();
    }

    @Test
    void a_straight_stroke_covers_its_length_times_its_width_and_two_half_discs() {
        float[] ink = new InkRaster()
                .of(new Drawing(List.of(new Stroke(30, List.of(new Point2D(100, 100), new Point2D(250, 180))))));

        assertThat(sum(ink)).isCloseTo(30 * Math.hypot(150, 80) + Math.PI * 15 * 15, within(20.0));
    }

    @Test
    void crossing_strokes_are_no_darker_where_they_cross() {
        float[] ink = new InkRaster()
                .of(new Drawing(List.of(
                        new Stroke(30, List.of(new Point2D(100, 200), new Point2D(300, 200))),
                        new Stroke(30, List.of(new Point2D(200, 100), new Point2D(200, 300))))));

        for (float value : ink) {
            assertThat(value).isBetween(0f, 1f);
        }
    }

    @Test
    void the_next_drawing_does_not_show_the_one_before() {
        InkRaster raster = new InkRaster();
        raster.of(new Drawing(List.of(new Stroke(40, List.of(new Point2D(200, 150))))));

        assertThat(sum(raster.of(Drawing.EMPTY))).isZero();
    }

    @Test
    void a_raster_that_remembers_earlier_strokes_draws_like_a_fresh_one() {
        Drawing two = new Drawing(List.of(
                new Stroke(30, List.of(new Point2D(100, 200), new Point2D(300, 200))),
                new Stroke(30, List.of(new Point2D(200, 100), new Point2D(200, 300)))));
        Drawing three = two.with(new Stroke(20, List.of(new Point2D(50, 50), new Point2D(90, 300))));
        Drawing other =
                new Drawing(List.of(two.strokes().getLast(), three.strokes().getLast()));
        InkRaster remembering = new InkRaster();

        for (Drawing drawing : List.of(two, three, two, other, three)) {
            assertThat(remembering.of(drawing)).isEqualTo(new InkRaster().of(drawing));
        }
    }

    private static double sum(float[] ink) {
        double sum = 0;
        for (float value : ink) {
            sum += value;
        }
        return sum;
    }
}
