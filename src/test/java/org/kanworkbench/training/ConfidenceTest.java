package org.kanworkbench.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.kanworkbench.training.Confidence.Point;

class ConfidenceTest {

    /** Predictions of class 1 with these probabilities. */
    private static Confidence ofTwo(int[] labels, double... ones) {
        int[] predicted = new int[ones.length];
        float[] against = new float[ones.length];
        for (int i = 0; i < ones.length; i++) {
            predicted[i] = ones[i] > 0.5 ? 1 : 0;
            double sure = Math.max(ones[i], 1 - ones[i]);
            against[i] = (float) ((1 - sure) / sure);
        }
        return of(2, labels, predicted, against);
    }

    private static Confidence of(int classes, int[] labels, int[] predicted, float[] against) {
        return new Confidence(
                labels,
                new Evaluation.Classification(0, labels.length, 0, new int[classes][classes], predicted, against, 0));
    }

    /** As scikit-learn's roc_auc_score and roc_curve have it in the example of their documentation. */
    @Test
    void the_area_under_the_curve_is_that_of_scikit_learn() {
        Confidence scores = ofTwo(new int[] {0, 0, 1, 1}, 0.1, 0.4, 0.35, 0.8);

        assertThat(scores.auc()).hasValue(0.75);
        assertThat(scores.roc())
                .containsExactly(
                        new Point(0, 0), new Point(0, 0.5), new Point(0.5, 0.5), new Point(0.5, 1), new Point(1, 1));
    }

    /** The area is the share of pairs of one sample of each class that are in order, where equal ones count half. */
    @Test
    void the_area_counts_pairs_in_order_also_with_equal_probabilities() {
        Random random = new Random(4);
        int[] labels = random.ints(200, 0, 2).toArray();
        double[] ones =
                random.ints(200, 1, 16).mapToDouble(v -> v / 16.0 + 0.001).toArray();
        double pairs = 0;
        double inOrder = 0;
        for (int i = 0; i < labels.length; i++) {
            for (int j = 0; j < labels.length; j++) {
                if (labels[i] == 1 && labels[j] == 0) {
                    pairs++;
                    inOrder += ones[i] > ones[j] ? 1 : ones[i] == ones[j] ? 0.5 : 0;
                }
            }
        }

        assertThat(ofTwo(labels, ones).auc().orElseThrow()).isCloseTo(inOrder / pairs, within(1e-12));
    }

    /** Fifteen bins: 0.9 and 0.92 lie in that of 13/15 to 14/15, 0.6 in that of 8/15 to 9/15. */
    @Test
    void the_calibration_error_weighs_bins_by_their_samples() {
        Confidence scores = ofTwo(new int[] {1, 0, 1, 1}, 0.9, 0.92, 0.6, 0.6);

        assertThat(scores.mean()).isCloseTo((0.9 + 0.92 + 0.6 + 0.6) / 4, within(1e-6));
        assertThat(scores.calibrationError()).isCloseTo((2 * (0.91 - 0.5) + 2 * (1 - 0.6)) / 4, within(1e-6));
        assertThat(scores.calibration()).hasSize(2);
        assertThat(scores.calibration().getFirst().x()).isCloseTo(0.6, within(1e-6));
        assertThat(scores.calibration().getLast().y()).isEqualTo(0.5);
    }

    @Test
    void the_surest_come_first_and_equally_sure_ones_together() {
        Confidence scores = of(3, new int[] {0, 1, 2, 2}, new int[] {0, 1, 1, 2}, new float[] {1e-9F, 1, 1, 0.5F});

        assertThat(scores.coverage()).containsExactly(new Point(0.25, 1), new Point(0.5, 1), new Point(1, 0.75));
        assertThat(scores.auc()).isEmpty();
        assertThat(scores.roc()).isEmpty();
    }

    @Test
    void curves_of_many_samples_keep_their_ends() {
        Random random = new Random(5);
        int[] labels = random.ints(5000, 0, 2).toArray();
        Confidence scores = ofTwo(labels, random.doubles(5000).toArray());

        for (List<Point> curve : List.of(scores.roc(), scores.coverage())) {
            assertThat(curve).hasSizeLessThanOrEqualTo(400);
            assertThat(curve.getLast().x()).isEqualTo(1);
        }
        assertThat(scores.roc().getFirst()).isEqualTo(new Point(0, 0));
    }

    @Test
    void without_samples_or_without_a_class_there_is_no_curve() {
        assertThat(ofTwo(new int[0]).calibrationError()).isZero();
        assertThat(ofTwo(new int[0]).coverage()).isEmpty();
        assertThat(ofTwo(new int[] {1, 1}, 0.2, 0.9).auc()).isEmpty();
    }
}
