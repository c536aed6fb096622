package org.kanworkbench.engine.layer;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import org.kanworkbench.engine.kernel.Lanes;
import org.kanworkbench.engine.kernel.VectorMath;
import org.kanworkbench.network.InputScaling;

/**
 * A layer's input scaling over one batch: s = 2(x − min)/(max − min) − 1, or
 * s = tanh x, or s = x. A range of no width scales everything to the domain's lower end. Derivatives: docs/math.
 */
final class InputScaler {

    /** Share of the new batch in the running range. */
    static final float MOMENTUM = 0.1f;

    private final InputScaling kind;
    private final float[] runningRange;
    private final boolean perRow;
    /** One value a row if {@link #perRow}, else one in all. */
    private final float[] low;

    private final float[] high;
    private final float[] factor;
    /** Whether the range is a constant, not one that inputs of this batch make. */
    private boolean constantRange;

    InputScaler(LayerWeights weights, int maxRows) {
        this(
                weights.spec.basis().terms() == 0 ? InputScaling.NONE : weights.spec.scaling(),
                weights.runningRange,
                maxRows);
    }

    private InputScaler(InputScaling kind, float[] runningRange, int maxRows) {
        this.kind = kind;
        this.runningRange = runningRange;
        perRow = kind == InputScaling.ROW_MIN_MAX;
        int size = perRow ? maxRows : 1;
        low = new float[size];
        high = new float[size];
        factor = new float[size];
    }

    /** A scaling whose range, where it has one, is known and stays: one row's, or one batch's. */
    static InputScaler fixed(InputScaling kind, float low, float high) {
        InputScaler scaler = new InputScaler(kind, null, 1);
        scaler.setRange(0, low, high);
        return scaler;
    }

    /** Whether one value of x may be scaled to different values within a batch. */
    boolean differsByRow() {
        return perRow;
    }

    /** Whether inference scales every batch alike. */
    boolean fixedAtInference() {
        return kind != InputScaling.BATCH_MIN_MAX && kind != InputScaling.ROW_MIN_MAX;
    }

    /** Reads what it needs of a batch; running statistics move while training. */
    void observe(float[] x, int stride, int inputs, int rows, boolean training) {
        constantRange = kind == InputScaling.RUNNING_MIN_MAX && !training;
        switch (kind) {
            case NONE, TANH -> {}
            case ROW_MIN_MAX -> {
                for (int b = 0; b < rows; b++) {
                    measure(b, x, stride, inputs, b, b + 1);
                }
            }
            case BATCH_MIN_MAX -> measure(0, x, stride, inputs, 0, rows);
            case RUNNING_MIN_MAX -> {
                if (training) {
                    measure(0, x, stride, inputs, 0, rows);
                    runningRange[0] += MOMENTUM * (low[0] - runningRange[0]);
                    runningRange[1] += MOMENTUM * (high[0] - runningRange[1]);
                } else {
                    setRange(0, runningRange[0], runningRange[1]);
                }
            }
        }
    }

    private void measure(int index, float[] x, int stride, int inputs, int fromRow, int toRow) {
        FloatVector least = FloatVector.broadcast(Lanes.SPECIES, Float.POSITIVE_INFINITY);
        FloatVector most = FloatVector.broadcast(Lanes.SPECIES, Float.NEGATIVE_INFINITY);
        float min = Float.POSITIVE_INFINITY;
        float max = Float.NEGATIVE_INFINITY;
        int whole = inputs - inputs % Lanes.COUNT;
        for (int b = fromRow; b < toRow; b++) {
            int i = 0;
            for (; i < whole; i += Lanes.COUNT) {
                FloatVector v = FloatVector.fromArray(Lanes.SPECIES, x, b * stride + i);
                // Two instructions each; min and max take five, for the sake of NaN and -0.
                least = least.blend(v, v.compare(VectorOperators.LT, least));
                most = most.blend(v, most.compare(VectorOperators.LT, v));
            }
            for (; i < inputs; i++) {
                min = Math.min(min, x[b * stride + i]);
                max = Math.max(max, x[b * stride + i]);
            }
        }
        if (whole > 0) {
            min = Math.min(min, least.reduceLanes(VectorOperators.MIN));
            max = Math.max(max, most.reduceLanes(VectorOperators.MAX));
        }
        setRange(index, min, max);
    }

    private void setRange(int index, float min, float max) {
        low[index] = min;
        high[index] = max;
        float range = max - min;
        factor[index] = range == 0 ? 0 : 2 / range;
    }

    /** s of a value that is scaled alike in every row. */
    float scale(float x) {
        return scale(x, 0);
    }

    /** s of a value of one row. */
    float scale(float x, int row) {
        int range = perRow ? row : 0;
        return switch (kind) {
            case NONE -> x;
            // The very function that entries are scaled by: what equals the background then scales to the same value.
            case TANH ->
                VectorMath.tanh(FloatVector.broadcast(Lanes.SPECIES, x)).lane(0);
            default -> (x - low[range]) * factor[range] - 1;
        };
    }

    /** s[n] for entries n below count; whole vectors are written. */
    void scale(float[] x, int[] rows, int count, float[] s) {
        switch (kind) {
            case NONE -> System.arraycopy(x, 0, s, 0, count);
            case TANH -> {
                for (int n = 0; n < count; n += Lanes.COUNT) {
                    VectorMath.tanh(FloatVector.fromArray(Lanes.SPECIES, x, n)).intoArray(s, n);
                }
            }
            case ROW_MIN_MAX -> {
                for (int n = 0; n < count; n++) {
                    int b = rows[n];
                    s[n] = (x[n] - low[b]) * factor[b] - 1;
                }
            }
            default -> {
                for (int n = 0; n < count; n += Lanes.COUNT) {
                    FloatVector.fromArray(Lanes.SPECIES, x, n)
                            .sub(low[0])
                            .mul(factor[0])
                            .sub(1f)
                            .intoArray(s, n);
                }
            }
        }
    }

    /** Multiplies gradients of one feature by ds/dx as far as it depends on this entry's s alone: tanh's 1 − s². */
    void elementBackward(float[] g, int at, float[] s, int sAt, int count) {
        if (kind == InputScaling.TANH) {
            for (int b = 0; b < count; b += Lanes.COUNT) {
                FloatVector value = FloatVector.fromArray(Lanes.SPECIES, s, sAt + b);
                FloatVector gradient = FloatVector.fromArray(Lanes.SPECIES, g, at + b);
                gradient.sub(gradient.mul(value).mul(value)).intoArray(g, at + b);
            }
        }
    }

    /** Multiplies gradients by ds/dx, the range held fixed. */
    void throughFixed(float[] g, int at, float[] s, int count) {
        elementBackward(g, at, s, 0, count);
        if (kind != InputScaling.TANH && kind != InputScaling.NONE) {
            for (int n = 0; n < count; n++) {
                g[at + n] *= factor[0];
            }
        }
    }

    /**
     * For the scalings by a range, turns gradients with respect to s into gradients with respect to x, in place, and lets them flow through minima and
     * maxima, split evenly among ties, as PyTorch does. A running range is a constant at inference.
     *
     * @param g [input][stride], overwritten
     * @param x rows × inputs at distance xStride
     */
    void backward(float[] g, int stride, float[] x, int xStride, int inputs, int rows) {
        switch (kind) {
            case NONE, TANH -> {}
            case ROW_MIN_MAX -> {
                for (int b = 0; b < rows; b++) {
                    throughRange(b, g, stride, x, xStride, inputs, b, b + 1);
                }
            }
            default -> throughRange(0, g, stride, x, xStride, inputs, 0, rows);
        }
    }

    private void throughRange(
            int index, float[] g, int stride, float[] x, int xStride, int inputs, int fromRow, int toRow) {
        float min = low[index];
        float max = high[index];
        float f = factor[index];
        double toMin = 0;
        double toMax = 0;
        int minTies = 0;
        int maxTies = 0;
        for (int i = 0; i < inputs; i++) {
            for (int b = fromRow; b < toRow; b++) {
                float value = x[b * xStride + i];
                float gradient = g[i * stride + b];
                toMin -= gradient * (max - value) * f;
                toMax -= gradient * (value - min) * f;
                minTies += value == min ? 1 : 0;
                maxTies += value == max ? 1 : 0;
                g[i * stride + b] = gradient * f;
            }
        }
        if (constantRange) {
            return;
        }
        // ds/dmin = −2(max − x)/range² and ds/dmax = −2(x − min)/range², with f = 2/range.
        float eachMin = (float) (toMin * f / 2 / Math.max(1, minTies));
        float eachMax = (float) (toMax * f / 2 / Math.max(1, maxTies));
        for (int i = 0; i < inputs; i++) {
            for (int b = fromRow; b < toRow; b++) {
                float value = x[b * xStride + i];
                if (value == min) {
                    g[i * stride + b] += eachMin;
                }
                if (value == max) {
                    g[i * stride + b] += eachMax;
                }
            }
        }
    }
}
