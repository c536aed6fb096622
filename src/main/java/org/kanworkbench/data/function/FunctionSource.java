package org.kanworkbench.data.function;

import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.kanworkbench.data.DataException;
import org.kanworkbench.data.SeedMixer;
import org.kanworkbench.expression.RealFunction;

/** Points of a known function, uniformly random over its domain. */
public record FunctionSource(
        List<String> inputNames, List<Range> domain, RealFunction function, Points test, double deviation)
        implements PointSource {

    /** One input is tested on an even grid, several at random points. */
    private static final int TEST_GRID = 1001;

    private static final int TEST_ROWS = 2000;
    private static final long TEST_SEED = SeedMixer.mix(0, 1);
    private static final int MOST_ROWS = 100_000;
    private static final String MENDED = "choose another formula, or another interval";

    public FunctionSource {
        inputNames = List.copyOf(inputNames);
        domain = List.copyOf(domain);
    }

    /**
     * @param label for messages
     * @throws DataException if the function is not finite everywhere in its domain, or constant
     */
    public static FunctionSource of(String label, List<String> names, List<Range> domain, RealFunction function)
            throws DataException {
        Points test =
                names.size() == 1 ? grid(domain.getFirst(), function) : random(domain, function, TEST_ROWS, TEST_SEED);
        double deviation = Math.sqrt(test.variance());
        FunctionSource source = new FunctionSource(names, domain, function, test, deviation);
        source.check(label, test);
        int pole = names.size() == 1 ? source.pole() : -1;
        if (pole >= 0) {
            throw new DataException(
                    label + " has a pole near " + source.place(test, pole) + ": " + MENDED + " on one side of it");
        }
        if (!(deviation > 1e-12 * (1 + Math.abs(test.mean())))) {
            throw new DataException(label + " is " + shown(test.y()[0])
                    + " everywhere: there is nothing to learn, make it depend more on " + String.join(", ", names));
        }
        return source;
    }

    public static List<String> names(int inputs) {
        return inputs == 1
                ? List.of("x")
                : IntStream.rangeClosed(1, inputs).mapToObj(i -> "x" + i).toList();
    }

    /** Refuses points at which the function is not finite, or huge. */
    void check(String label, Points points) throws DataException {
        double largest = 0;
        for (int row = 0; row < points.rows(); row++) {
            double y = points.y()[row];
            if (!Double.isFinite(y)) {
                throw new DataException(
                        label + " is not finite at " + place(points, row) + ": " + MENDED + " without it");
            }
            largest = Math.max(largest, Math.abs(y));
        }
        if (largest > 1e30) {
            throw new DataException(label + " reaches " + shown(largest) + ": " + MENDED + " where it is smaller");
        }
    }

    /** Index of a grid point next to a pole; -1 for none. */
    private int pole() {
        for (int row = 1; row < test.rows(); row++) {
            double low = test.x()[row - 1];
            double high = test.x()[row];
            double jump = Math.abs(test.y()[row] - test.y()[row - 1]);
            if (jump > deviation / 2 && grows(low, high, jump)) {
                return row;
            }
        }
        return -1;
    }

    /** Bisects towards the larger jump: at a step the jump is constant, at a pole it grows. */
    private boolean grows(double from, double to, double jump) {
        double low = from;
        double high = to;
        double larger = jump;
        for (int i = 0; i < 40; i++) {
            double middle = (low + high) / 2;
            double left = Math.abs(function.at(middle) - function.at(low));
            double right = Math.abs(function.at(high) - function.at(middle));
            if (!Double.isFinite(left) || !Double.isFinite(right)) {
                return true;
            }
            if (left > right) {
                high = middle;
            } else {
                low = middle;
            }
            larger = Math.max(left, right);
        }
        return larger > 1000 * jump;
    }

    private static String shown(double value) {
        return String.format(Locale.ROOT, "%.3g", value);
    }

    private String place(Points points, int row) {
        StringBuilder place = new StringBuilder();
        for (int i = 0; i < inputs(); i++) {
            place.append(i == 0 ? "" : ", ")
                    .append(inputNames.get(i))
                    .append(" = ")
                    .append((float) points.x(row, i));
        }
        return place.toString();
    }

    private static Points grid(Range range, RealFunction function) {
        double[] x = new double[TEST_GRID];
        for (int row = 0; row < TEST_GRID; row++) {
            x[row] = range.at(row / (TEST_GRID - 1.0));
        }
        return Points.of(1, x, function::at);
    }

    private static Points random(List<Range> domain, RealFunction function, int rows, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] x = new double[rows * domain.size()];
        for (int i = 0; i < x.length; i++) {
            x[i] = domain.get(i % domain.size()).at(random.nextDouble());
        }
        return Points.of(domain.size(), x, function::at);
    }

    @Override
    public int mostRows() {
        return MOST_ROWS;
    }

    @Override
    public Points training(int rows, long seed) {
        return random(domain, function, rows, seed);
    }

    @Override
    public OptionalDouble truth(double... x) {
        return OptionalDouble.of(function.at(x));
    }
}
