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
import java.util.List;
import java.util.Map;
import org.kanworkbench.quantize.QuantizeException;
import org.kanworkbench.quantize.QuantizedNetwork;
import org.kanworkbench.quantize.Scheme;
import org.kanworkbench.quantize.TensorReport;

/** A network that ONNX Runtime computes. Buffers outside the heap are kept for the sizes of batch that come again. */
public final class OnnxNetwork implements QuantizedNetwork {

    /** Sizes of batch whose buffers are kept. */
    private static final int SIZES = 4;

    /** One size of batch: where its rows go, and its answers come from. */
    private record Buffers(FloatBuffer in, FloatBuffer out, OnnxTensor input, OnnxTensor output)
            implements AutoCloseable {

        @Override
        public void close() {
            input.close();
            output.close();
        }
    }

    private final OnnxModel model;
    private final OrtEnvironment environment;
    private final OrtSession session;
    private final Map<Integer, Buffers> buffers = new LinkedHashMap<>(SIZES, 0.75f, true);

    /** @param threads that one call computes with, the caller's among them */
    public OnnxNetwork(OnnxModel model, int threads) throws QuantizeException {
        this.model = model;
        environment = OnnxRuntime.environment();
        session = OnnxRuntime.session(model.content(), threads);
    }

    @Override
    public Scheme scheme() {
        return model.scheme();
    }

    @Override
    public long bytes() {
        return model.content().length;
    }

    @Override
    public List<TensorReport> tensors() {
        return model.tensors();
    }

    @Override
    public void predict(float[] x, int rows, float[] logits) {
        try {
            Buffers batch = buffers(rows);
            batch.in.clear().put(x, 0, rows * model.inputs());
            session.run(Map.of(GraphBuilder.INPUT, batch.input), Map.of(GraphBuilder.OUTPUT, batch.output))
                    .close();
            batch.out.clear().get(logits, 0, rows * model.outputs());
        } catch (OrtException e) {
            throw new IllegalStateException("ONNX Runtime failed: " + OnnxRuntime.line(e), e);
        }
    }

    private Buffers buffers(int rows) throws OrtException {
        Buffers known = buffers.get(rows);
        if (known != null) {
            return known;
        }
        if (buffers.size() == SIZES) {
            Iterator<Buffers> eldest = buffers.values().iterator();
            eldest.next().close();
            eldest.remove();
        }
        FloatBuffer in = direct(rows, model.inputs());
        FloatBuffer out = direct(rows, model.outputs());
        Buffers made = new Buffers(in, out, tensor(in, rows, model.inputs()), tensor(out, rows, model.outputs()));
        buffers.put(rows, made);
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
        buffers.values().forEach(Buffers::close);
        buffers.clear();
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException("ONNX Runtime failed: " + OnnxRuntime.line(e), e);
        }
    }
}
