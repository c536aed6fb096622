package org.kanworkbench.explain;

import org.kanworkbench.engine.LayerInputs;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.NetworkSpec;

/** A part of a network that computes a number from every row: an edge, or a unit. */
public sealed interface NetworkPart permits Edge, Unit {

    /** Whether a network has it. */
    boolean isIn(NetworkSpec network);

    /**
     * What it comes to at every row of a sample: for an edge its function's value, for a unit what the next layer takes from
     * it (after norm and activation), for an output its logit or standardised number.
     *
     * @param model of a network that has it
     */
    float[] values(Model model, Sample sample);

    /** A batch's values of a part. */
    @FunctionalInterface
    interface Batch {
        float[] of(LayerInputs met, int rows);
    }

    /** The values of all batches, in the order of their rows. */
    static float[] through(Model model, Sample sample, Batch batch) {
        float[] values = new float[sample.rows()];
        int[] done = {0};
        sample.through(model, () -> true, (met, rows) -> {
            System.arraycopy(batch.of(met, rows), 0, values, done[0], rows);
            done[0] += rows;
        });
        return values;
    }

    /** One column of rows × width values. */
    static float[] column(float[] table, int at, int rows) {
        int width = table.length / rows;
        float[] column = new float[rows];
        for (int r = 0; r < rows; r++) {
            column[r] = table[r * width + at];
        }
        return column;
    }
}
