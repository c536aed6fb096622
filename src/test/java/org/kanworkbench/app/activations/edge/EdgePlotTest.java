package org.kanworkbench.app.activations.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import javafx.event.Event;
import javafx.geometry.Rectangle2D;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import org.junit.jupiter.api.Test;
import org.kanworkbench.explain.Interval;

class EdgePlotTest {

    private static EdgePlot plot(Interval second) {
        EdgePlot plot = new EdgePlot();
        plot.show(
                "pins",
                List.of(line("a", new Interval(-1, 1)), line("b", second)),
                new Interval(-3, 1),
                "input x",
                Optional.empty(),
                Optional.empty(),
                false);
        return plot;
    }

    @Test
    void a_bar_goes_back_where_its_new_value_is_refused() {
        CoefficientBars bars = new CoefficientBars();
        bars.show("edge", List.of("a", "b"), new float[] {1, 2});
        KeyEvent up = new KeyEvent(KeyEvent.KEY_PRESSED, "", "", KeyCode.UP, false, false, false, false);

        bars.setOnDrag(() -> {}, (_, _) -> false, () -> {});
        Event.fireEvent(bars, up);
        assertThat(bars.value(0)).isEqualTo(1);

        bars.setOnDrag(() -> {}, (_, _) -> true, () -> {});
        Event.fireEvent(bars, up);
        assertThat(bars.value(0)).isGreaterThan(1);
    }

    @Test
    void the_axis_holds_while_snapshots_of_an_edge_are_played() {
        EdgePlot plot = new EdgePlot();
        plot.resize(300, 200);
        double wide = worthOf(plot, "edge", 2, true);
        assertThat(worthOf(plot, "edge", 0.5f, true)).isEqualTo(wide);
        double wider = worthOf(plot, "edge", 4, true);
        assertThat(wider).isGreaterThan(wide);
        assertThat(worthOf(plot, "edge", 0.5f, false)).as("the newest weights").isLessThan(wide);
        assertThat(worthOf(plot, "edge", 2, true)).isEqualTo(wide);
        assertThat(worthOf(plot, "other", 0.5f, true)).isLessThan(wide);
    }

    /** Of a pixel, where a line goes from minus to plus some height. */
    private static double worthOf(EdgePlot plot, String edge, float height, boolean snapshot) {
        Interval domain = new Interval(-1, 1);
        EdgePlot.Line line = new EdgePlot.Line("f", domain.evenly(2), new float[] {-height, height}, 0, true, domain);
        plot.show(edge, List.of(line), domain, "input x", Optional.empty(), Optional.empty(), snapshot);
        plot.svg();
        return plot.pixelsWorth();
    }

    private static EdgePlot.Line line(String name, Interval of) {
        float[] x = of.evenly(3);
        float[] doubled = {2 * x[0], 2 * x[1], 2 * x[2]};
        return new EdgePlot.Line(name, x, doubled, 0, true, of);
    }

    @Test
    void curves_on_intervals_of_their_own_are_written_with_their_own_points() {
        assertThat(plot(new Interval(-3, -1)).csv().lines())
                .containsExactly(
                        "edge,x,value",
                        "a,-1.0,-2.0",
                        "a,0.0,0.0",
                        "a,1.0,2.0",
                        "b,-3.0,-6.0",
                        "b,-2.0,-4.0",
                        "b,-1.0,-2.0");
        assertThat(plot(new Interval(-1, 1)).csv().lines())
                .containsExactly("x,a,b", "-1.0,-2.0,-2.0", "0.0,0.0,0.0", "1.0,2.0,2.0");
    }

    @Test
    void a_curve_has_no_value_beyond_its_ends() {
        EdgePlot.Line line = line("a", new Interval(-1, 1));
        assertThat(EdgePlot.at(line, 0.25)).isEqualTo(0.5f);
        assertThat(EdgePlot.at(line, 1)).isEqualTo(2);
        assertThat(EdgePlot.at(line, -2)).isNaN();
        assertThat(EdgePlot.at(line, 3)).isNaN();
    }

    @Test
    void a_file_names_its_curves() {
        EdgePlot plot = plot(new Interval(-3, -1));
        plot.resize(300, 200);
        assertThat(plot.svg()).contains(">a<", ">b<");
    }

    @Test
    void the_reading_is_told_away_from_what_is_pulled() {
        Rectangle2D area = new Rectangle2D(40, 10, 294, 180);
        for (double wide : new double[] {100, 190}) {
            for (double pointer = 40; pointer <= 334; pointer++) {
                Rectangle2D box = EdgePlot.readingBox(area, pointer, wide, 60);
                assertThat(Math.abs(pointer - Math.clamp(pointer, box.getMinX(), box.getMaxX())))
                        .isGreaterThanOrEqualTo(12);
                assertThat(area.contains(box)).as("at %f", pointer).isTrue();
            }
        }
    }
}
