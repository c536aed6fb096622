package org.kanworkbench.data.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kanworkbench.data.ByteFeatures;
import org.kanworkbench.data.DataException;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.data.Dataset.ImageShape;
import org.kanworkbench.files.Packed;

class IdxFolderTest {

    private static final String TRAIN_IMAGES = "train-images-idx3-ubyte";
    private static final String TRAIN_LABELS = "train-labels-idx1-ubyte";
    private static final String TEST_IMAGES = "t10k-images-idx3-ubyte";
    private static final String TEST_LABELS = "t10k-labels-idx1-ubyte";

    @TempDir
    Path folder;

    /** Four training and two test images of 2 × 3 pixels, pixel i of the file has value i. */
    @BeforeEach
    void writeSmallDataSet() throws IOException {
        write(TRAIN_IMAGES, IdxFiles.of(0x803, ramp(24), 4, 2, 3));
        write(TRAIN_LABELS, IdxFiles.of(0x801, new byte[] {0, 2, 1, 0}, 4));
        write(TEST_IMAGES + ".gz", Packed.gzip(IdxFiles.of(0x803, ramp(12), 2, 2, 3)));
        write(TEST_LABELS + ".gz", Packed.gzip(IdxFiles.of(0x801, new byte[] {2, 1}, 2)));
    }

    @Test
    void plain_and_gzipped_files_are_read_with_shape_classes_and_pixels() throws Exception {
        Dataset data = load();

        assertThat(data.image()).isEqualTo(Optional.of(new ImageShape(2, 3)));
        assertThat(data.inputs()).isEqualTo(6);
        assertThat(data.target().names()).containsExactly("0", "1", "2");
        assertThat(data.train().labels()).containsExactly(0, 2, 1, 0);
        assertThat(data.test().labels()).containsExactly(2, 1);
        assertThat(((ByteFeatures) data.test().features()).bytes()).isEqualTo(ramp(12));
        float[] row = new float[6];
        data.train().features().copyRow(1, row, 0);
        assertThat(row[5]).isEqualTo((float) ((11 / 255.0 - 0.5) / 0.5));
        assertThat(data.name()).isEqualTo(folder.getFileName().toString());
    }

    @Test
    void control_characters_of_a_folders_name_are_written_out() throws Exception {
        Path odd = Files.createDirectory(folder.resolve("odd\u0007"));
        for (String name : new String[] {TRAIN_IMAGES, TRAIN_LABELS, TEST_IMAGES + ".gz", TEST_LABELS + ".gz"}) {
            Files.move(folder.resolve(name), odd.resolve(name));
        }
        assertThat(DataSource.of(odd).load().name()).isEqualTo("odd\\u0007");
    }

    @Test
    void pictures_of_a_report_beside_the_images_are_no_class() throws Exception {
        Files.createFile(Files.createDirectory(folder.resolve("plots")).resolve("error.png"));
        assertThat(DataSource.of(folder)).isEqualTo(new DataSource.IdxFolder(folder));
        Files.move(folder.resolve(TRAIN_IMAGES), folder.resolve("train-images.idx3-ubyte"));
        assertThat(DataSource.of(folder)).isEqualTo(new DataSource.IdxFolder(folder));
        Files.delete(folder.resolve("train-images.idx3-ubyte"));
        assertThat(DataSource.of(folder)).isEqualTo(new DataSource.ImageFolder(folder));
    }

    @Test
    void emnist_is_turned_upright_and_named_by_its_mapping() throws Exception {
        Path emnist = Files.createDirectory(folder.resolve("emnist"));
        String set = "emnist-letters-";
        Files.write(emnist.resolve(set + TRAIN_IMAGES), IdxFiles.of(0x803, ramp(12), 2, 2, 3));
        Files.write(emnist.resolve(set + TRAIN_LABELS), IdxFiles.of(0x801, new byte[] {1, 2}, 2));
        Files.write(
                emnist.resolve(set + "test-images-idx3-ubyte.gz"), Packed.gzip(IdxFiles.of(0x803, ramp(6), 1, 2, 3)));
        Files.write(emnist.resolve(set + "test-labels-idx1-ubyte"), IdxFiles.of(0x801, new byte[] {2}, 1));
        Files.writeString(emnist.resolve(set + "mapping.txt"), "1 65 97\n2 66 98\n");
        Dataset data = new DataSource.IdxFolder(emnist).load();
        assertThat(data.name()).isEqualTo("emnist-letters");
        assertThat(data.image()).contains(new ImageShape(3, 2));
        assertThat(data.train().labels()).containsExactly(0, 1);
        assertThat(data.target().names()).containsExactly("A", "B");
        assertThat(((ByteFeatures) data.test().features()).bytes()).containsExactly(0, 3, 1, 4, 2, 5);

        Files.write(emnist.resolve("emnist-digits-" + TRAIN_IMAGES), ramp(3));
        assertThatThrownBy(() -> new DataSource.IdxFolder(emnist).load()).hasMessageContaining("holds several sets");
    }

    @Test
    void the_classes_of_fashion_mnist_have_their_names() throws Exception {
        Path fashion = Files.createDirectory(folder.resolve("Fashion-MNIST"));
        byte[] ten = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9};
        for (String prefix : new String[] {"train", "t10k"}) {
            Files.write(fashion.resolve(prefix + "-images-idx3-ubyte"), IdxFiles.of(0x803, ramp(60), 10, 2, 3));
            Files.write(fashion.resolve(prefix + "-labels-idx1-ubyte"), IdxFiles.of(0x801, ten, 10));
        }
        assertThat(new DataSource.IdxFolder(fashion).load().target().names())
                .startsWith("T-shirt/top", "Trouser")
                .endsWith("Ankle boot")
                .hasSize(10);
    }

    @Test
    void labels_above_127_are_unsigned() throws Exception {
        write(TRAIN_LABELS, IdxFiles.of(0x801, new byte[] {0, 2, 1, (byte) 255}, 4));
        assertThat(load().outputs()).isEqualTo(256);
        assertThat(load().train().labels()).containsExactly(0, 2, 1, 255);
    }

    @Test
    void truncated_files_are_refused() throws Exception {
        byte[] whole = IdxFiles.of(0x803, ramp(24), 4, 2, 3);
        for (int length : new int[] {0, 1, 3, 7, 15, 16, 39}) {
            write(TRAIN_IMAGES, Arrays.copyOf(whole, length));
            assertRefused(TRAIN_IMAGES, "truncated", "download or export it again");
        }
    }

    @Test
    void truncated_gzip_is_refused() throws Exception {
        byte[] packed = Packed.gzip(IdxFiles.of(0x803, ramp(12), 2, 2, 3));
        for (int length = 2; length < packed.length; length += 3) {
            write(TEST_IMAGES + ".gz", Arrays.copyOf(packed, length));
            assertRefused(TEST_IMAGES, "download");
        }
    }

    @Test
    void gzip_that_ends_early_inside_is_refused() throws Exception {
        write(TEST_IMAGES + ".gz", Packed.gzip(Arrays.copyOf(IdxFiles.of(0x803, ramp(12), 2, 2, 3), 20)));
        assertRefused(TEST_IMAGES, "truncated", "announces 12 values", "only 4");
    }

    @Test
    void corrupt_gzip_is_refused() throws Exception {
        byte[] packed = Packed.gzip(IdxFiles.of(0x803, ramp(12), 2, 2, 3));
        packed[packed.length - 6] ^= 0x55;
        write(TEST_IMAGES + ".gz", packed);
        assertRefused(TEST_IMAGES, "damaged", "gzip");
    }

    @Test
    void trailing_bytes_are_refused() throws Exception {
        write(TRAIN_IMAGES, Arrays.copyOf(IdxFiles.of(0x803, ramp(24), 4, 2, 3), 41));
        assertRefused(TRAIN_IMAGES, "goes on after the 24 values");
    }

    @Test
    void foreign_files_are_refused() throws Exception {
        write(TRAIN_IMAGES, "%PDF-1.7 and so on, no images".getBytes());
        assertRefused(TRAIN_IMAGES, "no IDX file", "25504446");
    }

    @Test
    void other_value_types_are_refused() throws Exception {
        write(TRAIN_IMAGES, IdxFiles.of(0xd03, ramp(24), 4, 2, 3));
        assertRefused(TRAIN_IMAGES, "type 0x0d", "unsigned bytes");
    }

    @Test
    void labels_in_place_of_images_are_refused() throws Exception {
        write(TRAIN_IMAGES, IdxFiles.of(0x801, ramp(24), 24));
        assertRefused(TRAIN_IMAGES, "1 dimension, not 3", "mixed up");
    }

    @Test
    void sizes_that_would_need_gigabytes_are_refused_before_they_are_allocated() throws Exception {
        write(TRAIN_IMAGES, IdxFiles.of(0x803, ramp(24), 1 << 20, 28, 28));
        assertRefused(TRAIN_IMAGES, "truncated", "announces 822083584 values", "only 24");
        write(TRAIN_IMAGES, IdxFiles.of(0x803, ramp(24), -1, -1, -1));
        assertRefused(TRAIN_IMAGES, "announces more than");
        write(TRAIN_IMAGES, Packed.gzip(IdxFiles.of(0x803, ramp(24), 1 << 20, 28, 28)));
        assertRefused(TRAIN_IMAGES, "announces 822083584 values", "far more", "gunzip");
    }

    @Test
    void a_dimension_of_zero_is_refused() throws Exception {
        write(TRAIN_IMAGES, IdxFiles.of(0x803, new byte[0], 0, 2, 3));
        assertRefused(TRAIN_IMAGES, "empty");
    }

    @Test
    void labels_that_do_not_match_images_are_refused() throws Exception {
        write(TRAIN_LABELS, IdxFiles.of(0x801, new byte[] {0, 1, 2}, 3));
        assertRefused(TRAIN_IMAGES, "4 images", "3 labels", "don't match");
    }

    @Test
    void different_image_sizes_of_train_and_test_are_refused() throws Exception {
        write(TEST_IMAGES + ".gz", Packed.gzip(IdxFiles.of(0x803, ramp(12), 2, 3, 2)));
        assertRefused(TEST_IMAGES, "3 × 2", "2 × 3", "same size");
    }

    @Test
    void a_single_class_is_refused() throws Exception {
        write(TRAIN_LABELS, IdxFiles.of(0x801, new byte[4], 4));
        write(TEST_LABELS + ".gz", IdxFiles.of(0x801, new byte[2], 2));
        assertRefused(TRAIN_LABELS, "one class only");
    }

    @Test
    void images_with_too_many_pixels_are_refused() throws Exception {
        write(TRAIN_IMAGES, IdxFiles.of(0x803, new byte[4 * 100 * 100], 4, 100, 100));
        write(TEST_IMAGES + ".gz", IdxFiles.of(0x803, new byte[2 * 100 * 100], 2, 100, 100));
        assertRefused(TRAIN_IMAGES, "100 × 100 = 10000 pixels", "make them smaller");
    }

    @Test
    void a_missing_file_is_named() throws Exception {
        Files.delete(folder.resolve(TEST_LABELS + ".gz"));
        assertRefused(folder.toString(), "has no " + TEST_LABELS);
    }

    @Test
    void a_missing_folder_is_named() {
        folder = folder.resolve("nowhere");
        assertRefused(folder.toString(), "is no folder");
    }

    private Dataset load() throws DataException {
        return new DataSource.IdxFolder(folder).load();
    }

    private void assertRefused(String... parts) {
        assertThatThrownBy(this::load)
                .isInstanceOf(DataException.class)
                .message()
                .contains(parts)
                .doesNotContain("\n");
    }

    private void write(String name, byte[] content) throws IOException {
        Files.write(folder.resolve(name), content);
    }

    private static byte[] ramp(int length) {
        byte[] values = new byte[length];
        for (int i = 0; i < length; i++) {
            values[i] = (byte) i;
        }
        return values;
    }
}
