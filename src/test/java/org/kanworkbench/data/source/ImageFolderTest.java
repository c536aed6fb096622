package org.kanworkbench.data.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kanworkbench.data.ByteFeatures;
import org.kanworkbench.data.DataException;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.data.Dataset.ImageShape;

/** CIFAR's binary files and folders of PNG files, written here byte by byte and by the JDK. */
class ImageFolderTest {

    @TempDir
    Path folder;

    private static byte[] records(int labels, int... classes) {
        int length = labels + 3072;
        byte[] all = new byte[classes.length * length];
        for (int n = 0; n < classes.length; n++) {
            all[n * length + labels - 1] = (byte) classes[n];
            // The second pixel: red, green, blue.
            for (int c = 0; c < 3; c++) {
                all[n * length + labels + c * 1024 + 1] = (byte) (10 * (n + 1) + c);
            }
        }
        return all;
    }

    private Dataset load() throws DataException {
        DataSource source = DataSource.of(folder);
        assertThat(source).isEqualTo(new DataSource.ImageFolder(folder));
        return source.load();
    }

    private static byte[] pixels(Dataset data) {
        return ((ByteFeatures) data.train().features()).bytes();
    }

    @Test
    void cifar_10_is_read_from_as_many_batches_as_there_are() throws Exception {
        Files.write(folder.resolve("data_batch_1.bin"), records(1, 3, 0));
        Files.write(folder.resolve("data_batch_3.bin"), records(1, 9));
        Files.write(folder.resolve("test_batch.bin"), records(1, 1));
        Files.writeString(
                folder.resolve("batches.meta.txt"),
                "airplane\nautomobile\nbird\ncat\ndeer\ndog\nfrog\nhorse\nship\ntruck\n\n");
        Dataset data = load();
        assertThat(data.image()).contains(new ImageShape(32, 32, 3));
        assertThat(data.train().labels()).containsExactly(3, 0, 9);
        assertThat(data.remark()).startsWith("without data_batch_2.bin, data_batch_4.bin, data_batch_5.bin: ");
        assertThat(data.test().labels()).containsExactly(1);
        assertThat(data.target().names())
                .startsWith("airplane")
                .endsWith("truck")
                .hasSize(10);
        assertThat(pixels(data)[3072 + 1]).isEqualTo((byte) 20);
        assertThat(pixels(data)[3072 + 2 * 1024 + 1]).isEqualTo((byte) 22);
    }

    @Test
    void cifar_100_has_the_fine_class() throws Exception {
        Files.write(folder.resolve("train.bin"), records(2, 99, 5));
        Files.write(folder.resolve("test.bin"), records(2, 7));
        Dataset data = load();
        assertThat(data.train().labels()).containsExactly(99, 5);
        assertThat(data.target().names()).hasSize(100);
        assertThat(pixels(data)[1]).isEqualTo((byte) 10);
        assertThat(data.remark()).isEmpty();
    }

    @Test
    void a_truncated_batch_and_a_class_beyond_ten_are_refused() throws Exception {
        Files.write(folder.resolve("data_batch_1.bin"), new byte[3072]);
        Files.write(folder.resolve("test_batch.bin"), records(1, 1));
        assertThatThrownBy(this::load)
                .isInstanceOf(DataException.class)
                .hasMessageContaining("3072 bytes, which is not a whole number of records");
        Files.write(folder.resolve("data_batch_1.bin"), records(1, 2, 10));
        assertThatThrownBy(this::load).hasMessageContaining("record 2: expected a class (0 … 9), found 10");
    }

    private void png(String file, int width, int height, int rgb) throws IOException {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        image.setRGB(1, 0, rgb);
        Path path = folder.resolve(file);
        Files.createDirectories(path.getParent());
        ImageIO.write(image, "png", path.toFile());
    }

    @Test
    void folders_of_png_files_are_classes_with_colour_if_any_image_has() throws Exception {
        png("train/dog/1.png", 3, 2, 0x010203);
        png("train/cat/1.png", 3, 2, 0x7f7f7f);
        png("test/cat/9.png", 3, 2, 0);
        Dataset data = load();
        assertThat(data.target().names()).containsExactly("cat", "dog");
        assertThat(data.image()).isEqualTo(Optional.of(new ImageShape(2, 3, 3)));
        assertThat(data.train().labels()).containsExactly(0, 1);
        assertThat(data.test().labels()).containsExactly(0);
        byte[] pixels = pixels(data);
        assertThat(new byte[] {pixels[18 + 1], pixels[18 + 6 + 1], pixels[18 + 12 + 1]})
                .containsExactly(1, 2, 3);
    }

    @Test
    void without_train_and_test_every_fifth_image_is_for_testing_and_grey_has_one_channel() throws Exception {
        for (int n = 1; n <= 6; n++) {
            png("a/" + n + ".png", 3, 2, 0x101010 * n);
            png("b/" + n + ".PNG", 3, 2, 0);
        }
        Files.createDirectories(folder.resolve("notes/old"));
        Dataset data = load();
        assertThat(data.target().names()).containsExactly("a", "b");
        assertThat(data.remark()).isEqualTo("folders without PNG files are no classes: notes");
        assertThat(data.image()).contains(new ImageShape(2, 3));
        assertThat(data.train().labels()).containsExactly(0, 0, 0, 0, 0, 1, 1, 1, 1, 1);
        assertThat(data.test().labels()).containsExactly(0, 1);
        assertThat(((ByteFeatures) data.test().features()).bytes()[1]).isEqualTo((byte) 0x50);
    }

    /** Files of one grey a pixel, of 8 and 16 bits, and with alpha, hold what those of three equal colours hold. */
    @Test
    void greys_are_not_brightened() throws Exception {
        for (int n = 1; n <= 5; n++) {
            png("a/" + n + ".png", 3, 2, 0);
            png("b/" + n + ".png", 3, 2, 0);
        }
        grey("a/1.png", new BufferedImage(3, 2, BufferedImage.TYPE_BYTE_GRAY), 100);
        grey("a/2.png", new BufferedImage(3, 2, BufferedImage.TYPE_USHORT_GRAY), 100 << 8 | 77);
        ComponentColorModel withAlpha = new ComponentColorModel(
                ColorSpace.getInstance(ColorSpace.CS_GRAY),
                true,
                false,
                Transparency.TRANSLUCENT,
                DataBuffer.TYPE_BYTE);
        grey("a/3.png", new BufferedImage(withAlpha, withAlpha.createCompatibleWritableRaster(3, 2), false, null), 100);
        png("a/4.png", 3, 2, 0x646464);
        Dataset data = load();
        byte[] pixels = pixels(data);
        assertThat(data.image()).contains(new ImageShape(2, 3));
        for (int image = 0; image < 4; image++) {
            assertThat(pixels[6 * image + 1]).as("image %d", image + 1).isEqualTo((byte) 100);
        }
    }

    @Test
    void what_is_transparent_lies_on_white() throws Exception {
        for (int n = 1; n <= 5; n++) {
            png("a/" + n + ".png", 3, 2, 0);
            png("b/" + n + ".png", 3, 2, 0);
        }
        BufferedImage drawing = new BufferedImage(3, 2, BufferedImage.TYPE_INT_ARGB);
        drawing.setRGB(1, 0, 0xff000000);
        drawing.setRGB(2, 0, 0x80000000);
        ImageIO.write(drawing, "png", folder.resolve("a/1.png").toFile());
        ComponentColorModel greyAndAlpha = new ComponentColorModel(
                ColorSpace.getInstance(ColorSpace.CS_GRAY),
                true,
                false,
                Transparency.TRANSLUCENT,
                DataBuffer.TYPE_BYTE);
        BufferedImage grey =
                new BufferedImage(greyAndAlpha, greyAndAlpha.createCompatibleWritableRaster(3, 2), false, null);
        grey.getRaster().setPixel(1, 0, new int[] {100, 255});
        grey.getRaster().setPixel(2, 0, new int[] {100, 51});
        ImageIO.write(grey, "png", folder.resolve("a/2.png").toFile());
        Dataset data = load();
        assertThat(data.image()).contains(new ImageShape(2, 3));
        byte[] pixels = pixels(data);
        assertThat(Arrays.copyOf(pixels, 3)).containsExactly(255, 0, 127);
        assertThat(Arrays.copyOfRange(pixels, 6, 9)).containsExactly(255, 100, 20 + 204);
    }

    private void grey(String file, BufferedImage image, int grey) throws IOException {
        for (int n = 0; n < 6; n++) {
            image.getRaster().setSample(n % 3, n / 3, 0, grey);
            if (image.getColorModel().hasAlpha()) {
                image.getRaster().setSample(n % 3, n / 3, 1, 255);
            }
        }
        assertThat(ImageIO.write(image, "png", folder.resolve(file).toFile())).isTrue();
    }

    @Test
    void a_single_class_and_one_that_is_only_tested_are_refused() throws Exception {
        png("train/cat/1.png", 3, 2, 0);
        assertThatThrownBy(this::load).hasMessageContaining("has 1 folder of classes");
        png("train/dog/1.png", 3, 2, 0);
        png("test/cat/1.png", 3, 2, 0);
        png("test/eel/1.png", 3, 2, 0);
        assertThatThrownBy(this::load)
                .hasMessageContaining("has a folder eel but")
                .hasMessageNotContaining("\n");
    }

    @Test
    void an_image_that_is_cut_off_is_refused_in_plain_words() throws Exception {
        png("a/1.png", 30, 20, 0x123456);
        png("b/1.png", 30, 20, 0);
        Path file = folder.resolve("a/1.png");
        byte[] whole = Files.readAllBytes(file);
        for (int length : new int[] {0, 7, 30, 50}) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThatThrownBy(this::load)
                    .hasMessageEndingWith("1.png is no PNG image that can be read: save it again");
        }
    }

    @Test
    void images_of_another_size_and_too_large_ones_are_refused() throws Exception {
        png("a/1.png", 3, 2, 0);
        png("b/1.png", 2, 3, 0);
        assertThatThrownBy(this::load)
                .hasMessageContaining("1.png is 2 pixels wide and 3 high but others are 3 wide and 2 high");
        png("b/1.png", 300, 300, 0);
        assertThatThrownBy(this::load).hasMessageContaining("make the images smaller");
    }
}
