package org.kanworkbench.engine.stem;

import org.kanworkbench.engine.kernel.Lanes;
import org.kanworkbench.network.Convolutions;

/**
 * One stage's geometry. Images lie as planes [row][column][channel] with a border of zeros; channels are padded to whole
 * vectors, but for the one channel of the first stage.
 *
 * @param height rows of the stage's input, without border
 * @param width columns of the stage's input, without border
 * @param inputs channels that it takes
 * @param outputs channels that it gives
 */
record ConvolutionStage(int height, int width, int inputs, int outputs) {

    /** Taps of a kernel. */
    static final int TAPS = Convolutions.KERNEL * Convolutions.KERNEL;

    static ConvolutionStage of(Convolutions convolutions, int stage) {
        return new ConvolutionStage(
                convolutions.height() >> stage,
                convolutions.width() >> stage,
                convolutions.inputChannels(stage),
                convolutions.channels().get(stage));
    }

    /** Distance of two columns of the input's plane. */
    int depth() {
        return inputs == 1 ? 1 : Lanes.padded(inputs);
    }

    /** Distance of two rows of the input's plane. */
    int rowStride() {
        return (width + 2) * depth();
    }

    /** Values of the input's plane, border included. */
    int planeSize() {
        return (height + 2) * rowStride();
    }

    /** Distance of two pooled cells of the selection. */
    int outputDepth() {
        return Lanes.padded(outputs);
    }

    int pooledHeight() {
        return height / 2;
    }

    int pooledWidth() {
        return width / 2;
    }

    /** Places of the pooled output. */
    int cells() {
        return pooledHeight() * pooledWidth();
    }
}
