package org.kanworkbench.gpu;

import org.kanworkbench.gpu.LayerRow.Value;
import org.kanworkbench.gpu.device.Session;
import org.kanworkbench.gpu.device.Session.Buffer;
import org.kanworkbench.gpu.device.Session.Program;
import org.kanworkbench.network.Activation;
import org.kanworkbench.network.stem.KanConvolutions;
import org.kanworkbench.network.stem.Stem;

/** A stage of convolutions: its product, norm, activation and pooling, and the way back. */
final class StageKernels {

    private static final int TAPS = 9;

    private final Session session;
    private final Layout.Stage at;
    private final Shape shape;
    private final boolean last;
    /** Floats of a pixel that is seen. */
    private final int stride;

    private final boolean normalized;
    /** Null for plain convolutions of the images themselves. */
    private final StageEntries entries;

    private final Program program;
    /** The convolution back to what is seen; null if nothing learns from it. */
    private final Program back;

    private final Program network;

    private final Buffer seen;
    /** Of what is seen; null if nothing learns from it. */
    private final Buffer seenGradients;

    private final Buffer sums;
    private final Buffer gradients;
    /** Of pooled values: [cell][channel, padded] or, in the last stage, by channel. */
    final Buffer pooled;

    final Buffer pooledGradients;
    private final Buffer slices;
    private final Buffer turned;
    private final LayerRow row;

    /**
     * @param height of an image
     * @param breadth of an image
     * @param border of zeros around it, pixels
     * @param side of the cells of which the largest value is kept
     */
    record Shape(int height, int breadth, int border, int side) {

        int outHeight() {
            return height + 2 * border - 2;
        }

        int outBreadth() {
            return breadth + 2 * border - 2;
        }

        int pixels() {
            return outHeight() * outBreadth();
        }

        int cells() {
            return outHeight() / side * (outBreadth() / side);
        }
    }

    /**
     * @param images as {@link StageEntries} takes them
     * @param imageGradients receives their gradients; null for none
     * @param features receives the gradients of the last stage's pooled values; null for any other
     */
    StageKernels(
            Session session,
            Stem stem,
            int s,
            Layout.Stage at,
            Shape shape,
            int maxRows,
            Buffer images,
            Buffer imageGradients,
            Buffer features) {
        this.session = session;
        this.at = at;
        this.shape = shape;
        last = features != null;
        KanConvolutions kan = stem instanceof KanConvolutions convolutions ? convolutions : null;
        normalized = kan != null && kan.normalized();
        int imageStride = s == 0 ? 1 : Layout.padded(stem.channels().get(s - 1));
        entries = kan == null
                ? null
                : new StageEntries(
                        session, kan, s, at, shape.height, shape.breadth, maxRows, images, imageStride, imageGradients);
        program = session.program(Programs.convolution(stem, s, at));
        seen = kan == null ? images : entries.entries;
        seenGradients = kan == null ? imageGradients : entries.learns() ? entries.gradients : null;
        stride = kan == null ? imageStride : Layout.padded(at.inputs());
        back = seenGradients == null ? null : session.program(Programs.image(at.outputs()));
        network = session.program(Programs.network());
        long pixels = tiles(maxRows * shape.pixels()) * (long) Session.GROUP;
        long cells = tiles(maxRows * shape.cells()) * (long) Session.GROUP;
        sums = session.floats(pixels * at.width());
        gradients = session.floats(pixels * at.width());
        pooled = session.floats(cells * at.width());
        pooledGradients = last ? features : session.floats(cells * at.width());
        slices = session.floats((long) slices(maxRows) * sliceFloats());
        turned = session.floats(back == null ? 0 : (long) TAPS * at.outputs() * stride);
        row = new LayerRow()
                .put(Value.X, seen)
                .put(Value.STRIDE, stride)
                .put(Value.INPUTS, features(at.inputs()))
                .put(Value.HEIGHT, shape.outHeight())
                .put(Value.BREADTH, shape.outBreadth())
                .put(Value.BORDER, shape.border)
                .put(Value.SIDE, shape.side)
                .put(Value.ENDS, 0)
                .put(Value.EDGES, at.kernels())
                .put(Value.UNSCALED, slices)
                .put(Value.BIAS, at.biasAt())
                // A norm takes a bias away again: its gradient is rounding.
                .put(Value.TRAINED_BIASES, normalized || kan != null && !kan.bias() ? 0 : 1)
                .put(Value.TILES, tiles(at.width()))
                .put(Value.WEIGHT_GROUPS, weightGroups() * tiles(at.width()))
                .put(Value.OUTPUTS, at.outputs())
                .put(Value.WIDTH, at.width())
                .put(Value.PRELU, at.prelu())
                .put(Value.ACTIVATION, (kan == null ? Activation.RELU : kan.activation()).ordinal())
                .put(Value.PARTIAL, sums)
                .put(Value.DA, gradients)
                .put(Value.PARTS, session.floats(at.prelu() < 0 ? 0 : cells * at.width() / 8));
        if (normalized) {
            row.put(Value.STAT, session.floats(2L * maxRows * at.width()));
        }
    }

    private static int tiles(int count) {
        return Math.ceilDiv(count, Session.GROUP);
    }

    /** What kernels know of it: forward, back, and of its entries. */
    LayerRow[] rows() {
        LayerRow backRow = new LayerRow()
                .put(Value.X, gradients)
                .put(Value.STRIDE, at.width())
                .put(Value.INPUTS, features(at.outputs()))
                .put(Value.HEIGHT, shape.height)
                .put(Value.BREADTH, shape.breadth)
                .put(Value.BORDER, 2 - shape.border)
                .put(Value.ENDS, 0)
                .put(Value.SCALED, turned)
                .put(Value.WIDTH, stride);
        if (seenGradients != null) {
            backRow.put(Value.PARTIAL, seenGradients);
        }
        return new LayerRow[] {row, backRow, entries == null ? new LayerRow() : entries.row()};
    }

    private static int features(int entries) {
        return TAPS * entries / Programs.block(entries);
    }

    private int sliceFloats() {
        return (at.entries() + 1) * at.width();
    }

    /** Groups of the weights' gradients, besides slices. */
    private int weightGroups() {
        return Math.ceilDiv(features(at.inputs()), Programs.chunk(Programs.block(at.inputs())));
    }

    /** Parts that the pixels are cut into, to fill the device. */
    private int slices(int rows) {
        int groups = Math.max(8, 4 * session.device().units());
        return Math.clamp(groups / (weightGroups() * tiles(at.width())), 1, tiles(rows * shape.pixels()));
    }

    private void convolve(Program by, int l, int pixels, int entries, int width, Pass pass) {
        by.launch(
                "product",
                tiles(pixels),
                tiles(width),
                1,
                pass.ofRows(l, pixels, features(entries), 1, tiles(pixels) * Session.GROUP));
    }

    /** @param l of the first of its rows in the table of layers */
    void forward(Pass pass, int l) {
        if (entries != null) {
            entries.forward(pass, l + 2);
        }
        convolve(program, l, pass.rows() * shape.pixels(), at.inputs(), at.width(), pass);
        if (normalized) {
            network.launchItems("measure_channels", lines(pass), pass.of(l, sums, at.width(), at.outputs()));
        }
        int cells = pass.rows() * shape.cells();
        network.launchItems("pool", cellItems(pass), pass.of(l, pooled, cells, last ? 1 : 0));
    }

    /** Work-items of the norm: eight for each output of each image. */
    private long lines(Pass pass) {
        return (long) pass.rows() * at.outputs() * 8;
    }

    private long cellItems(Pass pass) {
        return (long) pass.rows() * shape.cells() * at.width() / 8;
    }

    /** From the gradients of the pooled values to those of kernels, biases, all that is trained, and the images. */
    void backward(Pass pass, int l) {
        int cells = pass.rows() * shape.cells();
        network.launchItems("unpool", cellItems(pass), pass.of(l, pooledGradients, cells, last ? 1 : 0));
        if (at.prelu() >= 0) {
            Object[] slope = pass.of(l, pass.g(), at.prelu(), (int) cellItems(pass), 1, 1, 1, 0, 1, 0);
            network.launch("add_up_sets", 1, 1, 1, slope);
        }
        if (normalized) {
            network.launchItems(
                    "through_channels",
                    lines(pass),
                    pass.of(l, sums, at.width(), at.outputs(), gradients, gradients, 0));
        }
        int pixels = pass.rows() * shape.pixels();
        int perSlice = Math.ceilDiv(tiles(pixels), slices(pass.rows())) * Session.GROUP;
        int count = Math.ceilDiv(pixels, perSlice);
        program.launch(
                "weights",
                (long) weightGroups() * tiles(at.width()),
                1,
                count,
                pass.ofRows(l, pixels, pass.g(), perSlice, count, sliceFloats()));
        network.launchItems(
                "gather", sliceFloats() / 8, slices, pass.g(), at.kernels(), sliceFloats() / 8, count, sliceFloats());
        if (back != null) {
            network.launchItems(
                    "turn",
                    (long) TAPS * at.outputs() * stride,
                    pass.p(),
                    turned,
                    at.kernels(),
                    at.inputs(),
                    at.outputs(),
                    at.width(),
                    stride);
            convolve(back, l + 1, pass.rows() * shape.height * shape.breadth, at.outputs(), stride, pass);
        }
        if (entries != null && entries.learns()) {
            entries.backward(pass, l + 2);
        }
    }
}
