package org.kanworkbench.formula.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.kanworkbench.formula.NetworkFit;
import org.kanworkbench.formula.Samples;
import org.kanworkbench.formula.network.MultKan.Place;
import org.kanworkbench.formula.network.MultKan.Width;

class TiesTest {

    private static final Place X = new Place(0, 0, 0);
    private static final Place Y = new Place(0, 0, 1);

    /** x² + y², and a little of y that only free edges learn. */
    private static Samples samples() {
        SplittableRandom random = new SplittableRandom(1);
        double[][] x = new double[2][300];
        double[] y = new double[300];
        for (int r = 0; r < y.length; r++) {
            x[0][r] = 2 * random.nextDouble() - 1;
            x[1][r] = 2 * random.nextDouble() - 1;
            y[r] = x[0][r] * x[0][r] + x[1][r] * x[1][r] + 0.1 * x[1][r];
        }
        return new Samples(x, y);
    }

    private static MultKan network() {
        return MultKan.create(
                new double[] {-1, -1},
                new double[] {1, 1},
                List.of(Width.sums(2), Width.sums(1)),
                Knots.even(-1, 1, 4, 3),
                0);
    }

    @Test
    void tied_edges_stay_equal_and_share_the_fit() {
        MultKan sum = MultKan.create(
                new double[] {-1, -1}, new double[] {1, 1}, List.of(Width.sums(1)), Knots.even(-1, 1, 4, 3), 0);
        NetworkFit fit = new NetworkFit(samples(), () -> false);

        MultKan tied = fit.leastSquares(sum.withTies(Ties.NONE.withTie(X, Y)), 30);
        MultKan free = fit.leastSquares(sum, 30);

        Edge.Spline x = (Edge.Spline) tied.edge(X);
        Edge.Spline y = (Edge.Spline) tied.edge(Y);
        assertThat(x.coefficients()).isEqualTo(y.coefficients());
        assertThat(x.base()).isEqualTo(y.base());
        // What differs between the two is 0.05·(y - x), all that is left is what a common function cannot do.
        assertThat(NetworkFit.rmse(free, samples())).isLessThan(1e-4);
        assertThat(NetworkFit.rmse(tied, samples())).isCloseTo(0.1 / Math.sqrt(6), within(5e-3));
        MultKan lbfgs = fit.lbfgs(sum.withTies(Ties.NONE.withTie(X, Y)), 200, Sparsity.NONE);
        assertThat(NetworkFit.rmse(lbfgs, samples())).isCloseTo(NetworkFit.rmse(tied, samples()), within(1e-4));
    }

    @Test
    void locked_edges_keep_their_numbers() {
        MultKan locked = network().withTies(Ties.NONE.withLock(X, true));
        Edge.Spline before = (Edge.Spline) locked.edge(X);

        MultKan fitted = new NetworkFit(samples(), () -> false).leastSquares(locked, 30);

        assertThat(((Edge.Spline) fitted.edge(X)).coefficients()).isEqualTo(before.coefficients());
        assertThat(((Edge.Spline) fitted.edge(Y)).coefficients())
                .isNotEqualTo(((Edge.Spline) locked.edge(Y)).coefficients());
        assertThat(NetworkFit.rmse(fitted, samples())).isLessThan(1e-3);
        assertThat(fitted.unlocked()).doesNotContain(X).hasSize(5);
    }

    @Test
    void what_replaces_an_edge_replaces_those_tied_to_it() {
        Edge square = new Edge.Function(CandidateFunction.named("x^2").orElseThrow(), 1, 0, 1, 0);
        MultKan tied = network().withTies(Ties.NONE.withTie(X, Y));

        assertThat(tied.withEdge(X, square).edge(Y)).isEqualTo(square);
        MultKan cut = tied.withEdge(X, Edge.NONE);
        assertThat(cut.edge(Y)).isEqualTo(tied.edge(Y));
        assertThat(cut.ties()).isEqualTo(Ties.NONE);
    }

    @Test
    void locks_follow_their_edges_when_nodes_go() {
        Place second = new Place(0, 1, 0);
        MultKan locked = network()
                .withTies(Ties.NONE.withLock(second, true).withLock(X, true).withTie(Y, new Place(0, 1, 1)));

        MultKan smaller = locked.withNodes(List.of(new int[] {1}));

        assertThat(smaller.ties()).isEqualTo(Ties.NONE.withLock(X, true));
        assertThat(smaller.edge(X)).isEqualTo(locked.edge(second));
    }
}
