package org.kanworkbench.engine;

import java.util.Arrays;
import org.kanworkbench.engine.workers.Workers;
import org.kanworkbench.network.Model;

/**
 * Gradients of a network's outputs with respect to its inputs, at inference: running ranges, running statistics of batch
 * norm and weights are constants, dropout is off. Ranges that inputs make themselves (BATCH_MIN_MAX, ROW_MIN_MAX) pass
 * gradients on to them, as they do in training. Not thread-safe.
 */
public final class InputGradients {

    private final NetworkPass pass;
    private final int outputs;
    private final boolean training;
    private final float[] gradient;
    private int rows;

    /** @param maxRows rows of the largest batch */
    public InputGradients(Model model, int maxRows, Workers workers) {
        this(Network.of(model), maxRows, workers, false);
    }

    /** @param training whether the batch makes ranges and statistics itself, and moves the running ones */
    InputGradients(Network network, int maxRows, Workers workers, boolean training) {
        pass = new NetworkPass(network, maxRows, Float.NaN, NetworkPass.Purpose.INPUT_GRADIENTS, workers);
        outputs = network.spec().outputs();
        gradient = new float[maxRows * pass.last().width()];
        this.training = training;
    }

    /**
     * Outputs of a batch, before any softmax. An IllegalArgumentException refuses more rows than there is room for.
     *
     * @param x rows × inputs, row-major; kept until the end of the backward pass
     * @param logits receives rows × outputs, row-major
     */
    public void forward(float[] x, int rowCount, float[] logits) {
        rows = rowCount;
        pass.forward(x, rows, training, 0);
        pass.copyOutputs(rows, logits);
    }

    /**
     * From gradients of the outputs of the last forward pass to those of its inputs.
     *
     * @param g rows × outputs, row-major
     * @param dx receives rows × inputs, row-major
     */
    public void backward(float[] g, float[] dx) {
        int width = pass.last().width();
        Arrays.fill(gradient, 0);
        for (int b = 0; b < rows; b++) {
            System.arraycopy(g, b * outputs, gradient, b * width, outputs);
        }
        pass.backward(gradient, rows, dx);
    }
}
