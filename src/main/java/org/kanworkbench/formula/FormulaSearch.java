package org.kanworkbench.formula;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

/**
 * From rows to an equation: a network is trained and pruned, its grid refined, its edges become functions, and those a
 * formula. Without a shape the smallest networks come first, until one leads to a formula without error or the time is over.
 */
public final class FormulaSearch {

    /** Random starts of every network; the best goes on. */
    private static final int STARTS = 8;
    /** Rounds of starts for a shape that was asked for. */
    private static final int ROUNDS = 10;

    private static final int ORDER = 3;
    private static final int[] FIRST_INTERVALS = {5, 30};
    private static final int[] REFINED_INTERVALS = {10, 20, 50};
    private static final int STEPS = 20;
    private static final int COARSE_ROWS = 400;
    /** Networks of more parameters are trained by L-BFGS. */
    private static final int MOST_LEAST_SQUARES = 200;

    private static final double SPARSITY = 1e-3;
    /** Validation error, relative to the target's deviation, that pruning may lead to, and factor to the error before. */
    private static final double PRUNED = 0.01;

    private static final double PRUNED_FACTOR = 1.5;
    /** Errors, relative to the deviation, of a network that is worth a finer grid, and of one whose functions are sought. */
    private static final double PROMISING = 0.1;

    private static final double GOOD = 3e-3;
    /** What an edge weighs against a factor of two in the error. */
    private static final double EDGE_WEIGHT = 0.5;

    /** Shapes in a row that may leave the error above this share of the least so far, before no other is tried. */
    private static final int PATIENCE = 5;

    private static final double GAIN = 0.97;
    /** Networks whose functions are sought where none is good. */
    private static final int BEST_SHAPES = 2;
    /** Factor to the least error beyond which a network explains too little for a formula. */
    private static final double WORTHLESS = 2;

    /** Error, relative to the deviation, that counts as none. */
    public static final double EXACT = 1e-6;

    /**
     * What is sought.
     *
     * @param start a network that is trained already, instead of any shape
     * @param shape widths behind the inputs; empty to try networks from the smallest on
     * @param maxComplexity of the formula
     * @param seconds after which no other network is tried
     */
    public record Settings(
            Optional<MultKan> start,
            Optional<List<Width>> shape,
            long seed,
            int maxComplexity,
            List<CandidateFunction> functions,
            double seconds) {

        public Settings withSeed(long other) {
            return new Settings(start, shape, other, maxComplexity, functions, seconds);
        }
    }

    /**
     * Where the work is.
     *
     * @param name fit, prune, refine, replace or refit
     * @param shape of the network, for instance {@code 2, 5, 1}
     * @param seconds since it began
     */
    public record Stage(
            String name, String shape, double trainRmse, double validationRmse, int edges, double seconds) {}

    /** A formula on the way, and its error on rows that it was not fitted to. */
    public record Found(Formula formula, double validationRmse) {
        public int complexity() {
            return formula.complexity();
        }
    }

    /**
     * @param best the formula, empty where none is simple enough
     * @param front the best formula of each complexity that is better than all simpler ones, the simplest first
     * @param network what the formula was made of, before its edges became functions
     */
    public record Result(Optional<Found> best, List<Found> front, MultKan network, Scaling scaling) {

        /** Root mean squared error of the network at other rows. */
        public double networkRmse(Samples samples) {
            double rmse = samples.rmse(networkValues(samples));
            return Double.isFinite(rmse) ? rmse : Double.POSITIVE_INFINITY;
        }

        /** What the network says at other rows. */
        public double[] networkValues(Samples samples) {
            return scaling.target()
                    .original(
                            MultKanPass.outputs(network, scaling.scaled(samples).x())[0]);
        }
    }

    private final Samples train;
    private final Samples validation;
    private final List<String> names;
    private final Settings settings;
    private final Consumer<Stage> listener;
    private final BooleanSupplier stop;
    private final Scaling scaling;
    private final long began = System.nanoTime();
    private final List<Found> found = new ArrayList<>();
    /** The best networks of the shapes so far. */
    private final Map<List<Width>, List<MultKan>> fitted = new HashMap<>();

    private MultKan network;

    private FormulaSearch(
            Samples train,
            Samples validation,
            List<String> names,
            Settings settings,
            Consumer<Stage> listener,
            BooleanSupplier stop) {
        scaling = settings.start.isPresent() ? Scaling.none(train.inputs()) : Scaling.of(train);
        this.train = scaling.scaled(train);
        this.validation = scaling.scaled(validation);
        this.names = List.copyOf(names);
        this.settings = settings;
        this.listener = listener;
        this.stop = stop;
    }

    /**
     * @param names of the inputs
     * @param listener told of every stage
     * @param stop asked often; what was found until then is the result
     */
    public static Result run(
            Samples train,
            Samples validation,
            List<String> names,
            Settings settings,
            Consumer<Stage> listener,
            BooleanSupplier stop) {
        return new FormulaSearch(train, validation, names, settings, listener, stop).run();
    }

    private Result run() {
        if (settings.start.isPresent()) {
            MultKan start = settings.start.get();
            network = start;
            told("fit", start);
            MultKan pruned = pruned(start);
            told("prune", pruned);
            functions(refined(pruned));
            return new Result(best(), front(), network, scaling);
        }
        List<List<Width>> shapes = settings.shape.map(List::of).orElseGet(() -> shapes(names.size()));
        List<MultKan> others = new ArrayList<>();
        double least = Double.POSITIVE_INFINITY;
        double good = Math.max(GOOD, validation.negligible() / validation.deviation());
        int inVain = 0;
        for (List<Width> shape : shapes) {
            if (over() || exact() || inVain == PATIENCE) {
                break;
            }
            double before = network == null ? Double.POSITIVE_INFINITY : validationError(network);
            MultKan splines = spline(shape);
            inVain = validationError(network) < GAIN * before ? 0 : inVain + 1;
            if (validationError(splines) <= good && length(splines) < least) {
                least = length(splines);
                functions(splines);
            } else {
                others.add(splines);
            }
        }
        others.removeIf(other -> validationError(other) > WORTHLESS * validationError(network));
        others.sort(Comparator.comparingDouble(this::length));
        for (MultKan other : others.subList(0, Math.min(BEST_SHAPES, others.size()))) {
            if (!exact() && (!over() || found.isEmpty())) {
                functions(other);
            }
        }
        return new Result(best(), front(), network, scaling);
    }

    /** What speaks against a network: its error, in factors of two, and its edges. */
    private double length(MultKan some) {
        return Math.log(validationError(some)) / Math.log(2) + EDGE_WEIGHT * some.edges();
    }

    private boolean over() {
        return stop.getAsBoolean() || seconds() > settings.seconds && network != null;
    }

    private boolean exact() {
        double most = EXACT * scaling.original(train).deviation();
        return found.stream().anyMatch(f -> f.validationRmse < most && f.complexity() <= settings.maxComplexity);
    }

    /** Networks from the smallest on: sums, then products and sums of them, then deeper and wider ones. */
    private static List<List<Width>> shapes(int inputs) {
        Width one = Width.sums(1);
        Width product = new Width(0, List.of(2));
        Width both = new Width(1, List.of(2));
        List<List<Width>> shapes = new ArrayList<>();
        shapes.add(List.of(one));
        shapes.add(List.of(one, one));
        if (inputs > 1) {
            shapes.add(List.of(product, one));
            shapes.add(List.of(Width.sums(2), one));
            shapes.add(List.of(both, one));
            shapes.add(List.of(Width.sums(2), one, one));
            shapes.add(List.of(both, one, one));
            shapes.add(List.of(both, product, one));
            shapes.add(List.of(Width.sums(2), product, one));
            shapes.add(List.of(new Width(0, List.of(2, 2)), one, one));
            shapes.add(List.of(Width.sums(3), one));
            shapes.add(List.of(new Width(1, List.of(2, 2)), one, one));
        }
        shapes.add(List.of(Width.sums(5), one));
        return shapes;
    }

    /** A network of splines, pruned and refined where it does well: of the starts that do, the one with the fewest edges. */
    private MultKan spline(List<Width> shape) {
        List<MultKan> starts = fitted(shape, 0);
        // Where no other shape can do better, other starts may.
        for (int round = 1; round < ROUNDS && settings.shape.isPresent() && !over(); round++) {
            if (validationError(starts.getFirst()) > PROMISING) {
                starts = fitted(shape, round);
            }
        }
        MultKan best = starts.getFirst();
        double error = validationError(best);
        told("fit", best);
        if (settings.shape.isPresent() || error < PROMISING) {
            best = starts.stream()
                    .filter(start -> validationError(start) <= Math.max(PRUNED_FACTOR * error, PRUNED))
                    .parallel()
                    .map(this::pruned)
                    .min(Comparator.comparingInt(MultKan::edges).thenComparingDouble(this::validationError))
                    .orElseThrow();
            told("prune", best);
            best = refined(best);
        }
        if (network == null || validationError(best) < validationError(network)) {
            network = best;
        }
        return best;
    }

    private MultKan pruned(MultKan some) {
        double most = Math.max(PRUNED_FACTOR * validationError(some), PRUNED);
        Pruner pruner = new Pruner(train, validation, this::refit, stop);
        double absolute = most * validation.deviation();
        return collapsed(pruner.edges(pruner.nodes(some, absolute), absolute), most);
    }

    private void functions(MultKan splines) {
        // A step of its own would hide from the loss how far a row is from the other class.
        List<CandidateFunction> allowed = settings.functions.stream()
                .filter(function -> !train.classes() || !function.name().equals("sgn"))
                .toList();
        MultKan functions =
                new Simplifier(train, validation, allowed, step -> told("replace", step), stop).symbolic(splines);
        if (functions.places().stream().anyMatch(place -> functions.edge(place) instanceof Edge.Spline)) {
            return;
        }
        told("refit", functions);
        simpler(functions);
    }

    /**
     * The best of some starts, the best first: on coarse grids and, where the network is small for its rows, on fine ones; and of those that
     * begin as the networks that were fitted before, with a layer more that changes nothing.
     */
    private List<MultKan> fitted(List<Width> shape, int round) {
        double[] lower = Arrays.stream(train.x())
                .mapToDouble(c -> Arrays.stream(c).min().orElse(0))
                .toArray();
        double[] upper = Arrays.stream(train.x())
                .mapToDouble(c -> Arrays.stream(c).max().orElse(0))
                .toArray();
        List<MultKan> starts = new ArrayList<>();
        for (int intervals : FIRST_INTERVALS) {
            for (int start = 0; start < STARTS; start++) {
                starts.add(MultKan.create(
                        lower, upper, shape, intervals, ORDER, 1_000 * settings.seed + 100 * round + starts.size()));
            }
        }
        starts.removeIf(begun -> intervals(begun) > FIRST_INTERVALS[0] && begun.parameterCount() > train.rows() / 4);
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
            fitted.getOrDefault(shape.subList(0, shape.size() - 1), List.of()).parallelStream()
                    .map(smaller -> refit(deeper(smaller)))
                    .forEachOrdered(all::add);
        }
        all.addAll(fitted.getOrDefault(shape, List.of()));
        all.sort(Comparator.comparingDouble(this::validationError));
        List<MultKan> best = List.copyOf(all.subList(0, Math.min(STARTS, all.size())));
        fitted.put(shape, best);
        return best;
    }

    /** With one node more behind the output, which is what the output was. */
    private MultKan deeper(MultKan smaller) {
        MultKanPass pass = new MultKanPass(smaller, train.x());
        double[] output = pass.forward(smaller.parameters())[0];
        double low = Arrays.stream(output).min().orElse(-1);
        double high = Arrays.stream(output).max().orElse(1);
        double margin = 0.05 * (high - low);
        Knots knots = Knots.even(low - margin, high + margin, 2 * FIRST_INTERVALS[0], ORDER);
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

    /** Where a node has one edge only, that becomes x and those behind it take its part: two functions in a row are one. */
    private MultKan collapsed(MultKan some, double most) {
        MultKan best = some;
        for (Place place : some.places()) {
            MultKan.Layer layer = best.layers().get(place.layer());
            boolean alone = Arrays.stream(layer.edges()[place.subnode()])
                            .filter(edge -> !(edge instanceof Edge.None))
                            .count()
                    == 1;
            if (!alone
                    || place.subnode() >= layer.sums()
                    || place.layer() == best.layers().size() - 1) {
                continue;
            }
            MultKan tried = refit(through(best, place));
            if (validationError(tried) <= most) {
                best = tried;
            }
        }
        return best;
    }

    private MultKan through(MultKan some, Place place) {
        MultKanPass pass = new MultKanPass(some, train.x());
        pass.forward(some.parameters());
        double[] x = pass.inputs(place.layer())[place.input()].clone();
        MultKan.Layer next = some.layers().get(place.layer() + 1);
        Knots[] knots = next.knots().clone();
        double[] sorted = x.clone();
        Arrays.sort(sorted);
        Knots old = knots[place.subnode()];
        knots[place.subnode()] = Knots.ofSamples(sorted, old.intervals(), ORDER, NetworkFit.EVEN_SHARE);
        Edge[][] edges = Arrays.stream(next.edges()).map(Edge[]::clone).toArray(Edge[][]::new);
        for (int j = 0; j < edges.length; j++) {
            double[] added = pass.added(new Place(place.layer() + 1, j, place.subnode()));
            if (added != null) {
                edges[j][place.subnode()] =
                        new Edge.Spline(NetworkFit.coefficients(knots[place.subnode()], x, added), 0, 1);
            }
        }
        CandidateFunction same = CandidateFunction.named("x").orElseThrow();
        return some.withEdge(place, new Edge.Function(same, 1, 0, 1, 0))
                .withLayer(
                        place.layer() + 1,
                        new MultKan.Layer(
                                knots, edges, next.sums(), next.arities(), next.subnodeAffine(), next.nodeAffine()));
    }

    private MultKan refit(MultKan some) {
        if (stop.getAsBoolean()) {
            return some;
        }
        NetworkFit fit = new NetworkFit(train, stop);
        return some.parameterCount() > MOST_LEAST_SQUARES
                ? fit.lbfgs(some, 2 * STEPS, Sparsity.NONE)
                : fit.leastSquares(some, STEPS);
    }

    /** On finer grids, as long as they help. */
    private MultKan refined(MultKan coarse) {
        MultKan best = coarse;
        for (int intervals : REFINED_INTERVALS) {
            if (intervals <= intervals(best)) {
                continue;
            }
            NetworkFit fit = new NetworkFit(train, stop);
            MultKan finer = refit(fit.refine(fit.adaptGrids(best), intervals));
            if (finer.parameterCount() > train.rows() / 2 || validationError(finer) > 0.7 * validationError(best)) {
                break;
            }
            best = finer;
            told("refine", best);
        }
        return best;
    }

    /** The formula, and those that become of it when one edge after the other is cut off. */
    private void simpler(MultKan functions) {
        MultKan some = functions;
        NetworkFit fit = new NetworkFit(train, stop);
        Pruner pruner = new Pruner(train, validation, n -> fit.leastSquares(n, STEPS), stop);
        some = pruner.edges(some, Math.max(1.02 * NetworkFit.rmse(some, validation), 1e-9 * train.deviation()));
        keep(some);
        while (!stop.getAsBoolean()) {
            MultKan from = some;
            Optional<Place> weakest = pruner.weakestFirst(some).stream()
                    .filter(place -> Pruner.needless(from, place))
                    .findFirst();
            if (weakest.isEmpty()) {
                return;
            }
            some = fit.leastSquares(some.withEdge(weakest.get(), Edge.NONE), STEPS);
            keep(some);
        }
    }

    private void keep(MultKan functions) {
        List<Expression> inputs = IntStream.range(0, names.size())
                .mapToObj(i -> scaling.input(i, Expression.variable(names.get(i))))
                .toList();
        Expression raw = scaling.output(Formula.of(functions, inputs));
        Formula formula = ConstantFit.simplest(new Formula(raw, names), scaling.original(train), stop);
        double error = formula.rmse(scaling.original(validation));
        if (Double.isFinite(error)) {
            found.add(new Found(formula, error));
        }
    }

    private static int intervals(MultKan some) {
        return some.layers().getFirst().knots()[0].intervals();
    }

    private Optional<Found> best() {
        List<Found> allowed = front().stream()
                .filter(f -> f.complexity() <= settings.maxComplexity)
                .toList();
        if (allowed.isEmpty()) {
            return Optional.empty();
        }
        // A simpler one that is as good: of no error to speak of, or within a hundredth of the best.
        double least = allowed.getLast().validationRmse;
        double most =
                Math.max(1.01 * least, 1e-3 * EXACT * scaling.original(train).deviation());
        return allowed.stream().filter(f -> f.validationRmse <= most).findFirst();
    }

    private List<Found> front() {
        List<Found> front = new ArrayList<>();
        found.stream()
                .sorted(Comparator.comparingInt(Found::complexity).thenComparingDouble(Found::validationRmse))
                .filter(f -> front.isEmpty() || f.validationRmse < front.getLast().validationRmse)
                .forEach(front::add);
        return front;
    }

    private double validationError(MultKan some) {
        return Math.max(NetworkFit.rmse(some, validation), validation.negligible()) / validation.deviation();
    }

    private void told(String stage, MultKan some) {
        double scale = scaling.target().scale();
        listener.accept(new Stage(
                stage,
                some.toString(),
                scale * NetworkFit.rmse(some, train),
                scale * NetworkFit.rmse(some, validation),
                some.edges(),
                seconds()));
    }

    private double seconds() {
        return (System.nanoTime() - began) / 1e9;
    }
}
