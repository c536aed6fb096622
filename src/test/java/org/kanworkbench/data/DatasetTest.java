package org.kanworkbench.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.kanworkbench.data.Examples.Copies;

class DatasetTest {

    private static Dataset images(String... classes) {
        int[] labels = new int[classes.length];
        Arrays.setAll(labels, label -> label);
        Examples examples = new Examples(ByteFeatures.pixels(new byte[4 * classes.length], 4), labels);
        return new Dataset("images", examples, examples, Optional.of(new Dataset.ImageShape(2, 2)), List.of(classes));
    }

    private static int[] labels(Dataset data, String... model) {
        return data.seenBy(new Target.Classes(List.of(model)), Optional.empty())
                .test()
                .labels();
    }

    /** Folders come in the order of their names as texts, 10 before 2. */
    @Test
    void images_have_the_classes_of_a_model_by_their_names() {
        assertThat(labels(images("0", "1", "10", "2"), "0", "1", "2", "10")).containsExactly(0, 1, 3, 2);
        assertThat(labels(images("dog"), "cat", "dog")).containsExactly(1);
        assertThat(labels(images("ankle boot", "shirt"), "0", "1"))
                .as("numbers are no names")
                .containsExactly(0, 1);
        assertThatThrownBy(() -> labels(images("dog", "horse"), "cat", "dog"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("images has the class \"horse\" but the model tells apart cat, dog: choose data with those"
                        + " classes");
    }

    @Test
    void copies_of_held_out_rows_are_not_trained_on() {
        byte[] pixels = new byte[26];
        for (int row = 0; row < pixels.length; row++) {
            // Ten of others, four of one's own, and these three times more.
            pixels[row] = (byte) (row < 14 ? row : 10 + (row - 14) % 4);
        }
        Examples train = new Examples(ByteFeatures.pixels(pixels, 1), new int[26], new float[0], new Copies(12, 4));
        Dataset data = new Dataset("mine", train, train, Optional.empty(), List.of("0"));
        for (int seed = 0; seed < 20; seed++) {
            Dataset split = data.holdOut(6, seed);
            byte[] held = ((ByteFeatures) split.test().features()).bytes();
            byte[] trained = ((ByteFeatures) split.train().features()).bytes();
            assertThat(held).hasSize(6).doesNotHaveDuplicates().doesNotContain(trained[0], trained[trained.length - 1]);
            int own = 0;
            for (byte one : held) {
                own += one >= 10 ? 1 : 0;
                assertThat(trained).doesNotContain(one);
            }
            assertThat(trained).hasSize(26 - 6 - 3 * own);
            assertThat(split.train().copies()).isEqualTo(new Copies(12 - 3 * own, 4 - own));
            Dataset again = split.holdOut(3, 1);
            for (byte one : ((ByteFeatures) again.test().features()).bytes()) {
                assertThat(((ByteFeatures) again.train().features()).bytes()).doesNotContain(one);
            }
        }
        assertThatThrownBy(() -> data.holdOut(14, 0)).hasMessage("14 rows to hold out of 14: choose 1 to 13");
    }
}
