package org.kanworkbench.formula.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.kanworkbench.formula.network.MultKan.Place;
import org.kanworkbench.formula.network.MultKan.Width;
import org.kanworkbench.reference.ReferenceMultKan;

/** Gradients against difference quotients, of networks with splines, functions, cut edges and nodes that multiply. */
class MultKanPassTest {

    private static final int ROWS = 40;

    private static MultKan network() {
        MultKan splines = MultKan.create(
                new double[] {-1, -1},
                new double[] {1, 1},
                List.of(new Width(1, List.of(2, 3)), Width.sums(2), Width.sums(1)),
                Knots.even(-1, 1, 4, 3),
                7);
        return splines.withEdge(new Place(0, 2, 1), new Edge.Function(named("sin"), 1.3, 0.2, 0.7, -0.1))
                .withEdge(new Place(1, 0, 2), new Edge.Function(named("gaussian"), 0.9, -0.3, 1.1, 0.4))
                .withEdge(new Place(1, 1, 0), Edge.NONE);
    }

    private static CandidateFunction named(String name) {
        return CandidateFunction.named(name).orElseThrow();
    }

    private static double[][] inputs() {
        SplittableRandom random = new SplittableRandom(5);
        return new double[][] {
            random.doubles(ROWS, -0.9, 0.9).toArray(),
            random.doubles(ROWS, -0.9, 0.9).toArray()
        };
    }

    private static double loss(MultKanPass pass, double[] parameters, Sparsity sparsity, double[] gradient) {
        double[] output = pass.forward(parameters)[0];
        double[][] slope = new double[1][ROWS];
        double loss = 0;
        for (int r = 0; r < ROWS; r++) {
            double error = output[r] - Math.sin(r);
            loss += error * error / ROWS;
            slope[0][r] = 2 * error / ROWS;
        }
        return loss + sparsity.backward(pass, parameters, slope, gradient);
    }

    @Test
    void gradients_are_difference_quotients() {
        MultKan network = network();
        Sparsity sparsity = Sparsity.of(0.3);
        MultKanPass pass = new MultKanPass(network, inputs());
        double[] parameters = network.parameters();
        double[] gradient = new double[parameters.length];
        loss(pass, parameters, sparsity, gradient);
        double[] unused = new double[parameters.length];
        double h = 1e-5;
        for (int p = 0; p < parameters.length; p++) {
            double[] moved = parameters.clone();
            moved[p] += h;
            double above = loss(pass, moved, sparsity, unused);
            moved[p] -= 2 * h;
            double below = loss(pass, moved, sparsity, unused);
            assertThat(gradient[p]).as("number %d", p).isCloseTo((above - below) / (2 * h), within(1e-6));
        }
    }

    @Test
    void outputs_are_those_of_the_definition() {
        double[][] x = inputs();
        double[] output = MultKanPass.outputs(network(), x)[0];
        for (int r = 0; r < ROWS; r++) {
            assertThat(output[r]).isCloseTo(ReferenceMultKan.outputs(network(), x[0][r], x[1][r])[0], within(1e-13));
        }
    }

    @Test
    void the_jacobian_adds_up_to_the_gradient() {
        MultKan network = network();
        MultKanPass pass = new MultKanPass(network, inputs());
        double[] parameters = network.parameters();
        double[] gradient = new double[parameters.length];
        loss(pass, parameters, Sparsity.NONE, gradient);
        double[] output = MultKanPass.outputs(network, inputs())[0];
        double[][] columns = new double[parameters.length][ROWS];
        double[][] ones = new double[1][ROWS];
        Arrays.fill(ones[0], 1);
        pass.jacobian(parameters, ones, columns);
        for (int p = 0; p < parameters.length; p++) {
            double sum = 0;
            for (int r = 0; r < ROWS; r++) {
                sum += 2 * (output[r] - Math.sin(r)) / ROWS * columns[p][r];
            }
            assertThat(gradient[p]).isCloseTo(sum, within(1e-12));
        }
    }

    /** B-splines add up to 1 within their grid, whose knots need not be even, and the spline of Greville's places is x. */
    @Test
    void splines_are_a_partition_of_one_and_contain_the_identity() {
        Knots knots = Knots.over(new double[] {-1, -0.7, -0.1, 0, 0.6, 1}, 3);
        double[] x = new SplittableRandom(2).doubles(100, -1, 1).toArray();
        double[][] basis = knots.matrix(x);
        double[] identity = knots.identity();
        for (int r = 0; r < x.length; r++) {
            double same = 0;
            for (int t = 0; t < identity.length; t++) {
                same += identity[t] * basis[r][t];
            }
            assertThat(Arrays.stream(basis[r]).sum()).isCloseTo(1, within(1e-12));
            assertThat(same).isCloseTo(x[r], within(1e-12));
        }
    }
}
