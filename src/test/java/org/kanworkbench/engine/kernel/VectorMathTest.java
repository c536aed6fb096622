package org.kanworkbench.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import jdk.incubator.vector.FloatVector;
import org.assertj.core.data.Offset;
import org.hipparchus.special.Erf;
import org.junit.jupiter.api.Test;

class VectorMathTest {

    @Test
    void sine_and_cosine_hold_their_error_over_hundreds_of_periods() {
        for (int n = -4000; n <= 4000; n++) {
            float x = n * 0.731f;
            assertThat(at(VectorMath::sin, x)).as("sin %f", x).isCloseTo((float) Math.sin(x), Offset.offset(5e-7f));
            assertThat(at(VectorMath::cos, x)).as("cos %f", x).isCloseTo((float) Math.cos(x), Offset.offset(5e-7f));
        }
    }

    @Test
    void exp_is_right_to_float_precision_over_the_whole_range() {
        for (float x = -86; x < 86; x += 0.0137f) {
            double expected = Math.exp(x);
            assertThat(at(VectorMath::exp, x) / expected).as("e^%f", x).isCloseTo(1, Offset.offset(4e-7));
        }
    }

    @Test
    void exp_stays_finite_beyond_the_range() {
        assertThat(at(VectorMath::exp, 1000)).isFinite().isGreaterThan(1e37f);
        assertThat(at(VectorMath::exp, -1000)).isBetween(0f, 1e-37f);
    }

    @Test
    void sigmoid_tanh_and_erf_are_right_to_5e_7() {
        assertAbsolute(VectorMath::sigmoid, x -> 1 / (1 + Math.exp(-x)));
        assertAbsolute(VectorMath::tanh, Math::tanh);
        assertAbsolute(VectorMath::erf, Erf::erf);
    }

    @Test
    void tanh_is_right_to_1e_6_of_its_value_however_small_it_is() {
        for (double x = 1e-44; x < 12; x *= 1.013) {
            for (float at : new float[] {(float) x, (float) -x}) {
                assertThat(at(VectorMath::tanh, at) / Math.tanh(at))
                        .as("at %g", at)
                        .isCloseTo(1, Offset.offset(1e-6));
            }
        }
        assertThat(at(VectorMath::tanh, 0)).isZero();
    }

    @Test
    void not_a_number_stays_not_a_number() {
        assertThat(at(VectorMath::exp, Float.NaN)).isNaN();
        assertThat(at(VectorMath::sigmoid, Float.NaN)).isNaN();
        assertThat(at(VectorMath::tanh, Float.NaN)).isNaN();
    }

    private static void assertAbsolute(UnaryOperator<FloatVector> function, DoubleUnaryOperator definition) {
        for (float x = -12; x < 12; x += 0.0071f) {
            assertThat((double) at(function, x))
                    .as("at %f", x)
                    .isCloseTo(definition.applyAsDouble(x), Offset.offset(5e-7));
        }
    }

    private static float at(UnaryOperator<FloatVector> function, float x) {
        return function.apply(FloatVector.broadcast(Lanes.SPECIES, x)).lane(0);
    }
}
