package org.kanworkbench.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class LossHeadTest {

    private static final float[] OUTPUTS = {2, -1, 0.5f, 0, 0, 3};
    private static final int[] LABELS = {0, 1};
    private static final double SMOOTHING = 0.2;

    private final LossHead head = new LossHead(3, 3, 2);

    @Test
    void the_loss_told_is_the_plain_cross_entropy_with_and_without_smoothing() {
        double plain = (logTotal(0) - OUTPUTS[0] + logTotal(1) - OUTPUTS[4]) / 2;
        head.crossEntropy(OUTPUTS, LABELS, 2, 0);
        assertThat(head.loss()).isCloseTo(plain, Offset.offset(1e-12));
        head.crossEntropy(OUTPUTS, LABELS, 2, SMOOTHING);
        assertThat(head.loss()).isCloseTo(plain, Offset.offset(1e-12));
        assertThat(head.scores().correct()).isEqualTo(1);
    }

    @Test
    void the_gradient_pulls_towards_smoothed_targets() {
        head.crossEntropy(OUTPUTS, LABELS, 2, SMOOTHING);
        for (int j = 0; j < 6; j++) {
            int row = j / 3;
            double softmax = Math.exp(OUTPUTS[j] - logTotal(row));
            double target = SMOOTHING / 3 + (j % 3 == LABELS[row] ? 1 - SMOOTHING : 0);
            assertThat((double) head.gradient[j]).isCloseTo((softmax - target) / 2, Offset.offset(1e-7));
        }
    }

    private static double logTotal(int row) {
        double total = 0;
        for (int o = 0; o < 3; o++) {
            total += Math.exp(OUTPUTS[row * 3 + o]);
        }
        return Math.log(total);
    }
}
