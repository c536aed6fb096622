package org.kanworkbench.files.tensorboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.kanworkbench.files.tensorboard.Event.Bucket;

class WeightHistogramsTest {

    @Test
    void neighbouring_buckets_hold_every_value_once() {
        SplittableRandom random = new SplittableRandom(3);
        float[] values = new float[5000];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }

        List<Bucket> buckets = WeightHistograms.buckets(values);

        assertThat(buckets).hasSize(30);
        for (int b = 0; b < buckets.size(); b++) {
            Bucket bucket = buckets.get(b);
            boolean last = b == buckets.size() - 1;
            long expected = 0;
            for (float value : values) {
                expected += value >= bucket.low() && (value < bucket.high() || last) ? 1 : 0;
            }
            assertThat(bucket.count()).isEqualTo(expected);
            assertThat(last || bucket.high() == buckets.get(b + 1).low()).isTrue();
        }
    }

    @Test
    void equal_values_lie_in_one_bucket_around_them() {
        assertThat(WeightHistograms.buckets(new float[] {2, 2, Float.NaN, Float.POSITIVE_INFINITY, 2}))
                .containsExactly(new Bucket(1.5, 2.5, 3));
    }

    @Test
    void values_that_are_no_numbers_have_no_buckets() {
        assertThat(WeightHistograms.buckets(new float[] {Float.NaN})).isEmpty();
    }
}
