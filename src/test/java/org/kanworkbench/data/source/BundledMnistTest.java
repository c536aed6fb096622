package org.kanworkbench.data.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kanworkbench.data.ByteFeatures;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.data.Dataset.ImageShape;

class BundledMnistTest {

    /** The sums that MNIST's files are published with. */
    @ParameterizedTest
    @CsvSource({
        "train-images-idx3-ubyte, 6bbc9ace898e44ae57da46a324031adb",
        "train-labels-idx1-ubyte, a25bea736e30d166cdddb491f175f624",
        "t10k-images-idx3-ubyte, 2646ac647ad5339dbf082846283269ea",
        "t10k-labels-idx1-ubyte, 27ae3e4e09519cfbb04c329615203637"
    })
    void bundled_files_are_the_canonical_ones(String name, String md5) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("MD5");
        try (InputStream in = new GZIPInputStream(
                getClass().getResourceAsStream("/org/kanworkbench/sample-data/mnist/" + name + ".gz"))) {
            digest.update(in.readAllBytes());
        }
        assertThat(HexFormat.of().formatHex(digest.digest())).isEqualTo(md5);
    }

    @Test
    void bundled_mnist_has_its_known_sizes_labels_and_pixels() throws Exception {
        Dataset mnist = new DataSource.Mnist().load();

        assertThat(mnist.train().size()).isEqualTo(60_000);
        assertThat(mnist.test().size()).isEqualTo(10_000);
        assertThat(mnist.image()).isEqualTo(Optional.of(new ImageShape(28, 28)));
        assertThat(mnist.target().names()).containsExactly("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");
        assertThat(Arrays.copyOf(mnist.train().labels(), 8)).containsExactly(5, 0, 4, 1, 9, 2, 1, 3);
        assertThat(Arrays.copyOf(mnist.test().labels(), 8)).containsExactly(7, 2, 1, 0, 4, 1, 4, 9);
        float[] row = new float[784];
        mnist.train().features().copyRow(0, row, 0);
        assertThat(row[0]).isEqualTo(-1f);
        assertThat(mnist.train().features().background().getAsDouble()).isEqualTo(-1);
        // The published mean of the training pixels is 0.1307 on 0..1.
        double sum = 0;
        for (byte b : ((ByteFeatures) mnist.train().features()).bytes()) {
            sum += b & 0xff;
        }
        assertThat(sum / 255 / 784 / 60_000).isBetween(0.13065, 0.13069);
    }
}
