package org.kanworkbench.training.loop;

import java.util.Optional;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.data.ShuffledBatches;
import org.kanworkbench.data.Target;
import org.kanworkbench.engine.FullBatch;
import org.kanworkbench.engine.NonFiniteException;
import org.kanworkbench.engine.kernel.CodedRows;
import org.kanworkbench.engine.workers.Workers;
import org.kanworkbench.training.Stepper;

/** The batch of a step, filled by the threads that then process it; and all of them, in the order of the first epoch. */
final class TrainingBatch implements FullBatch {

    private final ShuffledBatches batches;
    private final Workers workers;
    private final Workers.Task fill = this::fill;
    private final Workers.Task fillCodes = this::fillCodes;

    /** Rows × inputs, row-major. */
    private final float[] x;
    /** The same, where it can be had so, for engines that take codes. */
    private final Optional<CodedRows> codes;
    /** The class of every row. */
    private final int[] labels;
    /** Rows × outputs, for numbers; null for classes. */
    private final float[] numbers;

    TrainingBatch(ShuffledBatches batches, int rows, Dataset dataset, Workers workers) {
        this.batches = batches;
        this.workers = workers;
        x = new float[rows * dataset.inputs()];
        codes = batches.codeValues()
                .map(values -> new CodedRows(new byte[rows * dataset.inputs() + CodedRows.PADDING], values));
        labels = new int[rows];
        numbers = dataset.target() instanceof Target.Numbers ? new float[rows * dataset.outputs()] : null;
    }

    /** Advances to the next batch and returns its number of rows, 0 at the end of the epoch. */
    @Override
    public int next() {
        return next(fill);
    }

    private int next(Workers.Task by) {
        int rows = batches.next(labels);
        if (rows == 0) {
            return 0;
        }
        workers.run(ShuffledBatches.PARTS, by);
        if (numbers != null) {
            batches.numbers(numbers);
        }
        return rows;
    }

    /** Trains on the next batch and returns its number of rows, 0 at the end of the epoch. */
    int step(Stepper stepper, double learningRate) throws NonFiniteException {
        boolean asCodes = codes.isPresent() && stepper.takesCodes();
        int rows = next(asCodes ? fillCodes : fill);
        if (rows == 0) {
            return 0;
        }
        if (asCodes) {
            stepper.step(codes.get(), labels, numbers, rows, learningRate);
        } else if (numbers == null) {
            stepper.step(x, labels, rows, learningRate);
        } else {
            stepper.step(x, numbers, rows, learningRate);
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

    @Override
    public float[] numbers() {
        return numbers;
    }

    private void fill(int part) {
        batches.fill(part, x);
    }

    private void fillCodes(int part) {
        batches.fill(part, codes.get().codes());
    }
}
