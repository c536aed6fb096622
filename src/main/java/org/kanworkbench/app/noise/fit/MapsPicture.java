package org.kanworkbench.app.noise.fit;

import java.util.Arrays;
import java.util.Comparator;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.stream.IntStream;
import org.kanworkbench.app.chart.Picture;
import org.kanworkbench.app.noise.fit.FitView.HeatMap;
import org.kanworkbench.plot.Colour;
import org.kanworkbench.plot.Palette;
import org.kanworkbench.plot.Surface;
import org.kanworkbench.plot.Surface.Anchor;
import org.kanworkbench.training.ScoreText;

/** Heat maps of the truth and every model over two inputs, on one scale. */
public final class MapsPicture extends Picture {

    private static final double LEFT = 52;
    /** With the legend. */
    private static final double RIGHT = 76;

    private static final double GAP = 16;
    private static final double HEAD = 18;
    private static final double FOOT = 18;
    private static final double LEGEND = 10;
    /** Of a map's longer edge to its shorter one; so far maps fill their card. */
    private static final double MOST_STRETCHED = 1.6;

    private static final int SHADES = 64;

    private FitView view;

    public MapsPicture() {
        getStyleClass().add("maps-picture");
    }

    void show(FitView shown) {
        view = shown;
        repaint();
    }

    @Override
    protected void paint(Surface surface, Palette palette, double width, double height) {
        if (view == null || view.maps().isEmpty()) {
            return;
        }
        List<HeatMap> maps = view.maps();
        double room = Math.max(1, width - LEFT - RIGHT);
        int columns = columns(maps.size(), room, height - FOOT);
        int lines = (maps.size() + columns - 1) / columns;
        double side = Math.max(1, side(columns, lines, room, height - FOOT));
        double wide = Math.min(MOST_STRETCHED * side, wide(columns, room));
        double tall = Math.min(MOST_STRETCHED * side, tall(lines, height - FOOT));
        double[] range = range();
        for (int m = 0; m < maps.size(); m++) {
            double left = LEFT + m % columns * (wide + GAP);
            double top = m / columns * (tall + HEAD);
            map(surface, palette, maps.get(m), range, new double[] {left, top + HEAD, wide, tall});
        }
        String up = view.source().inputNames().get(view.lookout().up());
        // However long a name is, this line has room for it.
        surface.text(
                Surface.fitted(view.inputName() + " →,  " + up + " ↑", (int) ((width - LEFT) / Surface.LETTER)),
                palette.text(),
                LEFT,
                lines * (tall + HEAD) + FOOT / 2,
                Anchor.START);
        double right = LEFT + columns * (wide + GAP);
        legend(surface, palette, range, new double[] {right, HEAD, lines * (tall + HEAD) - HEAD});
    }

    /** Of the choices the one with the largest maps. */
    private static int columns(int maps, double room, double height) {
        return IntStream.rangeClosed(1, maps)
                .boxed()
                .max(Comparator.comparingDouble(columns -> side(columns, (maps + columns - 1) / columns, room, height)))
                .orElseThrow();
    }

    private static double side(int columns, int lines, double room, double height) {
        return Math.min(wide(columns, room), tall(lines, height));
    }

    private static double wide(int columns, double room) {
        return Math.max(1, (room + GAP) / columns - GAP);
    }

    private static double tall(int lines, double height) {
        return Math.max(1, height / lines - HEAD);
    }

    /** The truth's, or the training points' where that is not known: models may leave it. */
    private double[] range() {
        double[] values = view.known()
                ? view.maps().getFirst().values()
                : view.started().training().y();
        DoubleSummaryStatistics range = Arrays.stream(values).summaryStatistics();
        double least = range.getMin();
        return new double[] {least, range.getMax() > least ? range.getMax() : least + 1};
    }

    /** @param place left, top, width and height in pixels */
    private static void map(Surface surface, Palette palette, HeatMap map, double[] range, double[] place) {
        int[] pixels = Colour.pixels(
                map.values().length, i -> palette.sequential((map.values()[i] - range[0]) / (range[1] - range[0])));
        double text = map.series() < 0
                ? place[0]
                : SeriesInk.paintMark(surface, palette, map.series(), place[0], place[1] - 10);
        surface.text(
                Surface.fitted(map.name(), (int) ((place[0] + place[2] + GAP - text) / Surface.LETTER)),
                palette.text(),
                text,
                place[1] - 10,
                Anchor.START);
        surface.pixels(pixels, FitView.MAP, place[0], place[1], place[2], place[3]);
        surface.outline(palette.axis(), place[0], place[1], place[2] + 1, place[3] + 1);
    }

    /** @param place left, top and height in pixels */
    private static void legend(Surface surface, Palette palette, double[] range, double[] place) {
        int[] shades = Colour.pixels(SHADES, i -> palette.sequential(1 - i / (SHADES - 1.0)));
        double size = Math.max(Math.abs(range[0]), Math.abs(range[1]));
        double text = place[0] + LEGEND + 6;
        surface.pixels(shades, 1, place[0], place[1], LEGEND, place[2]);
        surface.text(number(range[1], size), palette.hint(), text, place[1] + 4, Anchor.START);
        surface.text(number(range[0], size), palette.hint(), text, place[1] + place[2] - 4, Anchor.START);
    }

    private static String number(double value, double size) {
        return Math.abs(value) < 1e-3 * size ? "0" : ScoreText.significant(value, 3);
    }
}
