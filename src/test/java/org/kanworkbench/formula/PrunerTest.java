package org.kanworkbench.formula;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.kanworkbench.formula.network.CandidateFunction;
import org.kanworkbench.formula.network.Edge;
import org.kanworkbench.formula.network.Knots;
import org.kanworkbench.formula.network.MultKan;
import org.kanworkbench.formula.network.MultKan.Affine;
import org.kanworkbench.formula.network.MultKan.Place;
import org.kanworkbench.formula.network.MultKanPass;
import org.kanworkbench.formula.network.Terms;

class PrunerTest {

    /** As a node of pykan's, or one behind a batch norm. */
    @Test
    void edges_behind_a_node_that_scales_take_the_part_of_its_only_edge() {
        MultKan network = new MultKan(List.of(
                layer("exp", new Affine(new double[] {3}, new double[] {-1}), 1),
                layer("sin", new Affine(new double[] {2}, new double[] {5}), 2)));
        double[][] x = {new SplittableRandom(1).doubles(200, -1, 1).toArray()};
        Samples samples = new Samples(x, MultKanPass.outputs(network, x)[0]);

        MultKan shorter =
                new Pruner(samples, samples, some -> some, () -> false).collapsed(network, 0.02 * samples.deviation());

        assertThat(shorter.edge(new Place(0, 0, 0))).isEqualTo(function("x", 1));
        assertThat(shorter.edge(new Place(1, 0, 0))).isInstanceOf(Edge.Spline.class);
    }

    /** Nothing becomes less by it, and what is behind would be a function no more. */
    @Test
    void a_node_whose_only_edge_is_x_stays_as_it_is() {
        MultKan network = new MultKan(
                List.of(layer("x", MultKan.Affine.identity(1), 1), layer("sin", MultKan.Affine.identity(1), 2)));
        double[][] x = {new SplittableRandom(1).doubles(200, -1, 1).toArray()};
        Samples samples = new Samples(x, MultKanPass.outputs(network, x)[0]);

        assertThat(new Pruner(samples, samples, some -> some, () -> false).collapsed(network, samples.deviation()))
                .isSameAs(network);
    }

    private static MultKan.Layer layer(String function, Affine node, double range) {
        return new MultKan.Layer(
                new Terms[] {Knots.even(-range, range, 5, 3)},
                new Edge[][] {{function(function, 1 / range)}},
                1,
                List.of(),
                new Affine(new double[] {0.5}, new double[] {0.1}),
                node);
    }

    private static Edge function(String name, double a) {
        return new Edge.Function(CandidateFunction.named(name).orElseThrow(), a, 0, 1, 0);
    }
}
