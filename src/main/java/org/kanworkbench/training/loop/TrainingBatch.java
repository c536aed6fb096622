package org.kanworkbench.training.loop;

import org.kanworkbench.data.ShuffledBatches;
import org.kanworkbench.engine.workers.Workers;

/** The batch that a step trains on, filled by the threads that then work on it. */
final class TrainingBatch {

    private final ShuffledBatches batches;
    private final Workers workers;
    private final Workers.Task fill = this::fill;

    /** Rows × inputs, row-major. */
    final float[] x;
    /** The class of every row. */
    final int[] labels;

    TrainingBatch(ShuffledBatches batches, int rows, int inputs, Workers workers) {
        this.batches = batches;
        this.workers = workers;
        x = new float[rows * inputs];
        labels = new int[rows];
    }

    /** Goes on to the next batch; its rows, 0 when the epoch is over. */
    int next() {
        int rows = batches.next(labels);
        if (rows > 0) {
            workers.run(ShuffledBatches.PARTS, fill);
        }
        return rows;
    }

    private void fill(int part) {
        batches.fill(part, x);
    }
}
