package org.kanworkbench.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.kanworkbench.engine.InitialModel;
import org.kanworkbench.engine.Predictor;
import org.kanworkbench.engine.workers.Workers;
import org.kanworkbench.network.LayerSpec;
import org.kanworkbench.network.Model;

class NetworkPartTest {

    private static final int ROWS = 12;

    static Stream<LayerSpec> layers() {
        return Layers.all();
    }

    private static float[] rows(int inputs) {
        float[] x = new float[ROWS * inputs];
        for (int n = 0; n < x.length; n++) {
            x[n] = (float) Math.sin(1.7 * n + 0.3);
        }
        return x;
    }

    /** What is measured over a sample in another way, see ImportanceTest. */
    @ParameterizedTest
    @MethodSource("layers")
    void values_of_an_edge_have_its_importance_as_their_mean_size(LayerSpec spec) {
        Model model = Layers.random(spec, 2);
        Sample sample = new Sample(rows(Layers.INPUTS), Layers.INPUTS, 5, OptionalDouble.empty());
        Importance importance =
                Importance.ofLayers(model, sample, () -> true).orElseThrow().getFirst();

        for (int o = 0; o < importance.outputs(); o++) {
            for (int i = 0; i < importance.inputs(); i++) {
                double sum = 0;
                for (float value : new Edge(0, o, i).values(model, sample)) {
                    sum += Math.abs(value);
                }
                assertThat(sum / ROWS).isCloseTo(importance.of(o, i), within(1e-5));
            }
        }
    }

    @Test
    void an_edges_values_are_its_functions_at_the_values_of_the_unit_below() {
        Model model = InitialModel.of("torchkan", 2, List.of(3), 2, 4);
        Sample sample = new Sample(rows(2), 2, 5, OptionalDouble.empty());
        EdgeFunctions functions = new EdgeFunctions(model);
        for (Edge edge : List.of(new Edge(0, 2, 1), new Edge(1, 0, 2))) {
            float[] below = new Unit(edge.layer(), edge.input()).values(model, sample);
            assertThat(edge.values(model, sample))
                    .containsExactly(
                            functions.layer(edge.layer()).at(below).values(edge.output(), edge.input()), within(1e-5f));
        }
    }

    @Test
    void the_lowest_units_are_inputs_and_the_highest_the_networks_outputs() {
        Model model = InitialModel.of("kal-net", 2, List.of(3), 2, 4);
        float[] x = rows(2);
        Sample sample = new Sample(x, 2, 5, OptionalDouble.empty());
        float[] logits = new float[ROWS * 2];
        try (Workers alone = new Workers(1)) {
            new Predictor(model, ROWS, alone).predict(x, ROWS, logits);
        }
        float[] second = new Unit(0, 1).values(model, sample);
        float[] output = new Unit(2, 1).values(model, sample);
        for (int r = 0; r < ROWS; r++) {
            assertThat(second[r]).isEqualTo(x[2 * r + 1]);
            assertThat(output[r]).isCloseTo(logits[2 * r + 1], within(1e-5f));
        }
    }
}
