package org.kanworkbench.noise.target;

import static java.lang.Math.PI;
import static java.lang.Math.abs;
import static java.lang.Math.cos;
import static java.lang.Math.exp;
import static java.lang.Math.floor;
import static java.lang.Math.signum;
import static java.lang.Math.sin;
import static java.lang.Math.sqrt;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.kanworkbench.data.function.Range;
import org.kanworkbench.expression.RealFunction;

/**
 * Standard functions for fitting experiments. The first six are those of TorchKAN's scripts (nKAN.py, exp_1.py and
 * exp2.py of github.com/1ssb/torchkan); chirp, Doppler and HeaviSine follow Donoho and Johnstone (1994), Friedman 1 is
 * from Friedman (1991), the last five are equations of the Feynman data set on its own ranges (Udrescu and Tegmark,
 * 2020).
 */
public enum StandardFunction {
    SIN_2PI("sin 2πx", 1, -1, 1, x -> sin(2 * PI * x[0])),
    SINE("sin x", 1, -6, 6, x -> sin(x[0])),
    COSINE("cos x", 1, -6, 6, x -> cos(x[0])),
    EXP_ABS("exp(−|x|)", 1, -6, 6, x -> exp(-abs(x[0]))),
    POLYNOMIAL_2D("x² − 3x + y² − 3y + 4", 2, -4, 4, x -> x[0] * x[0] - 3 * x[0] + 2 + x[1] * x[1] - 3 * x[1] + 2),
    GAUSSIAN_2D("exp(−(x² + y²)/2)/2π", 2, -3, 3, x -> exp(-(x[0] * x[0] + x[1] * x[1]) / 2) / (2 * PI)),
    RUNGE("1/(1 + 25x²)", 1, -1, 1, x -> 1 / (1 + 25 * x[0] * x[0])),
    STEP("0 below 0, 1 from there on", 1, -1, 1, x -> x[0] < 0 ? 0 : 1),
    CHIRP("sin 2π(x + 4x²)", 1, 0, 1, x -> sin(2 * PI * (x[0] + 4 * x[0] * x[0]))),
    SAWTOOTH("2(3x − ⌊3x⌋) − 1", 1, 0, 1, x -> 2 * (3 * x[0] - floor(3 * x[0])) - 1),
    DOPPLER("√(x(1 − x))·sin(2.1π/(x + 0.05))", 1, 0, 1, x -> sqrt(x[0] * (1 - x[0])) * sin(2.1 * PI / (x[0] + 0.05))),
    HEAVISINE(
            "4 sin 4πx − sgn(x − 0.3) − sgn(0.72 − x)",
            1,
            0,
            1,
            x -> 4 * sin(4 * PI * x[0]) - signum(x[0] - 0.3) - signum(0.72 - x[0])),
    FRIEDMAN_1(
            "10 sin(π·x1·x2) + 20(x3 − 0.5)² + 10·x4 + 5·x5",
            5,
            0,
            1,
            x -> 10 * sin(PI * x[0] * x[1]) + 20 * (x[2] - 0.5) * (x[2] - 0.5) + 10 * x[3] + 5 * x[4]),
    FEYNMAN_I_6_2(
            "exp(−(θ/σ)²/2)/(σ√2π)", 2, 1, 3, x -> exp(-(x[1] / x[0]) * (x[1] / x[0]) / 2) / (x[0] * sqrt(2 * PI))),
    FEYNMAN_I_27_6("1/(1/d1 + n/d2)", 3, 1, 5, x -> 1 / (1 / x[0] + x[2] / x[1])),
    FEYNMAN_I_18_4("(m1·r1 + m2·r2)/(m1 + m2)", 4, 1, 5, x -> (x[0] * x[2] + x[1] * x[3]) / (x[0] + x[1])),
    FEYNMAN_I_29_16(
            "√(x1² + x2² − 2·x1·x2·cos(θ1 − θ2))",
            4,
            1,
            5,
            x -> sqrt(x[0] * x[0] + x[1] * x[1] - 2 * x[0] * x[1] * cos(x[2] - x[3]))),
    FEYNMAN_I_12_11("q(E + B·v·sin θ)", 5, 1, 5, x -> x[0] * (x[1] + x[2] * x[3] * sin(x[4])));

    private final String formula;
    private final int inputs;
    private final Range range;
    private final RealFunction function;

    StandardFunction(String formula, int inputs, double lower, double upper, RealFunction function) {
        this.formula = formula;
        this.inputs = inputs;
        this.range = new Range(lower, upper);
        this.function = function;
    }

    /** The name on the command line and in files, for instance {@code gaussian-2d}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The display name. */
    public String formula() {
        return formula;
    }

    public int inputs() {
        return inputs;
    }

    /** One range per input. */
    public List<Range> domain() {
        return Collections.nCopies(inputs, range);
    }

    public double at(double... x) {
        return function.at(x);
    }

    public static Optional<StandardFunction> named(String id) {
        return Arrays.stream(values()).filter(f -> f.id().equals(id)).findFirst();
    }

    public static List<String> ids() {
        return Arrays.stream(values()).map(StandardFunction::id).toList();
    }
}
