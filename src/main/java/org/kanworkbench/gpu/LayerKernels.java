package org.kanworkbench.gpu;

import java.util.stream.IntStream;
import org.kanworkbench.gpu.LayerRow.Value;
import org.kanworkbench.gpu.device.Session;
import org.kanworkbench.gpu.device.Session.Buffer;
import org.kanworkbench.gpu.device.Session.Program;
import org.kanworkbench.network.InputScaling;
import org.kanworkbench.network.LayerSpec;
import org.kanworkbench.network.LayerTensor;
import org.kanworkbench.network.Normalization;
import org.kanworkbench.network.basis.BSpline;
import org.kanworkbench.network.basis.trained.TrainedBasis;
import org.kanworkbench.network.recipe.SparsityPenalty;

/** One layer forward and backward over a batch. Arrays are [row][stride], strides those of the layer below and of this one. */
final class LayerKernels {

    private static final int LAYER_NORM = 1;
    private static final int BATCH_NORM = 2;
    /** Rows of a group that goes through them line by line. */
    private static final int LINES = 8;
    /** Inputs that one group of the way back takes on with the layer below: more of them would have too few groups wait. */
    private static final int TOGETHER = 256;

    private final Session session;
    private final LayerSpec spec;
    private final Layout.Layer at;
    private final int index;
    /** Whether the layer below or the layer itself needs the inputs' gradients. */
    private final boolean goesBelow;

    private final boolean learnsBelow;
    private final Programs.Scaling scaling;
    private final String text;
    private final Program program;
    private final Program network;

    private final Buffer still;
    final Buffer y;
    /** Gradients of the outputs, filled by the layer above or the loss. */
    final Buffer dy;

    private final LayerRow row;
    /** Null without a penalty. */
    private final SparsityKernels sparsity;

    /**
     * @param penalty on the edges
     * @param index of the layer
     * @param x inputs
     * @param stride of the inputs
     * @param dx receives the inputs' gradients
     * @param goesBelow whether what lies below learns
     * @param maxRows of a forward pass
     */
    LayerKernels(
            Session session,
            LayerSpec spec,
            SparsityPenalty penalty,
            Layout.Layer at,
            int index,
            Buffer x,
            int stride,
            Buffer dx,
            boolean goesBelow,
            int maxRows) {
        this.session = session;
        this.spec = spec;
        this.at = at;
        this.index = index;
        this.goesBelow = goesBelow;
        learnsBelow = spec.learnsBelowEdges();
        scaling = Programs.scaling(spec);
        text = Programs.layer(spec);
        program = session.program(text);
        network = session.program(Programs.network());
        int rows64 = tiles(maxRows) * Session.GROUP;
        long out = (long) rows64 * at.width();
        long in = (long) rows64 * stride;
        boolean norm = norm() != 0;
        boolean apart = scaling == Programs.Scaling.RANGE || scaling == Programs.Scaling.NORM;
        long edges = (long) at.width() * (spec.inputs() * at.terms() + at.biases());
        TrainedBasis trained = spec.basis() instanceof TrainedBasis basis ? basis : null;
        still = session.floats(trained == null ? 0 : (long) spec.inputs() * trained.fixedKinds() * trained.terms());
        y = session.floats(out);
        dy = session.floats(out);
        double p = spec.dropout();
        boolean grid = spec.basis() instanceof BSpline;
        row = new LayerRow()
                .put(Value.THRESHOLD, (long) (p * (1L << 53)))
                .put(Value.FACTOR, (float) (1 / (1 - p)))
                .put(Value.LOWER, grid ? (float) spec.basis().lower() : 0f)
                .put(Value.SCALE, grid ? (float) (1 / ((BSpline) spec.basis()).step()) : 1f)
                .put(Value.INDEX, index)
                .put(Value.X, x)
                .put(Value.STRIDE, stride)
                .put(Value.INPUTS, spec.inputs())
                .put(Value.SCALING, scaling.ordinal())
                .put(Value.OF_ALL_ROWS, Programs.ofAllRows(spec) ? 1 : 0)
                .put(Value.ENDS, session.floats(2))
                .put(Value.RUNNING, at.range())
                .put(Value.GAIN, at.gain())
                .put(Value.SHIFT, at.shift())
                .put(Value.OWN, Math.max(0, at.values()))
                .put(Value.STILL, still)
                .put(Value.EDGES, at.edges())
                .put(Value.BIAS, at.biasAt(spec))
                .put(Value.BIASES, at.biases())
                // Batch norm takes the biases' mean away again: their gradient is rounding.
                .put(Value.TRAINED_BIASES, norm() == BATCH_NORM ? 0 : at.biases())
                .put(Value.TILES, tiles(at.width()))
                .put(Value.WEIGHT_GROUPS, chunks() * tiles(at.width()) + (norm ? tiles(spec.outputs()) : 0))
                .put(Value.OUTPUTS, spec.outputs())
                .put(Value.WIDTH, at.width())
                .put(Value.NORM, norm())
                .put(Value.GAMMA, at.gamma())
                .put(Value.MEAN, at.mean())
                .put(Value.PRELU, at.prelu())
                .put(Value.ACTIVATION, spec.activation().ordinal())
                .put(Value.PARTIAL, session.floats(mostSums(maxRows)))
                .put(Value.STANDARD, session.floats(norm ? out : 0))
                .put(Value.DEVIATION, session.floats(Math.max(rows64, at.width())))
                .put(Value.Z, session.floats(out))
                .put(Value.Y, y)
                .put(Value.DY, dy)
                .put(Value.DZ, session.floats(norm ? out : 0))
                .put(Value.DA, session.floats(out))
                .put(Value.DS, session.floats(apart && (goesBelow || learnsBelow) ? in : 0))
                .put(Value.DX, dx)
                .put(
                        Value.PARTS,
                        session.floats(
                                trained == null
                                        ? 0
                                        : (long) trained.kinds() * trained.terms() * spec.inputs() * rows64 / LINES))
                .put(Value.ROW_SUMS, session.floats(4L * rows64));
        if (apart) {
            row.put(Value.STAT, session.floats(2L * rows64));
        }
        if (spec.hasEdgeScale()) {
            row.put(Value.SCALED, session.floats(edges)).put(Value.UNSCALED, session.floats(edges));
        }
        sparsity = penalty.active()
                ? new SparsityKernels(session, spec, penalty, at, index, goesBelow || learnsBelow, rows64, row)
                : null;
    }

    /** What kernels know of this layer. */
    LayerRow row() {
        return row;
    }

    /** Writes values of the basis that are not trained, [input][kind, function]. */
    void begin() {
        if (!(spec.basis() instanceof TrainedBasis trained) || trained.fixedKinds() == 0) {
            return;
        }
        int each = trained.fixedKinds() * trained.terms();
        float[] values = new float[spec.inputs() * each];
        for (int n = 0; n < values.length; n++) {
            int function = n % each + trained.kinds() * trained.terms();
            values[n] = (float)
                    trained.initial(function / trained.terms(), function % trained.terms(), n / each, spec.inputs());
        }
        session.write(values, values.length, still, 0);
    }

    private int norm() {
        return switch (spec.normalization()) {
            case NONE -> 0;
            case LAYER -> LAYER_NORM;
            case BATCH -> BATCH_NORM;
        };
    }

    /** Whether no row depends on another but through the range of all inputs. */
    boolean byRow() {
        return spec.normalization() != Normalization.BATCH;
    }

    private static int tiles(int count) {
        return Math.ceilDiv(count, Session.GROUP);
    }

    private int chunks() {
        return Math.ceilDiv(spec.inputs(), Programs.chunk(spec));
    }

    /** Parts that the inputs are cut into, so that small batches fill the device. */
    private int slices(int rows) {
        int groups = Math.max(8, 4 * session.device().units());
        return Math.clamp(groups / ((long) tiles(rows) * tiles(at.width())), 1, Math.min(chunks(), 64));
    }

    /** Floats of the product's sums: fewer rows may have more of them, in more slices. */
    private long mostSums(int maxRows) {
        long most = IntStream.rangeClosed(1, tiles(maxRows))
                .mapToLong(tiles -> (long) tiles * slices(tiles * Session.GROUP))
                .max()
                .orElse(0);
        return most * Session.GROUP * at.width();
    }

    private int perSlice(int rows) {
        int chunk = Programs.chunk(spec);
        return Math.ceilDiv(Math.ceilDiv(spec.inputs(), slices(rows)), chunk) * chunk;
    }

    /** Groups that go through rows or, under batch norm, outputs. */
    private int lines(int rows) {
        return byRow() ? Math.ceilDiv(rows, LINES) : spec.outputs();
    }

    /** What the sums of the product lie like. */
    private Object[] sums(int rows) {
        return new Object[] {tiles(rows) * Session.GROUP, Math.ceilDiv(spec.inputs(), perSlice(rows))};
    }

    /**
     * Sums without what follows them.
     *
     * @param measured whether what filled the inputs has measured them, too
     */
    void sum(Pass pass, boolean measured) {
        boolean running = LayerTensor.RUNNING_MIN.isIn(spec) && !pass.training();
        if (!measured && row.at(Value.STAT) >= 0 && !running) {
            network.launch("measure", pass.rows(), 1, 1, pass.of(index));
        }
        if (spec.hasEdgeScale()) {
            network.launchItems("scale_edges", (long) spec.inputs() * at.width() / 8, pass.of(index, scalesOfEdges()));
        }
        int perSlice = perSlice(pass.rows());
        int slices = Math.ceilDiv(spec.inputs(), perSlice);
        program.launch(
                "product",
                tiles(pass.rows()),
                tiles(at.width()),
                slices,
                pass.of(index, perSlice, slices, tiles(pass.rows()) * Session.GROUP));
    }

    private Object[] scalesOfEdges() {
        int base = spec.hasBase() ? 1 : 0;
        return new Object[] {at.terms(), base, base + spec.learnedTerms(), at.scales()};
    }

    /** From the sums, fills {@link #y}. */
    void finish(Pass pass) {
        network.launch("finish", lines(pass.rows()), 1, 1, pass.of(index, sums(pass.rows())));
    }

    /**
     * Of the last layer: from the sums, figures, and gradients of the sums.
     *
     * @param targets where they lie
     * @param squared whether errors are squared, not of classes
     */
    void lose(Pass pass, boolean squared, Buffer targets, float smoothing) {
        Object[] sums = sums(pass.rows());
        if (byRow()) {
            Object[] arguments = pass.of(index, sums[0], sums[1], squared ? 1 : 0, targets, smoothing);
            network.launch("finish_and_lose", lines(pass.rows()), 1, 1, arguments);
            return;
        }
        finish(pass);
        network.launch(
                "lose", Math.ceilDiv(pass.rows(), LINES), 1, 1, pass.of(index, squared ? 1 : 0, targets, smoothing));
        unfinish(pass);
    }

    /** From {@link #dy} to gradients of the sums. */
    void unfinish(Pass pass) {
        network.launch("unfinish", lines(pass.rows()), 1, 1, pass.of(index));
    }

    /** Whether the way back through this layer goes on to the sums of the one below. */
    boolean takesAlong(LayerKernels below) {
        boolean direct = scaling == Programs.Scaling.NONE || scaling == Programs.Scaling.TANH;
        return direct && below.byRow() && spec.inputs() <= TOGETHER;
    }

    /**
     * From the gradients of the sums to those of the inputs, if what lies below learns, and of what scales them.
     *
     * @param through whether it {@link #takesAlong} the layer below
     */
    void inputGradients(Pass pass, boolean through) {
        if (!goesBelow && !learnsBelow) {
            return;
        }
        int perGroup = through ? spec.inputs() : Session.GROUP;
        program.launch(
                "inputs",
                Math.ceilDiv(pass.rows(), LINES),
                Math.ceilDiv(spec.inputs(), perGroup),
                1,
                pass.of(index, perGroup, through ? 1 : 0));
        if (spec.basis() instanceof TrainedBasis trained) {
            int blocks = Math.ceilDiv(pass.rows(), LINES);
            addUpSets(network, pass, index, trained, spec.inputs(), at.values(), blocks);
        }
        switch (scaling) {
            case NONE, TANH -> {}
            case NORM -> {
                network.launchItems("input_norm", spec.inputs(), pass.of(index, pass.g()));
                if (goesBelow) {
                    network.launch("through_input_norm", pass.rows(), 1, 1, pass.of(index));
                }
            }
            case RANGE -> {
                if (goesBelow) {
                    boolean byRow = spec.scaling() == InputScaling.ROW_MIN_MAX;
                    throughRange(pass, true, byRow);
                    if (!byRow) {
                        throughRange(pass, false, true);
                    }
                }
            }
        }
    }

    /** From parts of the gradients of trained values, [block][input][kind, function], to these at a place. */
    static void addUpSets(Program network, Pass pass, int l, TrainedBasis trained, int inputs, int values, int blocks) {
        int functions = trained.terms();
        for (int kind = 0; kind < trained.kinds(); kind++) {
            int sets = trained.sets(kind, inputs);
            boolean alike = trained.ofLayer(kind);
            network.launch(
                    "add_up_sets",
                    alike ? sets : sets * functions,
                    1,
                    1,
                    pass.of(
                            l,
                            pass.g(),
                            values + trained.place(kind, 0, 0, inputs),
                            blocks,
                            inputs,
                            trained.kinds() * functions,
                            sets,
                            kind * functions,
                            functions,
                            alike ? 1 : 0));
        }
    }

    private void throughRange(Pass pass, boolean sum, boolean apply) {
        network.launch("through_range", pass.rows(), 1, 1, pass.of(index, sum ? 1 : 0, apply ? 1 : 0));
    }

    /** Measures the edges for the sparsity penalty, if there is one, once the inputs are known and before any way back. */
    void measureEdges(Pass pass) {
        if (sparsity != null) {
            sparsity.measure(pass);
        }
    }

    /** The sparsity penalty of the selected run's last batch. */
    double penalty(int rows, Buffer parameters) {
        return sparsity == null ? 0 : sparsity.penalty(rows, parameters);
    }

    /** Whether the gradients of both layers' weights are one launch. */
    boolean isLike(LayerKernels other) {
        return text.equals(other.text);
    }

    /** Gradients of the weights of this layer and those after it up to the last, which are all alike. */
    void weightGradients(Pass pass, LayerKernels[] all, int last) {
        int groups = 0;
        for (int l = index; l <= last; l++) {
            groups += all[l].row.at(Value.WEIGHT_GROUPS);
        }
        program.launch("weights", groups, 1, 1, pass.of(index, pass.g(), tiles(pass.rows()) * Session.GROUP, 1, 0));
        for (int l = index; l <= last; l++) {
            all[l].rest(pass);
        }
    }

    private void rest(Pass pass) {
        if (at.prelu() >= 0) {
            network.launch("slope", 1, 1, 1, pass.of(index, pass.g()));
        }
        if (sparsity != null) {
            sparsity.addByActivities(pass);
        }
        if (spec.hasEdgeScale()) {
            Object[] scales = scalesOfEdges();
            network.launchItems(
                    "unscale_edges",
                    (long) spec.inputs() * at.width() / 8,
                    pass.of(index, pass.g(), scales[0], scales[1], scales[2], scales[3]));
        }
        if (sparsity != null) {
            sparsity.addByCoefficients(pass);
        }
    }
}
