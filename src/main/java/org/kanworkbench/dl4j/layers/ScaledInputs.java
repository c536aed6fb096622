package org.kanworkbench.dl4j.layers;

import java.util.Map;
import org.kanworkbench.network.InputScaling;
import org.kanworkbench.network.Normalization;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * A layer's input scaling over one batch, forward and back: s = 2(x − min)/(max − min) − 1, a layer norm, s = tanh x or s
 * = x. A range of width 0 scales everything to −1.
 */
final class ScaledInputs {

    /** Weight of the new batch in the running range. */
    private static final double MOMENTUM = 0.1;

    private final InputScaling kind;
    private final SumNorm norm = new SumNorm(Normalization.LAYER);
    /** One value, or a column with one per row; null without a range. */
    private INDArray low;

    private INDArray high;
    private INDArray factor;
    /** Whether the range is constant, not computed from this batch. */
    private boolean constant;

    ScaledInputs(InputScaling kind) {
        this.kind = kind;
    }

    /**
     * @param x [rows][inputs]
     * @param params of the layer, by the names of {@link KanParameters}
     * @param s receives the scaled inputs
     */
    void forward(INDArray x, Map<String, INDArray> params, boolean training, INDArray s) {
        constant = kind == InputScaling.RUNNING_MIN_MAX && !training;
        switch (kind) {
            case NONE -> s.assign(x);
            case TANH -> {
                s.assign(x);
                Transforms.tanh(s, false);
            }
            case LAYER_NORM, LAYER_NORM_ALL -> {
                s.assign(x);
                norm.forward(
                        s,
                        params.get(KanParameters.SCALING_GAIN),
                        params.get(KanParameters.SCALING_SHIFT),
                        null,
                        null,
                        training);
            }
            case ROW_MIN_MAX -> scale(x, x.min(true, 1), x.max(true, 1), s);
            case BATCH_MIN_MAX -> scale(x, x.min(), x.max(), s);
            case RUNNING_MIN_MAX -> {
                if (constant) {
                    INDArray ends = params.get(KanParameters.RANGE).reshape(2);
                    scale(x, ends.getScalar(0).dup(), ends.getScalar(1).dup(), s);
                } else {
                    scale(x, x.min(), x.max(), s);
                }
            }
        }
    }

    private void scale(INDArray x, INDArray min, INDArray max, INDArray s) {
        // Detached from the workspace of the forward pass, which ends before the backward pass.
        low = min.detach();
        high = max.detach();
        INDArray width = max.sub(min);
        INDArray none = width.eq(0).castTo(width.dataType());
        // 2/width, or 0 for width 0.
        factor = width.addi(none).rdivi(2).muli(none.rsubi(1)).detach();
        s.assign(x);
        s.subi(low).muli(factor).subi(1);
    }

    /** The gradient of the running range: steps with learning rate 1 make it follow the batches. */
    void runningGradient(INDArray running, INDArray to) {
        to.reshape(2).putScalar(0, MOMENTUM * (running.getDouble(0) - low.getDouble(0)));
        to.reshape(2).putScalar(1, MOMENTUM * (running.getDouble(1) - high.getDouble(0)));
    }

    /**
     * Gradients of the inputs from those of the scaled ones; they flow through minima and maxima, split evenly among ties.
     *
     * @param g overwritten
     * @param gradients receive those of a layer norm's gain and shift
     * @return g or another array
     */
    INDArray backward(
            INDArray g, INDArray x, INDArray s, Map<String, INDArray> params, Map<String, INDArray> gradients) {
        return switch (kind) {
            case LAYER_NORM, LAYER_NORM_ALL -> {
                norm.backward(
                        g,
                        params.get(KanParameters.SCALING_GAIN),
                        gradients.get(KanParameters.SCALING_GAIN),
                        gradients.get(KanParameters.SCALING_SHIFT));
                yield g;
            }
            case NONE -> g;
            case TANH -> g.muli(s.mul(s).rsubi(1));
            default -> throughRange(g, x);
        };
    }

    private INDArray throughRange(INDArray g, INDArray x) {
        if (constant) {
            return g.muli(factor);
        }
        // ds/dmin = −2(max − x)/range² and ds/dmax = −2(x − min)/range², with factor = 2/range.
        INDArray squared = factor.mul(factor).muli(-0.5);
        INDArray toMin = sum(x.neg().addi(high).muli(g)).muli(squared);
        INDArray toMax = sum(x.sub(low).muli(g)).muli(squared);
        g.muli(factor);
        share(toMin, low, x, g);
        share(toMax, high, x, g);
        return g;
    }

    private INDArray sum(INDArray values) {
        return kind == InputScaling.ROW_MIN_MAX ? values.sum(true, 1) : values.sum();
    }

    /** Adds the gradient of an end of the range, split evenly among all inputs that attain it. */
    private void share(INDArray gradient, INDArray end, INDArray x, INDArray to) {
        INDArray ties = x.sub(end).eq(0).castTo(x.dataType());
        to.addi(ties.muli(gradient.div(sum(ties))));
    }
}
