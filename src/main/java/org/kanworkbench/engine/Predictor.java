package org.kanworkbench.engine;

import java.util.OptionalDouble;
import org.kanworkbench.engine.kernel.CodedRows;
import org.kanworkbench.engine.workers.Workers;
import org.kanworkbench.network.Model;

/** Inference. Networks with {@code BATCH_MIN_MAX} scaling see batches exactly as they are passed in. */
public final class Predictor implements Inference {

    private final NetworkPass pass;
    private final float background;
    private final int maxRows;
    private final int outputs;
    /** Null for few rows. */
    private final RowBlocks blocks;

    /** @param maxRows rows of the largest batch */
    public Predictor(Model model, int maxRows, Workers workers) {
        this(model, maxRows, OptionalDouble.empty(), workers);
    }

    /**
     * @param maxRows rows of the largest batch
     * @param background see {@code Features.background()}; other inputs are equally correct, but slower
     */
    public Predictor(Model model, int maxRows, OptionalDouble background, Workers workers) {
        this(Network.of(model), maxRows, background, workers, NetworkPass.Purpose.FROZEN);
    }

    /** A predictor that reads the current weights at each call, without a copy; {@code background} as above. */
    public Predictor(Network network, int maxRows, OptionalDouble background, Workers workers) {
        this(network, maxRows, background, workers, NetworkPass.Purpose.LIVE);
    }

    private Predictor(
            Network network, int maxRows, OptionalDouble background, Workers workers, NetworkPass.Purpose purpose) {
        this.maxRows = maxRows;
        this.background = (float) background.orElse(Double.NaN);
        outputs = network.spec().outputs();
        pass = new NetworkPass(network, maxRows, this.background, purpose, workers);
        blocks = RowBlocks.ofInference(pass, maxRows, purpose == NetworkPass.Purpose.FROZEN, workers);
    }

    /**
     * {@inheritDoc}
     *
     * <p>Throws IllegalArgumentException for more than the maximum number of rows.
     */
    @Override
    public void predict(float[] x, int rows, float[] logits) {
        if (blocks == null) {
            pass.forward(x, rows, false, 0);
            pass.copyOutputs(rows, logits);
        } else {
            check(rows);
            pass.sum(x, rows, false);
            runBlocks(rows, logits);
        }
    }

    @Override
    public boolean takes(CodedRows x) {
        return pass.takesCodes() && x.codeOf(background) >= 0;
    }

    @Override
    public void predict(CodedRows x, int rows, float[] logits) {
        check(rows);
        if (blocks == null) {
            pass.forward(x, rows, false, 0);
            pass.copyOutputs(rows, logits);
        } else {
            pass.sum(x, rows, false);
            runBlocks(rows, logits);
        }
    }

    private void check(int rows) {
        if (rows > maxRows) {
            throw new IllegalArgumentException(rows + " rows are more than " + maxRows);
        }
    }

    private void runBlocks(int rows, float[] logits) {
        blocks.run(rows, null);
        blocks.copyOutputs(rows, outputs, logits);
    }
}
