package org.kanworkbench.app.search;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.kanworkbench.app.chart.Picture;
import org.kanworkbench.plot.Axis;
import org.kanworkbench.plot.Colour;
import org.kanworkbench.plot.Palette;
import org.kanworkbench.plot.PlotArea;
import org.kanworkbench.plot.Scale;
import org.kanworkbench.plot.Surface;
import org.kanworkbench.plot.Surface.Anchor;
import org.kanworkbench.search.SearchTrial;
import org.kanworkbench.search.SearchTrial.State;

/** What each worker did when: a bar per trial. Times in which none ran, as between two sessions, are left out. */
public final class TimelinePicture extends Picture {

    private static final double LEFT = 72;
    private static final double RIGHT = 16;
    private static final double TOP = 8;
    private static final double TICKS = 80;
    private static final double TITLE = 28;
    private static final double KEY = 10;
    private static final double GAP = 4;
    private static final double LEAST_GAP = 1;
    private static final double MILLIS = 1e3;
    private static final double MINUTE = 60;

    /** A trial from one second of the search to another. */
    private record Bar(SearchTrial trial, double from, double to) {}

    private List<Bar> bars = List.of();

    void show(List<SearchTrial> trials) {
        bars = bars(trials);
        setAccessibleText("Timeline of " + workers() + " workers and " + trials.size() + " trials");
        repaint();
    }

    private static List<Bar> bars(List<SearchTrial> trials) {
        Map<Integer, Double> ends = new HashMap<>();
        double[] idle = {Double.NaN, 0};
        return trials.stream()
                .sorted(Comparator.comparingLong(SearchTrial::started).thenComparingInt(SearchTrial::trial))
                .map(trial -> {
                    double from = trial.started() / MILLIS;
                    if (trial.started() == 0) {
                        from = ends.getOrDefault(trial.worker(), 0.0);
                    } else {
                        // Up to here some trial ran.
                        double busy = Double.isNaN(idle[0]) ? from : idle[0];
                        idle[1] += Double.isNaN(idle[0]) ? from : Math.max(0, from - busy);
                        idle[0] = Math.max(busy, from + trial.seconds());
                        from -= idle[1];
                    }
                    ends.put(trial.worker(), from + trial.seconds());
                    return new Bar(trial, from, from + trial.seconds());
                })
                .toList();
    }

    private int workers() {
        return bars.stream().mapToInt(bar -> bar.trial().worker() + 1).max().orElse(0);
    }

    @Override
    protected void paint(Surface surface, Palette palette, double width, double height) {
        double end = bars.stream().mapToDouble(Bar::to).max().orElse(0);
        if (end <= 0) {
            surface.text("After the first trial", palette.hint(), width / 2, height / 2, Anchor.MIDDLE);
            return;
        }
        boolean minutes = end > 3 * MINUTE;
        double unit = minutes ? MINUTE : 1;
        double bottom = Math.max(TOP + 1, height - PlotArea.BELOW);
        int workers = workers();
        Axis x = new Axis(Scale.LINEAR, 0, end / unit, LEFT, Math.max(LEFT + 1, width - RIGHT));
        new PlotArea(surface, palette, x, new Axis(Scale.LINEAR, 0, workers, bottom, TOP)).inputTicks(TICKS);
        String title = minutes ? "Time of the search, min" : "Time of the search, s";
        surface.text(title, palette.text(), (x.start() + x.end()) / 2, bottom + TITLE, Anchor.MIDDLE);
        double line = (bottom - TOP) / workers;
        double gap = Math.min(GAP, line / 4);
        for (int worker = 0; worker < workers; worker++) {
            surface.text("Worker " + (worker + 1), palette.hint(), LEFT - 8, TOP + (worker + 0.5) * line, Anchor.END);
        }
        for (Bar bar : bars) {
            double from = x.pixel(bar.from() / unit);
            double wide = x.pixel(bar.to() / unit) - from;
            double top = TOP + bar.trial().worker() * line + gap;
            surface.fill(
                    colour(palette, bar.trial().state()), from, top, Math.max(1, wide - LEAST_GAP), line - 2 * gap);
        }
        key(surface, palette, width - RIGHT, bottom + TITLE);
    }

    /** At the right of the axis' title. */
    private void key(Surface surface, Palette palette, double end, double middle) {
        double right = end;
        for (State state : List.of(State.FAILED, State.PRUNED, State.COMPLETE)) {
            if (bars.stream().anyMatch(bar -> bar.trial().state() == state)) {
                String name = state.name().toLowerCase(Locale.ROOT);
                surface.text(name, palette.hint(), right, middle, Anchor.END);
                right -= Surface.LETTER * name.length() + KEY + 4;
                surface.fill(colour(palette, state), right, middle - KEY / 2, KEY, KEY);
                right -= KEY;
            }
        }
    }

    private static Colour colour(Palette palette, State state) {
        return switch (state) {
            case COMPLETE -> palette.series(ResultsController.COMPLETE);
            case PRUNED -> palette.series(ResultsController.PRUNED);
            case FAILED -> palette.axis();
        };
    }
}
