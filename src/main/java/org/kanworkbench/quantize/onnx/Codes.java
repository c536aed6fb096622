package org.kanworkbench.quantize.onnx;

import org.kanworkbench.quantize.Calibration.Span;

/**
 * Unsigned 8-bit codes for values that a graph computes, value = scale·(code − zero point).
 *
 * @param scale more than 0
 * @param zeroPoint 0 to 255
 */
public record Codes(float scale, int zeroPoint) {

    private static final int MOST = 255;
    private static final int MIDDLE = 128;

    /** Creates codes for a range, with 0 represented exactly. */
    public static Codes of(Span span) {
        double low = Math.min(0, span.low());
        double high = Math.max(0, span.high());
        if (low == 0) {
            return new Codes(scale(high / MOST), 0);
        }
        if (low == -high) {
            return new Codes(scale(high / (MOST - MIDDLE)), MIDDLE);
        }
        // One step fewer than available, as the zero point is rounded.
        float scale = scale((high - low) / (MOST - 1));
        return new Codes(scale, (int) Math.clamp(Math.rint(-low / scale), 0, MOST));
    }

    /** Never 0, even if all values are 0. */
    private static float scale(double wanted) {
        return Math.max((float) wanted, Float.MIN_NORMAL);
    }

    /** The code of one value. */
    public int code(double value) {
        return (int) Math.clamp(Math.rint(value / scale) + zeroPoint, 0, MOST);
    }

    /** The codes of float values. */
    public String quantize(GraphBuilder graph, String values) {
        return graph.node("QuantizeLinear", values, graph.scalar(scale), zero(graph));
    }

    public String dequantize(GraphBuilder graph, String codes) {
        return graph.node("DequantizeLinear", codes, graph.scalar(scale), zero(graph));
    }

    public String zero(GraphBuilder graph) {
        return graph.bytes("zero", new byte[] {(byte) zeroPoint}, false);
    }
}
