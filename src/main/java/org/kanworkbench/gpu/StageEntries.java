package org.kanworkbench.gpu;

import org.kanworkbench.gpu.LayerRow.Value;
import org.kanworkbench.gpu.device.Session;
import org.kanworkbench.gpu.device.Session.Buffer;
import org.kanworkbench.gpu.device.Session.Program;
import org.kanworkbench.network.LayerSpec;
import org.kanworkbench.network.basis.BSpline;
import org.kanworkbench.network.basis.trained.TrainedBasis;
import org.kanworkbench.network.stem.KanConvolutions;

/**
 * What the kernels of a KAN convolution multiply: the terms of the edge functions at every pixel of every channel, once for all
 * taps that see it and all outputs. They lie as [pixel][channel, term, padded].
 */
final class StageEntries {

    /** Pixels of a work-item. */
    private static final int PIXELS = 8;

    private final LayerSpec kernels;
    private final Layout.Stage at;
    private final int channels;
    private final int pixels;
    private final int stride;
    private final boolean normalized;
    private final Program program;
    private final Program network;
    private final Buffer images;
    /** Of the images; null if nothing below learns. */
    private final Buffer imageGradients;

    private final Buffer scaledGradients;
    final Buffer entries;
    final Buffer gradients;
    private final LayerRow row;

    /**
     * @param height of an image
     * @param breadth of an image
     * @param images [image][channel][pixel] if it is the first stage, else [pixel][channel, padded]
     * @param stride floats from a pixel to the next
     * @param imageGradients receives their gradients; null for none
     */
    StageEntries(
            Session session,
            KanConvolutions spec,
            int s,
            Layout.Stage at,
            int height,
            int breadth,
            int maxRows,
            Buffer images,
            int stride,
            Buffer imageGradients) {
        this.at = at;
        this.images = images;
        this.stride = stride;
        this.imageGradients = imageGradients;
        kernels = spec.kernels(s);
        channels = spec.inputChannels(s);
        pixels = height * breadth;
        normalized = spec.scaling() == KanConvolutions.Scaling.INSTANCE;
        program = session.program(Programs.stage(kernels));
        network = session.program(Programs.network());
        int width = Layout.padded(at.inputs());
        long all = (long) maxRows * pixels;
        entries = session.floats(all * width);
        // Products are written in whole tiles of rows.
        long tiled = Math.ceilDiv(all, Session.GROUP) * Session.GROUP;
        gradients = session.floats(learns() ? tiled * width : 0);
        scaledGradients = session.floats(normalized && imageGradients != null ? all * Math.max(stride, channels) : 0);
        TrainedBasis trained = kernels.basis() instanceof TrainedBasis basis ? basis : null;
        boolean grid = kernels.basis() instanceof BSpline;
        row = new LayerRow()
                .put(Value.LOWER, grid ? (float) kernels.basis().lower() : 0f)
                .put(Value.SCALE, grid ? (float) (1 / ((BSpline) kernels.basis()).step()) : 1f)
                .put(Value.X, images)
                .put(Value.STRIDE, stride)
                .put(Value.INPUTS, channels)
                .put(Value.HEIGHT, height)
                .put(Value.BREADTH, breadth)
                .put(Value.SIDE, 1)
                .put(Value.SCALING, (normalized ? Programs.Scaling.NORM : Programs.scaling(kernels)).ordinal())
                .put(Value.STAT, session.floats(normalized ? 2L * maxRows * Layout.padded(channels) : 0))
                .put(Value.OWN, Math.max(0, at.values()))
                .put(Value.WIDTH, width)
                .put(Value.Y, entries)
                .put(Value.DY, gradients)
                .put(Value.DS, scaledGradients)
                .put(
                        Value.PARTS,
                        session.floats(trained == null ? 0 : items(maxRows) * trained.kinds() * trained.terms()));
        if (imageGradients != null) {
            row.put(Value.DX, imageGradients);
        }
    }

    LayerRow row() {
        return row;
    }

    /** Whether the gradients of the entries are of use. */
    boolean learns() {
        return imageGradients != null || kernels.trainsBasis();
    }

    private long items(int rows) {
        return (long) rows * channels * Math.ceilDiv(pixels, PIXELS);
    }

    /** @param l of its row in the table of layers */
    void forward(Pass pass, int l) {
        if (normalized) {
            network.launchItems(
                    "measure_channels", (long) pass.rows() * channels * PIXELS, pass.of(l, images, stride, channels));
        }
        program.launchItems("expand", items(pass.rows()), pass.of(l));
    }

    /** From {@link #gradients} to those of the images and of the basis's own values. */
    void backward(Pass pass, int l) {
        program.launchItems("contract", items(pass.rows()), pass.of(l));
        if (kernels.basis() instanceof TrainedBasis trained) {
            LayerKernels.addUpSets(network, pass, l, trained, 1, at.values(), Math.toIntExact(items(pass.rows())));
        }
        if (normalized && imageGradients != null) {
            network.launchItems(
                    "through_channels",
                    (long) pass.rows() * channels * PIXELS,
                    pass.of(l, images, stride, channels, scaledGradients, imageGradients, 1));
        }
    }
}
