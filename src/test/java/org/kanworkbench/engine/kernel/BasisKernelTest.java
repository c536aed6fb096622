package org.kanworkbench.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.kanworkbench.network.basis.Basis;
import org.kanworkbench.network.basis.BasisSamples;

/** Every fast kernel against the basis's own definition, inside its domain and beyond. */
public class BasisKernelTest {

    private static final int POINTS = 203;
    private static final int PLANE = 224;

    static List<Basis> bases() {
        return BasisSamples.all();
    }

    @ParameterizedTest
    @MethodSource("bases")
    public void values_and_derivatives_agree_with_the_definition(Basis basis) {
        int first = basis.constantFirst() ? 1 : 0;
        int functions = basis.terms() - first;
        float[] points = new float[PLANE];
        for (int n = 0; n < POINTS; n++) {
            // Off the knots: a derivative jumps there for order 1.
            points[n] = (float) (basis.lower() + (basis.upper() - basis.lower()) * (1.3 * (n + 0.37) / POINTS - 0.15));
        }
        float[] value = new float[functions * PLANE + 7];
        float[] slope = new float[functions * PLANE + 7];
        float[] valueAlone = new float[functions * PLANE + 7];
        BasisKernel kernel = BasisKernel.of(basis);
        // What a kernel has learned from the first blocks holds for others, too.
        for (int time = 0; time < 2; time++) {
            kernel.expand(points, POINTS, value, slope, 7, PLANE);
            kernel.expand(points, POINTS, valueAlone, null, 7, PLANE);
            double[] v = new double[basis.terms()];
            double[] d = new double[basis.terms()];
            for (int n = 0; n < POINTS; n++) {
                basis.evaluate(points[n], v, d);
                for (int k = 0; k < functions; k++) {
                    int at = 7 + k * PLANE + n;
                    assertThat(value[at])
                            .as("function %d at %f", k, points[n])
                            .isCloseTo((float) v[k + first], within(tolerance(v[k + first])))
                            .isEqualTo(valueAlone[at]);
                    assertThat(slope[at])
                            .as("derivative %d at %f", k, points[n])
                            .isCloseTo((float) d[k + first], within(tolerance(d[k + first])));
                }
            }
        }
    }

    private static float tolerance(double expected) {
        return (float) (2e-5 * (1 + Math.abs(expected)));
    }
}
