package org.kanworkbench.data;

import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import org.kanworkbench.network.recipe.Recipe;

/**
 * Visits every example once per epoch, in batches, in an order that depends on (seed, epoch) alone. Filling a batch
 * allocates nothing. One thread at a time.
 */
public final class ShuffledBatches extends Batches {

    /** Number of parts of a batch, so that threads can fill it together. */
    public static final int PARTS = 8;

    private static final int CACHE_LINE = 64;
    private static final long ORDER = 0;
    private static final long AUGMENTATION = 1;

    private final int batch;
    private final long seed;
    /** One per part, as an augmenter serves one thread at a time; null without augmentation. */
    private final Augmenter[] augmenters;

    private int position;
    private int rows;
    /** Written so that reading is not optimised away. */
    private int touched;

    /** @param augmenters one for each part of a batch; null for none */
    ShuffledBatches(Examples examples, int batch, long seed, Augmenter[] augmenters) {
        super(examples, new int[examples.size()]);
        if (batch < 1) {
            throw new IllegalArgumentException("batch is " + batch + ": choose 1 or more");
        }
        this.batch = batch;
        this.seed = seed;
        this.augmenters = augmenters;
        this.position = order.length;
    }

    /** Creates batches of a data set's training examples; augmented if the recipe asks for it and rows are images. */
    public static ShuffledBatches of(Dataset dataset, Recipe recipe, long seed) {
        Examples train = dataset.train();
        return new ShuffledBatches(train, recipe.batch(), seed, augmenters(dataset, recipe, seed));
    }

    private static Augmenter[] augmenters(Dataset dataset, Recipe recipe, long seed) {
        if (!recipe.augmentation().active() || dataset.image().isEmpty()) {
            return null;
        }
        OptionalDouble background = dataset.train().features().background();
        Augmenter[] augmenters = new Augmenter[PARTS];
        Arrays.setAll(
                augmenters,
                _ -> new Augmenter(
                        recipe.augmentation(), dataset.image().get(), background, SeedMixer.mix(seed, AUGMENTATION)));
        return augmenters;
    }

    /** Number of batches of one epoch; the last one may be smaller. */
    public int perEpoch() {
        return (order.length - 1) / batch + 1;
    }

    /** Starts an epoch, numbered from 0, in its own order. */
    public void startEpoch(int number) {
        epoch = number;
        position = 0;
        for (int i = 0; i < order.length; i++) {
            order[i] = i;
        }
        shuffle(order, new SplittableRandom(SeedMixer.mix(SeedMixer.mix(seed, ORDER), number)));
    }

    /** Shuffles rows (Fisher and Yates). */
    public static void shuffle(int[] order, SplittableRandom random) {
        for (int i = order.length - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            int row = order[i];
            order[i] = order[other];
            order[other] = row;
        }
    }

    /** Skips the given number of batches of the current epoch. */
    public void skip(long batches) {
        position = (int) Math.min(order.length, batches * batch);
    }

    /**
     * Advances to the next batch; {@link #fill} writes its inputs, {@link #numbers} numeric targets.
     *
     * @param labels receives the class of every row, if the examples have classes
     * @return its number of rows, 0 at the end of the epoch
     */
    public int next(int[] labels) {
        next();
        for (int i = 0; i < rows && examples.targets() == 0; i++) {
            labels[i] = examples.labels()[order[first + i]];
        }
        return rows;
    }

    @Override
    public int next() {
        first = position;
        rows = Math.min(batch, order.length - position);
        position += rows;
        return rows;
    }

    @Override
    public Optional<Augmenter> augmenter() {
        return augmenters == null ? Optional.empty() : Optional.of(augmenters[0]);
    }

    /**
     * Writes the numbers to predict for the current batch.
     *
     * @param numbers receives rows × targets, row-major
     */
    public void numbers(float[] numbers) {
        int width = examples.targets();
        for (int row = 0; row < rows; row++) {
            System.arraycopy(examples.numbers(), order[first + row] * width, numbers, row * width, width);
        }
    }

    /** What codes stand for, if batches can be had as codes too: of features that are bytes, at most shifted. */
    public Optional<float[]> codeValues() {
        boolean possible = augmenters == null || augmenters[0].onlyShifts();
        return possible && examples.features() instanceof ByteFeatures bytes
                ? Optional.of(bytes.values())
                : Optional.empty();
    }

    /**
     * As {@link #fill(int, float[])}, for {@link #codeValues}.
     *
     * @param codes rows × width, row-major
     */
    public void fill(int part, byte[] codes) {
        ByteFeatures features = (ByteFeatures) examples.features();
        int width = features.width();
        int begin = rows * part / PARTS;
        int end = rows * (part + 1) / PARTS;
        touch(features.bytes(), begin, end, width);
        for (int row = begin; row < end; row++) {
            int example = order[first + row];
            if (augmenters == null) {
                System.arraycopy(features.bytes(), example * width, codes, row * width, width);
            } else {
                augmenters[part].shift(features.bytes(), example * width, codes, row * width, epoch, example);
            }
        }
    }

    /** Fetches rows that lie far apart from main memory all at once: one after the other, each has to be waited for. */
    private void touch(byte[] bytes, int begin, int end, int width) {
        int sum = 0;
        for (int row = begin; row < end; row++) {
            int from = order[first + row] * width;
            for (int at = from; at < from + width; at += CACHE_LINE) {
                sum += bytes[at];
            }
        }
        touched = sum;
    }

    /**
     * Fills a part of the current batch. Threads may fill different parts at once.
     *
     * @param part from 0 up to {@link #PARTS}
     * @param x rows × width, row-major
     */
    public void fill(int part, float[] x) {
        int width = examples.features().width();
        int end = rows * (part + 1) / PARTS;
        for (int row = rows * part / PARTS; row < end; row++) {
            int example = order[first + row];
            examples.features().copyRow(example, x, row * width);
            if (augmenters != null) {
                augmenters[part].augment(x, row * width, epoch, example);
            }
        }
    }
}
