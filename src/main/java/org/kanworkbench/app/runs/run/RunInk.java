package org.kanworkbench.app.runs.run;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javafx.scene.layout.Region;
import org.kanworkbench.app.chart.PlotSeries.Line;
import org.kanworkbench.app.controls.Styled;
import org.kanworkbench.app.models.SeriesColours;
import org.kanworkbench.plot.Palette;
import org.kanworkbench.runs.StoredRun;

/**
 * How one of several runs beside each other is drawn: in the colour that it has in every pane, and dashed or dotted where one
 * before it has the same.
 *
 * @param series index into the palette
 */
public record RunInk(int series, Line line) {

    private static final List<Line> LINES = List.of(Line.DENSE, Line.DENSE_DASHED, Line.DENSE_DOTTED);

    /** By run number. What else these colours were shown for is forgotten. */
    public static Map<Long, RunInk> of(List<StoredRun> runs, SeriesColours colours) {
        colours.show(runs.stream().map(StoredRun::id).collect(Collectors.toSet()));
        Map<Integer, Integer> used = new HashMap<>();
        Map<Long, RunInk> inks = new LinkedHashMap<>();
        for (StoredRun run : runs) {
            int series = colours.of(run.id());
            int before = used.merge(series, 1, Integer::sum) - 1;
            inks.put(run.id(), new RunInk(series, LINES.get(Math.min(before, LINES.size() - 1))));
        }
        return inks;
    }

    /** A square of the colour; not filled where the line is not whole. */
    public Region mark() {
        Region mark = Styled.of(new Region(), "series-mark", Palette.style(series));
        if (line != Line.DENSE) {
            mark.getStyleClass().add("broken");
        }
        return mark;
    }
}
