package org.kanworkbench.data;

import java.util.Optional;
import java.util.SplittableRandom;
import org.kanworkbench.network.Recipe;

/**
 * Visits every example once an epoch, in batches, in an order that depends on (seed, epoch) alone. Nothing is allocated
 * while a batch is filled. One owner at a time.
 */
public final class ShuffledBatches {

    private static final long ORDER = 0;
    private static final long AUGMENTATION = 1;

    private final Examples examples;
    private final int batch;
    private final long seed;
    private final Optional<Augmenter> augmenter;
    private final int[] order;
    private int epoch;
    private int position;

    /** Batches of the examples as they are. */
    public ShuffledBatches(Examples examples, int batch, long seed) {
        this(examples, batch, seed, Optional.empty());
    }

    private ShuffledBatches(Examples examples, int batch, long seed, Optional<Augmenter> augmenter) {
        if (batch < 1) {
            throw new IllegalArgumentException("batch is " + batch + ": choose 1 or more");
        }
        this.examples = examples;
        this.batch = batch;
        this.seed = seed;
        this.augmenter = augmenter;
        this.order = new int[examples.size()];
        this.position = order.length;
    }

    /** Batches of a data set's training examples; augmented when the recipe asks for it and rows are images. */
    public static ShuffledBatches of(Dataset dataset, Recipe recipe, long seed) {
        Examples train = dataset.train();
        Optional<Augmenter> augmenter = dataset.image()
                .filter(_ -> recipe.augmentation().active())
                .map(shape -> new Augmenter(
                        recipe.augmentation(),
                        shape,
                        train.features().background(),
                        SeedMixer.mix(seed, AUGMENTATION)));
        return new ShuffledBatches(train, recipe.batch(), seed, augmenter);
    }

    /** Batches of one epoch; the last one may be smaller. */
    public int perEpoch() {
        return (order.length - 1) / batch + 1;
    }

    /** Begins an epoch, numbered from 0, with its own order. */
    public void startEpoch(int number) {
        epoch = number;
        position = 0;
        for (int i = 0; i < order.length; i++) {
            order[i] = i;
        }
        SplittableRandom random = new SplittableRandom(SeedMixer.mix(SeedMixer.mix(seed, ORDER), number));
        for (int i = order.length - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            int row = order[i];
            order[i] = order[other];
            order[other] = row;
        }
    }

    /**
     * Fills the next batch.
     *
     * @param x receives rows × width, row-major
     * @param labels receives the class of every row
     * @return its rows, 0 when the epoch is over
     */
    public int next(float[] x, int[] labels) {
        int rows = Math.min(batch, order.length - position);
        int width = examples.features().width();
        for (int i = 0; i < rows; i++) {
            int row = order[position + i];
            examples.features().copyRow(row, x, i * width);
            if (augmenter.isPresent()) {
                augmenter.get().augment(x, i * width, epoch, row);
            }
            labels[i] = examples.labels()[row];
        }
        position += rows;
        return rows;
    }
}
