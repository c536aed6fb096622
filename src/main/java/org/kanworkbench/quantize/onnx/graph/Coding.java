package org.kanworkbench.quantize.onnx.graph;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.kanworkbench.network.LayerSpec;
import org.kanworkbench.network.basis.BSpline;
import org.kanworkbench.network.basis.FormulaBasis;
import org.kanworkbench.network.basis.GaussianRbf;
import org.kanworkbench.network.basis.NoBasis;
import org.kanworkbench.network.basis.RecurrenceBasis;
import org.kanworkbench.quantize.Calibration;
import org.kanworkbench.quantize.Calibration.Span;
import org.kanworkbench.quantize.onnx.Codes;
import org.kanworkbench.quantize.onnx.GraphBuilder;
import org.kanworkbench.quantize.scheme.BitRule;
import org.kanworkbench.quantize.scheme.RangeRule;

/** Writes how a layer's inputs become 8-bit codes of its expansion. */
final class Coding {

    private final GraphBuilder graph;
    private final Expansion expansion;
    private final RangeRule range;

    Coding(GraphBuilder graph, RangeRule range) {
        this.graph = graph;
        this.range = range;
        expansion = new Expansion(graph);
    }

    /** The expansion in float, all pieces side by side. */
    String joined(LayerValues layer, String x) {
        return expansion.joined(
                expansion.pieces(layer, x).stream().map(Expansion.Piece::values).toList());
    }

    /**
     * One scale for all of the expansion, as wide as calibration rows make it.
     *
     * @param inputs that the layer met
     */
    CodedExpansion calibrated(LayerValues layer, String x, float[] inputs) {
        Codes codes = Codes.of(Calibration.span(new SampleExpansion(layer, inputs).all(), range));
        String coded = codes.quantize(graph, joined(layer, x));
        return CodedExpansion.plain(coded, Collections.nCopies(layer.terms.size(), codes));
    }

    /**
     * A scale for each term from what its function can be, and as few operations as there can be: codes before they are
     * joined, polynomials without factors and constants, B-splines by a table.
     */
    CodedExpansion lean(LayerValues layer, String x, float[] inputs) {
        return switch (layer.spec.basis()) {
            case RecurrenceBasis basis -> new LeanPolynomials(graph, layer, basis, range).write(x, inputs);
            case BSpline _
            when LeanTable.fits(layer.spec) -> new LeanTable(graph, layer, range).write(x, known(layer.spec), inputs);
            case GaussianRbf _, BSpline _, NoBasis _ -> pieceByPiece(layer, x, inputs);
            // How far a formula's values reach is not known.
            case FormulaBasis _ -> calibrated(layer, x, inputs);
        };
    }

    private CodedExpansion pieceByPiece(LayerValues layer, String x, float[] inputs) {
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
        return CodedExpansion.plain(expansion.joined(coded), codes);
    }

    /** Between what the functions of a basis that is not polynomial lie, wherever its inputs are. */
    private static Span known(LayerSpec layer) {
        return switch (layer.basis()) {
            case GaussianRbf _ -> new Span(0, 1);
            case BSpline spline -> new Span(0, peak(spline));
            case NoBasis _ -> new Span(0, 0);
            case FormulaBasis formula -> throw new IllegalArgumentException("no bounds of " + formula.label());
        };
    }

    /** A B-spline's largest value: at its middle. */
    private static double peak(BSpline spline) {
        double[] values = new double[spline.terms()];
        double middle = spline.knot(0) + spline.step() * (spline.order() + 1) / 2.0;
        spline.evaluate(middle, values, new double[values.length]);
        return values[0];
    }
}
