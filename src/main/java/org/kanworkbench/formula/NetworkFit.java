package org.kanworkbench.formula;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.kanworkbench.formula.network.Edge;
import org.kanworkbench.formula.network.MultKan;
import org.kanworkbench.formula.network.MultKanPass;
import org.kanworkbench.formula.network.Sparsity;
import org.kanworkbench.formula.network.Terms;
import org.kanworkbench.formula.network.Ties;
import org.kanworkbench.optimize.Lbfgs;
import org.kanworkbench.optimize.LeastSquares;
import org.kanworkbench.optimize.LevenbergMarquardt;

/** Trains networks with one output on all rows at once. */
public final class NetworkFit {

    /** How much of an adapted grid is even; pykan's. */
    public static final double EVEN_SHARE = 0.02;

    /** Share of the samples' range by which smooth grids go beyond it: other rows are not all between those of the training. */
    private static final double MARGIN = 0.05;
    /** In every interval, where its functions are to be as before. */
    private static final int PLACES = 4;

    private final Samples samples;
    private final BooleanSupplier stop;
    private final boolean smooth;

    public NetworkFit(Samples samples, BooleanSupplier stop) {
        this(samples, stop, false);
    }

    private NetworkFit(Samples samples, BooleanSupplier stop, boolean smooth) {
        this.samples = samples;
        this.stop = stop;
        this.smooth = smooth;
    }

    /**
     * For grids that are finer than the rows are dense in places: its grids are even and go a little beyond the rows, and what
     * no row determines continues the curve beside it.
     */
    public NetworkFit smooth() {
        return new NetworkFit(samples, stop, true);
    }

    /** By L-BFGS, with a penalty. */
    public MultKan lbfgs(MultKan some, int steps, Sparsity sparsity) {
        MultKan network = Double.isFinite(rmse(some, samples)) ? some : leastSquares(some, steps);
        MultKanPass pass = new MultKanPass(network, samples.x());
        Ties.Free free = new Ties.Free(network);
        double[] derivative = new double[network.parameterCount()];
        double[][] slope = new double[1][samples.rows()];
        Lbfgs.Result result = Lbfgs.minimise(
                (numbers, gradient) -> {
                    double[] parameters = free.all(numbers);
                    double[] output = pass.forward(parameters)[0];
                    double loss = 0;
                    for (int r = 0; r < slope[0].length; r++) {
                        double error = samples.error(r, output[r]);
                        loss += error * error;
                        slope[0][r] = 2 * error / slope[0].length;
                    }
                    Arrays.fill(derivative, 0);
                    double penalty = sparsity.backward(pass, parameters, slope, derivative);
                    free.reduce(derivative, gradient);
                    return loss / slope[0].length + penalty;
                },
                free.start(),
                steps,
                stop);
        return network.withParameters(free.all(result.x()));
    }

    /** To the end, by Levenberg and Marquardt's method: fewer steps, each of which takes the square of the parameters. */
    public MultKan polish(MultKan network, int steps) {
        return leastSquares(network, steps, 1e-13);
    }

    /** The same until steps gain a thousandth. */
    public MultKan leastSquares(MultKan network, int steps) {
        return leastSquares(network, steps, 1e-3);
    }

    /** From where a function is not defined at a row, first back to where all are. */
    private MultKan leastSquares(MultKan network, int steps, double gain) {
        return leastSquares(network, steps, gain, false)
                .or(() -> leastSquares(network, steps, gain, true)
                        .flatMap(back -> leastSquares(back, steps, gain, false)))
                .orElse(network);
    }

    /** Empty where an output is not finite to begin with. */
    private Optional<MultKan> leastSquares(MultKan network, int steps, double gain, boolean continued) {
        MultKanPass pass = new MultKanPass(network, samples.x(), continued);
        Ties.Free free = new Ties.Free(network);
        Roughness roughness = smooth ? Roughness.of(network) : Roughness.NONE;
        int rows = samples.rows();
        double[][] derivatives = free.whole() ? null : new double[network.parameterCount()][rows + roughness.count()];
        double[][] slope = new double[1][rows];
        LevenbergMarquardt.Result result = LevenbergMarquardt.minimise(
                rows + roughness.count(),
                new LevenbergMarquardt.Residuals() {
                    @Override
                    public void at(double[] numbers, double[] residuals) {
                        double[] all = free.all(numbers);
                        double[] output = pass.forward(all)[0];
                        for (int r = 0; r < rows; r++) {
                            residuals[r] = samples.error(r, output[r]);
                            slope[0][r] = samples.beyond(r, output[r]) ? 0 : 1;
                        }
                        roughness.at(all, residuals, rows);
                    }

                    @Override
                    public void jacobian(double[] numbers, double[][] columns) {
                        double[][] all = free.whole() ? columns : derivatives;
                        pass.jacobian(free.all(numbers), slope, all);
                        roughness.jacobian(all, rows);
                        if (!free.whole()) {
                            free.reduce(derivatives, columns);
                        }
                    }
                },
                free.start(),
                steps,
                gain,
                stop);
        return Double.isFinite(result.squares())
                ? Optional.of(network.withParameters(free.all(result.x())))
                : Optional.empty();
    }

    /** Root mean squared error; infinite where an output is not finite. */
    public static double rmse(MultKan network, Samples samples) {
        return samples.rmse(MultKanPass.outputs(network, samples.x())[0]);
    }

    /** Grids over what the nodes are at the rows, the same functions there as before; unless smooth, pykan's {@code update_grid}. */
    public MultKan adaptGrids(MultKan network) {
        MultKan changed = network;
        for (int l = 0; l < network.layers().size(); l++) {
            double[][] x = MultKanPass.of(changed, samples.x()).inputs(l);
            Terms[] terms = new Terms[x.length];
            for (int i = 0; i < x.length; i++) {
                Terms old = changed.layers().get(l).terms()[i];
                double[] sorted = x[i].clone();
                Arrays.sort(sorted);
                double beyond = smooth ? MARGIN * (sorted[sorted.length - 1] - sorted[0]) : 0;
                sorted[0] -= beyond;
                sorted[sorted.length - 1] += beyond;
                terms[i] = sorted[0] < sorted[sorted.length - 1] ? old.adapted(sorted, smooth ? 1 : EVEN_SHARE) : old;
            }
            changed = changed.withLayer(l, regridded(changed.layers().get(l), terms, x));
        }
        return changed;
    }

    /** More intervals, the same functions at the rows as before, by least squares; unless smooth, pykan's {@code refine}. */
    public MultKan refine(MultKan network, int intervals) {
        MultKanPass pass = MultKanPass.of(network, samples.x());
        MultKan changed = network;
        for (int l = 0; l < network.layers().size(); l++) {
            MultKan.Layer layer = network.layers().get(l);
            Terms[] terms =
                    Arrays.stream(layer.terms()).map(t -> t.refined(intervals)).toArray(Terms[]::new);
            changed = changed.withLayer(l, regridded(layer, terms, pass.inputs(l)));
        }
        return changed;
    }

    private MultKan.Layer regridded(MultKan.Layer layer, Terms[] terms, double[][] x) {
        Edge[][] edges = Arrays.stream(layer.edges()).map(Edge[]::clone).toArray(Edge[][]::new);
        for (int i = 0; i < terms.length; i++) {
            if (terms[i] == layer.terms()[i]) {
                continue;
            }
            double[] places = smooth ? places(x[i], layer.terms()[i], terms[i]) : x[i];
            LeastSquares fit = new LeastSquares(terms[i].matrix(places));
            double[][] old = layer.terms()[i].matrix(places);
            for (Edge[] row : edges) {
                if (row[i] instanceof Edge.Spline s) {
                    double[] curve = new Array2DRowRealMatrix(old, false).operate(s.coefficients());
                    row[i] = new Edge.Spline(fit.solve(curve), s.base(), s.scale());
                }
            }
        }
        return layer.with(terms, edges);
    }

    /** Those of the rows, and some in every interval of both ranges. */
    private static double[] places(double[] x, Terms from, Terms to) {
        double lower = Math.max(from.lower(), to.lower());
        double upper = Math.min(from.upper(), to.upper());
        int more = PLACES * to.resolution();
        double[] places = Arrays.copyOf(x, x.length + more);
        for (int k = 0; k < more; k++) {
            places[x.length + k] = lower + (upper - lower) * (k + 0.5) / more;
        }
        return places;
    }
}
