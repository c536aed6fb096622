package org.kanworkbench.quantize.onnx.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LayerSampleTest {

    /** At even steps 200,000 of 1,000 rows of 400 would be those of every second input. */
    @ParameterizedTest
    @CsvSource({"20, 20000", "40, 20000", "256, 200000", "400, 200000", "784, 200000", "784, 20000"})
    void every_input_of_a_layer_is_in_its_sample(int width, int sampled) {
        long all = 1000L * width;
        long[] places = IntStream.range(0, sampled)
                .mapToLong(n -> LayerSample.place(n, sampled, all))
                .toArray();

        assertThat(places).doesNotHaveDuplicates().isSorted();
        assertThat(places[sampled - 1]).isLessThan(all);
        assertThat(IntStream.range(0, sampled)
                        .map(n -> (int) (places[n] % width))
                        .distinct()
                        .count())
                .isEqualTo(width);
    }
}
