package org.kanworkbench.engine.stem;

import org.kanworkbench.engine.kernel.Lanes;
import org.kanworkbench.network.stem.Convolutions;

/**
 * One stage's geometry. Images are planes [row][column][channel] with a border of zeros; channels are padded to whole
 * vectors, but for the one channel of the first stage.
 *
 * @param height rows of the stage's input, without border
 * @param width columns of the stage's input, without border
 * @param inputs input channels
 * @param depth column stride of the input plane: 1 in the first stage, else the channels of the stage below as it pads them
 * @param outputs output channels
 */
record ConvolutionStage(int height, int width, int inputs, int depth, int outputs) {

    /** Number of taps of a kernel. */
    static final int TAPS = Convolutions.KERNEL * Convolutions.KERNEL;

    static ConvolutionStage of(Convolutions convolutions, int stage) {
        int inputs = convolutions.inputChannels(stage);
        return new ConvolutionStage(
                convolutions.height() >> stage,
                convolutions.width() >> stage,
                inputs,
                stage == 0 ? 1 : Lanes.padded(inputs),
                convolutions.channels().get(stage));
    }

    /** Row stride of the input plane. */
    int rowStride() {
        return (width + 2) * depth;
    }

    /** Number of values of the input plane, border included. */
    int planeSize() {
        return (height + 2) * rowStride();
    }

    /** Stride between pooled cells of the selection. */
    int outputDepth() {
        return Lanes.padded(outputs);
    }

    int pooledHeight() {
        return height / 2;
    }

    int pooledWidth() {
        return width / 2;
    }

    /** Number of values of the pooled output. */
    int cells() {
        return pooledHeight() * pooledWidth();
    }
}
