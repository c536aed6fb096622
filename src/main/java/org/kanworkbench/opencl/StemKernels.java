package org.kanworkbench.opencl;

import java.util.ArrayList;
import java.util.List;
import org.kanworkbench.network.stem.Convolutions;
import org.kanworkbench.opencl.Session.Buffer;
import org.kanworkbench.opencl.Session.Kernel;

/**
 * Convolutions before the first layer. Pixels are rows of a product whose entries are their neighbours; images lie as
 * [pixel][channel, padded], features of the last stage by channel.
 */
final class StemKernels {

    private static final int TAPS = 9;

    private final Session session;
    private final Kernel pool;
    private final Kernel unpool;
    private final Kernel gather;
    private final Kernel turn;
    private final List<Stage> stages = new ArrayList<>();

    /** Buffers of a stage: plain sums and their gradients, pooled values and theirs. */
    private final class Stage {
        final Layout.Stage at;
        final boolean last;
        final int height;
        final int breadth;
        final int stride;
        final Kernel product;
        final Kernel weights;
        /** The convolution back to the inputs; null in the first stage. */
        final Kernel back;

        final Buffer sums;
        final Buffer gradients;
        final Buffer pooled;
        /** Of the pooled values; null in the last stage. */
        final Buffer pooledGradients;

        final Buffer slices;
        final Buffer turned;

        Stage(Convolutions spec, int s, Layout.Stage at, int maxRows) {
            this.at = at;
            last = s == spec.channels().size() - 1;
            height = spec.height() >> s;
            breadth = spec.width() >> s;
            stride = s == 0 ? 1 : Layout.padded(at.inputs());
            String image = Programs.image(at.inputs());
            product = session.kernel("product", image);
            weights = session.kernel("weights", image);
            back = s == 0 ? null : session.kernel("product", Programs.image(at.outputs()));
            long pixels = tiles(maxRows * height * breadth) * (long) Session.GROUP;
            long cells = tiles(maxRows * cells()) * (long) Session.GROUP;
            sums = session.floats(pixels * at.width());
            gradients = session.floats(pixels * at.width());
            pooled = session.floats(cells * at.width());
            pooledGradients = last ? null : session.floats(cells * at.width());
            slices = session.floats((long) slices(maxRows) * sliceFloats());
            turned = session.floats(s == 0 ? 0 : (long) TAPS * at.outputs() * stride);
        }

        int cells() {
            return (height / 2) * (breadth / 2);
        }

        int features(int channels) {
            return TAPS * channels / Programs.channelBlock(channels);
        }

        int sliceFloats() {
            return (at.entries() + 1) * at.width();
        }

        /** Groups of the weights' gradients, besides slices. */
        int weightGroups() {
            return Math.ceilDiv(features(at.inputs()), Programs.chunk(Programs.channelBlock(at.inputs())));
        }

        /** Parts that the pixels are cut into, to fill the device. */
        int slices(int rows) {
            int groups = Math.max(8, 4 * session.device().units());
            return Math.clamp(groups / (weightGroups() * tiles(at.width())), 1, tiles(rows * height * breadth));
        }
    }

    StemKernels(Session session, Convolutions spec, Layout layout, int maxRows) {
        this.session = session;
        String network = Programs.network();
        pool = session.kernel("pool", network);
        unpool = session.kernel("unpool", network);
        gather = session.kernel("gather", network);
        turn = session.kernel("turn", network);
        for (int s = 0; s < layout.stages().size(); s++) {
            stages.add(new Stage(spec, s, layout.stages().get(s), maxRows));
        }
    }

    private static int tiles(int count) {
        return (count + Session.GROUP - 1) / Session.GROUP;
    }

    /** Features of the images, rows × features. */
    Buffer forward(Buffer images, Buffer p, int rows) {
        Buffer x = images;
        for (Stage stage : stages) {
            int pixels = rows * stage.height * stage.breadth;
            convolve(
                    stage.product,
                    stage,
                    x,
                    pixels,
                    stage.at.inputs(),
                    stage.stride,
                    p,
                    stage.at.kernels(),
                    stage.sums,
                    stage.at.width());
            session.launchItems(
                    pool,
                    (long) rows * stage.cells() * stage.at.width() / 8,
                    stage.sums,
                    p,
                    stage.pooled,
                    rows * stage.cells(),
                    stage.height,
                    stage.breadth,
                    stage.at.outputs(),
                    stage.at.width(),
                    stage.at.biasAt(),
                    stage.last ? 1 : 0);
            x = stage.pooled;
        }
        return x;
    }

    private void convolve(
            Kernel kernel,
            Stage stage,
            Buffer x,
            int pixels,
            int channels,
            int stride,
            Buffer w,
            int wAt,
            Buffer to,
            int width) {
        int features = stage.features(channels);
        session.launch(
                kernel,
                tiles(pixels),
                tiles(width),
                1,
                x,
                pixels,
                features,
                stride,
                stage.height,
                stage.breadth,
                w,
                wAt,
                to,
                width,
                features,
                tiles(pixels) * Session.GROUP);
    }

    /** Gradients of kernels and biases from those of the features. */
    void backward(Buffer images, Buffer p, Buffer g, Buffer dFeatures, int rows) {
        for (int s = stages.size() - 1; s >= 0; s--) {
            Stage stage = stages.get(s);
            Layout.Stage at = stage.at;
            int pixels = rows * stage.height * stage.breadth;
            session.launchItems(
                    unpool,
                    (long) rows * stage.cells() * at.width() / 8,
                    stage.sums,
                    p,
                    stage.last ? dFeatures : stage.pooledGradients,
                    stage.gradients,
                    rows * stage.cells(),
                    stage.height,
                    stage.breadth,
                    at.outputs(),
                    at.width(),
                    at.biasAt(),
                    stage.last ? 1 : 0);
            int perSlice = Math.ceilDiv(tiles(pixels), stage.slices(rows)) * Session.GROUP;
            int slices = Math.ceilDiv(pixels, perSlice);
            session.launch(
                    stage.weights,
                    stage.weightGroups(),
                    tiles(at.width()),
                    slices,
                    s == 0 ? images : stages.get(s - 1).pooled,
                    pixels,
                    stage.features(at.inputs()),
                    stage.stride,
                    stage.height,
                    stage.breadth,
                    stage.gradients,
                    stage.slices,
                    0,
                    at.width(),
                    perSlice,
                    stage.sliceFloats(),
                    1);
            session.launchItems(
                    gather,
                    stage.sliceFloats() / 8,
                    stage.slices,
                    g,
                    at.kernels(),
                    stage.sliceFloats() / 8,
                    slices,
                    stage.sliceFloats());
            if (s > 0) {
                session.launchItems(
                        turn,
                        (long) TAPS * at.outputs() * stage.stride,
                        p,
                        stage.turned,
                        at.kernels(),
                        at.inputs(),
                        at.outputs(),
                        at.width(),
                        stage.stride);
                convolve(
                        stage.back,
                        stage,
                        stage.gradients,
                        pixels,
                        at.outputs(),
                        at.width(),
                        stage.turned,
                        0,
                        stages.get(s - 1).pooledGradients,
                        stage.stride);
            }
        }
    }
}
