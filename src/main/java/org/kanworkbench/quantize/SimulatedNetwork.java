package org.kanworkbench.quantize;

import java.util.List;
import java.util.OptionalDouble;
import org.kanworkbench.engine.Predictor;
import org.kanworkbench.engine.workers.Workers;
import org.kanworkbench.files.model.ModelFile;
import org.kanworkbench.quantize.scheme.Scheme;

/**
 * The workbench's own engine with simulated (fake-quantised) weights in float32: predictions are those of the quantised
 * weights, speed is that of float32. Its size is that of the weights in a model file.
 */
public final class SimulatedNetwork implements QuantizedNetwork {

    private final QuantizedModel rounded;
    private final long bytes;
    private final Workers workers;
    private final Predictor predictor;

    /**
     * @param maxRows rows of the largest batch
     * @param background see {@code Features.background()}
     * @param threads cores to use
     */
    public SimulatedNetwork(QuantizedModel rounded, int maxRows, OptionalDouble background, int threads) {
        this.rounded = rounded;
        bytes = ModelFile.weightBytes(rounded.weights());
        workers = new Workers(threads);
        predictor = new Predictor(rounded.model(), maxRows, background, workers);
    }

    @Override
    public Scheme scheme() {
        return rounded.scheme();
    }

    @Override
    public long bytes() {
        return bytes;
    }

    @Override
    public List<TensorReport> tensors() {
        return rounded.reports();
    }

    @Override
    public void predict(float[] x, int rows, float[] logits) {
        predictor.predict(x, rows, logits);
    }

    @Override
    public void close() {
        workers.close();
    }
}
