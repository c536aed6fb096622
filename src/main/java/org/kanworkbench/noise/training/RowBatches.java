package org.kanworkbench.noise.training;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.kanworkbench.data.Batches;
import org.kanworkbench.data.Examples;
import org.kanworkbench.data.ShuffledBatches;

/**
 * Batches of a training's rows: all of them as they stand if a batch takes as many, else full batches in random order, which are
 * shuffled again when too few rows are left for one.
 */
final class RowBatches implements Batches {

    private final Examples examples;
    private final int batch;
    private final SplittableRandom random;
    private final int[] order;
    private int next;
    private int first;
    private int epoch;

    /**
     * @param examples its rows among them, perhaps beside those of other trainings
     * @param from the first of its rows
     * @param batch at most {@code rows}
     */
    RowBatches(Examples examples, int from, int rows, int batch, long seed) {
        this.examples = examples;
        this.batch = batch;
        random = new SplittableRandom(seed);
        order = new int[rows];
        Arrays.setAll(order, row -> from + row);
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

    @Override
    public Examples examples() {
        return examples;
    }

    @Override
    public int first() {
        return first;
    }

    @Override
    public int[] order() {
        return order;
    }

    @Override
    public int epoch() {
        return epoch;
    }
}
