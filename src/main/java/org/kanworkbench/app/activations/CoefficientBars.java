package org.kanworkbench.app.activations;

import java.util.List;
import java.util.Locale;
import org.kanworkbench.app.chart.Inks;
import org.kanworkbench.app.chart.Picture;
import org.kanworkbench.app.chart.Surface;
import org.kanworkbench.app.chart.Surface.Anchor;

/** An edge's coefficients, a bar a term, up for positive and down for negative ones. */
public final class CoefficientBars extends Picture {

    private static final double LABEL = 16;
    private static final double MOST_WIDTH = 40;
    private static final int MOST_NUMBERS = 7;

    private List<String> terms = List.of();
    private float[] coefficients = {};

    public CoefficientBars() {
        getStyleClass().add("coefficient-bars");
    }

    void show(List<String> names, float[] values) {
        terms = List.copyOf(names);
        coefficients = values.clone();
        repaint();
    }

    @Override
    protected void paint(Surface surface, Inks inks, double width, double height) {
        if (coefficients.length == 0) {
            return;
        }
        double pitch = width / coefficients.length;
        double bar = Math.min(MOST_WIDTH, 0.7 * pitch);
        double middle = (height - LABEL) / 2;
        double most = largest();
        boolean numbers = coefficients.length <= MOST_NUMBERS;
        double reach = middle - (numbers ? LABEL : 2);
        surface.line(inks.axis(), 0, middle, width, middle);
        for (int t = 0; t < coefficients.length; t++) {
            double centre = (t + 0.5) * pitch;
            float value = coefficients[t];
            double length = Float.isFinite(value) ? Math.max(1, Math.abs(value) / most * reach) : 0;
            surface.fill(
                    value < 0 ? inks.negative() : inks.positive(),
                    centre - bar / 2,
                    value < 0 ? middle : middle - length,
                    bar,
                    length);
            if (numbers) {
                surface.text(
                        Float.isFinite(value)
                                ? String.format(Locale.ROOT, "%.3f", value).replace('-', '−')
                                : "NaN",
                        inks.hint(),
                        centre,
                        value < 0 ? middle + length + LABEL / 2 : middle - length - LABEL / 2,
                        Anchor.MIDDLE);
            }
            if (pitch >= 22 || t % 2 == 0) {
                surface.text(terms.get(t), inks.text(), centre, height - LABEL / 2, Anchor.MIDDLE);
            }
        }
    }

    private double largest() {
        double most = 1e-12;
        for (float value : coefficients) {
            if (Float.isFinite(value)) {
                most = Math.max(most, Math.abs(value));
            }
        }
        return most;
    }
}
