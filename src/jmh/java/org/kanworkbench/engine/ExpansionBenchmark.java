package org.kanworkbench.engine;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.kanworkbench.engine.kernel.BasisKernel;
import org.kanworkbench.engine.kernel.Lanes;
import org.kanworkbench.network.basis.BSpline;
import org.kanworkbench.network.basis.Basis;
import org.kanworkbench.network.basis.GaussianRbf;
import org.kanworkbench.network.basis.recurrence.Chebyshev;
import org.kanworkbench.network.basis.recurrence.Legendre;
import org.kanworkbench.network.basis.recurrence.Monomial;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Expansion of 1,024 inputs into basis functions, and with derivatives, on one thread. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ExpansionBenchmark {

    private static final int INPUTS = 1024;
    private static final int PLANE = INPUTS + Lanes.PADDING;

    @Param({"legendre", "chebyshev", "monomial", "b-spline", "gaussian"})
    public String basis;

    private BasisKernel kernel;
    private float[] s;
    private float[] value;
    private float[] slope;

    @Setup
    public void prepare() {
        Basis chosen = switch (basis) {
            case "legendre" -> new Legendre(3);
            case "chebyshev" -> new Chebyshev(3);
            case "monomial" -> new Monomial(3);
            case "b-spline" -> new BSpline(5, 3);
            default -> new GaussianRbf(4);
        };
        kernel = BasisKernel.of(chosen);
        SplittableRandom random = new SplittableRandom(1);
        s = new float[PLANE];
        for (int n = 0; n < INPUTS; n++) {
            s[n] = (float) random.nextDouble(-1, 1);
        }
        value = new float[chosen.terms() * PLANE];
        slope = new float[chosen.terms() * PLANE];
    }

    @Benchmark
    public float[] values() {
        kernel.expand(s, INPUTS, value, null, 0, PLANE);
        return value;
    }

    @Benchmark
    public float[] valuesAndSlopes() {
        kernel.expand(s, INPUTS, value, slope, 0, PLANE);
        return slope;
    }
}
