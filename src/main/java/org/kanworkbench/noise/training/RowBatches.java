package org.kanworkbench.noise.training;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.kanworkbench.data.Batches;
import org.kanworkbench.data.Examples;
import org.kanworkbench.data.ShuffledBatches;

/**
 * Batches of a training's rows: all of them as they stand if a batch takes as many, else full batches in random order, which are
 * shuffled again when too few rows are left for one.
 */
final class RowBatches extends Batches {

    private final int batch;
    private final SplittableRandom random;
    private int next;

    /**
     * @param examples its rows among them, perhaps beside those of other trainings
     * @param from the first of its rows
     * @param batch at most {@code rows}
     */
    RowBatches(Examples examples, int from, int rows, int batch, long seed) {
        super(examples, IntStream.range(from, from + rows).toArray());
        this.batch = batch;
        random = new SplittableRandom(seed);
        next = rows;
    }

    @Override
    public int next() {
        if (next + batch > order.length) {
            next = 0;
            if (batch < order.length) {
                epoch++;
                ShuffledBatches.shuffle(order, random);
            }
        }
        first = next;
        next += batch;
        return batch;
    }
}
