package org.kanworkbench.quantize.onnx.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.kanworkbench.network.InputScaling;
import org.kanworkbench.network.LayerSpec;
import org.kanworkbench.quantize.Calibration;
import org.kanworkbench.quantize.Calibration.Span;
import org.kanworkbench.quantize.onnx.Codes;
import org.kanworkbench.quantize.onnx.GraphBuilder;
import org.kanworkbench.quantize.scheme.BitRule;
import org.kanworkbench.quantize.scheme.RangeRule;

/**
 * Writes an expansion as a table: an input's own 8-bit code picks the codes of all its terms at once, scaling, basis and
 * activation included. It pays where terms are many and cost many operations each, as B-splines do.
 */
final class LeanTable {

    private static final int LEVELS = 256;
    private static final long TO_INT32 = 6;

    private final GraphBuilder graph;
    private final LayerValues layer;
    private final RangeRule range;

    LeanTable(GraphBuilder graph, LayerValues layer, RangeRule range) {
        this.graph = graph;
        this.layer = layer;
        this.range = range;
    }

    /** Whether a layer's terms are functions of an input alone, whatever row or batch it stands in. */
    static boolean fits(LayerSpec layer) {
        return layer.scaling() != InputScaling.BATCH_MIN_MAX && layer.scaling() != InputScaling.ROW_MIN_MAX;
    }

    /**
     * @param basis between what the basis's functions lie
     * @param inputs that the layer met
     */
    CodedExpansion write(String x, Span basis, float[] inputs) {
        Codes own = Codes.of(Calibration.span(inputs, range));
        float[] levels = new float[LEVELS];
        for (int code = 0; code < LEVELS; code++) {
            levels[code] = own.scale() * (code - own.zeroPoint());
        }
        SampleExpansion expansion = new SampleExpansion(layer, levels);
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
        return CodedExpansion.byInput(flat, codes);
    }
}
