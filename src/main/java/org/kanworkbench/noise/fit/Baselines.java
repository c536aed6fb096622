package org.kanworkbench.noise.fit;

import java.util.List;
import org.kanworkbench.data.function.Points;
import org.kanworkbench.noise.contender.Contender;
import org.kanworkbench.noise.training.Fitted;
import org.kanworkbench.noise.training.Scaling;
import org.kanworkbench.noise.training.Setting;

/** The baselines, which are not networks: their settings and fits. */
public final class Baselines {

    private static final double OPERATIONS_A_MS = 1e6;

    private Baselines() {}

    static List<Setting> settings(Contender contender, Points fitting) {
        return switch (contender) {
            case Contender.Polynomial _ -> PolynomialFit.settings(fitting.inputs(), fitting.rows());
            case Contender.SmoothingSpline _ -> SplineFit.settings();
            case Contender.Trained trained ->
                throw new IllegalArgumentException(trained.name() + " is a network, not a baseline");
        };
    }

    public static Fitted fit(Points points, Setting setting) {
        return switch (setting) {
            case Setting.Degree degree -> PolynomialFit.fit(points, degree.degree());
            case Setting.Penalty penalty -> SplineFit.fit(points, penalty.weight());
            case Setting.Optimisation optimisation ->
                throw new IllegalArgumentException(optimisation.label() + " is for networks");
        };
    }

    /** Approximate time of a fit with all of its settings: of the products of all pairs of terms, and of solving for them. */
    public static double milliseconds(Contender contender, int inputs, int rows) {
        double operations = switch (contender) {
            case Contender.Polynomial _ ->
                PolynomialFit.settings(inputs, rows).stream()
                        .mapToDouble(setting -> parameters(inputs, rows, setting))
                        .map(terms -> 2 * rows * terms * terms)
                        .sum();
            case Contender.SmoothingSpline _ -> {
                double terms = SplineFit.parameters(inputs, rows);
                yield SplineFit.settings().size() * terms * (rows * 4.0 * inputs + terms * terms / 3);
            }
            case Contender.Trained _ -> 0;
        };
        return 1 + operations / OPERATIONS_A_MS;
    }

    public static long parameters(int inputs, int rows, Setting setting) {
        return switch (setting) {
            case Setting.Degree degree -> PolynomialFit.parameters(inputs, degree.degree());
            case Setting.Penalty _ -> SplineFit.parameters(inputs, rows);
            case Setting.Optimisation _ -> 0;
        };
    }

    /** The functions of a linear model, at a row of some. */
    interface Functions {
        double[] at(double[] x, int row);
    }

    /** A model whose scaled outputs are weighted sums of functions. */
    static Fitted linear(Scaling scaling, Functions functions, double[] weights) {
        return x -> {
            double[] y = new double[x.length / scaling.inputs()];
            for (int row = 0; row < y.length; row++) {
                double[] values = functions.at(x, row);
                double sum = 0;
                for (int i = 0; i < weights.length; i++) {
                    sum += weights[i] * values[i];
                }
                y[row] = scaling.unscaled(sum);
            }
            return y;
        };
    }

    /** The setting with the lowest validation error. */
    public static Setting choose(Contender contender, Points fitting, Points validation) {
        List<Setting> settings = settings(contender, fitting);
        List<Fitted> tried =
                settings.stream().map(setting -> fit(fitting, setting)).toList();
        return FitRunner.choose(settings, tried, validation).setting();
    }
}
