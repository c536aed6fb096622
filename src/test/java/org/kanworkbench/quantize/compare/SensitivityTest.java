package org.kanworkbench.quantize.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.kanworkbench.data.Examples;
import org.kanworkbench.data.FloatFeatures;
import org.kanworkbench.data.Target;
import org.kanworkbench.network.Model;
import org.kanworkbench.quantize.Models;
import org.kanworkbench.quantize.QuantizedModel;
import org.kanworkbench.quantize.QuantizedNetwork;
import org.kanworkbench.quantize.scheme.Schemes;
import org.kanworkbench.training.Evaluation;
import org.kanworkbench.training.Evaluator;

class SensitivityTest {

    private static final int ROWS = 40;

    private static List<String> labels(Model model) {
        return Sensitivity.parts(model.network()).stream()
                .map(Sensitivity.Part::label)
                .toList();
    }

    @Test
    void parts_are_layers_their_terms_and_terms_of_all_layers() {
        assertThat(labels(Models.random("kal-net")))
                .containsExactly(
                        "layer 1",
                        "layer 1, base",
                        "layer 1, P₁",
                        "layer 1, P₂",
                        "layer 1, P₃",
                        "layer 2",
                        "layer 2, base",
                        "layer 2, P₁",
                        "layer 2, P₂",
                        "layer 2, P₃",
                        "base",
                        "P₁",
                        "P₂",
                        "P₃");
        assertThat(labels(Models.random("kanvolver"))).startsWith("stem", "layer 1", "layer 1, base", "layer 1, x");
        assertThat(labels(Models.random("kal-net-faithful"))).contains("layer 1, P₀", "P₀");
        assertThat(labels(Models.random("mlp")))
                .containsExactly("layer 1", "layer 1, base", "layer 2", "layer 2, base", "base");
    }

    /** The same scheme asked for by name, through the engine of its own. */
    @Test
    void an_effect_is_that_of_rounding_this_part_alone() throws Exception {
        Model model = Models.random("kanvolver");
        int[] zeros = new int[ROWS];
        Examples rows = new Examples(new FloatFeatures(Models.rows(ROWS), Models.INPUTS), zeros);
        List<Sensitivity.Effect> told = new ArrayList<>();

        List<Sensitivity.Effect> effects = Sensitivity.measure(
                        model,
                        Target.Classes.numbered(Models.OUTPUTS),
                        rows,
                        ROWS,
                        Schemes.parse("w2", model.network()).weights(),
                        1,
                        told::add,
                        () -> true)
                .orElseThrow();

        assertThat(told).isEqualTo(effects);
        assertThat(effects).hasSameSizeAs(labels(model));
        for (String[] named : new String[][] {{"stem", "stem"}, {"layer 2, base", "layer2.base"}, {"x²", "x2"}}) {
            Sensitivity.Effect effect = effects.get(labels(model).indexOf(named[0]));
            QuantizedModel alone =
                    QuantizedModel.of(model, Schemes.parse("float32/" + named[1] + "=2", model.network()));
            assertThat(effect.score().value()).isEqualTo(score(alone, rows).score());
            assertThat(effect.weights())
                    .isEqualTo(alone.reports().stream()
                            .filter(r -> r.touched())
                            .mapToLong(r -> r.weights())
                            .sum());
        }
    }

    private static Evaluation score(QuantizedModel rounded, Examples rows) {
        try (QuantizedNetwork network = QuantizedNetwork.simulated(rounded, ROWS, OptionalDouble.empty(), 1)) {
            return new Evaluator(rows, Target.Classes.numbered(Models.OUTPUTS), ROWS).evaluate(network);
        }
    }

    @Test
    void told_to_stop_there_is_no_result() throws Exception {
        Model model = Models.random("mlp");
        Examples rows = new Examples(new FloatFeatures(Models.rows(4), Models.INPUTS), new int[4]);
        List<Sensitivity.Effect> told = new ArrayList<>();

        assertThat(Sensitivity.measure(
                        model,
                        Target.Classes.numbered(Models.OUTPUTS),
                        rows,
                        4,
                        Schemes.parse("w2", model.network()).weights(),
                        1,
                        told::add,
                        () -> told.size() < 2))
                .isEmpty();
        assertThat(told).hasSize(2);
    }

    @Test
    void histograms_count_every_weight_of_every_term_once() throws Exception {
        Model model = Models.random("kal-net");
        QuantizedModel rounded = QuantizedModel.of(model, Schemes.parse("w4/layer2=float32", model.network()));

        List<RoundingHistogram> histograms = RoundingHistogram.of(model, rounded);

        assertThat(histograms)
                .extracting(RoundingHistogram::term)
                .containsExactly("", "P₁", "P₂", "P₃", "", "P₁", "P₂", "P₃");
        for (RoundingHistogram h : histograms) {
            int weights = h.tensor().startsWith("layers.0") ? 16 * 6 : 6 * 3;
            for (RoundingHistogram.Bins bins : List.of(h.before(), h.after(), h.errors())) {
                assertThat(Arrays.stream(bins.counts()).sum()).isEqualTo(weights);
            }
            assertThat(h.errors().high()).isEqualTo(-h.errors().low());
        }
        // The whole range of a term, and an untouched layer's errors, which are all 0.
        float[] base = model.tensor("layers.0.base_weight").values();
        float most = 0;
        for (float weight : base) {
            most = Math.max(most, weight);
        }
        assertThat(histograms.getFirst().before().high()).isGreaterThanOrEqualTo(most);
        RoundingHistogram.Bins none = histograms.getLast().errors();
        assertThat(none.high()).isCloseTo(0, within(0.0));
        assertThat(none.counts()[RoundingHistogram.BINS / 2])
                .as("in the middle")
                .isEqualTo(6 * 3);
    }
}
