package org.kanworkbench.explain;

import java.util.OptionalDouble;
import java.util.function.BooleanSupplier;
import org.kanworkbench.data.Features;
import org.kanworkbench.engine.LayerInputs;
import org.kanworkbench.engine.workers.Workers;
import org.kanworkbench.network.Model;

/**
 * A data sample to measure a network's edges on. The array is not copied: treat it as frozen.
 *
 * @param x rows × inputs, row-major
 * @param inputs values per row
 * @param together batch size; relevant only if a network scales by its batch, and then it should be the training batch
 *     size
 * @param background see {@code Features.background()}
 */
public record Sample(float[] x, int inputs, int together, OptionalDouble background) {

    public Sample {
        if (inputs < 1 || x.length == 0 || x.length % inputs != 0) {
            throw new IllegalArgumentException(x.length + " values are no rows of " + inputs);
        }
        if (together < 1) {
            throw new IllegalArgumentException("rows together is " + together + ": choose 1 or more");
        }
    }

    /** Takes at most the given number of rows of a table, evenly spaced. */
    public static Sample of(Features features, int mostRows, int together) {
        return new Sample(features.sample(mostRows), features.width(), together, features.background());
    }

    public int rows() {
        return x.length / inputs;
    }

    /** Processes a batch after its forward pass. */
    @FunctionalInterface
    interface Visitor {
        void visit(LayerInputs met, int rows);
    }

    /**
     * Runs a model on all rows at inference, on this thread.
     *
     * @param proceed checked before every batch; false cancels
     * @return false if cancelled
     */
    boolean through(Model model, BooleanSupplier proceed, Visitor visitor) {
        if (model.network().inputs() != inputs) {
            throw new IllegalArgumentException("rows have " + inputs + " values but the network takes "
                    + model.network().inputs() + ": choose the data that it was trained on");
        }
        int batch = Math.min(together, rows());
        float[] part = new float[batch * inputs];
        try (Workers alone = new Workers(1)) {
            LayerInputs met = new LayerInputs(model, batch, background, alone);
            for (int row = 0; row < rows(); row += batch) {
                if (!proceed.getAsBoolean()) {
                    return false;
                }
                int count = Math.min(batch, rows() - row);
                System.arraycopy(x, row * inputs, part, 0, count * inputs);
                met.forward(part, count);
                visitor.visit(met, count);
            }
        }
        return true;
    }
}
