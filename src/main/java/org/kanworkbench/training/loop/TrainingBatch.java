package org.kanworkbench.training.loop;

import org.kanworkbench.data.ShuffledBatches;
import org.kanworkbench.engine.FullBatch;
import org.kanworkbench.engine.workers.Workers;

/** The batch of a step, filled by the threads that then process it; and all of them, in the order of the first epoch. */
final class TrainingBatch implements FullBatch {

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

    /** Advances to the next batch and returns its number of rows, 0 at the end of the epoch. */
    @Override
    public int next() {
        int rows = batches.next(labels);
        if (rows > 0) {
            workers.run(ShuffledBatches.PARTS, fill);
        }
        return rows;
    }

    @Override
    public void restart() {
        batches.startEpoch(0);
    }

    @Override
    public float[] x() {
        return x;
    }

    @Override
    public int[] labels() {
        return labels;
    }

    private void fill(int part) {
        batches.fill(part, x);
    }
}
