package org.kanworkbench.engine;

import java.util.OptionalDouble;
import org.kanworkbench.engine.workers.Workers;
import org.kanworkbench.network.Model;

/** What every layer of a model meets when a batch passes through at inference. Not thread-safe. */
public final class LayerInputs {

    private final NetworkPass pass;

    /**
     * @param maxRows rows of the largest batch
     * @param background see {@code Features.background()}
     */
    public LayerInputs(Model model, int maxRows, OptionalDouble background, Workers workers) {
        float skipped = (float) background.orElse(Double.NaN);
        pass = new NetworkPass(Network.of(model), maxRows, skipped, NetworkPass.Purpose.FROZEN, workers);
    }

    /** Lets a batch of rows × inputs, row-major, pass through; an IllegalArgumentException refuses too many rows. */
    public void forward(float[] x, int rows) {
        pass.forward(x, rows, false, 0);
    }

    /** A copy of what a layer met, rows × inputs of the layer. */
    public float[] inputs(int layer) {
        return pass.layers()[layer].copiedInputs();
    }

    /** The same as scaled for the basis, by the ranges of that batch or its rows where the layer scales so. */
    public float[] scaled(int layer) {
        return pass.layers()[layer].scaledInputs();
    }
}
