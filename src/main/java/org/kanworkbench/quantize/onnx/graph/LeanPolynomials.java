package org.kanworkbench.quantize.onnx.graph;

import java.util.ArrayList;
import java.util.List;
import org.hipparchus.exception.MathRuntimeException;
import org.hipparchus.stat.regression.OLSMultipleLinearRegression;
import org.kanworkbench.network.InputScaling;
import org.kanworkbench.network.basis.recurrence.RecurrenceBasis;
import org.kanworkbench.quantize.Calibration;
import org.kanworkbench.quantize.Calibration.Span;
import org.kanworkbench.quantize.onnx.Codes;
import org.kanworkbench.quantize.onnx.GraphBuilder;
import org.kanworkbench.quantize.scheme.RangeRule;

/**
 * Writes polynomials with as few operations as possible: t_1 = s and t_k = s·(t_{k-1} + α_k) + β_k·t_{k-2}, which are
 * the basis's own polynomials with leading factor 1 and without their constants. Leading factors are merged into the
 * weights, constants into one number per output. An activation that these polynomials approximate over the calibration
 * rows more exactly than 8-bit codes needs no codes.
 */
final class LeanPolynomials {

    /** Points over the domain to determine a function's range. */
    private static final int POINTS = 1001;

    /** Number of values to fit an activation. */
    private static final int FITTED = 20_000;
    /** What the fit may be off anywhere, in steps of the codes: rare values count little in the mean. */
    private static final int MOST_STEPS = 4;

    private final GraphBuilder graph;
    private final Expansion expansion;
    private final LayerValues layer;
    private final RangeRule range;
    private final int order;

    /** φ_k = lead[k]·(t_k + constant[k]); k from 0, where t_0 is 0. */
    private final double[] lead;

    private final double[] constant;
    /** Factors of the monic recurrence, p_k = (s + shift[k])·p_{k-1} − decay[k]·p_{k-2}. */
    private final double[] shift;

    private final double[] decay;

    LeanPolynomials(GraphBuilder graph, LayerValues layer, RecurrenceBasis basis, RangeRule range) {
        this.graph = graph;
        this.layer = layer;
        this.range = range;
        expansion = new Expansion(graph);
        order = basis.order();
        lead = new double[order + 1];
        constant = new double[order + 1];
        shift = new double[order + 1];
        decay = new double[order + 1];
        lead[0] = 1;
        constant[0] = 1;
        for (int k = 1; k <= order; k++) {
            lead[k] = lead[k - 1] * basis.slope(k - 1);
            shift[k] = basis.shift(k - 1) / basis.slope(k - 1);
            decay[k] = k == 1 ? 0 : basis.decay(k - 1) * lead[k - 2] / lead[k];
            constant[k] = shift[k] * constant[k - 1] - (k == 1 ? 0 : decay[k] * constant[k - 2]);
        }
    }

    CodedExpansion write(String x, LayerSample inputs) {
        SampleExpansion sample = new SampleExpansion(layer, inputs);
        float[] s = sample.scaled;
        List<String> names = polynomials(expansion.scaled(layer, x));
        List<Span> spans = spans(s);
        List<String> coded = new ArrayList<>();
        List<Codes> codes = new ArrayList<>();
        for (int k = 1; k <= order; k++) {
            Codes own = Codes.of(spans.get(k - 1));
            codes.add(own);
            coded.add(own.quantize(graph, names.get(k - 1)));
        }
        Fit folded = null;
        if (layer.spec.hasBase()) {
            float[] base = sample.base();
            Codes own = Codes.of(Calibration.span(base, range));
            folded = LeanTable.fits(layer.spec) ? folded(base, s, own) : null;
            if (folded == null) {
                codes.add(own);
                coded.add(own.quantize(graph, expansion.activation(layer.spec.base(), x)));
            }
        }
        return mixed(expansion.joined(coded), codes, folded);
    }

    private CodedExpansion mixed(String joined, List<Codes> codes, Fit folded) {
        int terms = layer.terms.size();
        double[][] mix = new double[codes.size()][terms];
        double[] rest = new double[terms];
        for (int k = 1; k <= order; k++) {
            mix[k - 1][k - 1] = lead[k];
            rest[k - 1] = lead[k] * constant[k];
        }
        if (folded != null) {
            rest[terms - 1] = folded.factors()[0];
            for (int k = 1; k <= order; k++) {
                mix[k - 1][terms - 1] = folded.factors()[k];
            }
        } else if (codes.size() > order) {
            mix[order][terms - 1] = 1;
        }
        return new CodedExpansion(joined, false, codes, mix, rest);
    }

    /** The activation's fit by the polynomials; null if its own codes would be more exact. */
    private Fit folded(float[] base, float[] s, Codes own) {
        int points = Math.min(FITTED, s.length);
        double[] target = new double[points];
        double[][] others = new double[points][];
        for (int n = 0; n < points; n++) {
            int at = (int) LayerSample.place(n, points, s.length);
            target[n] = base[at];
            others[n] = values(s[at]);
        }
        Fit fit = Fit.of(target, others);
        double rounding = own.scale() / Math.sqrt(12);
        if (fit == null || fit.rmsError() >= rounding) {
            return null;
        }
        for (int n = 0; n < s.length; n++) {
            double[] t = values(s[n]);
            double error = fit.factors()[0] - base[n];
            for (int k = 1; k <= order; k++) {
                error += fit.factors()[k] * t[k - 1];
            }
            if (Math.abs(error) > MOST_STEPS * own.scale()) {
                return null;
            }
        }
        return fit;
    }

    /** t_1 to t_order at one point. */
    private double[] values(double s) {
        double[] monic = new double[order + 1];
        double[] t = new double[order];
        monic[0] = 1;
        for (int k = 1; k <= order; k++) {
            monic[k] = (s + shift[k]) * monic[k - 1] - (k == 1 ? 0 : decay[k] * monic[k - 2]);
            t[k - 1] = monic[k] - constant[k];
        }
        return t;
    }

    /** The range over the domain, extended to the sample; over the sample alone without scaling. */
    private List<Span> spans(float[] sample) {
        Span met = Calibration.span(sample, range);
        boolean domain = layer.spec.scaling() != InputScaling.NONE;
        double low = domain ? Math.min(-1, met.low()) : met.low();
        double high = domain ? Math.max(1, met.high()) : met.high();
        double[] points = new double[POINTS];
        for (int n = 0; n < POINTS; n++) {
            points[n] = low + (high - low) * n / (POINTS - 1);
        }
        float[][] reached = new float[order][points.length];
        for (int n = 0; n < points.length; n++) {
            double[] t = values(points[n]);
            for (int k = 0; k < order; k++) {
                reached[k][n] = (float) t[k];
            }
        }
        List<Span> spans = new ArrayList<>();
        for (float[] values : reached) {
            spans.add(Calibration.span(values, RangeRule.MIN_MAX));
        }
        return spans;
    }

    /** t_1 to t_order in the graph. With p_k = t_k + c_k: t_k = s·(t_{k-1} + c_{k-1}) + shift·t_{k-1} − decay·t_{k-2}. */
    private List<String> polynomials(String s) {
        List<String> names = new ArrayList<>();
        names.add(s);
        for (int k = 2; k <= order; k++) {
            String before = names.get(k - 2);
            String earlier = k == 2 ? null : names.get(k - 3);
            // s·(t_{k-1} − decay) saves a node where t_{k-2} is s itself.
            boolean joined = k == 3;
            float added = (float) (constant[k - 1] - (joined ? decay[k] : 0));
            String value = graph.node("Mul", s, expansion.affine(before, 1, added));
            if (shift[k] != 0) {
                value = graph.node("Add", value, expansion.affine(before, shift[k], 0));
            }
            if (earlier != null && !joined && decay[k] != 0) {
                value = graph.node("Sub", value, expansion.affine(earlier, decay[k], 0));
            }
            names.add(value);
        }
        return names;
    }

    /**
     * A least-squares fit of a function as a sum of others over some points.
     *
     * @param factors of the other functions, a constant first
     * @param rmsError over the points
     */
    private record Fit(double[] factors, double rmsError) {

        /**
         * @param target values of the function, one per point
         * @param others [point][function], without the constant
         * @return null if the functions are linearly dependent on the points
         */
        static Fit of(double[] target, double[][] others) {
            OLSMultipleLinearRegression regression = new OLSMultipleLinearRegression();
            try {
                regression.newSampleData(target, others);
                double rms = Math.sqrt(regression.calculateResidualSumOfSquares() / target.length);
                return new Fit(regression.estimateRegressionParameters(), rms);
            } catch (MathRuntimeException _) {
                return null;
            }
        }
    }
}
