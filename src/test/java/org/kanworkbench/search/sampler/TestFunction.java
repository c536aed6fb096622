package org.kanworkbench.search.sampler;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.kanworkbench.search.Search;
import org.kanworkbench.search.space.Dimension;
import org.kanworkbench.search.space.Domain;
import org.kanworkbench.search.space.Space;

/** Functions with known minima, as searches are compared on. */
enum TestFunction {
    SPHERE(5, -5, 5, 0, x -> IntStream.range(0, 5).mapToDouble(i -> x[i] * x[i]).sum()),
    ELLIPSOID(
            4,
            -5,
            5,
            0,
            x -> IntStream.range(0, 4)
                    .mapToDouble(i -> Math.pow(100, i / 3.0) * x[i] * x[i])
                    .sum()),
    ROSENBROCK(2, -2, 2, 0, x -> 100 * sq(x[1] - x[0] * x[0]) + sq(1 - x[0])),
    RASTRIGIN(
            3,
            -5.12,
            5.12,
            0,
            x -> IntStream.range(0, 3)
                    .mapToDouble(i -> 10 + x[i] * x[i] - 10 * Math.cos(2 * Math.PI * x[i]))
                    .sum()),
    ACKLEY(4, -20, 20, 0, x -> {
        double squares = IntStream.range(0, 4).mapToDouble(i -> x[i] * x[i]).sum() / 4;
        double cosines = IntStream.range(0, 4)
                        .mapToDouble(i -> Math.cos(2 * Math.PI * x[i]))
                        .sum()
                / 4;
        return 20 + Math.E - 20 * Math.exp(-0.2 * Math.sqrt(squares)) - Math.exp(cosines);
    }),
    LEVY(3, -10, 10, 0, x -> {
        double[] w = IntStream.range(0, 3).mapToDouble(i -> 1 + (x[i] - 1) / 4).toArray();
        double sum = sq(Math.sin(Math.PI * w[0])) + sq(w[2] - 1) * (1 + sq(Math.sin(2 * Math.PI * w[2])));
        for (int i = 0; i < 2; i++) {
            sum += sq(w[i] - 1) * (1 + 10 * sq(Math.sin(Math.PI * w[i] + 1)));
        }
        return sum;
    }),
    BRANIN(2, 0, 15, 0.397887, y -> {
        double x = y[0] - 5;
        return sq(y[1] - 5.1 / (4 * Math.PI * Math.PI) * x * x + 5 / Math.PI * x - 6)
                + 10 * (1 - 1 / (8 * Math.PI)) * Math.cos(x)
                + 10;
    }),
    STYBLINSKI_TANG(
            5,
            -5,
            5,
            -195.8308,
            x -> IntStream.range(0, 5)
                    .mapToDouble(i -> (Math.pow(x[i], 4) - 16 * x[i] * x[i] + 5 * x[i]) / 2)
                    .sum()),
    CAMEL(
            2,
            -2,
            2,
            -1.031628,
            x -> (4 - 2.1 * x[0] * x[0] + Math.pow(x[0], 4) / 3) * x[0] * x[0]
                    + x[0] * x[1]
                    + (-4 + 4 * x[1] * x[1]) * x[1] * x[1]),
    /** As a network's: a rate on a log scale, a whole width, a kind of which one is the best. */
    NETWORK(
            new Space(List.of(
                    new Dimension("rate", new Domain.Numbers(1e-5, 1, true, false)),
                    new Dimension("width", new Domain.Numbers(1, 128, true, true)),
                    new Dimension("kind", new Domain.Choice(List.of("a", "b", "c", "d"))),
                    new Dimension("decay", new Domain.Numbers(0, 1, false, false), Map.of("kind", List.of("c", "d"))))),
            0,
            values -> sq(Math.log10((double) values.get("rate")) + 2)
                    + sq(Math.log((int) values.get("width")) - Math.log(32))
                    + 0.7 * Math.abs("abcd".indexOf((String) values.get("kind")) - 2)
                    + Math.abs((double) values.getOrDefault("decay", 0.2) - 0.2));

    private final Space space;
    final double least;
    private final ToDoubleFunction<Map<String, Object>> value;

    TestFunction(Space space, double least, ToDoubleFunction<Map<String, Object>> value) {
        this.space = space;
        this.least = least;
        this.value = value;
    }

    TestFunction(int inputs, double low, double high, double least, ToDoubleFunction<double[]> value) {
        this(
                new Space(IntStream.range(0, inputs)
                        .mapToObj(i -> new Dimension("x" + i, new Domain.Numbers(low, high, false, false)))
                        .toList()),
                least,
                values -> value.applyAsDouble(IntStream.range(0, inputs)
                        .mapToDouble(i -> (double) values.get("x" + i))
                        .toArray()));
    }

    private static double sq(double x) {
        return x * x;
    }

    Space space() {
        return space;
    }

    /** The best value of a search with eight trials in flight. */
    double best(Samplers kind, int trials, long seed) {
        Sampler sampler = kind.of(space, seed);
        List<Optional<Observation>> known = new ArrayList<>();
        double best = Double.POSITIVE_INFINITY;
        for (int t = 0; t < Math.min(trials, sampler.most()); t++) {
            Map<String, Object> values =
                    space.active(sampler.suggest(t, known.subList(0, sampler.after(t, Search.IN_FLIGHT))));
            double loss = value.applyAsDouble(values);
            known.add(Optional.of(new Observation(values, true, 1, List.of(loss))));
            best = Math.min(best, loss);
        }
        return best;
    }
}
