package org.kanworkbench.search.sampler;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PrimitiveIterator;
import org.hipparchus.analysis.MultivariateFunction;
import org.hipparchus.exception.MathRuntimeException;
import org.hipparchus.optim.InitialGuess;
import org.hipparchus.optim.MaxEval;
import org.hipparchus.optim.SimpleBounds;
import org.hipparchus.optim.nonlinear.scalar.GoalType;
import org.hipparchus.optim.nonlinear.scalar.ObjectiveFunction;
import org.hipparchus.optim.nonlinear.scalar.noderiv.CMAESOptimizer;
import org.hipparchus.random.Well19937a;
import org.kanworkbench.search.space.Dimension;
import org.kanworkbench.search.space.Domain;
import org.kanworkbench.search.space.Space;

/**
 * CMA-ES as Hipparchus has it, over the shares of all ranges. The optimiser asks for one value after the other, but the
 * points of a generation do not depend on its values: a new generation is found by running the optimiser once more on
 * all values that are known. The first trial is the middle of the space.
 */
record CmaEsSampler(Space space, long seed) implements Sampler {

    private static final double SIGMA = 0.3;
    private static final int MOST = 1_000_000;

    CmaEsSampler {
        for (Dimension dimension : space.dimensions()) {
            if (!(dimension.domain() instanceof Domain.Numbers)
                    || !dimension.when().isEmpty()) {
                throw new IllegalArgumentException("CMA-ES searches numbers without conditions, which "
                        + dimension.setting() + " is not: choose another sampler");
            }
        }
    }

    /** Points of a generation. */
    private int population() {
        return 4 + (int) (3 * Math.log(space.dimensions().size()));
    }

    /** Ends a run of the optimiser that has told what is asked of it. */
    private static final class Known extends RuntimeException {
        Known() {
            super(null, null, false, false);
        }
    }

    @Override
    public Map<String, Object> suggest(int number, List<Optional<Observation>> before) {
        double[] losses = new double[after(number, 1)];
        for (int i = 0; i < losses.length; i++) {
            // Of a trial that failed the worst until the end of its generation: later ones must not change what was
            // proposed.
            int end = Math.min(after(i, 1) + population(), before.size());
            losses[i] = before.get(i)
                    .map(CmaEsSampler::loss)
                    .orElseGet(() -> before.subList(0, end).stream()
                            .flatMap(Optional::stream)
                            .mapToDouble(CmaEsSampler::loss)
                            .max()
                            .orElse(0));
        }
        List<double[]> points = points(losses, number + 1);
        if (points.size() <= number) {
            return new RandomSampler(space, seed).suggest(number, before);
        }
        PrimitiveIterator.OfDouble point = Arrays.stream(points.get(number)).iterator();
        return space.values(dimension -> dimension.domain().at(point.nextDouble()));
    }

    private static double loss(Observation observation) {
        return observation.losses().getFirst();
    }

    private List<double[]> points(double[] losses, int wanted) {
        List<double[]> points = new ArrayList<>();
        MultivariateFunction known = point -> {
            points.add(point.clone());
            if (points.size() == wanted) {
                throw new Known();
            }
            return points.size() <= losses.length ? losses[points.size() - 1] : 0;
        };
        int n = space.dimensions().size();
        try {
            new CMAESOptimizer(MOST, Double.NEGATIVE_INFINITY, true, 0, 0, new Well19937a(seed), false, null)
                    .optimize(
                            new MaxEval(MOST),
                            new ObjectiveFunction(known),
                            GoalType.MINIMIZE,
                            new InitialGuess(filled(n, 0.5)),
                            new CMAESOptimizer.Sigma(filled(n, SIGMA)),
                            new CMAESOptimizer.PopulationSize(population()),
                            new SimpleBounds(filled(n, 0), filled(n, 1)));
        } catch (Known | MathRuntimeException _) {
            // All that is asked for, or as far as it comes with values that it cannot tell apart.
        }
        return points;
    }

    private static double[] filled(int n, double value) {
        double[] all = new double[n];
        Arrays.fill(all, value);
        return all;
    }

    @Override
    public int after(int number, int inFlight) {
        return number == 0 ? 0 : 1 + (number - 1) / population() * population();
    }
}
