package org.kanworkbench.formula;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.kanworkbench.formula.FormulaSearch.Stage.Kind;
import org.kanworkbench.formula.network.CandidateFunction;
import org.kanworkbench.formula.network.Edge;
import org.kanworkbench.formula.network.MultKan;
import org.kanworkbench.formula.network.MultKan.Place;
import org.kanworkbench.formula.network.MultKan.Width;
import org.kanworkbench.formula.network.Terms;

/**
 * From rows to an equation: a network is trained and pruned, its grid refined, its edges become functions, and those a
 * formula. Without a shape the smallest networks come first, until one leads to a formula without error or the time is over.
 */
public final class FormulaSearch {

    /** Time after which no other network is tried [s], unless a test wants less. */
    public static final double SECONDS = 30;

    /** Rounds of starts for a shape that was asked for. */
    private static final int ROUNDS = 10;

    /** Errors, relative to the deviation, of a network that is worth a finer grid, and of one whose functions are sought. */
    private static final double PROMISING = 0.1;

    /** Where splines leave more, it may be noise. */
    static final double GOOD = 3e-3;

    /** What an edge weighs against a factor of two in the error. */
    private static final double EDGE_WEIGHT = 0.5;

    /** Shapes in a row that may leave the error above this share of the least so far, before no other is tried. */
    private static final int PATIENCE = 5;

    private static final double GAIN = 0.97;
    /** Networks whose functions are sought where none is good. */
    private static final int BEST_SHAPES = 2;
    /** Pruned starts of a shape whose functions are sought where those of the best lead to no exact formula. */
    private static final int ALTERNATIVES = 4;
    /** Factor to the best network's error, noise included, of formulas beside which others are sought. */
    private static final double BEHIND = 1.02;
    /** Rounds of other starts where no formula tells classes apart as well as the network. */
    private static final int CLASS_ROUNDS = 3;
    /** Longest time for that [s]: a large formula has many places. */
    private static final double EXCHANGING = 20;
    /** Functions that are tried in the place of another. */
    private static final int EXCHANGED = 12;
    /** Factor to the error with it that they may lead to: as a formula, whose numbers are fitted anew, it may be less. */
    private static final double EXCHANGED_FOR = 1.1;
    /** Error, relative to the deviation, of a network that explains too little for a formula, where another explains more. */
    private static final double WORTHLESS = 0.9;

    /** Error, relative to the deviation, that counts as none. */
    public static final double EXACT = 1e-6;

    /**
     * What is sought.
     *
     * @param start a network that is trained already, instead of any shape
     * @param shape widths behind the inputs; empty to try networks from the smallest on
     * @param form what edges are made of before they become functions; empty for cubic B-splines
     * @param maxComplexity of the formula
     * @param seconds after which no other network is tried
     */
    public record Settings(
            Optional<MultKan> start,
            Optional<List<Width>> shape,
            Optional<Terms> form,
            long seed,
            int maxComplexity,
            List<CandidateFunction> functions,
            double seconds) {

        /** Numbers that the network begins with, on its coarsest grid; 0 where no shape was asked for. */
        public int coefficients(int inputs) {
            double[] upper = new double[inputs];
            Arrays.fill(upper, 1);
            return shape.map(asked -> MultKan.create(
                                    new double[inputs], upper, asked, form.orElse(FormulaSteps.SPLINES.getFirst()), 0)
                            .parameterCount())
                    .orElse(0);
        }

        public Settings withSeed(long other) {
            return new Settings(start, shape, form, other, maxComplexity, functions, seconds);
        }
    }

    /**
     * Where the work is.
     *
     * @param kind of step
     * @param network after it
     * @param seconds since it began
     */
    public record Stage(Kind kind, MultKan network, double trainRmse, double validationRmse, double seconds) {

        /** What was done last. */
        public enum Kind {
            FIT,
            PRUNE,
            REFINE,
            REPLACE,
            REFIT
        }
    }

    /** Hears of a search, on its thread. */
    public interface Listener {
        void stage(Stage stage);

        /** @param found a formula, not always a better one */
        default void found(Found found) {}
    }

    /**
     * @param best the formula, empty where none is simple enough
     * @param front the best formula of each complexity that is better than all simpler ones, the simplest first
     * @param network what the formula was made of, before its edges became functions
     * @param timedOut whether more would have been tried with more time: what is found depends on the machine's speed then
     */
    public record Result(Optional<Found> best, List<Found> front, MultKan network, Scaling scaling, boolean timedOut) {

        /** What to say of {@link #timedOut}. */
        public static final String TIMED_OUT =
                "Stopped at the time limit (" + (int) SECONDS + " s). Another run may find a different formula.";

        /** What the network says at other rows. */
        public double[] networkValues(Samples samples) {
            return scaling.values(network, samples);
        }
    }

    /** Of functions that a target may be of another function, the ways back. */
    private static final Map<String, DoubleUnaryOperator> INVERSES = Map.ofEntries(
            Map.entry("exp", Math::log),
            Map.entry("log", Math::exp),
            Map.entry("sqrt", y -> y < 0 ? Double.NaN : y * y),
            Map.entry("x^2", Math::sqrt),
            Map.entry("x^3", Math::cbrt),
            Map.entry("1/x", y -> 1 / y),
            Map.entry("1/x^2", y -> 1 / Math.sqrt(y)),
            Map.entry("tanh", y -> Math.log((1 + y) / (1 - y)) / 2));

    private final Samples train;
    private final Samples validation;
    private final List<String> names;
    private final Settings settings;
    private final Listener listener;
    private final BooleanSupplier stop;
    private final Scaling scaling;
    private final FormulaSteps steps;
    /** Steps whose functions have the fewest numbers. */
    private final FormulaSteps straight;
    /** Steps that end with the time. */
    private final FormulaSteps late;

    private final long began = System.nanoTime();
    /** Whether something was left out for want of time; set by several threads. */
    private volatile boolean timedOut;

    private final List<Found> found = new ArrayList<>();
    /** The best networks of the shapes so far. */
    private final Map<List<Width>, List<MultKan>> fitted = new HashMap<>();
    /** Pruned starts whose functions were not sought, of shapes of which others were taken. */
    private final List<MultKan> alternatives = new ArrayList<>();

    private MultKan network;

    /**
     * @param names of the inputs
     * @param listener told of every stage
     * @param stop asked often; what was found until then is the result
     */
    public FormulaSearch(
            Samples train,
            Samples validation,
            List<String> names,
            Settings settings,
            Listener listener,
            BooleanSupplier stop) {
        this.train = train;
        this.validation = validation;
        this.names = names;
        this.settings = settings;
        this.listener = listener;
        this.stop = stop;
        scaling = settings.start.isPresent() ? Scaling.none(train.inputs()) : Scaling.of(train);
        steps = steps(settings.functions, stop);
        straight = steps(
                settings.functions.stream()
                        .filter(function -> function.freedom() == CandidateFunction.Freedom.NONE)
                        .toList(),
                stop);
        late = steps(settings.functions, this::over);
    }

    private FormulaSteps steps(List<CandidateFunction> functions, BooleanSupplier until) {
        return new FormulaSteps(train, validation, names, scaling, functions, until);
    }

    /** To be called once. */
    public Result run() {
        if (settings.start.isPresent()) {
            MultKan start = settings.start.get();
            network = start;
            told(Kind.FIT, start);
            MultKan pruned = steps.pruned(start);
            told(Kind.PRUNE, pruned);
            functions(refined(pruned));
            return new Result(best(), front(), network, scaling, timedOut && !exact());
        }
        List<List<Width>> shapes = settings.shape.map(List::of).orElseGet(() -> shapes(names.size()));
        List<MultKan> others = new ArrayList<>();
        double least = Double.POSITIVE_INFINITY;
        double good = Math.max(GOOD, steps.negligible());
        int inVain = 0;
        for (List<Width> shape : shapes) {
            if (exact() || inVain == PATIENCE || over()) {
                break;
            }
            double before = network == null ? Double.POSITIVE_INFINITY : steps.validationError(network);
            MultKan splines = spline(shape);
            inVain = steps.validationError(network) < GAIN * before ? 0 : inVain + 1;
            if (steps.validationError(splines) <= good && length(splines) < least) {
                least = length(splines);
                functions(splines);
            } else {
                others.add(splines);
            }
        }
        if (network != null && steps.validationError(network) < WORTHLESS) {
            others.removeIf(other -> steps.validationError(other) > WORTHLESS);
        }
        others.sort(Comparator.comparingDouble(this::length));
        int tried = 0;
        for (MultKan other : List.copyOf(others)) {
            if ((tried++ < BEST_SHAPES || behind())
                    && !exact()
                    && (!over() || found.isEmpty() && !stop.getAsBoolean())) {
                functions(other);
                others.remove(other);
            }
        }
        besideNoise();
        functionsOfFunctions();
        alternatives(shapes);
        exchange();
        // Small networks may be simple enough where good ones are not.
        others.sort(Comparator.comparingInt(MultKan::edges));
        for (FormulaSteps some : List.of(steps, straight)) {
            for (MultKan other : others.subList(0, Math.min(BEST_SHAPES, others.size()))) {
                if (best().isEmpty() && !stop.getAsBoolean()) {
                    functions(some, other);
                }
            }
        }
        return new Result(best(), front(), network, scaling, timedOut && !exact());
    }

    /** Where no formula does as well as the best network, and none does well: the best shapes, with more of their edges. */
    private void besideNoise() {
        if (train.classes()) {
            return;
        }
        List<MultKan> best = fitted.values().stream()
                .map(List::getFirst)
                .sorted(Comparator.comparingDouble(steps::validationError))
                .limit(BEST_SHAPES)
                .toList();
        for (MultKan start : best) {
            if (behind() && !over()) {
                MultKan pruned = late.gentlyPruned(start);
                told(Kind.PRUNE, pruned);
                functions(late, late.refined(pruned, false, finer -> told(Kind.REFINE, finer)));
            }
        }
    }

    /**
     * Other functions in the place of each of the best formula's, while one makes it likelier. How simple a formula is shows
     * only when it is written out: the exponential of logarithms is a product, that of other functions is not.
     */
    private void exchange() {
        double until = seconds() + EXCHANGING;
        BooleanSupplier hurry = () -> {
            if (seconds() > until) {
                timedOut = true;
                return true;
            }
            return stop.getAsBoolean();
        };
        FormulaSteps hurried = steps(settings.functions, hurry);
        Optional<Found> before = Optional.empty();
        Optional<Found> best = best();
        while (!train.classes() && !hurry.getAsBoolean() && best.isPresent() && !best.equals(before) && !exact()) {
            MultKan functions = best.get().functions();
            MultKan splines = best.get().splines();
            functions.unlocked().parallelStream()
                    .filter(_ -> !hurry.getAsBoolean())
                    .flatMap(place -> hurried.candidates(functions, place).stream()
                            .limit(EXCHANGED)
                            .map(candidate -> functions.withEdge(place, candidate.edge())))
                    .filter(_ -> !hurry.getAsBoolean())
                    .map(hurried::refit)
                    .filter(other -> steps.validationError(other) < EXCHANGED_FOR * steps.validationError(functions))
                    .sorted(Comparator.comparingDouble(steps::validationError))
                    .toList()
                    .stream()
                    .takeWhile(_ -> !hurry.getAsBoolean())
                    .forEach(other -> hurried.found(other, splines).ifPresent(this::take));
            before = best;
            best = best();
        }
    }

    /**
     * Where splines leave hardly an error but functions do: a network that is about right can still have an edge that hides
     * its functions, which one from another start has not.
     */
    private void alternatives(List<List<Width>> shapes) {
        double good = train.classes() ? PROMISING : GOOD;
        if (network == null || steps.validationError(network) > good) {
            return;
        }
        for (int round = 1; round <= (train.classes() ? CLASS_ROUNDS : Integer.MAX_VALUE) && wanting(); round++) {
            alternatives.sort(Comparator.comparingDouble(this::length));
            for (MultKan other : alternatives) {
                if (wanting()) {
                    told(Kind.PRUNE, other);
                    functions(late, late.refined(other, false, finer -> told(Kind.REFINE, finer)));
                }
            }
            alternatives.clear();
            for (List<Width> shape : shapes) {
                List<MultKan> before = fitted.getOrDefault(shape, List.of());
                if (wanting() && !before.isEmpty() && steps.validationError(before.getFirst()) <= good) {
                    alternatives.addAll(pruned(late, fitted(late, shape, ROUNDS + round, List.of())));
                }
            }
            if (alternatives.isEmpty()) {
                return;
            }
        }
    }

    /**
     * Of one input: one spline says all, so that no other has to show a function of its own. What a function would have to be
     * given, to come to the target, may be one.
     */
    private void functionsOfFunctions() {
        if (names.size() > 1 || train.classes() || settings.shape.isPresent()) {
            return;
        }
        for (CandidateFunction outer : settings.functions) {
            DoubleUnaryOperator inverse = INVERSES.get(outer.name());
            if (inverse == null || !wanting()) {
                continue;
            }
            Samples inner = through(inverse, train);
            Samples held = through(inverse, validation);
            if (!defined(inner) || !defined(held)) {
                continue;
            }
            // No time beyond the first network.
            Settings sums = new Settings(
                    Optional.empty(),
                    Optional.of(List.of(Width.sums(1))),
                    settings.form,
                    settings.seed,
                    settings.maxComplexity,
                    settings.functions,
                    0);
            FormulaSearch search = new FormulaSearch(inner, held, names, sums, _ -> {}, stop);
            search.run();
            for (Found one : search.front()) {
                MultKan functions = search.after(one.functions(), outer, scaling);
                told(Kind.REPLACE, functions);
                steps.simpler(functions, search.after(one.splines(), outer, scaling), this::take);
            }
        }
    }

    private static Samples through(DoubleUnaryOperator function, Samples samples) {
        return new Samples(samples.x(), Arrays.stream(samples.y()).map(function).toArray());
    }

    private static boolean defined(Samples samples) {
        return Arrays.stream(samples.y()).allMatch(Double::isFinite);
    }

    /** A function of what a network of this search says, as another scaling has it. */
    private MultKan after(MultKan some, CandidateFunction function, Scaling other) {
        Edge edge = new Edge.Function(
                function, scaling.target().scale(), 0, 1 / other.target().scale(), 0);
        MultKan last = MultKan.create(
                        new double[1], new double[] {1}, List.of(Width.sums(1)), FormulaSteps.SPLINES.getFirst(), 0)
                .withEdge(new Place(0, 0, 0), edge);
        return new MultKan(
                Stream.concat(some.layers().stream(), last.layers().stream()).toList());
    }

    private void take(Found one) {
        found.add(one);
        listener.found(one);
    }

    /** Whether another formula may be better, and there is time for it. */
    private boolean wanting() {
        return (train.classes() ? behind() : !exact()) && !over();
    }

    /** Whether the best network does notably better than any formula: of classes, or beside noise. */
    private boolean behind() {
        if (!train.classes() && steps.validationError(network) <= GOOD) {
            return false;
        }
        return best().map(one -> train.classes()
                        ? validation.worse(one.formula().values(validation), scaling.values(network, validation))
                        : one.validationRmse() > BEHIND * steps.validationRmse(network))
                .orElse(true);
    }

    private List<MultKan> pruned(FormulaSteps some, List<MultKan> starts) {
        List<MultKan> pruned = some.sparsest(starts);
        return pruned.subList(0, Math.min(ALTERNATIVES, pruned.size()));
    }

    /** What speaks against a network: its error, in factors of two, and its edges. */
    private double length(MultKan some) {
        return Math.log(steps.validationError(some)) / Math.log(2) + EDGE_WEIGHT * some.edges();
    }

    private boolean over() {
        if (stop.getAsBoolean()) {
            return true;
        }
        boolean late = seconds() > settings.seconds && network != null;
        if (late) {
            timedOut = true;
        }
        return late;
    }

    /** Also by a formula that is too complex: those that are simpler come of smaller networks, which were before it. */
    private boolean exact() {
        double most = EXACT * train.deviation();
        return found.stream().anyMatch(f -> f.validationRmse() < most);
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
        List<MultKan> starts = fitted(steps, shape, 0, List.of());
        // Where no other shape can do better, other starts may.
        for (int round = 1; round < ROUNDS && settings.shape.isPresent() && !over(); round++) {
            if (steps.validationError(starts.getFirst()) > PROMISING) {
                starts = fitted(steps, shape, round, starts);
            }
        }
        fitted.put(shape, starts);
        MultKan best = starts.getFirst();
        double error = steps.validationError(best);
        told(Kind.FIT, best);
        if (settings.shape.isPresent() || error < PROMISING) {
            List<MultKan> pruned = pruned(steps, starts);
            best = pruned.getFirst();
            alternatives.addAll(pruned.subList(1, pruned.size()));
            told(Kind.PRUNE, best);
            best = refined(best);
        }
        if (network == null || steps.validationError(best) < steps.validationError(network)) {
            network = best;
        }
        return best;
    }

    private void functions(MultKan splines) {
        functions(steps, splines);
    }

    private void functions(FormulaSteps some, MultKan splines) {
        MultKan functions = some.symbolic(splines, step -> told(Kind.REPLACE, step));
        if (!functions.symbolic()) {
            return;
        }
        told(Kind.REFIT, functions);
        some.simpler(functions, splines, this::take);
    }

    private MultKan refined(MultKan coarse) {
        return steps.refined(coarse, false, finer -> told(Kind.REFINE, finer));
    }

    /**
     * The best networks of a shape, of one round of starts and others.
     *
     * @param before the others
     */
    private List<MultKan> fitted(FormulaSteps some, List<Width> shape, int round, List<MultKan> before) {
        return some.fitted(
                shape,
                settings.form.map(List::of).orElse(FormulaSteps.SPLINES),
                settings.seed,
                round,
                fitted.getOrDefault(shape.subList(0, shape.size() - 1), List.of()),
                before);
    }

    private Optional<Found> best() {
        return Found.best(found, settings.maxComplexity, train, validation);
    }

    private List<Found> front() {
        return Found.front(found);
    }

    private void told(Kind kind, MultKan some) {
        listener.stage(new Stage(kind, some, steps.trainRmse(some), steps.validationRmse(some), seconds()));
    }

    private double seconds() {
        return (System.nanoTime() - began) / 1e9;
    }
}
