package org.kanworkbench.quantize.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.kanworkbench.data.OneLine;
import org.kanworkbench.data.Target;
import org.kanworkbench.engine.Inference;
import org.kanworkbench.engine.workers.Workers;
import org.kanworkbench.quantize.scheme.QuantizeException;

/**
 * A network on ONNX Runtime. Not thread-safe; closing it frees native memory. If predictions are independent of the
 * batch, batches are divided into parts whose intermediate values stay in the cache, and threads share the parts;
 * otherwise ONNX Runtime parallelises its operations.
 */
public final class OnnxNetwork implements Inference, AutoCloseable {

    /** Rows per part on one thread, fewer in wide networks: larger parts take 10 to 30 % longer per row. */
    private static final int MOST_ROWS = 256;

    /** Minimum rows for another thread. */
    private static final int LEAST_ROWS = 16;

    /** Parts per task of {@link Workers}. */
    private static final int MOST_PARTS = 1024;

    private final OnnxModel model;
    private final OrtSession session;
    private final Workers workers;
    private final int mostRows;
    /** One per part of a batch. */
    private final List<BatchBuffers> buffers = new ArrayList<>();

    /**
     * @param threads per call, including the caller's
     * @throws QuantizeException if the library or file does not work here, or if this processor's int8 products are
     *     inexact
     */
    public OnnxNetwork(OnnxModel model, int threads) throws QuantizeException {
        this(model, threads, ProductCheck::here);
    }

    /** @param products check of the machine's int8 products */
    OnnxNetwork(OnnxModel model, int threads, ProductCheck.Ability products) throws QuantizeException {
        this.model = model;
        if (model.tensors().stream().anyMatch(tensor -> tensor.bits() == Byte.SIZE)) {
            ProductCheck.require(products);
        }
        mostRows = model.rowsIndependent() ? GraphShapes.rows(model.graph(), MOST_ROWS) : Integer.MAX_VALUE;
        session = OnnxRuntime.session(model.content(), model.rowsIndependent() ? 1 : threads);
        workers = new Workers(model.rowsIndependent() ? threads : 1);
    }

    /**
     * Opens the network of a file and runs it once: a readable graph may still have inconsistent shapes.
     *
     * @throws QuantizeException with a one-line message if it cannot be read or run
     */
    public static OnnxModel tried(Path file) throws QuantizeException {
        OnnxModel model = OnnxReader.read(file);
        try (OnnxNetwork network = new OnnxNetwork(model, 1)) {
            network.predict(new float[model.inputs()], 1, new float[model.outputs()]);
        } catch (IllegalStateException e) {
            throw new QuantizeException(file + " cannot be computed (" + e.getMessage() + "): export it again", e);
        }
        return model;
    }

    /** As the workbench's engine: numbers standardised, whereas the graph has them in their units. */
    @Override
    public void predict(float[] x, int rows, float[] logits) {
        int most = model.rowsIndependent() ? part(rows) : rows;
        int parts = Math.ceilDiv(rows, most);
        while (buffers.size() < Math.min(parts, MOST_PARTS)) {
            buffers.add(new BatchBuffers(
                    OnnxRuntime.loaded(),
                    model.inputs(),
                    model.outputs(),
                    GraphBuilder.output(model.origin().target())));
        }
        for (int done = 0; done < parts; done += MOST_PARTS) {
            int first = done;
            workers.run(Math.min(MOST_PARTS, parts - first), part -> {
                int from = (first + part) * most;
                predict(part, x, from, Math.min(most, rows - from), logits);
            });
        }
        if (model.origin().target() instanceof Target.Numbers numbers) {
            numbers.standardize(logits, rows);
        }
    }

    private int part(int rows) {
        int even = Math.ceilDiv(rows, workers.threads());
        int near = Math.clamp(even, Math.min(rows, LEAST_ROWS), MOST_ROWS);
        return Math.clamp(near, 1, mostRows);
    }

    private void predict(int part, float[] x, int from, int rows, float[] logits) {
        try {
            buffers.get(part).predict(session, x, from, rows, logits);
        } catch (OrtException e) {
            throw new IllegalStateException("ONNX Runtime failed: " + OneLine.of(e), e);
        }
    }

    @Override
    public void close() {
        workers.close();
        buffers.forEach(BatchBuffers::close);
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException("ONNX Runtime failed: " + OneLine.of(e), e);
        }
    }

    /**
     * Whether ONNX Runtime multiplies 8-bit integers exactly on this processor. x86 without VNNI adds pairs of products in 16
     * bits, where two of the largest do not fit.
     */
    private static final class ProductCheck {

        private static final int SIZE = 64;
        private static final int CODE = 255;
        private static final byte WEIGHT = 127;

        private ProductCheck() {}

        /** Rejects 8-bit weights if products are inexact, with the alternatives. */
        static void require(Ability products) throws QuantizeException {
            if (!products.exact()) {
                throw new QuantizeException(
                        "this processor adds int8 products in 16 bits, which 8-bit weights overflow:"
                                + " give every layer 7 bits, as in int8-lean:output,symmetric,min-max/layer1=7,layer2=7");
            }
        }

        /** Tests a machine with its ONNX Runtime. */
        interface Ability {

            /** Whether products of the largest codes and weights are exact. */
            boolean exact() throws QuantizeException;
        }

        /** Whether products are exact on this machine, by a test run. */
        static boolean here() throws QuantizeException {
            GraphBuilder graph = new GraphBuilder();
            byte[] weights = new byte[SIZE * SIZE];
            Arrays.fill(weights, WEIGHT);
            String codes = new Codes(1, 0).quantize(graph, GraphBuilder.INPUT);
            String products = graph.node("MatMulInteger", codes, graph.bytes("weight", weights, true, SIZE, SIZE));
            byte[] content = graph.build(graph.node("Cast", Map.of("to", 1L), products), SIZE, SIZE);
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
}
