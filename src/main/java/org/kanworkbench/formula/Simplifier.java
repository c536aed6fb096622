package org.kanworkbench.formula;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.kanworkbench.formula.network.CandidateFunction;
import org.kanworkbench.formula.network.Edge;
import org.kanworkbench.formula.network.MultKan;
import org.kanworkbench.formula.network.MultKan.Place;
import org.kanworkbench.formula.network.MultKanPass;

/**
 * Makes functions of a trained network's splines, one edge after the other, in context: of the functions that fit an edge's
 * curve best, the one is taken with which the whole network, refitted, has the lowest validation error, simple ones
 * preferred. When all edges are functions, others are tried in their places once more.
 */
final class Simplifier {

    /** Functions that are tried in context for an edge. */
    private static final int CANDIDATES = 5;

    private static final int REFIT_STEPS = 8;
    private static final int POLISH_STEPS = 100;
    /** What a step of complexity weighs against a factor of two in the error. */
    private static final double COMPLEXITY_WEIGHT = 0.3;

    /** Share of the error of which it can't be told from so many rows that functions added it. */
    private static final double ADDED = 0.2;

    /** Choices of a function for each edge that are tried together, and functions that an edge must have among them. */
    private static final int CHOICES = 3000;

    private static final int LEAST_CHOICES = 3;

    /** Rows and steps that tell most choices apart, and how many are then fitted to all rows. */
    private static final int ROUGH_ROWS = 150;

    private static final int ROUGH_STEPS = 4;
    private static final int FINALISTS = 24;

    private record Tried(MultKan network, double score) {}

    private final Samples train;
    private final Samples validation;
    private final List<CandidateFunction> functions;
    private final Consumer<MultKan> steps;
    private final BooleanSupplier stop;
    private final NetworkFit fit;
    /** Validation error of the network with splines, relative to the deviation: where there is noise, about as large as that. */
    private double floor;

    /** @param steps told of the network after each replacement */
    Simplifier(
            Samples train,
            Samples validation,
            List<CandidateFunction> functions,
            Consumer<MultKan> steps,
            BooleanSupplier stop) {
        this.train = train;
        this.validation = validation;
        this.functions = List.copyOf(functions);
        this.steps = steps;
        this.stop = stop;
        fit = new NetworkFit(train, stop);
    }

    /** A network whose edges are all functions; with the splines that were left where it was stopped. */
    MultKan symbolic(MultKan splines) {
        floor = error(splines);
        Map<Place, List<CandidateFit>> ranked = ranked(splines);
        List<Place> order = new ArrayList<>(splines.unlocked());
        order.sort(Comparator.comparingDouble(place ->
                ranked.get(place).isEmpty() ? 0 : -ranked.get(place).getFirst().r2()));
        MultKan network = splines;
        for (Place place : order) {
            if (stop.getAsBoolean()) {
                return network;
            }
            List<CandidateFit> candidates = network == splines ? ranked.get(place) : ranked(network, place);
            // Rows beyond their class's number leave curves of any shape: which fits a curve says little.
            int tried = train.classes() ? candidates.size() : Math.min(CANDIDATES, candidates.size());
            network = best(network, place, candidates.subList(0, tried), REFIT_STEPS);
            steps.accept(network);
        }
        network = fit.polish(network, POLISH_STEPS);
        steps.accept(network);
        MultKan improved = improved(network);
        int each = (int) Math.pow(CHOICES, 1.0 / splines.unlocked().size());
        if (exact(improved)
                || floor <= FormulaSearch.GOOD
                || train.classes()
                || each < LEAST_CHOICES
                || stop.getAsBoolean()) {
            return improved;
        }
        MultKan together = fit.polish(together(splines, ranked, each), POLISH_STEPS);
        if (unlikeliness(together) < unlikeliness(improved)) {
            steps.accept(together);
            return together;
        }
        return improved;
    }

    /**
     * The likeliest of many choices of a function for each edge at once: beside noise, an edge's curve does not tell which
     * function it is, and the others, refitted, make up for a wrong one.
     */
    private MultKan together(MultKan splines, Map<Place, List<CandidateFit>> ranked, int each) {
        List<MultKan> choices = List.of(splines);
        for (Place place : splines.unlocked()) {
            List<CandidateFit> candidates = ranked.get(place);
            choices = choices.stream()
                    .flatMap(choice ->
                            candidates.stream().limit(each).map(candidate -> choice.withEdge(place, candidate.edge())))
                    .toList();
        }
        NetworkFit rough = new NetworkFit(
                train.select(
                        IntStream.range(0, Math.min(ROUGH_ROWS, train.rows())).toArray()),
                stop);
        return likeliest(likeliest(choices, rough, ROUGH_STEPS).limit(FINALISTS).toList(), fit, REFIT_STEPS)
                .findFirst()
                .orElse(splines);
    }

    private Stream<MultKan> likeliest(List<MultKan> choices, NetworkFit by, int refitSteps) {
        return choices.parallelStream()
                .map(choice -> by.leastSquares(choice, refitSteps))
                .map(refitted -> new Tried(refitted, unlikeliness(refitted)))
                .filter(tried -> Double.isFinite(tried.score))
                .sorted(Comparator.comparingDouble(Tried::score))
                .map(Tried::network);
    }

    private double unlikeliness(MultKan network) {
        return network.symbolic()
                ? train.unlikeliness(
                        NetworkFit.rmse(network, train),
                        validation,
                        NetworkFit.rmse(network, validation),
                        complexity(network))
                : Double.POSITIVE_INFINITY;
    }

    /** Of its functions, and the numbers that they have. */
    private static int complexity(MultKan network) {
        return network.places().stream()
                .map(network::edge)
                .mapToInt(edge -> edge instanceof Edge.Function f
                        ? f.function().complexity() + f.function().freedom().numbers()
                        : 0)
                .sum();
    }

    /** Other functions in the place of each, while one makes it better. */
    private MultKan improved(MultKan network) {
        MultKan best = network;
        boolean better = true;
        for (int round = 0; round < 2 && better && !exact(best); round++) {
            better = false;
            for (Place place : best.unlocked()) {
                if (stop.getAsBoolean() || exact(best)) {
                    break;
                }
                MultKan other = best(best, place, ranked(best, place), 2 * REFIT_STEPS);
                if (score(other) < score(best) - 0.1) {
                    best = fit.polish(other, POLISH_STEPS);
                    better = true;
                    steps.accept(best);
                }
            }
        }
        return best;
    }

    private boolean exact(MultKan network) {
        return NetworkFit.rmse(network, validation) < validation.negligible(train);
    }

    private Map<Place, List<CandidateFit>> ranked(MultKan network) {
        MultKanPass pass = MultKanPass.of(network, train.x());
        return network.unlocked().parallelStream()
                .collect(Collectors.toMap(Function.identity(), place -> ranked(pass, place)));
    }

    private List<CandidateFit> ranked(MultKan network, Place place) {
        return ranked(MultKanPass.of(network, train.x()), place);
    }

    private List<CandidateFit> ranked(MultKanPass pass, Place place) {
        return CandidateFit.rank(pass.inputs(place.layer())[place.input()], pass.added(place), functions);
    }

    /** The network with one of the functions in an edge's place, the rest refitted; the same where none is defined. */
    private MultKan best(MultKan network, Place place, List<CandidateFit> candidates, int refitSteps) {
        Optional<Tried> best = candidates.parallelStream()
                .map(candidate -> fit.leastSquares(network.withEdge(place, candidate.edge()), refitSteps))
                .map(refitted -> new Tried(refitted, score(refitted)))
                .filter(tried -> Double.isFinite(tried.score))
                .min(Comparator.comparingDouble(Tried::score));
        return stop.getAsBoolean() ? network : best.map(Tried::network).orElse(network);
    }

    private double score(MultKan network) {
        double error = error(network);
        // What the functions add to it counts: a larger error beside the same noise is a much worse formula.
        double added = Math.max(Math.sqrt(Math.max(0, error * error - floor * floor)), ADDED * error);
        return Math.log(added) / Math.log(2) + COMPLEXITY_WEIGHT * complexity(network);
    }

    private double error(MultKan network) {
        return Math.max(NetworkFit.rmse(network, validation), validation.negligible(train)) / validation.unit(train);
    }
}
