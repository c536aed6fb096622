package org.kanworkbench.quantize.onnx.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.kanworkbench.network.LayerSpec;
import org.kanworkbench.quantize.Calibration;
import org.kanworkbench.quantize.Calibration.Span;
import org.kanworkbench.quantize.onnx.Codes;
import org.kanworkbench.quantize.onnx.GraphBuilder;
import org.kanworkbench.quantize.scheme.BitRule;
import org.kanworkbench.quantize.scheme.RangeRule;

/**
 * Writes an expansion as a lookup table: an input's 8-bit code selects the codes of all its terms at once, including
 * scaling, basis and activation. It pays for many terms with many operations each, such as B-splines.
 */
record LeanTable(GraphBuilder graph, LayerValues layer, RangeRule range) {

    private static final int LEVELS = 256;
    private static final long TO_INT32 = 6;

    /** Whether a layer's terms depend on the input value alone, not on its row or batch. */
    static boolean fits(LayerSpec layer) {
        return !layer.scaling().measured();
    }

    /**
     * @param basis range of the basis's functions
     * @param inputs of the layer on calibration rows
     */
    CodedExpansion write(String x, Span basis, LayerSample inputs) {
        Codes own = Codes.of(Calibration.span(inputs.inputs(), range));
        float[] levels = new float[LEVELS];
        for (int code = 0; code < LEVELS; code++) {
            levels[code] = own.scale() * (code - own.zeroPoint());
        }
        SampleExpansion expansion = new SampleExpansion(layer, new LayerSample(levels, levels, LEVELS));
        List<Codes> codes = new ArrayList<>();
        for (int term : layer.terms) {
            codes.add(Codes.of(term == BitRule.BASE ? Calibration.span(expansion.base(), RangeRule.MIN_MAX) : basis));
        }
        float[] values = expansion.all();
        int terms = codes.size();
        byte[] table = new byte[values.length];
        for (int n = 0; n < table.length; n++) {
            table[n] = (byte) codes.get(n % terms).code(values[n]);
        }
        String index = graph.node("Cast", Map.of("to", TO_INT32), own.quantize(graph, x));
        String picked = graph.node(
                "Gather", Map.of("axis", 0L), graph.bytes(layer.name("table"), table, false, LEVELS, terms), index);
        String flat = graph.node("Reshape", picked, graph.longs("shape", -1, (long) layer.spec.inputs() * terms));
        return CodedExpansion.ofOwnTerms(flat, true, codes);
    }
}
