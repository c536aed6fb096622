package org.kanworkbench.app.quantize;

import java.util.List;
import java.util.Locale;
import org.kanworkbench.app.chart.Picture;
import org.kanworkbench.app.quantize.scheme.SchemeColumns;
import org.kanworkbench.plot.Palette;
import org.kanworkbench.plot.Surface;
import org.kanworkbench.plot.Surface.Anchor;
import org.kanworkbench.quantize.compare.Score;
import org.kanworkbench.quantize.compare.Sensitivity.Effect;
import org.kanworkbench.training.Measure;
import org.kanworkbench.training.ScoreText;

/**
 * What quantising each part alone costs, one bar per part: to the left if accuracy falls or the error grows, to the
 * right otherwise.
 */
public final class SensitivityPicture extends Picture {

    private static final double NAME = 110;
    private static final double FIGURES = 230;
    private static final double ROW = 24;
    private static final double HEAD = 24;
    private static final double LEAST = 0.02;

    private List<Effect> effects = List.of();

    public SensitivityPicture() {
        getStyleClass().add("sensitivity-picture");
        setAccessibleText("Sensitivity: change of the score by quantised part");
    }

    void show(List<Effect> found) {
        effects = List.copyOf(found);
        setMinHeight(HEAD + ROW * effects.size());
        setPrefHeight(HEAD + ROW * effects.size());
        repaint();
    }

    @Override
    protected void paint(Surface surface, Palette palette, double width, double height) {
        if (effects.isEmpty()) {
            surface.text("Not measured yet", palette.hint(), width / 2, height / 2, Anchor.MIDDLE);
            return;
        }
        double most = effects.stream()
                .mapToDouble(e -> Math.abs(e.score().lost()))
                .max()
                .orElse(0);
        double scale = Math.max(LEAST, most);
        double left = NAME;
        double right = width - FIGURES;
        double middle = (left + right) / 2;
        surface.text("part", palette.hint(), 8, HEAD / 2, Anchor.START);
        boolean classes = effects.getFirst().score().measure() == Measure.ACCURACY;
        surface.text(classes ? "Δ accuracy (pp)" : "error growth (%)", palette.hint(), middle, HEAD / 2, Anchor.MIDDLE);
        surface.text(classes ? "predictions changed" : "difference", palette.hint(), width - 130, HEAD / 2, Anchor.END);
        surface.text("rounding error", palette.hint(), width - 16, HEAD / 2, Anchor.END);
        for (int n = 0; n < effects.size(); n++) {
            Effect effect = effects.get(n);
            double y = HEAD + ROW * (n + 0.5);
            double lost = effect.score().lost();
            // Accuracy that is lost, error that grows.
            double change = classes ? -lost : lost;
            double length = Math.abs(change) / scale * (right - left - 120) / 2;
            surface.line(palette.grid(), 8, y + ROW / 2, width - 8, y + ROW / 2);
            surface.text(effect.part().label(), palette.text(), 8, y, Anchor.START);
            surface.fill(
                    lost > 0 ? palette.negative() : palette.positive(),
                    change < 0 ? middle - length : middle,
                    y - 6,
                    length,
                    12);
            surface.line(palette.axis(), middle, y - ROW / 2, middle, y + ROW / 2);
            surface.text(
                    SchemeColumns.points(change),
                    palette.text(),
                    change < 0 ? middle - length - 6 : middle + length + 6,
                    y,
                    change < 0 ? Anchor.END : Anchor.START);
            surface.text(
                    switch (effect.score()) {
                        case Score.Classes c ->
                            String.format(Locale.ROOT, "%,d of %,d", c.changed().size(), c.total());
                        case Score.Numbers numbers -> ScoreText.of(Measure.RMSE, numbers.difference());
                    },
                    palette.text(),
                    width - 130,
                    y,
                    Anchor.END);
            surface.text(
                    String.format(Locale.ROOT, "%.1f %%", 100 * effect.rmsError() / Math.max(1e-30, effect.rms())),
                    palette.text(),
                    width - 16,
                    y,
                    Anchor.END);
        }
    }
}
