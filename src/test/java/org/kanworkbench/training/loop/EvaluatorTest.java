package org.kanworkbench.training.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.kanworkbench.data.ColumnScaling;
import org.kanworkbench.data.Examples;
import org.kanworkbench.data.FloatFeatures;
import org.kanworkbench.data.Target;
import org.kanworkbench.engine.Predictor;
import org.kanworkbench.engine.workers.Workers;
import org.kanworkbench.network.Activation;
import org.kanworkbench.network.LayerSpec;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.NetworkSpec;
import org.kanworkbench.network.Preset;
import org.kanworkbench.network.tensor.Tensor;
import org.kanworkbench.training.Evaluation;
import org.kanworkbench.training.Evaluator;

class EvaluatorTest {

    /** Its logits are its inputs. */
    private static final Model IDENTITY = new Model(
            new NetworkSpec(List.of(LayerSpec.dense(3, 3, Activation.IDENTITY))),
            Map.of(
                    "layers.0.base_weight",
                    new Tensor(new int[] {3, 3}, new float[] {1, 0, 0, 0, 1, 0, 0, 0, 1}),
                    "layers.0.bias",
                    new Tensor(new int[] {3}, new float[3])));

    private static final Examples EXAMPLES = new Examples(
            new FloatFeatures(new float[] {2, 0, 0, 0, 1, 0, 0, 3, 1, 0, 0, 1000, 5, 0, 0}, 3),
            new int[] {0, 1, 2, 2, 1});

    @Test
    void counts_hits_and_sums_cross_entropy_over_batches_of_any_size() {
        double e = Math.E;
        double first = -Math.log(e * e / (e * e + 2));
        double second = -Math.log(e / (e + 2));
        double third = -Math.log(e / (1 + e + e * e * e));
        double fifth = -Math.log(1 / (Math.pow(e, 5) + 2));
        for (int batch = 1; batch <= 6; batch++) {
            try (Workers workers = new Workers(1)) {
                Evaluation.Classification evaluation =
                        (Evaluation.Classification) new Evaluator(EXAMPLES, Target.Classes.numbered(3), batch)
                                .evaluate(new Predictor(IDENTITY, batch, OptionalDouble.empty(), workers));

                assertThat(evaluation.correct()).isEqualTo(3);
                assertThat(evaluation.total()).isEqualTo(5);
                assertThat(evaluation.score()).isEqualTo(0.6);
                assertThat(evaluation.predicted()).containsExactly(0, 1, 1, 2, 0);
                assertThat(evaluation.confusion()).isDeepEqualTo(new int[][] {{1, 0, 0}, {1, 1, 0}, {0, 1, 1}});
                assertThat(evaluation.oddsAgainst())
                        .containsExactly(
                                new float[] {
                                    (float) (2 / (e * e)),
                                    (float) (2 / e),
                                    (float) ((1 + e) / Math.pow(e, 3)),
                                    0,
                                    (float) (2 / Math.pow(e, 5))
                                },
                                within(1e-6F));
                // A logit of 1000 overflows exp, not the loss.
                assertThat(evaluation.loss()).isEqualTo((first + second + third + 0 + fifth) / 5, within(1e-6));
            }
        }
    }

    @Test
    void errors_of_numbers_are_told_in_their_units() {
        // Standardised: predictions are the inputs; the truth is (0, 1, −1), in units with means and deviations of its
        // own.
        Target.Numbers target = new Target.Numbers(new ColumnScaling(List.of(
                new ColumnScaling.Column("force", 100, 10),
                new ColumnScaling.Column("torque", -1, 0.5),
                new ColumnScaling.Column("speed", 0, 1))));
        Examples examples = new Examples(
                new FloatFeatures(new float[] {0, 1, 1, 2, 1, 1}, 3), new int[0], new float[] {1, 1, 0.5f, -1, 1, 2});
        try (Workers workers = new Workers(1)) {
            Evaluation.Regression evaluation = (Evaluation.Regression) new Evaluator(examples, target, 1)
                    .evaluate(new Predictor(IDENTITY, 1, OptionalDouble.empty(), workers));

            assertThat(evaluation.predicted()).containsExactly(100, -0.5f, 1, 120, -0.5f, 1);
            assertThat(evaluation.targets())
                    .extracting(Evaluation.Fit::name)
                    .containsExactly("force", "torque", "speed");
            // Errors of −1 and 3 deviations of 10; none; 0.5 and −1.
            double[] rmse = {10 * Math.sqrt(5), 0, Math.sqrt(0.625)};
            double[] r2 = {1 - 10 / 2.0, 0, 1 - 0.625 / 0.5625};
            for (int t = 0; t < 3; t++) {
                assertThat(evaluation.targets().get(t).rmse()).isEqualTo(rmse[t], within(1e-5));
                assertThat(evaluation.targets().get(t).r2()).isEqualTo(r2[t], within(1e-5));
            }
            assertThat(evaluation.score()).isEqualTo((rmse[0] + rmse[1] + rmse[2]) / 3, within(1e-5));
            assertThat(evaluation.loss()).isEqualTo((5 + 0 + 0.625) / 3, within(1e-6));
            assertThat(evaluation.seconds()).isPositive();
        }
    }

    @Test
    void ends_between_batches_when_told_so() {
        try (Workers workers = new Workers(1)) {
            int[] asked = {0};

            assertThat(new Evaluator(EXAMPLES, Target.Classes.numbered(3), 2)
                            .evaluate(
                                    new Predictor(IDENTITY, 2, OptionalDouble.empty(), workers), () -> ++asked[0] < 3))
                    .isEmpty();
            assertThat(asked[0]).isEqualTo(3);
        }
    }

    @Test
    void rows_that_depend_on_their_neighbours_are_scored_in_the_batch_they_were_trained_with() {
        NetworkSpec faithful = Preset.named("kal-net-faithful").orElseThrow().network(6, 3);
        NetworkSpec own = Preset.named("kal-net").orElseThrow().network(6, 3);

        assertThat(Evaluator.batch(faithful, 64)).isEqualTo(64);
        assertThat(Evaluator.batch(own, 64)).isEqualTo(Evaluator.batch(own, 7));
    }
}
