package org.kanworkbench.app.search;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.kanworkbench.app.chart.Picture;
import org.kanworkbench.plot.Palette;
import org.kanworkbench.plot.Surface;
import org.kanworkbench.plot.Surface.Anchor;
import org.kanworkbench.search.importance.Importance;
import org.kanworkbench.search.setting.Searchable;

/** The settings' importance as bars, the most important first. */
public final class ImportancePicture extends Picture {

    private static final double NAMES = 120;
    private static final double NUMBERS = 44;
    private static final double LINE = 24;
    private static final double BAR = 12;

    private List<Importance> importance = List.of();

    void show(List<Importance> now) {
        importance = now;
        setAccessibleText("Importance: "
                + now.stream().map(one -> one.setting() + " " + percent(one)).collect(Collectors.joining(", ")));
        repaint();
    }

    private static String percent(Importance one) {
        return String.format(Locale.ROOT, "%.0f %%", 100 * one.share());
    }

    @Override
    protected void paint(Surface surface, Palette palette, double width, double height) {
        if (importance.isEmpty()) {
            surface.text("Needs ten complete trials", palette.hint(), width / 2, height / 2, Anchor.MIDDLE);
            return;
        }
        double room = Math.max(1, width - NAMES - NUMBERS);
        for (int i = 0; i < importance.size() && (i + 1) * LINE <= height; i++) {
            Importance one = importance.get(i);
            double middle = (i + 0.5) * LINE;
            String name = Surface.fitted(Searchable.named(one.setting()).title(), (int) ((NAMES - 8) / Surface.LETTER));
            surface.text(name, palette.text(), NAMES - 8, middle, Anchor.END);
            surface.fill(palette.series(0), NAMES, middle - BAR / 2, room * one.share(), BAR);
            surface.text(percent(one), palette.hint(), NAMES + room * one.share() + 6, middle, Anchor.START);
        }
    }
}
