package org.kanworkbench.training.loop;

import org.kanworkbench.data.Dataset;
import org.kanworkbench.data.ShuffledBatches;
import org.kanworkbench.data.Target;
import org.kanworkbench.engine.NonFiniteException;
import org.kanworkbench.engine.workers.Workers;
import org.kanworkbench.training.Stepper;

/** The batch of a step, filled by the threads that then process it. */
final class TrainingBatch {

    private final ShuffledBatches batches;
    private final Workers workers;
    private final Workers.Task fill = this::fill;

    /** Rows × inputs, row-major. */
    private final float[] x;
    /** The class of every row. */
    private final int[] labels;
    /** Rows × outputs, for numbers; null for classes. */
    private final float[] numbers;

    TrainingBatch(ShuffledBatches batches, int rows, Dataset dataset, Workers workers) {
        this.batches = batches;
        this.workers = workers;
        x = new float[rows * dataset.inputs()];
        labels = new int[rows];
        numbers = dataset.target() instanceof Target.Numbers ? new float[rows * dataset.outputs()] : null;
    }

    /** Trains on the next batch and returns its number of rows, 0 at the end of the epoch. */
    int step(Stepper stepper, double learningRate) throws NonFiniteException {
        int rows = batches.next(labels);
        if (rows == 0) {
            return 0;
        }
        workers.run(ShuffledBatches.PARTS, fill);
        if (numbers == null) {
            stepper.step(x, labels, rows, learningRate);
        } else {
            batches.numbers(numbers);
            stepper.step(x, numbers, rows, learningRate);
        }
        return rows;
    }

    private void fill(int part) {
        batches.fill(part, x);
    }
}
