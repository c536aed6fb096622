package org.kanworkbench.engine;

import java.util.OptionalDouble;
import org.kanworkbench.engine.workers.Workers;
import org.kanworkbench.network.Model;

/** Inference. Networks with {@code BATCH_MIN_MAX} scaling meet their batches exactly as they are passed in. */
public final class Predictor implements Inference {

    private final NetworkPass pass;

    /** @param maxRows rows of the largest batch */
    public Predictor(Model model, int maxRows, Workers workers) {
        this(model, maxRows, OptionalDouble.empty(), workers);
    }

    /**
     * @param maxRows rows of the largest batch
     * @param background see {@code Features.background()}; other inputs are as right, but slower
     */
    public Predictor(Model model, int maxRows, OptionalDouble background, Workers workers) {
        this(Network.of(model), maxRows, background, workers, NetworkPass.Purpose.FROZEN);
    }

    /** A predictor of the weights as they are at each call, without a copy; {@code background} as above. */
    public Predictor(Network network, int maxRows, OptionalDouble background, Workers workers) {
        this(network, maxRows, background, workers, NetworkPass.Purpose.LIVE);
    }

    private Predictor(
            Network network, int maxRows, OptionalDouble background, Workers workers, NetworkPass.Purpose purpose) {
        pass = new NetworkPass(network, maxRows, (float) background.orElse(Double.NaN), purpose, workers);
    }

    /**
     * {@inheritDoc}
     *
     * <p>An IllegalArgumentException refuses more rows than there is room for.
     */
    @Override
    public void predict(float[] x, int rows, float[] logits) {
        pass.forward(x, rows, false, 0);
        pass.copyOutputs(rows, logits);
    }
}
