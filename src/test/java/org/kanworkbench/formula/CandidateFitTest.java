package org.kanworkbench.formula;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.kanworkbench.formula.network.CandidateFunction;

class CandidateFitTest {

    /** A function that somebody types may be neither odd nor even, unlike those that are compared by themselves. */
    @Test
    void a_typed_function_fits_a_curve_that_goes_the_other_way() {
        double[] x = IntStream.range(0, 200).mapToDouble(i -> i / 100.0 - 1).toArray();
        double[] y = Arrays.stream(x).map(v -> Math.max(0.3 - 2 * v, 0)).toArray();

        List<CandidateFit> fits = CandidateFit.rank(x, y, List.of(CandidateFunction.typed("max(x, 0)")));

        assertThat(fits.getFirst().r2()).isGreaterThan(0.9999);
    }
}
