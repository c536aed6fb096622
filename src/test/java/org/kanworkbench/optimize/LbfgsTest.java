package org.kanworkbench.optimize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.hipparchus.linear.MatrixUtils;
import org.hipparchus.linear.RealMatrix;
import org.hipparchus.linear.RealVector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kanworkbench.expression.Compiled;
import org.kanworkbench.expression.Expression;
import org.kanworkbench.expression.ExpressionParser;

/** Against the minima that Moré, Garbow and Hillstrom (1981) publish, and step by step against the textbook. */
class LbfgsTest {

    private static final double[] BARD = {
        0.14, 0.18, 0.22, 0.25, 0.29, 0.32, 0.35, 0.39, 0.37, 0.58, 0.73, 0.96, 1.34, 2.10, 4.39
    };
    private static final double[] KOWALIK_U = {4, 2, 1, 0.5, 0.25, 0.167, 0.125, 0.1, 0.0833, 0.0714, 0.0625};
    private static final double[] KOWALIK_Y = {
        0.1957, 0.1947, 0.1735, 0.16, 0.0844, 0.0627, 0.0456, 0.0342, 0.0323, 0.0235, 0.0246
    };

    /** The residuals of a problem, whose squares are added up, in x1, x2 and so on. */
    private static String residuals(String problem) {
        return switch (problem) {
            case "Rosenbrock" -> "10*(x2-x1^2); 1-x1";
            case "Freudenstein and Roth" -> "-13+x1+((5-x2)*x2-2)*x2; -29+x1+((x2+1)*x2-14)*x2";
            case "Beale" -> "1.5-x1*(1-x2); 2.25-x1*(1-x2^2); 2.625-x1*(1-x2^3)";
            case "Wood" -> "10*(x2-x1^2); 1-x1; sqrt(90)*(x4-x3^2); 1-x3; sqrt(10)*(x2+x4-2); (x2-x4)/sqrt(10)";
            case "Bard" ->
                each(15, i -> BARD[i - 1] + "-(x1+" + i + "/(" + (16 - i) + "*x2+" + Math.min(i, 16 - i) + "*x3))");
            case "Kowalik and Osborne" ->
                each(
                        11,
                        i -> String.format(
                                Locale.ROOT,
                                "%1$s-x1*(%2$s^2+%2$s*x2)/(%2$s^2+%2$s*x3+x4)",
                                KOWALIK_Y[i - 1],
                                KOWALIK_U[i - 1]));
            case "Brown and Dennis" ->
                each(20, i -> "(x1+%1$s*x2-exp(%1$s))^2+(x3+x4*sin(%1$s)-cos(%1$s))^2".formatted(i / 5.0));
            case "Penalty I" -> each(4, i -> "sqrt(0.00001)*(x" + i + "-1)") + "; x1^2+x2^2+x3^2+x4^2-0.25";
            default -> throw new IllegalArgumentException(problem);
        };
    }

    private static String each(int count, IntFunction<String> residual) {
        return IntStream.rangeClosed(1, count).mapToObj(residual).collect(Collectors.joining("; "));
    }

    private static Lbfgs.Objective objective(String problem, int inputs) {
        List<String> names =
                IntStream.rangeClosed(1, inputs).mapToObj(i -> "x" + i).toList();
        List<Expression> parts = Arrays.stream(residuals(problem).split(";"))
                .map(ExpressionParser::parse)
                .toList();
        List<Compiled> values = parts.stream().map(part -> part.compile(names)).toList();
        List<List<Compiled>> slopes = parts.stream()
                .map(part -> names.stream()
                        .map(name -> part.derivative(name).compile(names))
                        .toList())
                .toList();
        return (x, gradient) -> {
            double sum = 0;
            Arrays.fill(gradient, 0);
            for (int r = 0; r < values.size(); r++) {
                double residual = values.get(r).at(x);
                sum += residual * residual;
                for (int i = 0; i < x.length; i++) {
                    gradient[i] += 2 * residual * slopes.get(r).get(i).at(x);
                }
            }
            return sum;
        };
    }

    private static double[] numbers(String text) {
        return Arrays.stream(text.split(" ")).mapToDouble(Double::parseDouble).toArray();
    }

    @ParameterizedTest
    @CsvSource({
        "Rosenbrock, -1.2 1, 0",
        "Freudenstein and Roth, 0.5 -2, 48.9842",
        "Beale, 1 1, 0",
        "Wood, -3 -1 -3 -1, 0",
        "Bard, 1 1 1, 8.21487e-3",
        "Kowalik and Osborne, 0.25 0.39 0.415 0.39, 3.07505e-4",
        "Brown and Dennis, 25 5 -5 -1, 85822.2",
        "Penalty I, 1 2 3 4, 2.24997e-5"
    })
    void published_minima_are_found_to_their_last_digit(String problem, String start, double minimum) {
        double[] from = numbers(start);
        Lbfgs.Result result = Lbfgs.minimise(objective(problem, from.length), from, 500, () -> false);

        assertThat(result.loss()).isCloseTo(minimum, within(Math.max(1e-12, 1e-5 * minimum)));
    }

    /**
     * Every direction is that of the dense inverse (Nocedal and Wright, equation 7.16) from the pairs that are remembered,
     * tried at full length first; every step meets the strong Wolfe conditions (3.7).
     */
    @Test
    void directions_are_those_of_the_dense_formula_and_steps_meet_the_wolfe_conditions() {
        Lbfgs.Objective wood = objective("Wood", 4);
        List<double[]> tried = new ArrayList<>();
        Lbfgs lbfgs = new Lbfgs(
                (x, gradient) -> {
                    tried.add(x.clone());
                    return wood.at(x, gradient);
                },
                new double[] {-3, -1, -3, -1},
                Lbfgs.History.FLOAT64);
        lbfgs.begin();
        lbfgs.step();
        for (int step = 0; step < 25; step++) {
            RealVector x = MatrixUtils.createRealVector(lbfgs.x());
            double[] slope = new double[4];
            double loss = wood.at(x.toArray(), slope);
            RealVector gradient = MatrixUtils.createRealVector(slope);
            RealVector direction = inverse(lbfgs.pairs()).operate(gradient).mapMultiply(-1);
            tried.clear();

            assertThat(lbfgs.step()).isTrue();

            RealVector first = MatrixUtils.createRealVector(tried.getFirst()).subtract(x);
            assertThat(first.subtract(direction).getNorm()).as("step %d", step).isLessThan(1e-8 * direction.getNorm());
            double[] after = new double[4];
            double less = wood.at(lbfgs.x().clone(), after);
            RealVector moved = MatrixUtils.createRealVector(lbfgs.x()).subtract(x);
            double before = gradient.dotProduct(moved);
            assertThat(less).isLessThanOrEqualTo(loss + 1e-4 * before);
            assertThat(Math.abs(MatrixUtils.createRealVector(after).dotProduct(moved)))
                    .isLessThanOrEqualTo(0.9 * Math.abs(before));
        }
        assertThat(lbfgs.pairs()).hasSize(Lbfgs.HISTORY);
    }

    private static RealMatrix inverse(List<Lbfgs.Pair> pairs) {
        Lbfgs.Pair newest = pairs.getLast();
        RealVector change = MatrixUtils.createRealVector(newest.change());
        RealMatrix inverse = MatrixUtils.createRealIdentityMatrix(change.getDimension())
                .scalarMultiply(
                        MatrixUtils.createRealVector(newest.step()).dotProduct(change) / change.dotProduct(change));
        for (Lbfgs.Pair pair : pairs) {
            RealVector s = MatrixUtils.createRealVector(pair.step());
            RealVector y = MatrixUtils.createRealVector(pair.change());
            double share = 1 / s.dotProduct(y);
            RealMatrix v = MatrixUtils.createRealIdentityMatrix(s.getDimension())
                    .subtract(y.outerProduct(s).scalarMultiply(share));
            inverse = v.transpose()
                    .multiply(inverse)
                    .multiply(v)
                    .add(s.outerProduct(s).scalarMultiply(share));
        }
        return inverse;
    }
}
