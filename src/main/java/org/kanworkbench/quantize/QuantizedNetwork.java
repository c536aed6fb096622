package org.kanworkbench.quantize;

import java.util.List;
import java.util.OptionalDouble;
import org.kanworkbench.engine.Inference;
import org.kanworkbench.engine.Predictor;
import org.kanworkbench.engine.workers.Workers;
import org.kanworkbench.files.model.ModelFile;
import org.kanworkbench.quantize.scheme.Scheme;

/**
 * A network under a scheme, ready for inference. Not thread-safe; closing it frees native memory.
 *
 * @param bytes size of its file, which a device would have to store
 * @param tensors reports on every tensor, including those left in float32
 * @param end frees what the inference holds
 */
public record QuantizedNetwork(Scheme scheme, long bytes, List<TensorReport> tensors, Inference inference, Runnable end)
        implements Inference, AutoCloseable {

    public QuantizedNetwork {
        tensors = List.copyOf(tensors);
    }

    /**
     * In the workbench's own engine with simulated (fake-quantised) weights in float32: predictions are those of the
     * quantised weights, speed is that of float32. Its size is that of the weights in a model file.
     *
     * @param maxRows rows of the largest batch
     * @param background see {@code Features.background()}
     * @param threads cores to use
     */
    public static QuantizedNetwork simulated(
            QuantizedModel rounded, int maxRows, OptionalDouble background, int threads) {
        Workers workers = new Workers(threads);
        Inference predictor = new Predictor(rounded.model(), maxRows, background, workers);
        long bytes = ModelFile.weightBytes(rounded.weights());
        return new QuantizedNetwork(rounded.scheme(), bytes, rounded.reports(), predictor, workers::close);
    }

    @Override
    public void predict(float[] x, int rows, float[] logits) {
        inference.predict(x, rows, logits);
    }

    @Override
    public void close() {
        end.run();
    }
}
