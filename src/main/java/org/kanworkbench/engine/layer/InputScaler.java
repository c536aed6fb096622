package org.kanworkbench.engine.layer;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import org.kanworkbench.engine.kernel.CodedRows;
import org.kanworkbench.engine.kernel.Lanes;
import org.kanworkbench.engine.kernel.VectorMath;
import org.kanworkbench.network.InputScaling;

/**
 * A layer's input scaling over one batch: s = 2(x − min)/(max − min) − 1, a layer norm of each row, s = tanh x, or s =
 * x. A range of width 0 scales everything to the domain's lower end. Derivatives: docs/math.
 */
final class InputScaler {

    /** Weight of the new batch in the running range. */
    static final float MOMENTUM = 0.1f;

    private final InputScaling kind;
    private final float[] runningRange;
    private final boolean perRow;
    /** Gain and shift of every input; null without a layer norm. */
    private final float[] gain;

    private final float[] shift;
    /** Their gradients. */
    final float[] gainGradient;

    final float[] shiftGradient;
    /** One value per row if {@link #perRow}, else a single one: the least input, or the mean for a layer norm. */
    private final float[] low;

    private final float[] high;
    private final float[] codedRange = new float[2];
    private final float[] factor;
    /** [row], means for the gradient through a layer norm. */
    private final float[] mean;

    private final float[] product;
    /** Whether the range is constant, not computed from this batch. */
    private boolean constantRange;
    /** Of the newest gradients with respect to s: what they come to for minimum and maximum, and how many inputs have these. */
    private double toLow;

    private double toHigh;
    private int lowTies;
    private int highTies;

    InputScaler(LayerWeights weights, int maxRows) {
        this(
                weights.spec.basis().terms() == 0 ? InputScaling.NONE : weights.spec.scaling(),
                weights.runningRange,
                weights.scalingGain == null ? null : weights.scalingGain.values,
                weights.scalingShift == null ? null : weights.scalingShift.values,
                maxRows);
    }

    private InputScaler(InputScaling kind, float[] runningRange, float[] gain, float[] shift, int maxRows) {
        this.kind = kind;
        this.runningRange = runningRange;
        this.gain = gain;
        this.shift = shift;
        gainGradient = gain == null ? null : new float[gain.length];
        shiftGradient = gain == null ? null : new float[gain.length];
        mean = gain == null ? null : new float[maxRows];
        product = gain == null ? null : new float[maxRows];
        perRow = kind.byRow();
        int size = perRow ? maxRows + (gain == null ? 0 : BackgroundNodes.MOST) : 1;
        low = new float[size];
        high = new float[size];
        factor = new float[size];
    }

    /**
     * A scaling with a known, constant range, if any: that of one row or one batch.
     *
     * @param low least input, or mean minus deviation for a layer norm
     * @param high largest one, or mean plus deviation
     * @param gain of a layer norm
     * @param shift likewise
     */
    static InputScaler fixed(InputScaling kind, float low, float high, float gain, float shift) {
        InputScaler scaler = new InputScaler(kind, null, new float[] {gain}, new float[] {shift}, 1);
        if (kind.normalizes()) {
            scaler.setNorm(0, (low + high) / 2, (high - low) / 2);
        } else {
            scaler.setRange(0, low, high);
        }
        return scaler;
    }

    /** Whether equal values of x may be scaled differently within a batch. */
    boolean differsByRow() {
        return perRow;
    }

    /** Whether inference scales every batch in the same way. */
    boolean fixedAtInference() {
        return !kind.measured();
    }

    /** Measures a batch; updates running statistics in training. */
    void observe(float[] x, int stride, int inputs, int rows, boolean training) {
        constantRange = kind == InputScaling.RUNNING_MIN_MAX && !training;
        switch (kind) {
            case NONE, TANH -> {}
            case LAYER_NORM, LAYER_NORM_ALL -> {
                for (int b = 0; b < rows; b++) {
                    normalize(b, x, b * stride, inputs);
                }
            }
            case ROW_MIN_MAX -> {
                for (int b = 0; b < rows; b++) {
                    measure(b, x, stride, inputs, b, b + 1);
                }
            }
            case BATCH_MIN_MAX -> measure(0, x, stride, inputs, 0, rows);
            case RUNNING_MIN_MAX -> {
                if (training) {
                    measure(0, x, stride, inputs, 0, rows);
                    moveRange();
                } else {
                    setRange(0, runningRange[0], runningRange[1]);
                }
            }
        }
    }

    /** Whether the range is that of all rows of a batch together. */
    boolean joint(boolean training) {
        return kind == InputScaling.BATCH_MIN_MAX || kind == InputScaling.RUNNING_MIN_MAX && training;
    }

    /** The range of some rows of a batch alone; {@link #setRange(float, float)} follows with that of all. */
    void observePart(float[] x, int stride, int inputs, int rows) {
        constantRange = false;
        measure(0, x, stride, inputs, 0, rows);
    }

    /** The least input of what was observed. */
    float low() {
        return low[0];
    }

    /** The largest one. */
    float high() {
        return high[0];
    }

    /** Sets the range of a batch of which a part was observed. */
    void setRange(float min, float max) {
        setRange(0, min, max);
    }

    /** Adds the gradients of gains and shifts that come from other rows. */
    void absorb(InputScaler other) {
        for (int i = 0; gain != null && i < gain.length; i++) {
            gainGradient[i] += other.gainGradient[i];
            shiftGradient[i] += other.shiftGradient[i];
        }
    }

    /** Adds what gradients of other rows come to for the ends of the range. */
    void absorbEnds(InputScaler other) {
        toLow += other.toLow;
        toHigh += other.toHigh;
        lowTies += other.lowTies;
        highTies += other.highTies;
    }

    /** Takes over what the gradients of all rows come to. */
    void copyEnds(InputScaler total) {
        toLow = total.toLow;
        toHigh = total.toHigh;
        lowTies = total.lowTies;
        highTies = total.highTies;
    }

    /** The same for codes, where rows are not scaled differently. */
    void observe(CodedRows x, int inputs, int rows, boolean training) {
        constantRange = kind == InputScaling.RUNNING_MIN_MAX && !training;
        if (constantRange) {
            setRange(0, runningRange[0], runningRange[1]);
        } else if (kind.measured() || kind == InputScaling.RUNNING_MIN_MAX) {
            x.range(rows * inputs, codedRange);
            setRange(0, codedRange[0], codedRange[1]);
        }
        if (training) {
            moveRange();
        }
    }

    /** Moves the running range, if there is one, by that of the batch. */
    void moveRange() {
        if (kind != InputScaling.RUNNING_MIN_MAX) {
            return;
        }
        runningRange[0] += MOMENTUM * (low[0] - runningRange[0]);
        runningRange[1] += MOMENTUM * (high[0] - runningRange[1]);
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
                // Two instructions each; min and max take five because of NaN and -0.
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

    private void normalize(int row, float[] x, int at, int inputs) {
        int whole = inputs - inputs % Lanes.COUNT;
        FloatVector sums = FloatVector.zero(Lanes.SPECIES);
        for (int i = 0; i < whole; i += Lanes.COUNT) {
            sums = sums.add(FloatVector.fromArray(Lanes.SPECIES, x, at + i));
        }
        float sum = Lanes.sum(sums);
        for (int i = whole; i < inputs; i++) {
            sum += x[at + i];
        }
        float average = sum / inputs;
        FloatVector squared = FloatVector.zero(Lanes.SPECIES);
        for (int i = 0; i < whole; i += Lanes.COUNT) {
            FloatVector d = FloatVector.fromArray(Lanes.SPECIES, x, at + i).sub(average);
            squared = d.fma(d, squared);
        }
        float squares = Lanes.sum(squared);
        for (int i = whole; i < inputs; i++) {
            float d = x[at + i] - average;
            squares += d * d;
        }
        setNorm(row, average, Math.sqrt(squares / inputs + Normalizer.EPSILON));
    }

    private void setNorm(int index, float average, double deviation) {
        low[index] = average;
        factor[index] = (float) (1 / deviation);
    }

    private void setRange(int index, float min, float max) {
        low[index] = min;
        high[index] = max;
        float range = max - min;
        factor[index] = range == 0 ? 0 : 2 / range;
    }

    /** s of a value, for a scaling that is the same in every row. */
    float scale(float x) {
        return scale(x, 0, 0);
    }

    /** s of a value of one row and input. */
    float scale(float x, int row, int input) {
        int range = perRow ? row : 0;
        return switch (kind) {
            case NONE -> x;
            // The same function as for entries: an entry equal to the background then scales to the same value.
            case TANH ->
                VectorMath.tanh(FloatVector.broadcast(Lanes.SPECIES, x)).lane(0);
            case LAYER_NORM, LAYER_NORM_ALL -> (x - low[range]) * factor[range] * gain[input] + shift[input];
            default -> (x - low[range]) * factor[range] - 1;
        };
    }

    /** Whether equal values of x may be scaled differently for two inputs. */
    boolean differsByInput() {
        return gain != null && gain.length > 1;
    }

    /** A value of one row before gain and shift of a layer norm. */
    float normalized(float x, int row) {
        return (x - low[row]) * factor[row];
    }

    /** The rest of a layer norm: s[n] from normalised values z[n], from ≤ n < to, of an input. */
    void gain(float[] z, int from, int to, int input, float[] s) {
        float a = gain[input];
        float c = shift[input];
        for (int n = from; n < to; n++) {
            s[n] = z[n] * a + c;
        }
    }

    /** Has a value of a row that is none of the batch's normalised to z. */
    void setNormalized(int row, float x, float z) {
        low[row] = x - z;
        factor[row] = 1;
    }

    /**
     * s[n] for entries from ≤ n < to; whole vectors are written.
     *
     * @param input of all entries, if inputs are scaled differently
     */
    void scale(float[] x, int[] rows, int from, int to, int input, float[] s) {
        switch (kind) {
            case LAYER_NORM, LAYER_NORM_ALL -> {
                for (int n = from; n < to; n++) {
                    s[n] = normalized(x[n], rows[n]);
                }
                gain(s, from, to, input, s);
            }
            case NONE -> System.arraycopy(x, from, s, from, to - from);
            case TANH -> {
                for (int n = from; n < to; n += Lanes.COUNT) {
                    VectorMath.tanh(FloatVector.fromArray(Lanes.SPECIES, x, n)).intoArray(s, n);
                }
            }
            case ROW_MIN_MAX -> {
                for (int n = from; n < to; n++) {
                    s[n] = normalized(x[n], rows[n]) - 1;
                }
            }
            default -> {
                for (int n = from; n < to; n += Lanes.COUNT) {
                    FloatVector.fromArray(Lanes.SPECIES, x, n)
                            .sub(low[0])
                            .mul(factor[0])
                            .sub(1f)
                            .intoArray(s, n);
                }
            }
        }
    }

    /** Multiplies gradients of one feature by the part of ds/dx that depends on this entry's s alone: tanh's 1 − s². */
    void elementBackward(float[] g, int at, float[] s, int sAt, int count) {
        if (kind == InputScaling.TANH) {
            for (int b = 0; b < count; b += Lanes.COUNT) {
                FloatVector value = FloatVector.fromArray(Lanes.SPECIES, s, sAt + b);
                FloatVector gradient = FloatVector.fromArray(Lanes.SPECIES, g, at + b);
                gradient.sub(gradient.mul(value).mul(value)).intoArray(g, at + b);
            }
        }
    }

    /**
     * Of a layer norm, computes the gradients of an input's gain and shift.
     *
     * @param g gradients with respect to s, one a row
     * @param x the input, one a row
     */
    void gainGradient(int input, float[] g, int at, float[] x, int xAt, int rows) {
        if (gain == null) {
            return;
        }
        float toGain = 0;
        float toShift = 0;
        for (int b = 0; b < rows; b++) {
            toGain += g[at + b] * (x[xAt + b] - low[b]) * factor[b];
            toShift += g[at + b];
        }
        setGainGradient(input, toGain, toShift);
    }

    void setGainGradient(int input, float toGain, float toShift) {
        gainGradient[input] = toGain;
        shiftGradient[input] = toShift;
    }

    /** Multiplies gradients by ds/dx at a fixed range. */
    void throughFixed(float[] g, int at, float[] s, int count) {
        elementBackward(g, at, s, 0, count);
        if (kind != InputScaling.TANH && kind != InputScaling.NONE) {
            float slope = kind.normalizes() ? factor[0] * gain[0] : factor[0];
            for (int n = 0; n < count; n++) {
                g[at + n] *= slope;
            }
        }
    }

    /**
     * For scalings by a range and layer norms, turns gradients with respect to s into gradients with respect to x, in
     * place. They flow through minima and maxima, split evenly among ties, as in PyTorch; those of a range that rows
     * share follow by {@link #throughEnds}. A running range is constant at inference.
     *
     * @param g [input][stride], overwritten
     * @param x rows × inputs with row stride xStride
     */
    void backward(float[] g, int stride, float[] x, int xStride, int inputs, int rows) {
        switch (kind) {
            case NONE, TANH -> {}
            case LAYER_NORM, LAYER_NORM_ALL -> throughNorm(g, stride, x, xStride, inputs, rows);
            case ROW_MIN_MAX -> {
                for (int b = 0; b < rows; b++) {
                    throughRange(b, g, stride, x, xStride, inputs, b, b + 1);
                    throughEnds(b, g, stride, x, xStride, inputs, b, b + 1);
                }
            }
            default -> throughRange(0, g, stride, x, xStride, inputs, 0, rows);
        }
    }

    /** The rest of {@link #backward} for a range that rows share. */
    void throughEnds(float[] g, int stride, float[] x, int xStride, int inputs, int rows) {
        if (kind == InputScaling.BATCH_MIN_MAX || kind == InputScaling.RUNNING_MIN_MAX && !constantRange) {
            throughEnds(0, g, stride, x, xStride, inputs, 0, rows);
        }
    }

    /** With h = gain·g and z = (x − mean)/deviation: (h − mean(h) − z·mean(h·z))/deviation along a row. */
    private void throughNorm(float[] g, int stride, float[] x, int xStride, int inputs, int rows) {
        Arrays.fill(mean, 0, rows, 0);
        Arrays.fill(product, 0, rows, 0);
        for (int i = 0; i < inputs; i++) {
            float share = gain[i] / inputs;
            for (int b = 0; b < rows; b++) {
                float z = (x[b * xStride + i] - low[b]) * factor[b];
                float gradient = g[i * stride + b];
                mean[b] += gradient * share;
                product[b] += gradient * share * z;
            }
        }
        for (int i = 0; i < inputs; i++) {
            for (int b = 0; b < rows; b++) {
                float z = (x[b * xStride + i] - low[b]) * factor[b];
                g[i * stride + b] = (g[i * stride + b] * gain[i] - mean[b] - z * product[b]) * factor[b];
            }
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
        toLow = toMin;
        toHigh = toMax;
        lowTies = minTies;
        highTies = maxTies;
    }

    private void throughEnds(
            int index, float[] g, int stride, float[] x, int xStride, int inputs, int fromRow, int toRow) {
        float min = low[index];
        float max = high[index];
        // ds/dmin = −2(max − x)/range² and ds/dmax = −2(x − min)/range², with a factor of 2/range.
        float eachMin = (float) (toLow * factor[index] / 2 / Math.max(1, lowTies));
        float eachMax = (float) (toHigh * factor[index] / 2 / Math.max(1, highTies));
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
