package org.kanworkbench.data.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kanworkbench.data.ByteFeatures;
import org.kanworkbench.data.DataException;
import org.kanworkbench.data.Dataset;

class DigitCollectionTest {

    @TempDir
    private Path folder;

    @Test
    void a_file_gives_back_what_was_written() throws Exception {
        DigitCollection digits = drawn(23);
        Path file = Files.write(folder.resolve("digits"), digits.toIdx());

        assertThat(DigitCollection.read(file)).isEqualTo(digits);
        assertThat(DigitCollection.read(folder.resolve("none"))).isEqualTo(DigitCollection.EMPTY);
    }

    @Test
    void a_fifth_is_for_testing_and_every_digit_has_its_share_in_whatever_order_they_are_drawn() {
        DigitCollection inTurns = drawn(200);

        assertThat(inTurns.digits().stream().filter(LabelledDigit::forTest)).hasSizeBetween(39, 40);
        for (int label = 0; label < 10; label++) {
            int wanted = label;
            assertThat(inTurns.digits().stream().filter(d -> d.forTest() && d.label() == wanted))
                    .as("test digits of " + label)
                    .hasSizeBetween(3, 4);
        }
    }

    @Test
    void what_was_held_out_stays_so_when_others_come_and_go() {
        DigitCollection digits = drawn(30);
        LabelledDigit tested = digits.digits().stream()
                .filter(LabelledDigit::forTest)
                .findFirst()
                .orElseThrow();

        DigitCollection later =
                digits.without(digits.digits().getFirst()).with(picture(500), 3).with(tested.digit(), 9);

        assertThat(later.digits()).contains(new LabelledDigit(tested.digit(), 9, true));
        assertThat(later.digits()).hasSize(30);
    }

    @Test
    void a_deleted_digit_goes_back_into_its_place() {
        DigitCollection digits = drawn(12);
        LabelledDigit fifth = digits.digits().get(5);

        assertThat(digits.without(fifth).with(5, fifth)).isEqualTo(digits);
        // It was named again meanwhile.
        assertThat(digits.with(5, fifth)).isEqualTo(digits);
    }

    @Test
    void beside_mnist_they_are_a_tenth_of_what_is_trained_on_and_among_what_is_tested() throws Exception {
        Path file = Files.write(folder.resolve("digits"), drawn(20).toIdx());

        Dataset both = new DataSource.OwnDigits(file, true).load();

        int own = both.train().size() - 60_000;
        assertThat((double) own / both.train().size()).isBetween(0.099, 0.101);
        assertThat(both.remark()).isEqualTo("17 of my digits repeated to 6,666 training samples");
        assertThat(both.test().size()).isEqualTo(10_000 + 3);
        float[] row = new float[784];
        both.train().features().copyRow(60_000, row, 0);
        float[] first = new float[784];
        ByteFeatures.pixels(picture(0).pixels(), 784).copyRow(0, first, 0);
        assertThat(row).containsExactly(first);
        assertThat(both.train().labels()[60_000]).isEqualTo(0);
    }

    @Test
    void which_of_them_were_trained_on_is_known_from_the_training_samples() throws Exception {
        DigitCollection digits = drawn(20);
        Path file = Files.write(folder.resolve("digits"), digits.toIdx());
        Set<DrawnDigit> training = digits.digits().stream()
                .filter(digit -> !digit.forTest())
                .map(LabelledDigit::digit)
                .collect(Collectors.toSet());

        assertThat(DigitCollection.trainedOn(new DataSource.OwnDigits(file, true).load()))
                .hasSize(17)
                .isEqualTo(training);
        assertThat(DigitCollection.trainedOn(digits.dataset())).isEqualTo(training);
    }

    @Test
    void a_model_that_was_not_trained_on_them_is_scored_on_all() throws Exception {
        Path file = Files.write(folder.resolve("digits"), drawn(20).toIdx());
        DataSource source = new DataSource.OwnDigits(file, false);

        assertThat(source.load().test().size()).isEqualTo(3);
        assertThat(source.toScore("MNIST").test().size()).isEqualTo(20);
        assertThat(source.toScore(DigitCollection.NAME).test().size()).isEqualTo(3);
        assertThat(source.toScore("MNIST + my digits").test().size()).isEqualTo(3);
    }

    @Test
    void the_exported_folder_is_read_as_a_data_set() throws Exception {
        DigitCollection digits = drawn(20);
        for (Map.Entry<String, byte[]> file : digits.idxFiles().entrySet()) {
            Files.write(folder.resolve(file.getKey()), file.getValue());
        }

        Dataset read = new DataSource.IdxFolder(folder).load();

        assertThat(read.train().labels()).isEqualTo(digits.dataset().train().labels());
        assertThat(((ByteFeatures) read.test().features()).bytes())
                .isEqualTo(((ByteFeatures) digits.dataset().test().features()).bytes());
    }

    @Test
    void too_few_and_foreign_files_are_refused_in_one_line() throws Exception {
        assertThatThrownBy(() -> drawn(3).dataset())
                .isInstanceOf(DataException.class)
                .hasMessageContaining("label 2 more drawings");
        assertThatThrownBy(DigitCollection.EMPTY::allToTest).hasMessageContaining("label drawings in Draw");
        byte[] foreign = drawn(5).toIdx();
        foreign[11] = 7;
        Path file = Files.write(folder.resolve("foreign"), Arrays.copyOf(foreign, 12 + 5 * 0x307));
        assertThatThrownBy(() -> DigitCollection.read(file))
                .isInstanceOf(DataException.class)
                .hasMessageContaining(file.toString());
    }

    /** Digits 0 to 9 in turns; of twenty, three are for testing: a fourth waits for a digit that has none yet. */
    private static DigitCollection drawn(int count) {
        return IntStream.range(0, count)
                .boxed()
                .reduce(DigitCollection.EMPTY, (all, i) -> all.with(picture(i), i % 10), (_, b) -> b);
    }

    private static DrawnDigit picture(int number) {
        byte[] pixels = new byte[784];
        pixels[number] = (byte) 255;
        return new DrawnDigit(pixels);
    }
}
