package org.kanworkbench.formula;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.kanworkbench.expression.Expression;
import org.kanworkbench.formula.network.CandidateFunction;
import org.kanworkbench.formula.network.Edge;
import org.kanworkbench.formula.network.Knots;
import org.kanworkbench.formula.network.MultKan;
import org.kanworkbench.formula.network.MultKan.Place;
import org.kanworkbench.formula.network.MultKan.Width;
import org.kanworkbench.formula.network.MultKanPass;
import org.kanworkbench.formula.network.Sparsity;
import org.kanworkbench.formula.network.Terms;

/**
 * The steps from rows to a formula, one network at a time: it is fitted, pruned, its grids refined, its edges replaced by
 * functions, those refitted, and a formula made of them. Networks know inputs and target as the scaling has them; errors are
 * in the target's units.
 */
public final class FormulaSteps {

    /** Random starts of every network; the best goes on. */
    private static final int STARTS = 8;

    private static final int ORDER = 3;
    private static final int FIRST_INTERVALS = 5;

    /** What edges are made of to begin with: splines on coarse grids, and on fine ones where few edges need them. */
    static final List<Terms> SPLINES = List.of(Knots.even(-1, 1, FIRST_INTERVALS, ORDER), Knots.even(-1, 1, 30, ORDER));

    private static final int[] REFINED_INTERVALS = {10, 20, 50};
    private static final int STEPS = 20;
    private static final int COARSE_ROWS = 400;
    /** Networks of more parameters are trained by L-BFGS. */
    private static final int MOST_LEAST_SQUARES = 200;

    private static final double SPARSITY = 1e-3;
    /** Validation error, relative to the target's deviation, that pruning may lead to, and factor to the error before. */
    private static final double PRUNED = 0.01;

    private static final double PRUNED_FACTOR = 1.5;
    /** The same factor beside noise, where half an error more is a much worse network. */
    private static final double GENTLY_PRUNED_FACTOR = 1.05;

    private final Samples train;
    private final Samples validation;
    private final List<String> names;
    private final Scaling scaling;
    private final List<CandidateFunction> candidates;
    private final BooleanSupplier stop;

    /**
     * @param train rows in their own units, as all are
     * @param validation rows that networks and functions are chosen by
     * @param names of the inputs
     * @param scaling of the networks
     * @param candidates functions that edges may become
     * @param stop asked often; then a step ends with what there is
     */
    public FormulaSteps(
            Samples train,
            Samples validation,
            List<String> names,
            Scaling scaling,
            List<CandidateFunction> candidates,
            BooleanSupplier stop) {
        this.train = scaling.scaled(train);
        this.validation = scaling.scaled(validation);
        this.names = List.copyOf(names);
        this.scaling = scaling;
        this.candidates = List.copyOf(candidates);
        this.stop = stop;
    }

    /** Of the first start of a round: rounds beyond the tenth would else begin as the next seed's first. */
    private static long seed(long seed, int round) {
        return 1_000 * seed + 100 * (round % 10) + 1_000_000_000_000L * (round / 10);
    }

    /**
     * The best of some starts of every form, the best first, without fine grids where the network is large for its rows; and
     * of those that begin as the networks that were fitted before, with a layer more that changes nothing.
     *
     * @param shape widths behind the inputs
     * @param forms what edges are made of, the coarsest first
     * @param round others than in the rounds before
     * @param shallower fitted networks of all widths but the last
     * @param before of the same shape, from other rounds
     */
    public List<MultKan> fitted(
            List<Width> shape, List<Terms> forms, long seed, int round, List<MultKan> shallower, List<MultKan> before) {
        double[] lower = Arrays.stream(train.x())
                .mapToDouble(c -> Arrays.stream(c).min().orElse(0))
                .toArray();
        double[] upper = Arrays.stream(train.x())
                .mapToDouble(c -> Arrays.stream(c).max().orElse(0))
                .toArray();
        List<MultKan> starts = new ArrayList<>();
        for (Terms form : forms) {
            for (int start = 0; start < STARTS; start++) {
                starts.add(MultKan.create(lower, upper, shape, form, seed(seed, round) + starts.size()));
            }
        }
        starts.removeIf(begun ->
                resolution(begun) > forms.getFirst().resolution() && begun.parameterCount() > train.rows() / 4);
        // Enough to tell starts apart.
        Samples coarse = train.select(
                IntStream.range(0, Math.min(train.rows(), COARSE_ROWS)).toArray());
        List<MultKan> ended = starts.parallelStream()
                .map(begun -> {
                    if (stop.getAsBoolean()) {
                        return begun;
                    }
                    NetworkFit fit = new NetworkFit(coarse, stop);
                    MultKan rough = begun.parameterCount() > MOST_LEAST_SQUARES
                            ? fit.lbfgs(begun, STEPS, Sparsity.of(SPARSITY))
                            : fit.leastSquares(begun, STEPS);
                    MultKan fine = refit(fit.adaptGrids(rough));
                    // Of as good networks, one with few strong edges is easier to prune.
                    MultKan sparse = refit(fit.lbfgs(fine, STEPS, Sparsity.of(SPARSITY)));
                    return validationError(sparse) < PRUNED_FACTOR * validationError(fine) ? sparse : fine;
                })
                .toList();
        List<MultKan> all = new ArrayList<>(ended);
        if (shape.getLast().equals(Width.sums(1))) {
            shallower.parallelStream().map(smaller -> refit(deeper(smaller))).forEachOrdered(all::add);
        }
        all.addAll(before);
        all.sort(Comparator.comparingDouble(this::validationError));
        return List.copyOf(all.subList(0, Math.min(STARTS, all.size())));
    }

    /** With one node more behind the output, which is what the output was. */
    private MultKan deeper(MultKan smaller) {
        double[] output = MultKanPass.outputs(smaller, train.x())[0];
        double low = Arrays.stream(output).min().orElse(-1);
        double high = Arrays.stream(output).max().orElse(1);
        double margin = 0.05 * (high - low);
        Knots knots = Knots.even(low - margin, high + margin, 2 * FIRST_INTERVALS, ORDER);
        List<MultKan.Layer> layers = new ArrayList<>(smaller.layers());
        layers.add(new MultKan.Layer(
                new Knots[] {knots},
                new Edge[][] {{new Edge.Spline(knots.identity(), 0, 1)}},
                1,
                List.of(),
                MultKan.Affine.identity(1),
                MultKan.Affine.identity(1)));
        return new MultKan(layers);
    }

    /** Starts that do nearly as well as the best, pruned, those with the fewest edges first. */
    public List<MultKan> sparsest(List<MultKan> starts) {
        double error = validationError(starts.getFirst());
        return starts.stream()
                .filter(start -> validationError(start) <= Math.max(PRUNED_FACTOR * error, PRUNED))
                .parallel()
                .map(this::pruned)
                .sorted(Comparator.comparingInt(MultKan::edges).thenComparingDouble(this::validationError))
                .toList();
    }

    /** Without the nodes and edges that the rest, refitted, does as well without on validation rows. */
    public MultKan pruned(MultKan some) {
        return pruned(some, PRUNED_FACTOR);
    }

    /** The same beside noise. */
    MultKan gentlyPruned(MultKan some) {
        return pruned(some, GENTLY_PRUNED_FACTOR);
    }

    private MultKan pruned(MultKan some, double factor) {
        double most = Math.max(factor * validationError(some), PRUNED);
        Pruner pruner = new Pruner(train, validation, this::refit, stop);
        double absolute = most * validation.unit(train);
        return pruner.collapsed(pruner.edges(pruner.nodes(some, absolute), absolute), absolute);
    }

    /** With the edges' numbers fitted anew. */
    public MultKan refit(MultKan some) {
        if (stop.getAsBoolean()) {
            return some;
        }
        return refit(some, new NetworkFit(train, stop));
    }

    private static MultKan refit(MultKan some, NetworkFit fit) {
        return some.parameterCount() > MOST_LEAST_SQUARES
                ? fit.lbfgs(some, 2 * STEPS, Sparsity.NONE)
                : fit.leastSquares(some, STEPS);
    }

    /**
     * On finer grids, as long as they help.
     *
     * @param smooth whether they are for a network that is to be as good as it can, see {@link NetworkFit#smooth}; finding
     *     functions takes fewer intervals
     * @param each told of every one that does
     */
    public MultKan refined(MultKan coarse, boolean smooth, Consumer<MultKan> each) {
        MultKan best = coarse;
        for (int intervals : REFINED_INTERVALS) {
            if (intervals <= resolution(best)) {
                continue;
            }
            NetworkFit plain = new NetworkFit(train, stop);
            NetworkFit fit = smooth ? plain.smooth() : plain;
            MultKan finer = refit(fit.refine(fit.adaptGrids(best), intervals), fit);
            if (finer.parameterCount() > train.rows() / 2 || validationError(finer) > 0.7 * validationError(best)) {
                break;
            }
            best = finer;
            each.accept(best);
        }
        return best;
    }

    /**
     * With functions in the place of its splines; with the splines that were left where it was stopped.
     *
     * @param each told of the network after each replacement
     */
    public MultKan symbolic(MultKan splines, Consumer<MultKan> each) {
        // A step of its own would hide from the loss how far a row is from the other class.
        List<CandidateFunction> allowed = candidates.stream()
                .filter(function -> !train.classes() || !function.name().equals("sgn"))
                .toList();
        return new Simplifier(train, validation, allowed, each, stop).symbolic(splines);
    }

    /**
     * The formula, and those that become of it when one edge after the other is cut off.
     *
     * @param functions a network whose edges are all functions
     * @param splines what it was made of
     */
    public void simpler(MultKan functions, MultKan splines, Consumer<Found> each) {
        MultKan some = functions;
        NetworkFit fit = new NetworkFit(train, stop);
        Pruner pruner = new Pruner(train, validation, n -> fit.leastSquares(n, STEPS), stop);
        some = pruner.edges(some, Math.max(1.02 * NetworkFit.rmse(some, validation), 1e-9 * train.deviation()));
        found(some, splines).ifPresent(each);
        while (!stop.getAsBoolean()) {
            MultKan from = some;
            Optional<Place> weakest = pruner.weakestFirst(some).stream()
                    .filter(place -> Pruner.needless(from, place))
                    .findFirst();
            if (weakest.isEmpty()) {
                return;
            }
            some = fit.leastSquares(some.withEdge(weakest.get(), Edge.NONE), STEPS);
            found(some, splines).ifPresent(each);
        }
    }

    /** Functions that fit an edge's curve, best first. */
    public List<CandidateFit> candidates(MultKan network, Place place) {
        MultKanPass pass = pass(network);
        return CandidateFit.rank(pass.inputs(place.layer())[place.input()], pass.added(place), candidates);
    }

    /** A network's values at the training rows. */
    public MultKanPass pass(MultKan network) {
        return MultKanPass.of(network, train.x());
    }

    /** What a network computes in LaTeX, with three digits; what is a spline yet is s₁, s₂ and so on. */
    public String latex(MultKan network) {
        return Formula.latex(network, names, inputs(), scaling::output);
    }

    private List<Expression> inputs() {
        return IntStream.range(0, names.size())
                .mapToObj(i -> scaling.input(i, Expression.variable(names.get(i))))
                .toList();
    }

    /**
     * The formula of a network whose edges are all functions; empty where it is not defined at one of the rows. Its numbers
     * are fitted, unless some of the network's are locked or tied.
     */
    public Optional<Found> found(MultKan functions, MultKan splines) {
        return found(functions, splines, functions.ties().places().isEmpty());
    }

    /** @param fit whether the numbers of the formula may be others than the network's */
    public Optional<Found> found(MultKan functions, MultKan splines, boolean fit) {
        Expression raw = scaling.output(Formula.of(functions, inputs()));
        Formula formula = ConstantFit.simplest(new Formula(raw, names), scaling.original(train), fit, stop);
        double error = formula.rmse(scaling.original(validation));
        return Double.isFinite(error + formula.rmse(scaling.original(train)))
                ? Optional.of(new Found(formula, error, functions, splines, !fit))
                : Optional.empty();
    }

    private static int resolution(MultKan some) {
        return some.layers().getFirst().terms()[0].resolution();
    }

    /** Relative to the target's deviation; not less than what is negligible. */
    double validationError(MultKan some) {
        return Math.max(NetworkFit.rmse(some, validation) / validation.unit(train), negligible());
    }

    double negligible() {
        return validation.negligible(train) / validation.unit(train);
    }

    public double trainRmse(MultKan some) {
        return scaling.target().scale() * NetworkFit.rmse(some, train);
    }

    public double validationRmse(MultKan some) {
        return scaling.target().scale() * NetworkFit.rmse(some, validation);
    }
}
