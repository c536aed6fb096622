package org.kanworkbench.explain;

import java.util.OptionalDouble;
import java.util.function.BooleanSupplier;
import org.kanworkbench.data.Features;
import org.kanworkbench.engine.LayerInputs;
import org.kanworkbench.engine.workers.Workers;
import org.kanworkbench.network.Model;

/**
 * Rows of data that show what a network's edges meet. The array is not copied: treat it as frozen.
 *
 * @param x rows × inputs, row-major
 * @param inputs values of a row
 * @param together rows that pass through together; it matters only where a network scales by its batch, and there it
 *     should be what the network was trained with
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

    /** At most so many rows of a table, at even distances. */
    public static Sample of(Features features, int mostRows, int together) {
        return new Sample(features.sample(mostRows), features.width(), together, features.background());
    }

    public int rows() {
        return x.length / inputs;
    }

    /** What is done with a batch that has passed through. */
    @FunctionalInterface
    interface Visitor {
        void visit(LayerInputs met, int rows);
    }

    /**
     * Lets all rows pass through a model at inference, on this thread.
     *
     * @param goOn asked before every batch
     * @return whether it was never told to stop
     */
    boolean through(Model model, BooleanSupplier goOn, Visitor visitor) {
        if (model.network().inputs() != inputs) {
            throw new IllegalArgumentException("rows have " + inputs + " values but the network takes "
                    + model.network().inputs() + ": choose the data that it was trained on");
        }
        int batch = Math.min(together, rows());
        float[] part = new float[batch * inputs];
        try (Workers alone = new Workers(1)) {
            LayerInputs met = new LayerInputs(model, batch, background, alone);
            for (int row = 0; row < rows(); row += batch) {
                if (!goOn.getAsBoolean()) {
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
