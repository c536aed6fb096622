package org.kanworkbench.app.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javafx.event.Event;
import javafx.scene.Scene;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.kanworkbench.app.WindowExtension;
import org.kanworkbench.app.chart.PlotSeries.Line;
import org.kanworkbench.plot.Scale;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.Start;

/** A plot as a reader sees it: what it tells at a place, and where its texts and signs are. */
@ExtendWith(WindowExtension.class)
class LinePlotTest {

    private static final Pattern TEXT = Pattern.compile(
            "<text x=\"([-\\d.]+)\" y=\"([-\\d.]+)\" fill=\"\\S+\" text-anchor=\"(\\w+)\"[^>]*>([^<]*)</text>");

    private LinePlot plot;

    @Start
    void open(Stage stage) {
        StackPane root = new StackPane();
        root.getStyleClass().add("root");
        stage.setScene(new Scene(root, 700, 400));
        stage.show();
    }

    @BeforeEach
    void plot(FxRobot robot) {
        robot.interact(() -> plot = plot());
    }

    private static LinePlot plot() {
        LinePlot made = new LinePlot();
        made.setXTitle("Epoch");
        made.setYTitle("Accuracy, %");
        made.setPercent(true);
        made.resize(300, 200);
        return made;
    }

    private static PlotSeries line(String name, int colour, Line look, double from, double to, double y) {
        PlotSeries line = new PlotSeries(name, colour, look);
        IntStream.rangeClosed(0, 10).forEach(i -> line.add(from + (to - from) * i / 10, y + 1e-3 * i));
        return line;
    }

    private static PlotSeries line(String name, double from, double to) {
        return line(name, 0, Line.DENSE, from, to, 0.9);
    }

    /** A text's rectangle, as wide as a generous guess. */
    private record Box(String text, double left, double right, double middle) {
        boolean meets(Box other) {
            return left < other.right && right > other.left && Math.abs(middle - other.middle) < 11;
        }
    }

    private static List<Box> texts(String svg) {
        return TEXT.matcher(svg).results().map(LinePlotTest::box).toList();
    }

    private static Box box(MatchResult found) {
        double x = Double.parseDouble(found.group(1));
        double width = 5.8 * found.group(4).length();
        double left = x - width * List.of("start", "middle", "end").indexOf(found.group(3)) / 2;
        return new Box(found.group(4), left, left + width, Double.parseDouble(found.group(2)));
    }

    @Test
    void a_line_is_read_within_its_own_interval_only() {
        plot.setSeries(List.of(line("short", 2, 10), line("long", 0, 40)));

        assertThat(plot.reading(1)).element(1).isEqualTo("short –");
        assertThat(plot.reading(1)).element(2).asString().startsWith("long 90.");
        assertThat(plot.reading(10)).element(1).isEqualTo("short 91.00 %");
        assertThat(plot.reading(12)).element(1).isEqualTo("short –");
        assertThat(plot.reading(40)).element(2).isEqualTo("long 91.00 %");
        assertThat(plot.reading(12.5)).as("where its nearest point is").first().isEqualTo("epoch 12");
    }

    @Test
    void a_smoothed_reading_does_not_change_with_the_zoom() {
        plot.setSeries(List.of(line("run", 0, 40)));
        plot.smoothing.set(0.95);
        List<String> all = plot.reading(20);
        plot.zoom.set(new PlotFrame.Zoom(18, 22));

        assertThat(plot.reading(20)).isEqualTo(all).contains("smoothed");
    }

    @Test
    void between_two_points_there_is_the_line_that_joins_them() {
        plot.setSeries(List.of(line("run", 0, 40), line("ended", 1, Line.DENSE, 0, 4, 0.2)));
        plot.zoom.set(new PlotFrame.Zoom(17, 19));

        assertThat(texts(plot.svg()))
                .extracting(Box::text)
                .filteredOn(text -> text.matches("[\\d.]+\\s%"))
                .isNotEmpty()
                .allMatch(percent -> percent.startsWith("90"));
    }

    @Test
    void a_map_of_many_classes_tells_of_the_likeliest(FxRobot robot) {
        List<String> told = new ArrayList<>();
        robot.interact(() -> {
            PlaneMap map = new PlaneMap();
            map.resize(300, 300);
            map.show(PlanePoints.NONE, List.of("c0", "c1", "c2", "c3", "c4", "c5", "c6", "c7", "c8", "c9"));
            float[] probabilities = {0.01f, 0, 0.03f, 0.04f, 0.05f, 0.06f, 0.07f, 0.3f, 0.02f, 0.42f};
            map.show(new ClassMap(PlanePoints.NONE.square(), 1, 10, probabilities));
            // The axes are laid out with the first picture.
            map.svg();
            Event.fireEvent(map, new KeyEvent(KeyEvent.KEY_PRESSED, "", "", KeyCode.RIGHT, false, false, false, false));
            texts(map.svg()).forEach(box -> told.add(box.text()));
            map.show(PlanePoints.NONE, List.of("other"));
            assertThat(texts(map.svg()))
                    .extracting(Box::text)
                    .as("of other data")
                    .doesNotContain("0.03, 0.00", "0.05, 0.00");
        });
        // The legend below has all of them.
        assertThat(told)
                .filteredOn(text -> text.startsWith("c"))
                .startsWith("c3", "c4", "c5", "c6", "c7", "c9", "c0", "c1")
                .hasSize(16);
    }

    @Test
    void the_best_of_a_long_run_is_in_the_plot_however_short_it_lasted() {
        LinePlot losses = plot();
        losses.setPercent(false);
        PlotSeries line = new PlotSeries("run", 0, Line.DENSE);
        IntStream.range(0, 10_000).forEach(i -> line.add(i, i < 20 ? 90_000 : i == 500 ? 24_000 : 29_000 + i % 7));
        losses.setSeries(List.of(line));

        assertThat(losses.reading(500)).element(1).isEqualTo("run 24,000");
        assertThat(texts(losses.svg()).stream().map(Box::text)).contains("24,000");
    }

    @Test
    void a_loss_of_zero_widens_no_logarithmic_axis_and_an_accuracy_of_one_keeps_a_decade() {
        LinePlot losses = plot();
        losses.setPercent(false);
        losses.scale.set(Scale.LOG);
        PlotSeries line = new PlotSeries("run", 0, Line.DENSE);
        IntStream.range(0, 100).forEach(i -> line.add(i, i % 10 == 9 ? 0 : 0.5));
        losses.setSeries(List.of(line));
        assertThat(texts(losses.svg()).stream().map(Box::text)).noneMatch(text -> text.contains("e−"));

        LinePlot all = plot();
        all.scale.set(Scale.LOG_ERROR);
        PlotSeries right = new PlotSeries("run", 0, Line.DENSE);
        IntStream.range(0, 100).forEach(i -> right.add(i, 1));
        all.setSeries(List.of(right));
        assertThat(texts(all.svg()).stream().map(Box::text)).contains("99.990 %");
    }

    @Test
    void what_a_run_begins_with_does_not_press_the_rest_together() {
        LinePlot shares = plot();
        shares.setPercent(false);
        PlotSeries line = new PlotSeries("run", 0, Line.DENSE);
        IntStream.range(0, 1000).forEach(i -> line.add(i, i < 5 ? -500 : 0.9 + 1e-5 * i));
        shares.setSeries(List.of(line));

        assertThat(texts(shares.svg()).stream().map(Box::text))
                .noneMatch(text -> text.startsWith("−"))
                .contains("0.910");
    }

    @Test
    void a_line_that_only_falls_is_drawn_so_also_where_it_steps() {
        LinePlot best = plot();
        best.setPercent(false);
        PlotSeries line = new PlotSeries("best", 0, Line.DENSE);
        for (double[] point : new double[][] {{0, 1}, {3, 1}, {3, 0.2}, {40, 0.2}, {40, 0.1}, {80, 0.1}}) {
            line.add(point[0], point[1]);
        }
        best.setSeries(List.of(line));

        String points = Pattern.compile("<polyline[^>]*points=\"([^\"]*)\"")
                .matcher(best.svg())
                .results()
                .map(match -> match.group(1))
                .max(Comparator.comparingInt(String::length))
                .orElseThrow();
        double[] down = Arrays.stream(points.split(" "))
                .mapToDouble(point -> Double.parseDouble(point.split(",")[1]))
                .toArray();
        assertThat(down).hasSizeGreaterThanOrEqualTo(6).isSorted();
    }

    @Test
    void a_line_of_very_many_points_says_in_its_file_of_how_many_each_is_the_mean() {
        LinePlot plot = plot();
        PlotSeries line = new PlotSeries("run", 0, Line.DENSE);
        IntStream.range(0, 40_000).forEach(i -> line.add(i, 1));
        plot.setSeries(List.of(line, line("short", 0, 40)));

        assertThat(plot.csv()).contains("run (means of 4),").contains("short,4");
    }

    @Test
    void what_happened_is_told_where_it_happened() {
        plot.setSeries(List.of(line("run", 0, 40)));
        plot.setMarks(List.of(new Mark(12, "best epoch 12", 0), new Mark(30, "paused 00:12", 0)));

        assertThat(plot.reading(12)).endsWith("best epoch 12");
        assertThat(plot.reading(12.5)).endsWith("best epoch 12");
        assertThat(plot.reading(20)).hasSize(2);
    }

    @Test
    void many_events_at_one_place_are_one_sign_and_one_row() {
        plot.setSeries(List.of(line("run", 0, 40)));
        int bare = polygons(plot.svg());
        plot.setMarks(List.of(
                new Mark(20, "paused", 0),
                new Mark(20, "resumed", 0),
                new Mark(20.1, "grid update", 1),
                new Mark(20.2, "grid update", 1)));

        assertThat(plot.reading(20))
                .endsWith("4 events: paused, resumed, grid update")
                .hasSize(3);
        assertThat(polygons(plot.svg()) - bare).isOne();

        plot.setMarks(List.of(new Mark(5, "paused", 0), new Mark(30, "resumed", 0), new Mark(99, "beyond", 0)));
        assertThat(polygons(plot.svg()) - bare).isEqualTo(2);
    }

    private static int polygons(String svg) {
        return svg.split("<polygon", -1).length - 1;
    }

    @Test
    void names_stand_beside_the_plot_and_nothing_is_filled_over_a_line() {
        plot.setSeries(List.of(line("run 1", 1, Line.DENSE, 0, 15, 0.9), line("run 2", 2, Line.DENSE, 0, 40, 0.9)));
        String svg = plot.svg();

        assertThat(texts(svg).stream().filter(box -> box.text.startsWith("run")))
                .hasSize(2)
                .allMatch(box -> box.left > 300 - 60);
        assertThat(svg.substring(svg.indexOf("<polyline"))).doesNotContain("fill-opacity=\"0.80\"");
        assertThat(svg.split("<rect", -1))
                .as("paper and the clip around the lines")
                .hasSize(3);
    }

    @Test
    void of_many_lines_that_end_at_one_place_the_top_ones_are_named_and_in_a_file_the_others_below() {
        plot.setSeries(IntStream.rangeClosed(1, 8)
                .mapToObj(i -> line("run " + i, i, Line.DENSE, 0, 15, 0.9))
                .toList());

        List<Box> names = texts(plot.svg()).stream()
                .filter(box -> box.text.startsWith("run"))
                .toList();
        assertThat(names.stream().filter(box -> box.middle < 200).map(Box::text))
                .containsExactlyInAnyOrder("run 7", "run 8");
        assertThat(names.stream().filter(box -> box.middle > 200).map(Box::text))
                .containsExactly("run 1", "run 2", "run 3", "run 4", "run 5", "run 6");
    }

    @Test
    void no_text_is_cut_or_lies_on_another_however_small_and_full_the_plot() {
        for (int runs : new int[] {1, 3, 8, 20}) {
            plot.setSeries(IntStream.range(0, runs)
                    .boxed()
                    .flatMap(i -> List.of(
                            line("train " + (i + 90), i, Line.DENSE, 0, 5 + i, 0.9971),
                            line("test " + (i + 90), i, Line.DASHED, 0.5, 5 + i, 0.9972))
                            .stream())
                    .toList());
            for (double width : new double[] {200, 300, 700}) {
                for (double height : new double[] {152, 200, 330}) {
                    plot.resize(width, height);
                    List<Box> boxes = texts(plot.svg());
                    assertThat(boxes).allMatch(box -> box.left >= 0 && box.right <= width + 1, width + " wide");
                    for (Box box : boxes) {
                        assertThat(boxes.stream().filter(other -> other != box && other.meets(box)))
                                .as("%s, %d runs in %.0f × %.0f", box, runs, width, height)
                                .isEmpty();
                    }
                }
            }
        }
    }
}
