package org.kanworkbench.opencl;

import org.kanworkbench.network.InputScaling;
import org.kanworkbench.network.LayerSpec;
import org.kanworkbench.network.LayerTensor;
import org.kanworkbench.network.Normalization;
import org.kanworkbench.network.basis.BSpline;
import org.kanworkbench.network.basis.trained.TrainedBasis;
import org.kanworkbench.opencl.Session.Buffer;
import org.kanworkbench.opencl.Session.Kernel;

/** One layer forward and backward over a batch. Arrays are [row][stride], strides those of the layer below and of this one. */
final class LayerKernels {

    private static final int LAYER_NORM = 1;
    private static final int BATCH_NORM = 2;

    private final Session session;
    private final LayerSpec spec;
    private final Layout.Layer at;
    private final int stride;
    private final int maxRows64;
    /** Of the inputs' gradients: whether the layer below or the layer itself needs them. */
    private final boolean goesBelow;

    private final boolean learnsBelow;
    private final Programs.Scaling scaling;

    private final Kernel product;
    private final Kernel weights;
    private final Kernel inputs;
    private final Kernel measureRange;
    private final Kernel measureNorm;
    private final Kernel range;
    private final Kernel throughRange;
    private final Kernel throughInputNorm;
    private final Kernel inputNorm;
    private final Kernel finish;
    private final Kernel unfinish;
    private final Kernel columns;
    private final Kernel addUp;
    private final Kernel addUpSets;
    private final Kernel scaleEdges;
    private final Kernel unscaleEdges;

    private final Buffer stat;
    private final Buffer still;
    private final Buffer partial;
    private final Buffer standard;
    private final Buffer deviation;
    private final Buffer z;
    /** Weights times the scales of edges, and their gradients. */
    private final Buffer scaled;

    private final Buffer unscaled;
    final Buffer y;
    /** Gradients of the outputs, filled by the layer above or the loss. */
    final Buffer dy;

    private final Buffer dz;
    private final Buffer da;
    private final Buffer ds;
    private final Buffer rowSums;
    private final Buffer parts;

    // Of the last forward pass.
    private Buffer x;
    private int rows;
    private long seed;

    /**
     * @param stride of the inputs
     * @param goesBelow whether what lies below learns
     * @param maxRows of a forward pass
     */
    LayerKernels(Session session, LayerSpec spec, Layout.Layer at, int stride, boolean goesBelow, int maxRows) {
        this.session = session;
        this.spec = spec;
        this.at = at;
        this.stride = stride;
        this.goesBelow = goesBelow;
        learnsBelow = spec.learnsBelowEdges();
        scaling = Programs.scaling(spec);
        String layer = Programs.layer(spec);
        product = session.kernel("product", layer);
        weights = session.kernel("weights", layer);
        inputs = session.kernel("inputs", layer);
        String network = Programs.network();
        measureRange = session.kernel("measure_range", network);
        measureNorm = session.kernel("measure_norm", network);
        range = session.kernel("range", network);
        throughRange = session.kernel("through_range", network);
        throughInputNorm = session.kernel("through_input_norm", network);
        inputNorm = session.kernel("input_norm", network);
        finish = session.kernel("finish", network);
        unfinish = session.kernel("unfinish", network);
        columns = session.kernel("columns", network);
        addUp = session.kernel("add_up", network);
        addUpSets = session.kernel("add_up_sets", network);
        scaleEdges = session.kernel("scale_edges", network);
        unscaleEdges = session.kernel("unscale_edges", network);
        maxRows64 = (maxRows + 63) / 64 * 64;
        long out = (long) maxRows64 * at.width();
        long in = (long) maxRows64 * stride;
        boolean norm = norm() != 0;
        stat = session.floats(2L * maxRows64);
        still = still();
        partial = session.floats(out * slices(maxRows64));
        standard = session.floats(norm ? out : 0);
        deviation = session.floats(Math.max(maxRows64, at.width()));
        z = session.floats(out);
        y = session.floats(out);
        dy = session.floats(out);
        dz = session.floats(norm ? out : 0);
        da = session.floats(out);
        long edges = (long) at.width() * (spec.inputs() * at.terms() + at.biases());
        scaled = session.floats(spec.hasEdgeScale() ? edges : 0);
        unscaled = session.floats(spec.hasEdgeScale() ? edges : 0);
        boolean apart = scaling == Programs.Scaling.RANGE || scaling == Programs.Scaling.NORM;
        ds = session.floats(apart && (goesBelow || learnsBelow) ? in : 0);
        rowSums = session.floats(4L * maxRows64);
        long own = spec.basis() instanceof TrainedBasis trained ? (long) trained.kinds() * trained.terms() : 0;
        parts = session.floats(Math.max(at.width(), own * spec.inputs() * maxRows64 / 8));
    }

    /** Values of the basis that are not trained, [input][kind, function]. */
    private Buffer still() {
        if (!(spec.basis() instanceof TrainedBasis trained) || trained.fixedKinds() == 0) {
            return session.floats(0);
        }
        int count = trained.fixedKinds() * trained.terms();
        float[] values = new float[spec.inputs() * count];
        for (int n = 0; n < values.length; n++) {
            int function = n % count + trained.kinds() * trained.terms();
            values[n] = (float)
                    trained.initial(function / trained.terms(), function % trained.terms(), n / count, spec.inputs());
        }
        Buffer buffer = session.floats(values.length);
        session.write(values, values.length, buffer, 0);
        return buffer;
    }

    private int norm() {
        return switch (spec.normalization()) {
            case NONE -> 0;
            case LAYER -> LAYER_NORM;
            case BATCH -> BATCH_NORM;
        };
    }

    private static int tiles(int count) {
        return (count + Session.GROUP - 1) / Session.GROUP;
    }

    /** Parts that the inputs are cut into, so that small batches fill the device. */
    private int slices(int passed) {
        int chunks = Math.ceilDiv(spec.inputs(), Programs.chunk(at.terms()));
        int groups = Math.max(8, 4 * session.device().units());
        return Math.clamp(groups / ((long) tiles(passed) * tiles(at.width())), 1, Math.min(chunks, 64));
    }

    private Object[] entries(Buffer p) {
        boolean grid = spec.basis() instanceof BSpline;
        return new Object[] {
            x,
            stat,
            p,
            still,
            rows,
            spec.inputs(),
            stride,
            at.gain(),
            at.shift(),
            Math.max(0, at.values()),
            grid ? (float) spec.basis().lower() : 0f,
            grid ? (float) (1 / ((BSpline) spec.basis()).step()) : 1f
        };
    }

    private static Object[] and(Object[] first, Object... rest) {
        Object[] all = new Object[first.length + rest.length];
        System.arraycopy(first, 0, all, 0, first.length);
        System.arraycopy(rest, 0, all, first.length, rest.length);
        return all;
    }

    /** What finish and its kin begin with. */
    private Object[] layer(boolean training) {
        double p = training ? spec.dropout() : 0;
        return new Object[] {
            rows,
            spec.outputs(),
            at.width(),
            norm(),
            at.gamma(),
            at.prelu(),
            at.mean(),
            spec.activation().ordinal(),
            seed,
            (long) (p * (1L << 53)),
            (float) (1 / (1 - p))
        };
    }

    /** Biases whose gradient is more than rounding: a batch norm takes their mean away again. */
    private int trainedBiases() {
        return spec.normalization() == Normalization.BATCH ? 0 : at.biases();
    }

    /** Groups of finish and its kin. */
    private int rowsOrOutputs() {
        return spec.normalization() == Normalization.BATCH ? spec.outputs() : rows;
    }

    /**
     * Fills {@link #y}.
     *
     * @param p parameters
     * @param dropoutSeed of this step
     */
    void forward(Buffer input, Buffer p, int passed, boolean training, long dropoutSeed) {
        x = input;
        rows = passed;
        seed = dropoutSeed;
        scale(p, training);
        if (spec.hasEdgeScale()) {
            session.launchItems(
                    scaleEdges,
                    (long) spec.inputs() * at.width() / 8,
                    p,
                    scaled,
                    spec.inputs(),
                    at.terms(),
                    at.width(),
                    spec.hasBase() ? 1 : 0,
                    at.edges(),
                    at.scales());
        }
        int chunk = Programs.chunk(at.terms());
        int perSlice = Math.ceilDiv(Math.ceilDiv(spec.inputs(), slices(rows)), chunk) * chunk;
        int slices = Math.ceilDiv(spec.inputs(), perSlice);
        int rows64 = tiles(rows) * Session.GROUP;
        session.launch(
                product,
                tiles(rows),
                tiles(at.width()),
                slices,
                and(
                        entries(p),
                        spec.hasEdgeScale() ? scaled : p,
                        spec.hasEdgeScale() ? 0 : at.edges(),
                        partial,
                        at.width(),
                        perSlice,
                        rows64));
        session.launch(
                finish,
                rowsOrOutputs(),
                1,
                1,
                and(
                        layer(training),
                        partial,
                        p,
                        standard,
                        deviation,
                        z,
                        y,
                        rows64,
                        slices,
                        at.biasAt(spec),
                        at.biases(),
                        training ? 1 : 0));
    }

    private void scale(Buffer p, boolean training) {
        boolean running = LayerTensor.RUNNING_MIN.isIn(spec);
        if (scaling == Programs.Scaling.NORM) {
            session.launch(measureNorm, rows, 1, 1, x, stat, spec.inputs(), stride);
        } else if (scaling == Programs.Scaling.RANGE && (training || !running)) {
            session.launch(measureRange, rows, 1, 1, x, stat, spec.inputs(), stride);
        }
        if (Programs.ofAllRows(spec)) {
            session.launch(range, 1, 1, 1, stat, p, rows, at.range(), training ? 1 : 0);
        }
    }

    /**
     * From {@link #dy}, the gradients of this layer's parameters.
     *
     * @param dx receives those of the inputs, if what lies below learns
     * @param told where a flag is raised
     * @param flag its place there
     */
    void backward(Buffer p, Buffer g, Buffer dx, Buffer told, int flag) {
        Object[] layer = layer(true);
        session.launch(unfinish, rowsOrOutputs(), 1, 1, and(layer, p, standard, deviation, z, dy, dz, da, told, flag));
        if (norm() != 0 || at.prelu() >= 0) {
            session.launchItems(columns, spec.outputs(), and(layer, standard, z, dy, dz, g, parts));
        }
        if (at.prelu() >= 0) {
            session.launch(addUp, 1, 1, 1, parts, g, at.prelu(), spec.outputs(), 1);
        }
        int slice = tiles(rows) * Session.GROUP;
        session.launch(
                weights,
                Math.ceilDiv(spec.inputs(), Programs.chunk(at.terms())),
                tiles(at.width()),
                1,
                and(
                        entries(p),
                        da,
                        spec.hasEdgeScale() ? unscaled : g,
                        spec.hasEdgeScale() ? 0 : at.edges(),
                        at.width(),
                        slice,
                        0,
                        trainedBiases()));
        if (spec.hasEdgeScale()) {
            session.launchItems(
                    unscaleEdges,
                    (long) spec.inputs() * at.width() / 8,
                    p,
                    unscaled,
                    g,
                    spec.inputs(),
                    at.terms(),
                    at.width(),
                    spec.hasBase() ? 1 : 0,
                    at.edges(),
                    at.scales(),
                    trainedBiases());
        }
        if (goesBelow || learnsBelow) {
            inputGradients(p, g, dx);
        }
    }

    private void inputGradients(Buffer p, Buffer g, Buffer dx) {
        session.launch(
                inputs,
                tiles(rows),
                Math.ceilDiv(spec.inputs(), 8),
                1,
                and(
                        entries(p),
                        spec.hasEdgeScale() ? scaled : p,
                        spec.hasEdgeScale() ? 0 : at.edges(),
                        da,
                        ds,
                        dx,
                        parts,
                        at.width()));
        if (spec.basis() instanceof TrainedBasis trained) {
            int functions = trained.terms();
            for (int kind = 0; kind < trained.kinds(); kind++) {
                int sets = trained.sets(kind, spec.inputs());
                boolean alike = trained.ofLayer(kind);
                session.launch(
                        addUpSets,
                        alike ? sets : sets * functions,
                        1,
                        1,
                        parts,
                        g,
                        at.values() + trained.place(kind, 0, 0, spec.inputs()),
                        Math.ceilDiv(rows, 8),
                        spec.inputs(),
                        trained.kinds() * functions,
                        sets,
                        kind * functions,
                        functions,
                        alike ? 1 : 0);
            }
        }
        switch (scaling) {
            case NONE, TANH -> {}
            case NORM -> {
                session.launchItems(
                        inputNorm, spec.inputs(), x, stat, ds, g, rows, spec.inputs(), stride, at.gain(), at.shift());
                if (goesBelow) {
                    session.launch(throughInputNorm, rows, 1, 1, x, stat, p, ds, dx, spec.inputs(), stride, at.gain());
                }
            }
            case RANGE -> {
                if (goesBelow) {
                    boolean byRow = spec.scaling() == InputScaling.ROW_MIN_MAX;
                    throughRange(dx, true, byRow);
                    if (!byRow) {
                        throughRange(dx, false, true);
                    }
                }
            }
        }
    }

    private void throughRange(Buffer dx, boolean sum, boolean apply) {
        session.launch(
                throughRange,
                rows,
                1,
                1,
                x,
                stat,
                ds,
                dx,
                rowSums,
                rows,
                spec.inputs(),
                stride,
                sum ? 1 : 0,
                apply ? 1 : 0);
    }
}
