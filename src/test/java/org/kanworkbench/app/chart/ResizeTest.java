package org.kanworkbench.app.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import javafx.scene.canvas.Canvas;
import javafx.scene.image.Image;
import javafx.scene.image.PixelFormat;
import javafx.scene.layout.Region;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.kanworkbench.app.WindowExtension;
import org.kanworkbench.app.chart.PlotSeries.Line;
import org.kanworkbench.plot.Palette;
import org.kanworkbench.plot.Surface;
import org.testfx.api.FxRobot;

/** Charts leave nothing behind of the sizes that they had. */
@ExtendWith(WindowExtension.class)
class ResizeTest {

    /** Broken sizes too: those of a card that gets a share of the window. */
    private static final double[] SIDES = {300, 260.4, 333.7, 0, 20, 200.5, 280.25};

    enum Chart {
        LINE_PLOT(Chart::linePlot),
        PLANE_MAP(Chart::planeMap),
        PICTURE(Frame::new);

        private final Supplier<Region> made;

        Chart(Supplier<Region> made) {
            this.made = made;
        }

        private static Region linePlot() {
            PlotSeries line = new PlotSeries("run 1", 0, Line.DENSE);
            IntStream.range(0, 40).forEach(i -> line.add(i, Math.sqrt(i)));
            LinePlot plot = new LinePlot();
            plot.setSeries(List.of(line));
            plot.setMarks(List.of(new Mark(12, "best epoch 12", 0)));
            return plot;
        }

        private static Region planeMap() {
            PlaneMap map = new PlaneMap();
            float[] at = {-1, 0, 1};
            map.show(
                    new PlanePoints(at, at, new int[] {0, 1, 2}, new float[0], Optional.empty()),
                    List.of("a", "b", "c"));
            return map;
        }
    }

    /** Inked up to its last pixel. */
    private static final class Frame extends Picture {

        Frame() {
            over(this::line);
        }

        @Override
        protected void paint(Surface surface, Palette palette, double width, double height) {
            surface.fill(palette.text(), 0, 0, width, height);
            surface.fill(palette.paper(), 1, 1, width - 2, height - 2);
        }

        private boolean line(Surface surface, Palette palette, double width, double height) {
            surface.line(palette.accent(), 0, height - 1, width, height - 1);
            return true;
        }
    }

    @ParameterizedTest
    @EnumSource
    void after_any_change_of_size_it_looks_as_one_made_at_that_size(Chart chart, FxRobot robot) {
        robot.interact(() -> {
            Region resized = chart.made.get();
            for (double side : SIDES) {
                size(resized, side);
                resized.snapshot(null, null);
            }
            Region fresh = chart.made.get();
            size(fresh, SIDES[SIDES.length - 1]);
            assertThat(pixels(resized)).isEqualTo(pixels(fresh));
        });
    }

    @ParameterizedTest
    @EnumSource
    void without_room_nothing_of_a_larger_size_is_left_over_its_neighbours(Chart chart, FxRobot robot) {
        robot.interact(() -> {
            Region resized = chart.made.get();
            size(resized, 300);
            size(resized, 0);
            assertThat(resized.getChildrenUnmodifiable())
                    .filteredOn(Canvas.class::isInstance)
                    .allMatch(layer -> ((Canvas) layer).getWidth() == 0 && ((Canvas) layer).getHeight() == 0);
        });
    }

    private static void size(Region chart, double side) {
        chart.resize(side, 0.75 * side);
        chart.layout();
    }

    private static int[] pixels(Region shown) {
        Image image = shown.snapshot(null, null);
        int width = (int) image.getWidth();
        int height = (int) image.getHeight();
        int[] all = new int[width * height];
        image.getPixelReader().getPixels(0, 0, width, height, PixelFormat.getIntArgbInstance(), all, 0, width);
        return all;
    }
}
