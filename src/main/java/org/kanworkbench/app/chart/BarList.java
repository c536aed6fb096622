package org.kanworkbench.app.chart;

import java.util.List;
import java.util.stream.Collectors;
import org.kanworkbench.plot.Palette;
import org.kanworkbench.plot.Surface;
import org.kanworkbench.plot.Surface.Anchor;

/** Named values as horizontal bars, in the order given; as many as there is room for. */
public final class BarList extends Picture {

    private static final double NAMES = 120;
    private static final double LINE = 24;
    private static final double BAR = 12;
    private static final double GAP = 6;

    /** @param share length of the bar, 0 to 1 */
    public record Bar(String name, double share, String value) {}

    private String without = "";
    private List<Bar> bars = List.of();
    private int series;

    /**
     * @param what the title for a screen reader
     * @param empty what is written where there is no bar
     * @param colour index of the series whose colour the bars have
     */
    public void show(String what, List<Bar> now, String empty, int colour) {
        without = empty;
        series = colour;
        if (bars.size() != now.size()) {
            requestLayout();
        }
        bars = List.copyOf(now);
        setAccessibleText(what + ": "
                + bars.stream().map(bar -> bar.name() + " " + bar.value()).collect(Collectors.joining(", ")));
        repaint();
    }

    @Override
    protected double computePrefHeight(double width) {
        return Math.max(1, bars.size()) * LINE;
    }

    @Override
    protected void paint(Surface surface, Palette palette, double width, double height) {
        if (bars.isEmpty()) {
            surface.text(without, palette.hint(), width / 2, height / 2, Anchor.MIDDLE);
            return;
        }
        double numbers =
                bars.stream().mapToInt(bar -> bar.value().length()).max().orElse(0) * Surface.LETTER + GAP;
        double room = Math.max(1, width - NAMES - numbers);
        for (int i = 0; i < bars.size() && (i + 1) * LINE <= height; i++) {
            Bar bar = bars.get(i);
            double middle = (i + 0.5) * LINE;
            String name = Surface.fitted(bar.name(), (int) ((NAMES - 8) / Surface.LETTER));
            surface.text(name, palette.text(), NAMES - 8, middle, Anchor.END);
            surface.fill(palette.series(series), NAMES, middle - BAR / 2, room * bar.share(), BAR);
            surface.text(bar.value(), palette.hint(), NAMES + room * bar.share() + GAP, middle, Anchor.START);
        }
    }
}
