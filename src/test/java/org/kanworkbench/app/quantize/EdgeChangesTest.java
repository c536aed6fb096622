package org.kanworkbench.app.quantize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.kanworkbench.data.Target;
import org.kanworkbench.engine.Network;
import org.kanworkbench.explain.Edge;
import org.kanworkbench.explain.EdgeFunctions;
import org.kanworkbench.explain.LayerNames;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.NetworkSpec;
import org.kanworkbench.network.Preset;
import org.kanworkbench.network.tensor.Tensor;

class EdgeChangesTest {

    private static final int INPUTS = 3;
    private static final int TERMS = 3;

    private final NetworkSpec network = Preset.named("kal-net").orElseThrow().network(INPUTS, 2);
    private final Model trained = Network.initialize(network, 5).snapshot();

    /** With something added to a coefficient of an edge of the first layer. */
    private static Model bent(Model model, int output, int input, int order, float by) {
        Map<String, Tensor> tensors = new LinkedHashMap<>(model.tensors());
        tensors.compute("layers.0.basis_weight", (_, weights) -> {
            float[] values = weights.values().clone();
            values[(output * INPUTS + input) * TERMS + order - 1] += by;
            return new Tensor(weights.shape(), values);
        });
        return new Model(model.network(), tensors);
    }

    private EdgeChanges changes(Model rounded) {
        return EdgeChanges.of(
                LayerNames.of(network, 0, Optional.empty(), Optional.empty(), new Target.Classes(List.of("a", "b"))),
                new EdgeFunctions(trained).layer(0),
                new EdgeFunctions(rounded).layer(0));
    }

    @Test
    void an_edge_whose_weights_stay_does_not_change() {
        EdgeChanges changes = changes(trained);

        assertThat(changes.most()).isEmpty();
        assertThat(changes.change(new Edge(0, 3, 2))).isZero();
    }

    @Test
    void edges_are_ranked_by_the_root_mean_square_of_what_changed() {
        EdgeChanges changes = changes(bent(bent(trained, 2, 1, 1, 0.01f), 0, 2, 2, 0.5f));

        Edge more = new Edge(0, 0, 2);
        Edge less = new Edge(0, 2, 1);
        assertThat(changes.most()).containsExactly(more, less);
        // P1(s) = s and P2(s) = (3s² − 1)/2 have the mean squares 1/3 and 1/5 over -1..1; even points add a little at
        // the ends.
        assertThat(changes.change(less)).isCloseTo((float) (0.01 * Math.sqrt(1 / 3.0)), within(1e-4f));
        assertThat(changes.change(more)).isCloseTo((float) (0.5 * Math.sqrt(1 / 5.0)), within(5e-3f));
        assertThat(changes.rank(more)).isEqualTo(1);
        assertThat(changes.rank(less)).isEqualTo(2);
        assertThat(changes.rank(new Edge(0, 1, 1))).isEqualTo(3);
    }
}
