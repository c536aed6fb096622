package org.kanworkbench.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.kanworkbench.network.LayerSpec;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.tensor.Tensor;

class EdgeEditsTest {

    static Stream<LayerSpec> layers() {
        return Layers.all();
    }

    @ParameterizedTest
    @MethodSource("layers")
    void a_coefficient_that_is_set_is_what_the_edge_shows_and_no_other_changes(LayerSpec spec) {
        Model model = Layers.random(spec, 3);
        LayerEdges before = new EdgeFunctions(model).layer(0);
        int last = before.termNames().size() - 1;

        LayerEdges after = new EdgeFunctions(EdgeEdits.withCoefficient(model, 0, 2, 1, last, 0.75f)).layer(0);

        float[] expected = before.coefficients(2, 1);
        expected[last] = 0.75f;
        assertThat(after.coefficients(2, 1)).usingComparatorWithPrecision(1e-6f).containsExactly(expected);
        assertThat(after.coefficients(2, 0)).containsExactly(before.coefficients(2, 0));
        assertThat(after.coefficients(1, 1)).containsExactly(before.coefficients(1, 1));
        assertThat(new EdgeFunctions(model).layer(0).coefficients(2, 1)).containsExactly(before.coefficients(2, 1));
    }

    @ParameterizedTest
    @MethodSource("layers")
    void a_curve_goes_through_the_point_it_is_pulled_to(LayerSpec spec) {
        EdgeFunctions functions = new EdgeFunctions(Layers.random(spec, 3));
        float[] x = {0.4f};

        Model pulled = EdgeEdits.pulled(functions, 0, 1, 4, x[0], 2.5f);

        EdgeCurves curves = new EdgeFunctions(pulled).layer(0).at(x);
        assertThat(curves.values(1, 4)[0]).isCloseTo(2.5f, within(1e-4f));
        assertThat(curves.values(1, 3)).containsExactly(functions.layer(0).at(x).values(1, 3));
    }

    @Test
    void what_cannot_be_is_refused_in_one_line() {
        LayerSpec scaled =
                Layers.all().filter(LayerSpec::hasEdgeScale).findFirst().orElseThrow();
        Model model = Layers.random(scaled, 3);
        Map<String, Tensor> tensors = new LinkedHashMap<>(model.tensors());
        tensors.computeIfPresent(
                "layers.0.basis_scale", (_, old) -> new Tensor(old.shape(), new float[old.values().length]));
        Model dead = new Model(model.network(), tensors);

        assertThatThrownBy(() -> EdgeEdits.withCoefficient(model, 0, 0, 0, 9, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("term is 9: choose 0 to ");
        assertThatThrownBy(() -> EdgeEdits.withCoefficient(model, 0, 0, 0, 1, Float.NaN))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("choose a finite number");
        assertThatThrownBy(() -> EdgeEdits.withCoefficient(dead, 0, 0, 0, 1, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("scale is 0");
        float[] faint = new float[dead.tensor("layers.0.basis_scale").values().length];
        Arrays.fill(faint, 1e-36f);
        tensors.computeIfPresent("layers.0.basis_scale", (_, old) -> new Tensor(old.shape(), faint));
        assertThatThrownBy(() -> EdgeEdits.withCoefficient(new Model(model.network(), tensors), 0, 0, 0, 1, 1e4f))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("too much for the edge's scale");
    }
}
