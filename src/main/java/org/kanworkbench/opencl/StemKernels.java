package org.kanworkbench.opencl;

import java.util.ArrayList;
import java.util.List;
import org.kanworkbench.network.stem.Convolutions;
import org.kanworkbench.opencl.LayerRow.Value;
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
    /** Of the first stage. */
    private final int firstRow;

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
        /** Of the pooled values. */
        final Buffer pooledGradients;

        final Buffer slices;
        final Buffer turned;

        Stage(Convolutions spec, int s, Layout.Stage at, int maxRows, Buffer features) {
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
            pooledGradients = last ? features : session.floats(cells * at.width());
            slices = session.floats((long) slices(maxRows) * sliceFloats());
            turned = session.floats(s == 0 ? 0 : (long) TAPS * at.outputs() * stride);
        }

        private LayerRow sizes() {
            return new LayerRow()
                    .put(Value.HEIGHT, height)
                    .put(Value.BREADTH, breadth)
                    .put(Value.ENDS, 0);
        }

        LayerRow row(Buffer x) {
            return sizes().put(Value.X, x)
                    .put(Value.STRIDE, stride)
                    .put(Value.INPUTS, features(at.inputs()))
                    .put(Value.EDGES, at.kernels())
                    .put(Value.UNSCALED, slices)
                    .put(Value.BIAS, at.biasAt())
                    .put(Value.TRAINED_BIASES, 1)
                    .put(Value.TILES, tiles(at.width()))
                    .put(Value.WEIGHT_GROUPS, weightGroups() * tiles(at.width()))
                    .put(Value.OUTPUTS, at.outputs())
                    .put(Value.WIDTH, at.width())
                    .put(Value.PARTIAL, sums)
                    .put(Value.DA, gradients);
        }

        /** Of the convolution back to the inputs, whose gradients it writes. */
        LayerRow backRow(Buffer dx) {
            return sizes().put(Value.X, gradients)
                    .put(Value.STRIDE, at.width())
                    .put(Value.INPUTS, features(at.outputs()))
                    .put(Value.SCALED, turned)
                    .put(Value.WIDTH, stride)
                    .put(Value.PARTIAL, dx);
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

    /**
     * @param features receives the gradients of what {@link #forward} gives
     * @param firstRow where rows of the stages begin in the table of layers
     */
    StemKernels(Session session, Convolutions spec, Layout layout, int maxRows, Buffer features, int firstRow) {
        this.session = session;
        this.firstRow = firstRow;
        String network = Programs.network();
        pool = session.kernel("pool", network);
        unpool = session.kernel("unpool", network);
        gather = session.kernel("gather", network);
        turn = session.kernel("turn", network);
        for (int s = 0; s < layout.stages().size(); s++) {
            stages.add(new Stage(spec, s, layout.stages().get(s), maxRows, features));
        }
    }

    private static int tiles(int count) {
        return (count + Session.GROUP - 1) / Session.GROUP;
    }

    /** What kernels know of the stages: first forward, then back. */
    List<LayerRow> rows(Buffer images) {
        List<LayerRow> rows = new ArrayList<>();
        for (int s = 0; s < stages.size(); s++) {
            rows.add(stages.get(s).row(s == 0 ? images : stages.get(s - 1).pooled));
        }
        for (int s = 1; s < stages.size(); s++) {
            rows.add(stages.get(s).backRow(stages.get(s - 1).pooledGradients));
        }
        return rows;
    }

    /** Features of images, rows × features, once {@link #forward} has computed them. */
    Buffer features() {
        return stages.getLast().pooled;
    }

    /** Computes the {@link #features}. */
    void forward(Pass pass) {
        for (int s = 0; s < stages.size(); s++) {
            Stage stage = stages.get(s);
            convolve(stage.product, firstRow + s, stage, stage.at.inputs(), stage.at.width(), pass);
            int cells = pass.rows() * stage.cells();
            session.launchItems(
                    pool,
                    (long) cells * stage.at.width() / 8,
                    pass.of(firstRow + s, stage.pooled, cells, stage.last ? 1 : 0));
        }
    }

    private void convolve(Kernel kernel, int row, Stage stage, int channels, int width, Pass pass) {
        int pixels = pass.rows() * stage.height * stage.breadth;
        session.launch(
                kernel,
                tiles(pixels),
                tiles(width),
                1,
                pass.ofRows(row, pixels, stage.features(channels), 1, tiles(pixels) * Session.GROUP));
    }

    /** Gradients of kernels and biases from those of the features. */
    void backward(Pass pass) {
        for (int s = stages.size() - 1; s >= 0; s--) {
            Stage stage = stages.get(s);
            Layout.Stage at = stage.at;
            int pixels = pass.rows() * stage.height * stage.breadth;
            int cells = pass.rows() * stage.cells();
            session.launchItems(
                    unpool,
                    (long) cells * at.width() / 8,
                    pass.of(firstRow + s, stage.pooledGradients, cells, stage.last ? 1 : 0));
            int perSlice = Math.ceilDiv(tiles(pixels), stage.slices(pass.rows())) * Session.GROUP;
            int slices = Math.ceilDiv(pixels, perSlice);
            session.launch(
                    stage.weights,
                    (long) stage.weightGroups() * tiles(at.width()),
                    1,
                    slices,
                    pass.ofRows(firstRow + s, pixels, pass.g(), perSlice, slices, stage.sliceFloats()));
            session.launchItems(
                    gather,
                    stage.sliceFloats() / 8,
                    stage.slices,
                    pass.g(),
                    at.kernels(),
                    stage.sliceFloats() / 8,
                    slices,
                    stage.sliceFloats());
            if (s > 0) {
                session.launchItems(
                        turn,
                        (long) TAPS * at.outputs() * stage.stride,
                        pass.p(),
                        stage.turned,
                        at.kernels(),
                        at.inputs(),
                        at.outputs(),
                        at.width(),
                        stage.stride);
                int row = firstRow + stages.size() + s - 1;
                convolve(stage.back, row, stage, at.outputs(), stage.stride, pass);
            }
        }
    }
}
