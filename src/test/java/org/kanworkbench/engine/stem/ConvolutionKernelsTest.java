package org.kanworkbench.engine.stem;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kanworkbench.engine.kernel.Lanes;

class ConvolutionKernelsTest {

    /** Each of these places, border included, is seen by one alone of the first cell's four sums. */
    @ParameterizedTest
    @CsvSource({"0, 0", "0, 3", "3, 0", "3, 3"})
    void what_is_not_a_number_is_not_lost_among_larger_sums(int row, int column) {
        ConvolutionStage stage = new ConvolutionStage(4, 4, 1, 1, 3);
        int width = stage.outputDepth();
        Foreground everywhere = new Foreground(stage);
        everywhere.setEverywhere();
        float[] in = new float[stage.planeSize() + Lanes.PADDING];
        Arrays.fill(in, 1);
        in[row * stage.rowStride() + column] = Float.NaN;
        float[] w = new float[ConvolutionStage.TAPS * width];
        Arrays.fill(w, 1);
        float[] out = new float[stage.cells() * width];
        float[] selection = new float[out.length];
        Blank none = new Blank(new float[out.length], 0, new float[out.length]);

        new ConvolutionKernels(stage)
                .forward(everywhere, none, in, 0, w, new float[width], out, 0, 2 * width, width, selection, 0);

        assertThat(Arrays.copyOf(out, 3)).containsOnly(Float.NaN);
        assertThat(Arrays.copyOfRange(out, 3 * width, 3 * width + 3)).doesNotContain(0);
    }
}
