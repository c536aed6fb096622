package org.kanworkbench.quantize.onnx.graph;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.kanworkbench.network.LayerSpec;
import org.kanworkbench.network.basis.BSpline;
import org.kanworkbench.network.basis.FormulaBasis;
import org.kanworkbench.network.basis.GaussianRbf;
import org.kanworkbench.network.basis.NoBasis;
import org.kanworkbench.network.basis.recurrence.RecurrenceBasis;
import org.kanworkbench.quantize.Calibration;
import org.kanworkbench.quantize.Calibration.Span;
import org.kanworkbench.quantize.onnx.Codes;
import org.kanworkbench.quantize.onnx.GraphBuilder;
import org.kanworkbench.quantize.scheme.BitRule;
import org.kanworkbench.quantize.scheme.RangeRule;

/** Writes the quantisation of a layer's expanded inputs to 8-bit codes. */
final class Coding {

    private final GraphBuilder graph;
    private final Expansion expansion;
    private final RangeRule range;

    Coding(GraphBuilder graph, RangeRule range) {
        this.graph = graph;
        this.range = range;
        expansion = new Expansion(graph);
    }

    /** The expansion in float, concatenated. */
    String joined(LayerValues layer, String x) {
        return expansion.joined(
                expansion.pieces(layer, x).stream().map(Expansion.Piece::values).toList());
    }

    /**
     * One scale for the whole expansion, with the range of the calibration rows.
     *
     * @param inputs of the layer on calibration rows
     */
    CodedExpansion calibrated(LayerValues layer, String x, LayerSample inputs) {
        Codes codes = Codes.of(Calibration.span(new SampleExpansion(layer, inputs).all(), range));
        String coded = codes.quantize(graph, joined(layer, x));
        return CodedExpansion.ofOwnTerms(coded, false, Collections.nCopies(layer.terms.size(), codes));
    }

    /**
     * One scale per term from the range of its function, with as few operations as possible: codes before
     * concatenation, polynomials without factors and constants, B-splines by a table.
     */
    CodedExpansion lean(LayerValues layer, String x, LayerSample inputs) {
        return switch (layer.spec.basis()) {
            case RecurrenceBasis basis -> new LeanPolynomials(graph, layer, basis, range).write(x, inputs);
            case BSpline _
            when LeanTable.fits(layer.spec) -> new LeanTable(graph, layer, range).write(x, known(layer.spec), inputs);
            case GaussianRbf _, BSpline _, NoBasis _ -> pieceByPiece(layer, x, inputs);
            // The range of a formula's values is unknown.
            case FormulaBasis _ -> calibrated(layer, x, inputs);
        };
    }

    private CodedExpansion pieceByPiece(LayerValues layer, String x, LayerSample inputs) {
        SampleExpansion values = new SampleExpansion(layer, inputs);
        List<String> coded = new ArrayList<>();
        List<Codes> codes = new ArrayList<>();
        for (Expansion.Piece piece : expansion.pieces(layer, x)) {
            int first = codes.size();
            boolean base = layer.terms.get(first) == BitRule.BASE;
            Codes own = Codes.of(base ? Calibration.span(values.base(), range) : known(layer.spec));
            coded.add(own.quantize(graph, piece.values()));
            codes.addAll(Collections.nCopies(piece.terms(), own));
        }
        return CodedExpansion.ofOwnTerms(expansion.joined(coded), false, codes);
    }

    /** The range of the functions of a basis that is not polynomial, for any input. */
    private static Span known(LayerSpec layer) {
        return switch (layer.basis()) {
            case GaussianRbf _ -> new Span(0, 1);
            case BSpline spline -> new Span(0, peak(spline));
            case NoBasis _ -> new Span(0, 0);
            case FormulaBasis formula -> throw new IllegalArgumentException("no bounds of " + formula.label());
        };
    }

    /** A B-spline's largest value, at its centre. */
    private static double peak(BSpline spline) {
        double[] values = new double[spline.terms()];
        double middle = spline.knot(0) + spline.step() * (spline.order() + 1) / 2.0;
        spline.evaluate(middle, values, new double[values.length]);
        return values[0];
    }
}
