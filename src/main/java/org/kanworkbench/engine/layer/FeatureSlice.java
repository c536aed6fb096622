package org.kanworkbench.engine.layer;

import java.util.Arrays;
import org.kanworkbench.engine.kernel.Activations;
import org.kanworkbench.engine.kernel.CodedForeground;
import org.kanworkbench.engine.kernel.CodedRows;
import org.kanworkbench.engine.kernel.DenseKernels;
import org.kanworkbench.engine.kernel.EdgeKernels;
import org.kanworkbench.engine.kernel.ForegroundGatherer;
import org.kanworkbench.engine.kernel.InputKernels;
import org.kanworkbench.engine.kernel.Lanes;
import org.kanworkbench.engine.kernel.Updater;
import org.kanworkbench.network.recipe.SparsityPenalty;

/**
 * Consecutive input features of one layer, with all buffers for their products: the unit of parallel work. Entries are
 * ordered by feature; with a background value, only rows that differ from it have one.
 */
public final class FeatureSlice {

    /** Size of a plane for one value, rounded up to whole vectors. */
    private static final int BACKGROUND_PLANE = 2 * Lanes.PADDING;

    private static final int TILE = 16;
    /** Gradients that stay in the first-level cache, with the values and moments that they change. */
    private static final int TOGETHER = 1024;
    /** The value of a constant term. */
    private static final float[] ONE = {1};

    private final LayerWeights weights;
    private final InputScaler scaler;
    /** Null if the layer takes no codes. */
    private final ValueTable table;

    private final ForegroundGatherer gatherer;
    private final int from;
    private final int to;
    private final int width;
    private final int active;
    /** Stride between planes, which is the capacity of a plane. */
    private final int plane;

    private final int[] start;
    private final int[] rowOf;
    private final float[] x;
    private final float[] s;
    private final float[] phi;
    private final EdgeKernels entryKernels;
    /** Null if the layer takes no codes. */
    private final CodedForeground coded;

    private final EdgeKernels codeKernels;
    private final DenseKernels denseKernels;
    private final LayerPass.Below below;
    /** Null if no gradients are wanted below the edges. */
    private final InputKernels inputKernels;
    /** Derivatives of the active terms; null if no gradients are wanted below the edges. */
    private final float[] slopes;
    /** Terms at the background value, then 1 for a constant: the contribution of an absent entry. */
    private final float[] background;

    /** The background, scaled, and its basis functions in planes of {@link #BACKGROUND_PLANE}. */
    private final float[] scaledBackground = new float[BACKGROUND_PLANE];

    private final float[] basisAtBackground;
    /** Null without values of the basis. */
    final TrainedFunctions trained;
    /** Null unless rows may have backgrounds of their own. */
    private final BackgroundNodes nodes;

    private final NodeEntries nodeEntries;

    /** [term][width]. */
    private final float[] backgroundGradient;
    /** Features whose gradients are computed before they are used, and these: [feature][term][width]. */
    private int together;

    /** The same features of other rows, and the gradients of their sums. */
    private record Joined(FeatureSlice slice, float[] d) {}

    private Joined[] joined = {};

    private final float[] gradients;
    /** Null unless edges shift and stretch their inputs. */
    private final StretchedEdges stretched;
    /** Null without a sparsity penalty. */
    private EdgeSpread spread;

    private float usedBackground;
    private boolean usesCodes;
    /** Whether the entries are those of every feature and row. */
    private boolean everyRow;
    /** NaN if the entries are dense. */
    private float usedScaled;

    private final float[] scaleGradient;

    /** [row][width]: this slice's share of the layer's sums. */
    final float[] sums;
    /** [width]: the constant contribution to every row. */
    final float[] common;

    /**
     * @param table of the terms at the values of codes; null for a layer that takes none
     * @param nodes null for a layer without
     */
    FeatureSlice(
            LayerWeights weights,
            InputScaler scaler,
            int from,
            int to,
            int maxRows,
            LayerPass.Below below,
            ValueTable table,
            BackgroundNodes nodes) {
        this.weights = weights;
        this.below = below;
        this.scaler = scaler;
        this.table = table;
        this.from = from;
        this.to = to;
        width = weights.width;
        active = weights.sharedTerms();
        gatherer = new ForegroundGatherer(maxRows);
        int features = to - from;
        int mostRows = maxRows + (nodes == null ? 0 : BackgroundNodes.MOST);
        plane = features * mostRows + 2 * Lanes.PADDING + Lanes.padded(maxRows);
        start = new int[features + 1];
        rowOf = new int[plane];
        x = new float[plane];
        s = new float[plane];
        phi = new float[active * plane];
        int[] inOrder = new int[plane];
        Arrays.setAll(inOrder, n -> n);
        entryKernels = new EdgeKernels(phi, plane, inOrder, rowOf, width);
        coded = table == null ? null : new CodedForeground(features, maxRows);
        codeKernels =
                table == null ? null : new EdgeKernels(table.phi, ValueTable.PLANE, coded.codeOf, coded.rowOf, width);
        denseKernels = new DenseKernels(phi, plane, active, weights.terms, width);
        boolean goesOn = below != LayerPass.Below.NOTHING;
        slopes = goesOn ? new float[active * plane] : null;
        inputKernels = goesOn
                ? new InputKernels(
                        weights.edgeValues, width, weights.spec.outputs(), slopes, plane, Lanes.padded(maxRows))
                : null;
        trained = weights.basisValues == null ? null : new TrainedFunctions(weights, from, to, maxRows, plane, goesOn);
        stretched = weights.spec.stretchesEdges() ? new StretchedEdges(weights, maxRows) : null;
        background = new float[weights.terms];
        basisAtBackground = new float[weights.spec.basis().terms() * BACKGROUND_PLANE];
        backgroundGradient = new float[weights.terms * width];
        together =
                weights.edgeScale != null || stretched != null ? 1 : Math.max(1, TOGETHER / backgroundGradient.length);
        gradients = new float[together * backgroundGradient.length];
        scaleGradient = new float[width];
        sums = new float[mostRows * width];
        common = new float[width];
        this.nodes = nodes;
        nodeEntries =
                nodes == null ? null : new NodeEntries(weights, scaler, nodes, from, features, phi, slopes, plane);
    }

    /** Prepares for a penalty; parameters as {@link EdgeSpread}. */
    void penalise(SparsityPenalty penalty, double[][] activities, double[][] slope) {
        together = 1;
        spread = new EdgeSpread(weights, penalty, from, start, x, phi, slopes, plane, activities, slope);
    }

    /** Adds the gradients of other rows to every update. */
    void join(FeatureSlice slice, float[] d) {
        joined = Arrays.copyOf(joined, joined.length + 1);
        joined[joined.length - 1] = new Joined(slice, d);
    }

    /** Measures the activities of the last batch; returns as {@link EdgeSpread#measure}. */
    double measure(int rows) {
        return spread.measure(rows, usedBackground);
    }

    /** Gathers entries and evaluates terms and this slice's share of the sums. */
    void forward(float[] input, int stride, int rows, float backgroundValue, boolean refreshCommon) {
        boolean sparse = !Float.isNaN(backgroundValue) && !scaler.differsByRow() && (trained == null || spread == null);
        boolean hasNodes = hasNodes();
        if (sparse || hasNodes) {
            everyRow = false;
            gatherer.gather(input, stride, rows, from, to, backgroundValue, start, rowOf, x);
        } else {
            gatherDense(input, stride, rows);
        }
        usedBackground = sparse ? backgroundValue : 0;
        usedScaled = sparse ? scaler.scale(backgroundValue) : Float.NaN;
        if (hasNodes) {
            nodeEntries.expand(backgroundValue, start, rowOf, x, s, phi, slopes);
        } else {
            expand();
        }
        boolean constants = refreshCommon && refreshBackground(sparse, backgroundValue);
        if (sparse) {
            subtractBackground();
        }
        Arrays.fill(sums, 0, (hasNodes ? rows + nodes.count() : rows) * width, 0);
        usesCodes = false;
        if (sparse || hasNodes) {
            addSparse(constants);
        } else {
            addDense(rows, constants);
        }
        for (int f = 0; stretched != null && f < to - from; f++) {
            float[] toCommon = constants ? common : null;
            stretched.forward(from + f, s, start[f], start[f + 1], rowOf, usedScaled, sums, toCommon);
        }
        if (hasNodes) {
            nodes.spread(sums, width);
        }
    }

    /** The same for codes, whose terms the layer's table holds. */
    void forward(CodedRows input, int inputs, int rows, int backgroundCode, boolean refreshCommon) {
        coded.gather(input.codes(), inputs, rows, from, (byte) backgroundCode);
        usedBackground = input.values()[backgroundCode];
        boolean constants = refreshCommon && takeBackground();
        Arrays.fill(sums, 0, rows * width, 0);
        usesCodes = true;
        addSparse(constants);
    }

    private void addSparse(boolean constants) {
        EdgeKernels kernels = kernels();
        for (int f = 0; f < to - from; f++) {
            if (constants) {
                if (trained != null) {
                    trained.background(f, background);
                }
                EdgeKernels.addScaledTerms(background, weights.terms, weights.edgeValues, edgeAt(f), width, common);
            }
            if (end(f) > start(f)) {
                kernels.forward(active, start(f), end(f), weights.edgeValues, edgeAt(f), sums);
            }
        }
    }

    private EdgeKernels kernels() {
        return usesCodes ? codeKernels : hasNodes() ? nodeEntries.kernels : entryKernels;
    }

    private int start(int feature) {
        return usesCodes ? coded.start(feature) : hasNodes() ? nodeEntries.start(feature) : start[feature];
    }

    private int end(int feature) {
        return usesCodes ? coded.end(feature) : hasNodes() ? nodeEntries.start(feature + 1) : start[feature + 1];
    }

    private void addDense(int rows, boolean constants) {
        denseKernels.forward(to - from, rows, weights.edgeValues, edgeAt(0), sums);
        for (int f = 0; constants && f < to - from; f++) {
            EdgeKernels.addScaledTerms(ONE, 1, weights.edgeValues, edgeAt(f) + active * width, width, common);
        }
    }

    private int edgeAt(int feature) {
        return (from + feature) * weights.terms * width;
    }

    private void gatherDense(float[] input, int stride, int rows) {
        int features = to - from;
        if (start[features] != features * rows || !everyRow) {
            everyRow = true;
            for (int f = 0; f < features; f++) {
                start[f] = f * rows;
                for (int b = 0; b < rows; b++) {
                    rowOf[f * rows + b] = b;
                }
            }
            start[features] = features * rows;
        }
        // Transposes in tiles: a whole column at a time would miss the cache at every value.
        for (int tile = 0; tile < features; tile += TILE) {
            int end = Math.min(features, tile + TILE);
            for (int b = 0; b < rows; b++) {
                int at = b * stride + from;
                for (int f = tile; f < end; f++) {
                    x[f * rows + b] = input[at + f];
                }
            }
        }
    }

    /**
     * Writes this slice's columns of the gradients of the inputs, the sum of base part and scaled part.
     *
     * @param base [input][stride]
     * @param scaled [input][stride]
     * @param dx receives [row][dxStride]
     */
    void addInputGradients(float[] base, float[] scaled, int stride, int rows, float[] dx, int dxStride) {
        for (int tile = from; tile < to; tile += TILE) {
            int end = Math.min(to, tile + TILE);
            for (int b = 0; b < rows; b++) {
                for (int i = tile; i < end; i++) {
                    dx[b * dxStride + i] = base[i * stride + b] + scaled[i * stride + b];
                }
            }
        }
    }

    private void expand() {
        int count = start[to - from];
        if (scaler.differsByInput()) {
            for (int f = 0; f < to - from; f++) {
                scaler.scale(x, rowOf, start[f], start[f + 1], from + f, s);
            }
        } else if (weights.kernel != null) {
            scaler.scale(x, rowOf, 0, count, 0, s);
        }
        if (trained == null) {
            weights.expand(x, s, count, phi, slopes, plane);
        } else {
            weights.expandBase(x, s, count, phi, slopes);
            trained.expand(start, s, phi, plane);
        }
    }

    /** Evaluates the terms of the background, initialises the sums, and returns whether there is anything to add. */
    private boolean refreshBackground(boolean sparse, float backgroundValue) {
        Arrays.fill(background, 0);
        if (sparse) {
            int t = 0;
            if (weights.spec.hasBase()) {
                background[t++] = baseAt(backgroundValue);
            }
            if (trained != null) {
                trained.refresh(scaler.scale(backgroundValue));
            } else if (weights.kernel != null && stretched == null) {
                // Evaluated by the same kernel as entries: an entry equal to the background then contributes exactly 0.
                scaledBackground[0] = scaler.scale(backgroundValue);
                weights.kernel.expand(scaledBackground, 1, basisAtBackground, null, 0, BACKGROUND_PLANE);
                for (int k = 0; t < active; k++) {
                    background[t++] = basisAtBackground[k * BACKGROUND_PLANE];
                }
            }
        }
        Arrays.fill(common, 0);
        if (weights.constantOnEdges()) {
            background[active] = 1;
        }
        return sparse || weights.constantOnEdges();
    }

    /** The same from the layer's table. */
    private boolean takeBackground() {
        System.arraycopy(table.background, 0, background, 0, active);
        if (weights.constantOnEdges()) {
            background[active] = 1;
        }
        Arrays.fill(common, 0);
        return true;
    }

    private float baseAt(float value) {
        // The scratch array's first vector is free here: sums are cleared afterwards.
        Arrays.fill(sums, 0, Lanes.COUNT, value);
        Activations.apply(weights.spec.base(), 0, sums, 0, sums, 0, 1);
        return sums[0];
    }

    private void subtractBackground() {
        if (trained == null) {
            subtractBackground(0, start[to - from]);
            return;
        }
        for (int f = 0; f < to - from; f++) {
            trained.background(f, background);
            subtractBackground(start[f], start[f + 1]);
        }
    }

    private void subtractBackground(int first, int end) {
        for (int t = 0; t < active; t++) {
            float value = background[t];
            for (int n = t * plane + first; n < t * plane + end; n++) {
                phi[n] -= value;
            }
        }
    }

    /**
     * Computes gradients of the edge weights and passes them to the updater, a few features at a time, while they are in
     * the first-level cache.
     *
     * @param d [row][width] gradients of the layer's sums
     * @param total [width] their sums over the rows
     */
    void update(float[] d, float[] total, Updater updater) {
        EdgeKernels kernels = kernels();
        // What entries of every row would add if all were background; the same for every feature.
        EdgeKernels.outerProduct(background, weights.terms, total, width, backgroundGradient);
        int size = weights.terms * width;
        int features = to - from;
        for (int first = 0; first < features; first += together) {
            int count = Math.min(together, features - first);
            for (int f = first; f < first + count; f++) {
                int at = (f - first) * size;
                if (sparse() && trained != null) {
                    trained.background(f, background);
                    EdgeKernels.outerProduct(background, weights.terms, total, width, backgroundGradient);
                }
                kernels.gradient(active, start(f), end(f), d, backgroundGradient, 0, gradients, at);
                for (Joined other : joined) {
                    other.slice.entryKernels.gradient(
                            active, other.slice.start(f), other.slice.end(f), other.d, gradients, at, gradients, at);
                }
                System.arraycopy(
                        backgroundGradient, active * width, gradients, at + active * width, size - active * width);
                if (stretched != null) {
                    stretched.gradient(from + f, s, start[f], start[f + 1], rowOf, usedScaled, d, total, gradients);
                }
                if (spread != null) {
                    spread.addGradient(f, gradients);
                }
            }
            if (weights.edgeScale != null) {
                weights.throughScale(from + first, gradients, scaleGradient);
            }
            if (spread != null) {
                spread.coefficients(first, gradients);
            }
            updater.update(weights.edges, edgeAt(first), gradients, 0, count * size);
            if (stretched != null) {
                updater.update(weights.edgeShift, (from + first) * width, stretched.shiftGradient, 0, width);
                updater.update(weights.edgeStretch, (from + first) * width, stretched.stretchGradient, 0, width);
                // Weight decay would take what padding is divided by to 0.
                int stretch = (from + first) * width;
                Arrays.fill(weights.edgeStretch.values, stretch + weights.spec.outputs(), stretch + width, 1);
            }
            if (weights.edgeScale != null) {
                updater.update(weights.edgeScale, (from + first) * width, scaleGradient, 0, width);
                weights.rescale(from + first);
            }
        }
    }

    private boolean hasNodes() {
        return nodes != null && nodes.count() > 0;
    }

    /** Whether the newest entries leave out the background: then inputs have no gradients. */
    boolean sparse() {
        return usesCodes || !everyRow;
    }

    /**
     * Computes gradients of this slice's inputs, base part and scaled part separately, if the entries are dense, of their
     * gains and shifts, and of the basis's values.
     *
     * @param d [row][width] gradients of the sums
     * @param total [width] their sums over the rows
     * @param dT [output][stride] the same transposed, 0 in padded rows
     * @param base [input][stride], receives the gradient through the base activations
     * @param scaled [input][stride], receives the gradient with respect to the scaled inputs
     */
    void inputGradient(float[] d, float[] total, float[] dT, int stride, float[] base, float[] scaled) {
        if (hasNodes()) {
            nodeEntries.gainGradients(d);
            return;
        }
        if (sparse()) {
            trained.gradients(start, rowOf, s, d, dT, total, true);
            return;
        }
        for (int f = 0; f < to - from; f++) {
            int at = (from + f) * stride;
            Arrays.fill(base, at, at + stride, 0);
            Arrays.fill(scaled, at, at + stride, 0);
            boolean unscaledBase = weights.spec.hasBase() && !weights.spec.scalesBase();
            int terms = trained == null ? active : weights.spec.hasBase() ? 1 : 0;
            // What goes through the base alone reaches nothing that this layer trains.
            int t = unscaledBase && below != LayerPass.Below.INPUTS ? 1 : 0;
            for (; t + 2 <= terms; t += 2) {
                float[] first = t == 0 && unscaledBase ? base : scaled;
                inputKernels.gradientOfTwo(edgeAt(f) + t * width, dT, t * plane + start[f], first, scaled, at);
            }
            if (t < terms) {
                float[] target = t == 0 && unscaledBase ? base : scaled;
                inputKernels.gradient(edgeAt(f) + t * width, dT, t * plane + start[f], target, at);
            }
            if (stretched != null) {
                stretched.inputGradient(from + f, s, start[f], start[f + 1] - start[f], d, scaled, at);
            }
            if (spread != null) {
                spread.addInputGradient(f, base, scaled, at, trained == null ? null : trained.more());
            }
        }
        if (trained != null) {
            trained.gradients(start, rowOf, s, d, dT, total, false);
        }
        for (int f = 0; f < to - from; f++) {
            int at = (from + f) * stride;
            if (trained != null) {
                trained.addOfInputs(f, start[1], scaled, at);
            }
            scaler.elementBackward(scaled, at, s, start[f], stride);
            scaler.gainGradient(from + f, scaled, at, x, start[f], start[f + 1] - start[f]);
        }
    }
}
