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

/**
 * The batch of a step, filled by the threads that then process it, and meanwhile the next one, by threads that would
 * wait during a step; and all of them, in the order of the first epoch.
 */
final class TrainingBatch implements FullBatch {

    private final ShuffledBatches batches;
    private final Workers workers;
    private final boolean predictsNumbers;
    private Buffer now;
    private Buffer other;
    /** Whether the stepper holds the examples. */
    private boolean held;
    /** Whether the other buffer has, or gets, the next batch. */
    private boolean prepared;

    /** The inputs and targets of one batch. */
    private final class Buffer {
        /** Rows × inputs, row-major. */
        final float[] x;
        /** The same, where it can be had so, for engines that take codes. */
        final Optional<CodedRows> codes;
        /** The class of every row; 0 for numbers. */
        final int[] labels;
        /** Rows × outputs, for numbers; null for classes. */
        final float[] numbers;

        final Workers.Task fill = this::fill;
        final Workers.Task fillCodes = this::fillCodes;
        int rows;

        Buffer(int most, Dataset dataset) {
            x = new float[most * dataset.inputs()];
            codes = batches.codeValues()
                    .map(values -> new CodedRows(new byte[most * dataset.inputs() + CodedRows.PADDING], values));
            labels = new int[most];
            numbers = predictsNumbers ? new float[most * dataset.outputs()] : null;
        }

        /** Takes the next batch, whose inputs are filled in later. */
        void take() {
            rows = batches.next(labels);
            if (predictsNumbers) {
                batches.numbers(numbers);
            }
        }

        private void fill(int part) {
            batches.fill(part, x);
        }

        private void fillCodes(int part) {
            batches.fill(part, codes.get().codes());
        }
    }

    /** @param rows of the largest batch */
    TrainingBatch(ShuffledBatches batches, int rows, Dataset dataset, Workers workers) {
        this.batches = batches;
        this.workers = workers;
        predictsNumbers = dataset.target() instanceof Target.Numbers;
        now = new Buffer(rows, dataset);
        other = new Buffer(rows, dataset);
    }

    /** Advances to the next batch and returns its number of rows, 0 at the end of the epoch. */
    @Override
    public int next() {
        return next(false);
    }

    /** @param coded whether inputs are wanted as codes, if they can be had so; the same for all batches of an epoch */
    private int next(boolean coded) {
        Buffer last = now;
        now = other;
        other = last;
        boolean asCodes = coded && now.codes.isPresent();
        if (prepared) {
            workers.finishSpare();
        } else {
            now.take();
            if (now.rows > 0) {
                workers.run(ShuffledBatches.PARTS, asCodes ? now.fillCodes : now.fill);
            }
        }
        prepared = now.rows > 0;
        if (prepared) {
            other.take();
            prepared = other.rows > 0;
        }
        if (prepared) {
            workers.spare(ShuffledBatches.PARTS, asCodes ? other.fillCodes : other.fill);
        }
        return now.rows;
    }

    /** Lets a stepper that will take all steps hold the examples itself, if it can: see {@link Stepper#settle}. */
    boolean hold(Stepper stepper) {
        held = stepper.holds(batches);
        return held;
    }

    /** Trains on the next batch and returns its number of rows, 0 at the end of the epoch. */
    int step(Stepper stepper, double learningRate) throws NonFiniteException {
        if (held) {
            int taken = batches.next();
            if (taken > 0) {
                stepper.step(taken, learningRate);
            }
            return taken;
        }
        boolean coded = stepper.takesCodes();
        int rows = next(coded);
        if (rows == 0) {
            return 0;
        }
        int[] labels = predictsNumbers ? null : now.labels;
        if (coded && now.codes.isPresent()) {
            stepper.step(now.codes.get(), labels, now.numbers, rows, learningRate);
        } else {
            stepper.step(now.x, labels, now.numbers, rows, learningRate);
        }
        return rows;
    }

    @Override
    public void restart() {
        workers.finishSpare();
        prepared = false;
        batches.startEpoch(0);
    }

    @Override
    public float[] x() {
        return now.x;
    }

    @Override
    public int[] labels() {
        return now.labels;
    }

    @Override
    public float[] numbers() {
        return now.numbers;
    }
}
