package org.kanworkbench.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import jdk.incubator.vector.FloatVector;
import org.junit.jupiter.api.Test;

class LanesTest {

    /** Often enough to be interpreted, compiled and compiled again. */
    @Test
    void a_vector_is_added_up_in_one_order_however_the_code_runs() {
        float[] values = new float[Lanes.COUNT];
        SplittableRandom random = new SplittableRandom(1);
        for (int n = 0; n < 50_000; n++) {
            for (int i = 0; i < values.length; i++) {
                values[i] = random.nextFloat() * (i % 3 == 0 ? 1e4f : 1);
            }
            float[] folded = values.clone();
            for (int by = values.length / 2; by > 0; by /= 2) {
                for (int i = 0; i < by; i++) {
                    folded[i] += folded[i + by];
                }
            }
            assertThat(Lanes.sum(FloatVector.fromArray(Lanes.SPECIES, values, 0)))
                    .isEqualTo(folded[0]);
        }
    }
}
