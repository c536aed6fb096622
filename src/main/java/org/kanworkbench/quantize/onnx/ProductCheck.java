package org.kanworkbench.quantize.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Map;
import org.kanworkbench.data.OneLine;
import org.kanworkbench.quantize.scheme.QuantizeException;

/**
 * Whether ONNX Runtime multiplies 8-bit integers exactly on this processor. x86 without VNNI adds pairs of products in 16
 * bits, where two of the largest do not fit.
 */
final class ProductCheck {

    private static final int SIZE = 64;
    private static final int CODE = 255;
    private static final byte WEIGHT = 127;

    private ProductCheck() {}

    /** Refuses 8-bit weights where products are not exact, and says what does. */
    static void require(Ability products) throws QuantizeException {
        if (!products.exact()) {
            throw new QuantizeException("this processor adds int8 products in 16 bits, which 8-bit weights overflow:"
                    + " give every layer 7 bits, as in int8-lean:output,symmetric,min-max/layer1=7,layer2=7");
        }
    }

    /** Of a machine, with ONNX Runtime as it is there. */
    interface Ability {

        /** Whether products of the largest codes and weights come out exactly. */
        boolean exact() throws QuantizeException;
    }

    /** Whether they do here: tried out. */
    static boolean here() throws QuantizeException {
        GraphBuilder graph = new GraphBuilder();
        byte[] weights = new byte[SIZE * SIZE];
        Arrays.fill(weights, WEIGHT);
        String codes = new Codes(1, 0).quantize(graph, GraphBuilder.INPUT);
        String products = graph.node("MatMulInteger", codes, graph.bytes("weight", weights, true, SIZE, SIZE));
        byte[] content = graph.build(graph.node("Cast", Map.of("to", 1L), products), SIZE, SIZE, "", Map.of());
        float[] rows = new float[SIZE * SIZE];
        Arrays.fill(rows, CODE);
        try (OrtSession session = OnnxRuntime.session(content, 1);
                OnnxTensor input = OnnxTensor.createTensor(
                        OnnxRuntime.environment(), FloatBuffer.wrap(rows), new long[] {SIZE, SIZE});
                OrtSession.Result result = session.run(Map.of(GraphBuilder.INPUT, input))) {
            float sum = ((OnnxTensor) result.get(0)).getFloatBuffer().get(0);
            return sum == SIZE * CODE * WEIGHT;
        } catch (OrtException e) {
            throw new QuantizeException("ONNX Runtime failed: " + OneLine.of(e), e);
        }
    }
}
