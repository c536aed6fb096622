package org.kanworkbench.engine;

import java.util.OptionalDouble;
import org.kanworkbench.engine.workers.Workers;
import org.kanworkbench.network.Model;

/** Records the inputs of every layer of a model during inference on a batch. Not thread-safe. */
public final class LayerInputs {

    private final NetworkPass pass;
    /** Of the newest batch. */
    private int rows;

    /**
     * @param maxRows rows of the largest batch
     * @param background see {@code Features.background()}
     */
    public LayerInputs(Model model, int maxRows, OptionalDouble background, Workers workers) {
        float skipped = (float) background.orElse(Double.NaN);
        pass = new NetworkPass(Network.of(model), maxRows, skipped, NetworkPass.Purpose.FROZEN, workers);
    }

    /**
     * Runs a batch of rows × inputs, row-major; throws IllegalArgumentException for more than the maximum number of
     * rows.
     */
    public void forward(float[] x, int rows) {
        pass.forward(x, rows, false, 0);
        this.rows = rows;
    }

    /** A copy of a layer's inputs, rows × inputs of the layer. */
    public float[] inputs(int layer) {
        return pass.layers()[layer].copiedInputs();
    }

    /** A copy of the network's outputs, rows × outputs. */
    public float[] outputs() {
        float[] outputs = new float[rows * pass.last().weights().spec.outputs()];
        pass.copyOutputs(rows, outputs);
        return outputs;
    }

    /**
     * The same inputs scaled for the basis; a layer with BATCH_MIN_MAX or ROW_MIN_MAX uses the ranges of that batch or
     * its rows.
     */
    public float[] scaled(int layer) {
        return pass.layers()[layer].scaledInputs();
    }
}
