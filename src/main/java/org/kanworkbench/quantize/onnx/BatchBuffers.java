package org.kanworkbench.quantize.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/** One thread's native buffers, cached by batch size. */
final class BatchBuffers implements AutoCloseable {

    /** Maximum number of cached sizes. */
    private static final int SIZES = 4;

    private final OrtEnvironment environment;
    private final int inputs;
    private final int outputs;
    private final String name;
    private final Map<Integer, Batch> batches = new LinkedHashMap<>(SIZES, 0.75f, true);

    /** @param name of the graph's output */
    BatchBuffers(OrtEnvironment environment, int inputs, int outputs, String name) {
        this.environment = environment;
        this.inputs = inputs;
        this.outputs = outputs;
        this.name = name;
    }

    /** The input and output buffers of one batch size. */
    private record Batch(
            FloatBuffer in,
            FloatBuffer out,
            OnnxTensor input,
            OnnxTensor output,
            Map<String, OnnxTensor> given,
            Map<String, OnnxTensor> taken)
            implements AutoCloseable {

        @Override
        public void close() {
            input.close();
            output.close();
        }
    }

    /** Computes the outputs of rows {@code from} up to {@code from + rows} of x. */
    void predict(OrtSession session, float[] x, int from, int rows, float[] logits) throws OrtException {
        Batch batch = of(rows);
        batch.in.clear().put(x, from * inputs, rows * inputs);
        session.run(batch.given, batch.taken).close();
        batch.out.clear().get(logits, from * outputs, rows * outputs);
    }

    private Batch of(int rows) throws OrtException {
        Batch known = batches.get(rows);
        if (known != null) {
            return known;
        }
        if (batches.size() == SIZES) {
            Iterator<Batch> eldest = batches.values().iterator();
            eldest.next().close();
            eldest.remove();
        }
        FloatBuffer in = direct(rows, inputs);
        FloatBuffer out = direct(rows, outputs);
        OnnxTensor input = tensor(in, rows, inputs);
        OnnxTensor output = tensor(out, rows, outputs);
        Batch made = new Batch(in, out, input, output, Map.of(GraphBuilder.INPUT, input), Map.of(name, output));
        batches.put(rows, made);
        return made;
    }

    private static FloatBuffer direct(int rows, int width) {
        return ByteBuffer.allocateDirect(Math.multiplyExact(rows * width, Float.BYTES))
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
    }

    private OnnxTensor tensor(FloatBuffer values, long rows, long width) throws OrtException {
        return OnnxTensor.createTensor(environment, values, new long[] {rows, width});
    }

    @Override
    public void close() {
        batches.values().forEach(Batch::close);
        batches.clear();
    }
}
