package org.kanworkbench.engine.layer;

import java.util.Arrays;
import org.kanworkbench.engine.kernel.CodedRows;
import org.kanworkbench.engine.kernel.Lanes;
import org.kanworkbench.engine.kernel.Updater;
import org.kanworkbench.engine.workers.Workers;
import org.kanworkbench.network.recipe.SparsityPenalty;

/**
 * One layer's forward and backward pass over a batch, with all its buffers. The layer's inputs are divided into slices
 * by its size and the largest batch alone, and partial sums are added in slice order: results do not depend on the
 * number of threads.
 */
public final class LayerPass {

    /** What gradients are wanted below a layer's edges. */
    public enum Below {
        NOTHING,
        /** Of values that the layer trains there: functions of the basis, gains and shifts of its inputs. */
        VALUES,
        /** Of the inputs, too. */
        INPUTS
    }

    /** Minimum number of weights for a slice of its own. */
    private static final int WEIGHTS_PER_SLICE = 50_000;

    private static final int MAX_SLICES = 16;

    /** Weights times rows above which even a small layer is worth two threads. */
    private static final int WORK_PER_SMALL_SLICE = 300_000;

    private static final int MAX_SMALL_SLICES = 2;

    /** Number of input gradients above which a second hand-off to other threads pays off. */
    private static final int SHARED_VALUES = 32_768;

    private final LayerWeights weights;
    private final Workers workers;
    private final InputScaler scaler;
    /** Null if the layer takes no codes. */
    private final ValueTable table;
    /** Null unless gains of rows with a background are trained, and nothing below them. */
    private final BackgroundNodes nodes;

    private final float background;
    private final Below below;
    private final boolean freezesCommon;
    private final FeatureSlice[] slices;
    private final int width;
    private final int inputs;
    private final int outputs;
    private final int stride;

    /** [row][width], gradients of the sums. */
    private final float[] d;

    private LayerRows whole;

    private final float[] transposed;
    private final float[] baseGradient;
    private final float[] scaledGradient;

    /** Null without one. */
    private SparsityPenalty penalty;
    /** Of the edges, outputs × inputs, and the penalty's derivatives by them. */
    private double[][] activities;

    private double[][] activitySlope;
    /** By slice. */
    private double[] coefficientPenalty;

    private float[] input;
    /** Null if the newest batch came as floats. */
    private CodedRows coded;

    private int backgroundCode;
    private float[] addedGradient;
    private int inputStride;
    private int rows;
    private boolean training;
    private boolean commonKnown;
    private final Workers.Task forwardSlice = this::forwardSlice;
    private final Workers.Task measureSlice = this::measureSlice;
    private final Workers.Task inputGradientSlice = this::inputGradientSlice;
    private final Workers.Task addGradientSlice = this::addGradientSlice;

    /**
     * @param background a value that most inputs have, or NaN; with it inputs get no gradients
     * @param frozen whether weights never change between calls
     */
    public LayerPass(
            LayerWeights weights, int maxRows, float background, Below below, boolean frozen, Workers workers) {
        this.weights = weights;
        this.workers = workers;
        this.background = background;
        this.below = below;
        inputs = weights.spec.inputs();
        outputs = weights.spec.outputs();
        width = weights.width;
        stride = Lanes.padded(maxRows);
        scaler = new InputScaler(weights, maxRows);
        freezesCommon = frozen && scaler.fixedAtInference();
        boolean takesCodes = !Float.isNaN(this.background)
                && !scaler.differsByRow()
                && weights.basisValues == null
                && !weights.spec.stretchesEdges();
        table = takesCodes ? new ValueTable(weights, scaler) : null;
        nodes = Float.isNaN(background) || below != Below.VALUES ? null : BackgroundNodes.of(weights, scaler, maxRows);
        slices = cut(maxRows);
        d = new float[(maxRows + (nodes == null ? 0 : BackgroundNodes.MOST)) * width];
        whole = new LayerRows(weights, 0, maxRows, d);
        boolean goesOn = below != Below.NOTHING;
        transposed = goesOn ? new float[outputs * stride] : null;
        baseGradient = goesOn ? new float[inputs * stride] : null;
        scaledGradient = goesOn ? new float[inputs * stride] : null;
    }

    private FeatureSlice[] cut(int maxRows) {
        long edgeWeights = (long) inputs * weights.terms * width;
        // A trained basis is evaluated twice, and taken back.
        int evaluations = weights.basisValues == null ? 1 : 16;
        long byWork = Math.min(evaluations * edgeWeights * maxRows / WORK_PER_SMALL_SLICE, MAX_SMALL_SLICES);
        int most = Math.clamp(Math.max(edgeWeights / WEIGHTS_PER_SLICE, byWork), 1, Math.min(MAX_SLICES, inputs));
        // Two or four threads get as many each: of nine slices, one would wait for the fifth of the other.
        int count = Integer.highestOneBit(most);
        FeatureSlice[] cut = new FeatureSlice[count];
        for (int c = 0; c < count; c++) {
            int from = (int) ((long) inputs * c / count);
            int to = (int) ((long) inputs * (c + 1) / count);
            cut[c] = new FeatureSlice(weights, scaler, from, to, maxRows, below, table, nodes);
        }
        return cut;
    }

    /** Row stride of {@link #output()}. */
    public int width() {
        return width;
    }

    public float[] output() {
        return whole.output();
    }

    public LayerWeights weights() {
        return weights;
    }

    public FeatureSlice[] slices() {
        return slices;
    }

    /**
     * @param x rows × inputs with row stride xStride; kept until the end of the backward pass
     * @param dropoutSeed of this step and layer
     */
    public void forward(float[] x, int xStride, int rowCount, boolean forTraining, long dropoutSeed) {
        sum(x, xStride, rowCount, forTraining);
        whole.forward(slices, rows, training, dropoutSeed);
    }

    /** The slices' sums alone, for {@link #rows}. */
    public void sum(float[] x, int xStride, int rowCount, boolean forTraining) {
        take(x, xStride, rowCount, forTraining);
        scaler.observe(x, xStride, inputs, rows, training);
        if (nodes != null) {
            nodes.place(background, rows, penalty == null);
        }
        sumSlices();
    }

    private void take(float[] x, int xStride, int rowCount, boolean forTraining) {
        input = x;
        coded = null;
        inputStride = xStride;
        rows = rowCount;
        training = forTraining;
    }

    /** Whether inputs are scaled by the range of a whole batch. */
    public boolean joint(boolean forTraining) {
        return scaler.joint(forTraining);
    }

    /**
     * Takes the inputs of some rows of a batch and measures them; {@link #forward()} follows, for a {@link #joint} layer
     * after {@link #shareRange}.
     */
    public void observe(float[] x, int xStride, int rowCount, boolean forTraining) {
        take(x, xStride, rowCount, forTraining);
        if (scaler.joint(training)) {
            scaler.observePart(x, xStride, inputs, rows);
        } else {
            scaler.observe(x, xStride, inputs, rows, training);
        }
    }

    /** The outputs of what was observed, without dropout. */
    public void forward() {
        sumSlices();
        whole.forward(slices, rows, training, 0);
    }

    /** Gives passes of a joint layer, which have observed all rows of a batch, the range of all of them. */
    public static void shareRange(LayerPass[] parts) {
        float low = Float.POSITIVE_INFINITY;
        float high = Float.NEGATIVE_INFINITY;
        for (LayerPass part : parts) {
            low = Math.min(low, part.scaler.low());
            high = Math.max(high, part.scaler.high());
        }
        for (LayerPass part : parts) {
            part.scaler.setRange(low, high);
        }
        parts[0].scaler.moveRange();
    }

    /** Likewise the gradients of the range, between {@link #beginInputGradient} and {@link #endInputGradient}. */
    public static void shareRangeGradients(LayerPass[] parts) {
        for (int k = 1; k < parts.length; k++) {
            parts[0].scaler.absorbEnds(parts[k].scaler);
        }
        for (int k = 1; k < parts.length; k++) {
            parts[k].scaler.copyEnds(parts[0].scaler);
        }
    }

    /** Whether inputs may be codes whose values include the background. */
    public boolean takesCodes() {
        return table != null && penalty == null;
    }

    /** The same for a first layer's inputs as codes; see {@link #takesCodes}. */
    public void forward(CodedRows x, int rowCount, boolean forTraining, long dropoutSeed) {
        sum(x, rowCount, forTraining);
        whole.forward(slices, rows, training, dropoutSeed);
    }

    /** The slices' sums alone, for {@link #rows}. */
    public void sum(CodedRows x, int rowCount, boolean forTraining) {
        input = null;
        coded = x;
        rows = rowCount;
        training = forTraining;
        backgroundCode = x.codeOf(background);
        scaler.observe(x, inputs, rows, training);
        table.refresh(x.values(), backgroundCode);
        sumSlices();
    }

    private void sumSlices() {
        workers.run(slices.length, forwardSlice);
        commonKnown = freezesCommon;
    }

    /** What some consecutive rows go through after the slices; their gradients of the sums are this layer's. */
    public LayerRows rows(int first, int most) {
        return new LayerRows(weights, first, most, d);
    }

    /** Takes gradients from these rows, which have absorbed those of all others. */
    public void updateBy(LayerRows rows) {
        whole = rows;
    }

    /** Updates weights by another pass's gradients, too: of other rows through the same layer. */
    public void join(LayerPass other) {
        for (int c = 0; c < slices.length; c++) {
            slices[c].join(other.slices[c], other.d);
        }
    }

    /** Adds the gradients of a joined pass, but for those that slices add up. */
    public void absorb(LayerPass other) {
        whole.absorb(other.whole);
        if (below != Below.NOTHING) {
            scaler.absorb(other.scaler);
            for (int c = 0; c < slices.length && slices[c].trained != null; c++) {
                slices[c].trained.absorb(other.slices[c].trained);
            }
        }
    }

    /** Adds the gradients of a penalty on the edges to every backward pass. */
    public void penalise(SparsityPenalty by) {
        penalty = by;
        activities = new double[outputs][inputs];
        activitySlope = new double[outputs][inputs];
        coefficientPenalty = new double[slices.length];
        for (FeatureSlice slice : slices) {
            slice.penalise(by, activities, activitySlope);
        }
    }

    /** The penalty of the last batch, which the backward pass needs; a single row has no activities. */
    public double penalty() {
        for (double[] row : activitySlope) {
            Arrays.fill(row, 0);
        }
        workers.run(slices.length, measureSlice);
        double total = rows < 2 ? 0 : penalty.ofActivities(activities, activitySlope);
        for (double ofSlice : coefficientPenalty) {
            total += ofSlice;
        }
        return penalty.strength() * total;
    }

    private void measureSlice(int part) {
        coefficientPenalty[part] = slices[part].measure(rows);
    }

    /** A copy of the newest batch's inputs, rows × inputs. */
    public float[] copiedInputs() {
        float[] x = new float[rows * inputs];
        for (int b = 0; b < rows; b++) {
            System.arraycopy(input, b * inputStride, x, b * inputs, inputs);
        }
        return x;
    }

    /** A copy of the newest batch's inputs as the basis meets them, rows × inputs. */
    public float[] scaledInputs() {
        float[] s = new float[rows * inputs];
        for (int b = 0; b < rows; b++) {
            for (int i = 0; i < inputs; i++) {
                s[b * inputs + i] = scaler.scale(input[b * inputStride + i], b, i);
            }
        }
        return s;
    }

    private void forwardSlice(int part) {
        if (coded != null) {
            slices[part].forward(coded, inputs, rows, backgroundCode, !commonKnown);
        } else {
            slices[part].forward(input, inputStride, rows, background, !commonKnown);
        }
    }

    /** Computes gradients as {@link LayerRows#backward}. */
    public void backward(float[] g) {
        whole.backward(g);
    }

    /** All rows, if they are not apart. */
    public LayerRows whole() {
        return whole;
    }

    public boolean finite() {
        return whole.finite();
    }

    /** What gradients are computed below the edges. */
    public Below below() {
        return below;
    }

    /**
     * Gradients below this layer's edges.
     *
     * @param dx receives those of the inputs, with the row stride of the forward pass; unused if they are not wanted
     */
    public void inputGradient(float[] dx) {
        beginInputGradient();
        endInputGradient(dx);
    }

    /** All of them but what goes through the ends of a range that rows share. */
    public void beginInputGradient() {
        if (nodes != null && nodes.count() > 0) {
            nodes.collect(d, width);
        } else {
            transpose();
        }
        if (below == Below.VALUES) {
            // Nothing waits for these gradients: slices compute them with their updates.
            return;
        }
        workers.run(slices.length, inputGradientSlice);
        if (!slices[0].sparse()) {
            scaler.backward(scaledGradient, stride, input, inputStride, inputs, rows);
        }
    }

    private void transpose() {
        Arrays.fill(transposed, 0);
        for (int b = 0; b < rows; b++) {
            for (int o = 0; o < outputs; o++) {
                transposed[o * stride + b] = d[b * width + o];
            }
        }
    }

    /** The rest; gradients as {@link #inputGradient}. */
    public void endInputGradient(float[] dx) {
        if (below != Below.INPUTS || slices[0].sparse()) {
            return;
        }
        scaler.throughEnds(scaledGradient, stride, input, inputStride, inputs, rows);
        addedGradient = dx;
        if (inputs * rows >= SHARED_VALUES) {
            workers.run(slices.length, addGradientSlice);
            return;
        }
        for (int part = 0; part < slices.length; part++) {
            addGradientSlice(part);
        }
    }

    private void addGradientSlice(int part) {
        slices[part].addInputGradients(baseGradient, scaledGradient, stride, rows, addedGradient, inputStride);
    }

    private void inputGradientSlice(int part) {
        inputGradient(slices[part]);
    }

    private void inputGradient(FeatureSlice slice) {
        slice.inputGradient(d, whole.total(), transposed, stride, baseGradient, scaledGradient);
    }

    public void updateSlice(FeatureSlice slice, Updater updater) {
        if (below == Below.VALUES) {
            inputGradient(slice);
        }
        slice.update(d, whole.total(), updater);
    }

    public void updateSmall(Updater updater) {
        whole.update(updater);
        if (weights.scalingGain != null) {
            updater.update(weights.scalingGain, 0, scaler.gainGradient, 0, scaler.gainGradient.length);
            updater.update(weights.scalingShift, 0, scaler.shiftGradient, 0, scaler.shiftGradient.length);
        }
        if (weights.basisValues != null) {
            float[] all = slices[0].trained.ofValues;
            for (int c = 1; c < slices.length; c++) {
                LayerRows.add(slices[c].trained.ofValues, all);
            }
            updater.update(weights.basisValues, 0, all, 0, all.length);
        }
    }
}
