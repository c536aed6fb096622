package org.kanworkbench.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.kanworkbench.data.DataException;
import org.kanworkbench.data.function.PointSource;
import org.kanworkbench.data.function.Points;
import org.kanworkbench.noise.target.StandardFunction;
import org.kanworkbench.noise.target.Target;

class NoiseShapeTest {

    private static final int DRAWS = 400_000;

    @ParameterizedTest
    @EnumSource
    void has_mean_0_and_variance_1_over_the_range(NoiseShape shape) {
        SplittableRandom random = new SplittableRandom(3);
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < DRAWS; i++) {
            double value = shape.draw(random, Math.sqrt(3) * i / (DRAWS - 1.0));
            sum += value;
            squares += value * value;
        }
        assertThat(sum / DRAWS).isCloseTo(0, within(0.01));
        // Student's t with three degrees of freedom has no fourth moment: its sample variance settles slowly.
        assertThat(squares / DRAWS).isCloseTo(1, within(shape == NoiseShape.HEAVY_TAILED ? 0.1 : 0.02));
    }

    @ParameterizedTest
    @EnumSource
    void reaches_as_far_as_its_tails_say(NoiseShape shape) {
        SplittableRandom random = new SplittableRandom(4);
        int far = 0;
        for (int i = 0; i < DRAWS; i++) {
            far += Math.abs(shape.draw(random, Math.sqrt(3) / 2)) > 3 ? 1 : 0;
        }
        double share = (double) far / DRAWS;
        switch (shape) {
            case UNIFORM -> assertThat(share).isZero();
            case GAUSSIAN -> assertThat(share).isCloseTo(0.0027, within(0.0004));
            case HETEROSCEDASTIC -> assertThat(share).isLessThan(0.0010);
            case LAPLACE -> assertThat(share).isCloseTo(Math.exp(-3 * Math.sqrt(2)), within(0.0008));
            case HEAVY_TAILED -> assertThat(share).isCloseTo(0.0138, within(0.001));
            case OUTLIERS -> assertThat(share).isGreaterThan(0.03);
        }
    }

    @Test
    void decibels_compare_powers() {
        Noise noise = new Noise(NoisePlace.TARGETS, NoiseShape.GAUSSIAN, NoiseUnit.SNR_DB, 20);

        assertThat(noise.deviation(5)).isCloseTo(0.5, within(1e-12));
        assertThat(with(noise, Double.POSITIVE_INFINITY).deviation(5)).isZero();
    }

    @Test
    void another_level_moves_the_same_points_further_along_the_same_way() throws DataException {
        PointSource source = new Target.Standard(StandardFunction.RUNGE).open();
        Points clean = source.training(20, 1);
        Noise weak = new Noise(NoisePlace.TARGETS, NoiseShape.LAPLACE, NoiseUnit.DEVIATION, 0.1);

        Points little = weak.train(clean, source, 9);
        Points much = with(weak, 0.3).train(clean, source, 9);

        for (int row = 0; row < 20; row++) {
            assertThat(much.y()[row] - clean.y()[row]).isCloseTo(3 * (little.y()[row] - clean.y()[row]), within(1e-12));
        }
        assertThat(little.x()).isEqualTo(clean.x());
    }

    @Test
    void noise_at_evaluation_leaves_training_alone_and_targets_clean() throws DataException {
        PointSource source = new Target.Standard(StandardFunction.FRIEDMAN_1).open();
        Noise noise = new Noise(NoisePlace.EVALUATION, NoiseShape.GAUSSIAN, NoiseUnit.DEVIATION, 0.1);
        Points clean = source.training(50, 1);

        assertThat(noise.train(clean, source, 2)).isSameAs(clean);
        Points test = noise.test(source.test(), source, 2);
        assertThat(test.y()).isEqualTo(source.test().y());
        assertThat(test.x()).isNotEqualTo(source.test().x());
    }

    @Test
    void levels_below_0_are_refused() {
        assertThatThrownBy(() -> with(Noise.NONE, -0.1)).hasMessageContaining("choose 0 to");
        assertThatThrownBy(() -> with(Noise.NONE, Double.NaN)).hasMessageContaining("choose 0 to");
    }

    private static Noise with(Noise noise, double level) {
        return new Noise(noise.place(), noise.shape(), noise.unit(), level);
    }
}
