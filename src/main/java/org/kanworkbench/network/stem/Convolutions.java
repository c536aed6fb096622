package org.kanworkbench.network.stem;

import java.util.List;
import java.util.stream.Collectors;
import org.kanworkbench.network.Limits;

/**
 * Stages of convolution (3 × 3, a border of zeros, with bias), ReLU and max-pooling over 2 × 2, for images of one channel:
 * the feature extractor of KANvolver and Legendvolver (github.com/1ssb/torchkan). Features are ordered by channel, then row,
 * then column.
 *
 * @param height of an image in pixels
 * @param width of an image in pixels
 * @param channels outputs of every stage
 */
public record Convolutions(int height, int width, List<Integer> channels) implements Stem {

    /** Rows and columns of a kernel. */
    public static final int KERNEL = 3;

    private static final int MAX_SIDE = 512;
    private static final int MAX_CHANNELS = 512;

    public Convolutions {
        check(height, width, channels);
        channels = List.copyOf(channels);
    }

    /**
     * What a row may be an image of: a square of one channel, or of three, as no number is both.
     *
     * @param side rows and columns
     * @param colours channels
     */
    record Images(int side, int colours) {

        /** @throws IllegalArgumentException with a one-line message if no image has as many values */
        static Images of(int inputs) {
            for (int colours : new int[] {1, 3}) {
                int side = (int) Math.round(Math.sqrt((double) inputs / colours));
                if (side * side * colours == inputs) {
                    return new Images(side, colours);
                }
            }
            throw new IllegalArgumentException(
                    "convolutions need square images of one or three channels, but a row has " + inputs
                            + " values: choose a preset without convolutions");
        }

        /** As many stages as the image can be halved. */
        List<Integer> stages(List<Integer> channels) {
            int halvings = Math.max(1, Integer.SIZE - 1 - Integer.numberOfLeadingZeros(side));
            return channels.subList(0, Math.min(halvings, channels.size()));
        }
    }

    /** @throws IllegalArgumentException with a one-line message if there are no such stages */
    static void check(int height, int width, List<Integer> channels) {
        Limits.count("height of images", height, 1, MAX_SIDE);
        Limits.count("width of images", width, 1, MAX_SIDE);
        if (channels.isEmpty()) {
            throw new IllegalArgumentException("convolutions have no stage: name the channels of one");
        }
        for (int c : channels) {
            Limits.count("channels of a convolution", c, 1, MAX_CHANNELS);
        }
        int stages = channels.size();
        if (Math.max(height, width) == 1) {
            throw new IllegalArgumentException("convolutions are for images: choose another preset for other data");
        }
        if (stages > 9 || Math.min(height, width) >> stages == 0) {
            throw new IllegalArgumentException(stages + " stages halve images of " + height + " × " + width
                    + " to nothing: choose fewer channels in the list or another preset");
        }
        Limits.count("features after convolutions", features(height, width, channels), 1, Limits.MAX_UNITS);
    }

    static int features(int height, int width, List<Integer> channels) {
        return channels.getLast() * (height >> channels.size()) * (width >> channels.size());
    }

    @Override
    public Convolutions withChannels(List<Integer> others) {
        return new Convolutions(height, width, others);
    }

    /** Input channels of a stage. */
    public int inputChannels(int stage) {
        return stage == 0 ? 1 : channels.get(stage - 1);
    }

    @Override
    public String label() {
        return "conv " + channels.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }

    @Override
    public int usualInputs() {
        return height * width;
    }

    /**
     * Adapts the convolutions to square images of another size, without the last stages if they would reduce the image
     * to nothing, and to three colours; for the present size height and width stay unchanged.
     */
    @Override
    public Stem fitted(int inputs) {
        if (inputs == height * width) {
            return this;
        }
        Images images = Images.of(inputs);
        List<Integer> stages = images.stages(channels);
        return images.colours() == 1
                ? new Convolutions(images.side(), images.side(), stages)
                : KanConvolutions.plain(images.side(), images.side(), images.colours(), stages);
    }

    @Override
    public int inputs(int features) {
        if (features != features(height, width, channels)) {
            throw new IllegalArgumentException("layer 1 takes " + features + " inputs but the convolutions give "
                    + features(height, width, channels) + ": make them equal");
        }
        return height * width;
    }

    @Override
    public int features(int inputs) {
        if (inputs != height * width) {
            throw new IllegalArgumentException("convolutions take images of " + height + " × " + width
                    + ", but a row has " + inputs + " values: make them equal");
        }
        return features(height, width, channels);
    }

    @Override
    public long parameters() {
        long sum = 0;
        for (int s = 0; s < channels.size(); s++) {
            sum += channels.get(s) * ((long) inputChannels(s) * KERNEL * KERNEL + 1);
        }
        return sum;
    }
}
