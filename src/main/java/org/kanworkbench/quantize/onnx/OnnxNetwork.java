package org.kanworkbench.quantize.onnx;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.kanworkbench.data.OneLine;
import org.kanworkbench.engine.workers.Workers;
import org.kanworkbench.quantize.QuantizedNetwork;
import org.kanworkbench.quantize.TensorReport;
import org.kanworkbench.quantize.scheme.QuantizeException;
import org.kanworkbench.quantize.scheme.Scheme;

/**
 * A network that ONNX Runtime computes. Where a row's answer is its own, batches are cut into parts whose intermediate values
 * stay in the nearer caches, and threads share the parts; otherwise ONNX Runtime shares its operations among threads.
 */
public final class OnnxNetwork implements QuantizedNetwork {

    /** Of a batch on one thread: larger ones take 10 to 30 % longer a row. */
    private static final int MOST_ROWS = 256;

    /** Fewer are not worth waking another thread for. */
    private static final int LEAST_ROWS = 16;

    /** What {@link Workers} share at once. */
    private static final int MOST_PARTS = 1024;

    private final OnnxModel model;
    private final OrtSession session;
    private final Workers workers;
    /** One a part of a batch. */
    private final List<BatchBuffers> buffers = new ArrayList<>();

    /**
     * @param threads that one call computes with, the caller's among them
     * @throws QuantizeException of a library or file that does not work here, or int8 products that this processor gets wrong
     */
    public OnnxNetwork(OnnxModel model, int threads) throws QuantizeException {
        this(model, threads, ProductCheck::here);
    }

    /** @param products what the machine can do */
    OnnxNetwork(OnnxModel model, int threads, ProductCheck.Ability products) throws QuantizeException {
        this.model = model;
        if (model.tensors().stream().anyMatch(tensor -> tensor.bits() == Byte.SIZE)) {
            ProductCheck.require(products);
        }
        session = OnnxRuntime.session(model.content(), model.rowsIndependent() ? 1 : threads);
        workers = new Workers(model.rowsIndependent() ? threads : 1);
    }

    /**
     * The network of a file, after it has answered once: a graph that can be read may still have shapes that do not fit.
     *
     * @throws QuantizeException of one line for one that cannot be read or computed
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
        int most = model.rowsIndependent() ? part(rows) : rows;
        int parts = Math.ceilDiv(rows, most);
        while (buffers.size() < parts) {
            buffers.add(new BatchBuffers(OnnxRuntime.loaded(), model.inputs(), model.outputs()));
        }
        workers.run(parts, part -> {
            int from = part * most;
            predict(part, x, from, Math.min(most, rows - from), logits);
        });
    }

    private int part(int rows) {
        int even = Math.ceilDiv(rows, workers.threads());
        int near = Math.clamp(even, Math.min(rows, LEAST_ROWS), MOST_ROWS);
        return Math.max(1, Math.max(near, Math.ceilDiv(rows, MOST_PARTS)));
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
}
