package org.kanworkbench.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.kanworkbench.data.ByteFeatures;
import org.kanworkbench.engine.kernel.CodedRows;
import org.kanworkbench.engine.workers.Workers;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.Preset;

/** Codes are another form of the same numbers: whatever is computed from them has the same bits. */
class CodedRowsTest {

    private static final int INPUTS = 150;

    @ParameterizedTest
    @ValueSource(strings = {"kal-net", "kal-net-faithful", "kag-net", "torchkan-faithful", "fourier-kan", "mlp"})
    void training_on_codes_is_training_on_what_they_stand_for(String preset) throws NonFiniteException {
        assertThat(train(preset, true)).isEqualTo(train(preset, false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"kal-net", "kal-net-faithful", "torchkan", "mlp"})
    void predicting_from_codes_is_predicting_from_what_they_stand_for(String name) throws NonFiniteException {
        Model model = train(name, false);
        int rows = 90;
        byte[] bytes = bytes(new SplittableRandom(2), rows, 256);
        ByteFeatures features = ByteFeatures.pixels(bytes, INPUTS);
        float[] expected = new float[rows * 10];
        float[] actual = new float[rows * 10];
        float[] together = new float[rows * 10];
        try (Workers workers = new Workers(2);
                Workers one = new Workers(1)) {
            Predictor predictor = new Predictor(model, 250, OptionalDouble.of(-1), workers);
            CodedRows codes = coded(bytes, features.values());
            assertThat(predictor.takes(codes)).isTrue();
            predictor.predict(codes, rows, actual);
            predictor.predict(features.sample(rows), rows, expected);
            new Predictor(model, 250, OptionalDouble.of(-1), one).predict(codes, rows, together);
        }
        assertThat(actual).containsExactly(expected);
        assertThat(together).containsExactly(expected);
    }

    private static Model train(String name, boolean coded) throws NonFiniteException {
        Preset preset = Preset.named(name).orElseThrow();
        Network network = Network.initialize(preset.network(INPUTS, List.of(32), 10), 1);
        SplittableRandom random = new SplittableRandom(1);
        try (Workers workers = new Workers(2)) {
            TrainingStep step = new TrainingStep(network, preset.recipe(), OptionalDouble.of(-1), workers, 1);
            assertThat(step.takesCodes()).isTrue();
            for (int s = 0; s < 9; s++) {
                int rows = s == 8 ? 30 : 64;
                // Of some batches the brightest pixel is grey, so that the range of the inputs changes.
                byte[] bytes = bytes(random, rows, s % 3 == 0 ? 100 : 256);
                int[] labels = random.ints(rows, 0, 10).toArray();
                ByteFeatures features = ByteFeatures.pixels(bytes, INPUTS);
                if (coded) {
                    step.step(coded(bytes, features.values()), labels, null, rows, 1e-3);
                } else {
                    step.step(features.sample(rows), labels, null, rows, 1e-3);
                }
            }
        }
        return network.snapshot();
    }

    private static byte[] bytes(SplittableRandom random, int rows, int levels) {
        byte[] bytes = new byte[rows * INPUTS];
        for (int j = 0; j < bytes.length; j++) {
            bytes[j] = (byte) (random.nextInt(4) > 0 ? 0 : random.nextInt(levels));
        }
        return bytes;
    }

    private static CodedRows coded(byte[] bytes, float[] values) {
        return new CodedRows(Arrays.copyOf(bytes, bytes.length + CodedRows.PADDING), values);
    }

    @ParameterizedTest
    @CsvSource({"1", "63", "64", "65", "700"})
    void the_range_is_that_of_the_values_that_occur(int count) {
        SplittableRandom random = new SplittableRandom(count);
        float[] values = new ByteFeatures(new byte[1], 1, 0.5f, -3).values();
        byte[] codes = new byte[count];
        int least = 255;
        int most = 0;
        for (int j = 0; j < count; j++) {
            int code = random.nextInt(20, 240);
            least = Math.min(least, code);
            most = Math.max(most, code);
            codes[j] = (byte) code;
        }
        float[] range = new float[2];
        coded(codes, values).range(count, range);
        assertThat(range).containsExactly(0.5f * least - 3, 0.5f * most - 3);
    }

    @Test
    void a_value_has_the_code_that_stands_for_it() {
        CodedRows rows = coded(new byte[1], new ByteFeatures(new byte[1], 1, 2, 7).values());
        assertThat(rows.codeOf(7)).isZero();
        assertThat(rows.codeOf(17)).isEqualTo(5);
        assertThat(rows.codeOf(8)).isEqualTo(-1);
    }
}
