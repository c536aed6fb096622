package org.kanworkbench.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kanworkbench.data.Dataset.ImageShape;
import org.kanworkbench.network.Presets;
import org.kanworkbench.network.recipe.Augmentation;
import org.kanworkbench.network.recipe.Recipe;
import org.kanworkbench.network.recipe.RecipeField;

class ShuffledBatchesTest {

    /** Row i has features 2i, 2i + 1 and label i mod 7. */
    private static Examples examples(int rows) {
        float[] values = new float[2 * rows];
        for (int i = 0; i < values.length; i++) {
            values[i] = i;
        }
        return new Examples(
                new FloatFeatures(values, 2),
                IntStream.range(0, rows).map(i -> i % 7).toArray());
    }

    private static int next(ShuffledBatches batches, float[] x, int[] labels) {
        int rows = batches.next(labels);
        for (int part = 0; part < ShuffledBatches.PARTS; part++) {
            batches.fill(part, x);
        }
        return rows;
    }

    private static List<Integer> epoch(ShuffledBatches batches, int epoch, int batch) {
        List<Integer> rows = new ArrayList<>();
        float[] x = new float[2 * batch];
        int[] labels = new int[batch];
        batches.startEpoch(epoch);
        for (int n = next(batches, x, labels); n > 0; n = next(batches, x, labels)) {
            for (int i = 0; i < n; i++) {
                int row = (int) x[2 * i] / 2;
                assertThat(x[2 * i + 1]).isEqualTo(2f * row + 1);
                assertThat(labels[i]).isEqualTo(row % 7);
                rows.add(row);
            }
        }
        return rows;
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "5, 64", "64, 64", "65, 64", "1000, 1", "1000, 37"})
    void every_epoch_visits_every_row_once(int size, int batch) {
        ShuffledBatches batches = new ShuffledBatches(examples(size), batch, 3, null);
        assertThat(batches.perEpoch()).isEqualTo((int) Math.ceil((double) size / batch));
        for (int epoch = 0; epoch < 3; epoch++) {
            assertThat(epoch(batches, epoch, batch))
                    .containsExactlyInAnyOrderElementsOf(
                            IntStream.range(0, size).boxed().toList());
        }
    }

    @Test
    void an_epoch_can_be_reproduced_alone() {
        ShuffledBatches all = new ShuffledBatches(examples(500), 64, 11, null);
        List<List<Integer>> epochs =
                IntStream.range(0, 4).mapToObj(e -> epoch(all, e, 64)).toList();

        assertThat(epoch(new ShuffledBatches(examples(500), 64, 11, null), 3, 64))
                .isEqualTo(epochs.get(3));
        assertThat(epochs.get(0)).isNotEqualTo(epochs.get(1));
        assertThat(epoch(new ShuffledBatches(examples(500), 64, 12, null), 0, 64))
                .isNotEqualTo(epochs.get(0));
    }

    @Test
    void batch_size_does_not_change_the_order() {
        assertThat(epoch(new ShuffledBatches(examples(500), 7, 11, null), 2, 7))
                .isEqualTo(epoch(new ShuffledBatches(examples(500), 64, 11, null), 2, 64));
    }

    @Test
    void every_position_is_as_likely_for_every_row() {
        int[] first = new int[10];
        ShuffledBatches batches = new ShuffledBatches(examples(10), 10, 5, null);
        for (int epoch = 0; epoch < 10_000; epoch++) {
            first[epoch(batches, epoch, 10).getFirst()]++;
        }
        // Chi-squared with 9 degrees of freedom exceeds 33.7 once in 10,000 seeds.
        double chiSquared = Arrays.stream(first)
                .mapToDouble(n -> (n - 1000.0) * (n - 1000.0) / 1000)
                .sum();
        assertThat(chiSquared).isLessThan(33.7);
    }

    @Test
    void images_are_augmented_by_recipe_and_the_same_way_in_every_pass() {
        byte[] pixels = new byte[20 * 36];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) (i * 37);
        }
        Examples images = new Examples(ByteFeatures.pixels(pixels, 36), new int[20]);
        Dataset dataset = new Dataset("tiny", images, images, Optional.of(new ImageShape(6, 6)), List.of("a", "b"));
        Recipe recipe = Presets.ALL.getFirst().recipe().with(RecipeField.BATCH, 20);

        float[] plain = firstBatch(ShuffledBatches.of(dataset, augmented(recipe, Augmentation.NONE), 1), 0);
        float[] moved = firstBatch(ShuffledBatches.of(dataset, augmented(recipe, new Augmentation(2, 10, 0.1)), 1), 0);
        float[] again = firstBatch(ShuffledBatches.of(dataset, augmented(recipe, new Augmentation(2, 10, 0.1)), 1), 0);
        assertThat(moved).isNotEqualTo(plain).isEqualTo(again);
    }

    /** Of rows that do not fill a batch, with a background of zeros and colour, so that every part and plane counts. */
    @ParameterizedTest
    @CsvSource({"0, 1", "3, 1", "3, 3"})
    void codes_stand_for_the_floats_of_the_same_batch(double shift, int colours) {
        int width = 36 * colours;
        byte[] pixels = new byte[21 * width];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) (i % 4 == 0 ? i * 37 : 0);
        }
        Examples images = new Examples(ByteFeatures.pixels(pixels, width), new int[21]);
        Dataset dataset =
                new Dataset("tiny", images, images, Optional.of(new ImageShape(6, 6, colours)), List.of("a", "b"));
        Recipe recipe =
                augmented(Presets.ALL.getFirst().recipe().with(RecipeField.BATCH, 8), new Augmentation(shift, 0, 0));
        ShuffledBatches batches = ShuffledBatches.of(dataset, recipe, 1);
        float[] meaning = batches.codeValues().orElseThrow();
        assertThat(ShuffledBatches.of(dataset, augmented(recipe, new Augmentation(0, 10, 0)), 1)
                        .codeValues())
                .isEmpty();
        assertThat(ShuffledBatches.of(dataset, augmented(recipe, new Augmentation(0, 0, 0.1)), 1)
                        .codeValues())
                .isEmpty();

        batches.startEpoch(2);
        for (int rows = batches.next(new int[8]); rows > 0; rows = batches.next(new int[8])) {
            float[] x = new float[8 * width];
            byte[] codes = new byte[8 * width];
            for (int part = 0; part < ShuffledBatches.PARTS; part++) {
                batches.fill(part, x);
                batches.fill(part, codes);
            }
            for (int i = 0; i < rows * width; i++) {
                assertThat(meaning[codes[i] & 0xff]).isEqualTo(x[i]);
            }
        }
    }

    @Test
    void skipped_batches_are_those_that_would_have_come_first() {
        ShuffledBatches batches = new ShuffledBatches(examples(50), 8, 3, null);
        List<Integer> all = epoch(batches, 1, 8);
        batches.startEpoch(1);
        batches.skip(2);
        float[] x = new float[16];
        assertThat(next(batches, x, new int[8])).isEqualTo(8);
        assertThat((int) x[0] / 2).isEqualTo(all.get(16));
    }

    @Test
    void numbers_are_those_of_the_rows() {
        float[] features = new float[20];
        float[] numbers = new float[60];
        for (int i = 0; i < 20; i++) {
            features[i] = i;
            Arrays.fill(numbers, 3 * i, 3 * i + 3, 100 * i);
        }
        ShuffledBatches batches =
                new ShuffledBatches(new Examples(new FloatFeatures(features, 1), new int[0], numbers), 6, 3, null);
        batches.startEpoch(0);
        float[] x = new float[6];
        float[] y = new float[18];
        for (int rows = next(batches, x, new int[0]); rows > 0; rows = next(batches, x, new int[0])) {
            batches.numbers(y);
            for (int i = 0; i < 3 * rows; i++) {
                assertThat(y[i]).isEqualTo(100 * x[i / 3]);
            }
        }
    }

    @Test
    void rows_that_are_no_images_are_never_augmented() {
        Dataset table = new Dataset("table", examples(20), examples(20), Optional.empty(), List.of("a", "b"));
        Recipe recipe =
                augmented(Presets.ALL.getFirst().recipe().with(RecipeField.BATCH, 20), new Augmentation(2, 10, 0.1));
        assertThat(epoch(ShuffledBatches.of(table, recipe, 1), 0, 20)).hasSize(20);
    }

    @Test
    void hold_out_takes_each_class_its_share_of_the_training_rows() {
        byte[] pixels = new byte[100];
        for (int i = 0; i < 100; i++) {
            pixels[i] = (byte) i;
        }
        int[] labels = IntStream.range(0, 100).map(i -> i % 10 == 0 ? 1 : 0).toArray();
        Examples train = new Examples(new ByteFeatures(pixels, 1, 1, 0), labels);
        Dataset data = new Dataset("d", train, examples(3), Optional.empty(), List.of("a", "b"));

        Dataset held = data.holdOut(20, 9);

        assertThat(held.test().size()).isEqualTo(20);
        assertThat(held.train().size()).isEqualTo(80);
        assertThat(Arrays.stream(held.test().labels()).sum()).isEqualTo(2);
        byte[] kept = ((ByteFeatures) held.train().features()).bytes();
        byte[] taken = ((ByteFeatures) held.test().features()).bytes();
        assertThat(IntStream.concat(stream(kept), stream(taken)).sorted())
                .containsExactlyElementsOf(IntStream.range(0, 100).boxed().toList());
        for (int i = 0; i < taken.length; i++) {
            assertThat(held.test().labels()[i]).isEqualTo(taken[i] % 10 == 0 ? 1 : 0);
        }
        assertThat(((ByteFeatures) data.holdOut(20, 9).test().features()).bytes())
                .isEqualTo(taken);
        assertThat(((ByteFeatures) data.holdOut(20, 10).test().features()).bytes())
                .isNotEqualTo(taken);
    }

    private static IntStream stream(byte[] bytes) {
        return IntStream.range(0, bytes.length).map(i -> bytes[i]);
    }

    private static float[] firstBatch(ShuffledBatches batches, int epoch) {
        float[] x = new float[20 * 36];
        batches.startEpoch(epoch);
        assertThat(next(batches, x, new int[20])).isEqualTo(20);
        return x;
    }

    private static Recipe augmented(Recipe r, Augmentation augmentation) {
        return r.with(RecipeField.SHIFT, augmentation.shift())
                .with(RecipeField.ROTATION, augmentation.rotation())
                .with(RecipeField.SCALE, augmentation.scale());
    }
}
