package org.kanworkbench.dl4j.layers;

import org.kanworkbench.network.Normalization;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/** Layer norm over a row's outputs or batch norm over a batch's rows, with scale and shift, forward and back. */
final class SumNorm {

    private static final double EPSILON = 1e-5;
    /** Weight of the new batch in batch norm's running statistics. */
    private static final double MOMENTUM = 0.1;

    private final Normalization kind;
    /** The dimension of averages. */
    private final int dimension;
    /** [rows][outputs], of mean 0 and variance 1. */
    private INDArray standard;
    /** 1/√(variance + ε), a row or a column. */
    private INDArray inverse;
    /** Mean of a training batch, [1][outputs]. */
    private INDArray mean;
    /** Its unbiased variance, as in PyTorch. */
    private INDArray variance;

    private boolean training;

    SumNorm(Normalization kind) {
        this.kind = kind;
        dimension = kind == Normalization.LAYER ? 1 : 0;
    }

    /**
     * Replaces sums by scale·(sums − mean)/deviation + shift.
     *
     * @param runningMean for batch norm at inference, as is the variance; null for layer norm
     */
    void forward(
            INDArray sums,
            INDArray scale,
            INDArray shift,
            INDArray runningMean,
            INDArray runningVariance,
            boolean forTraining) {
        training = forTraining;
        if (kind == Normalization.BATCH && !training) {
            inverse = inverse(runningVariance).detach();
            sums.subiRowVector(runningMean).muliRowVector(inverse);
        } else {
            measure(sums);
        }
        keep(sums);
        sums.muliRowVector(scale).addiRowVector(shift);
    }

    /** Valid until the backward pass, after the end of the forward pass's workspace. */
    private void keep(INDArray normed) {
        if (standard == null || !standard.equalShapes(normed)) {
            if (standard != null) {
                standard.close();
            }
            standard = normed.dup('f').detach();
        } else {
            standard.assign(normed);
        }
    }

    private void measure(INDArray sums) {
        mean = sums.mean(true, dimension).detach();
        subtract(sums, mean);
        INDArray biased = sums.mul(sums).mean(true, dimension);
        inverse = inverse(biased).detach();
        multiply(sums, inverse);
        if (kind == Normalization.BATCH) {
            long rows = sums.size(0);
            variance = biased.mul((double) rows / Math.max(1, rows - 1)).detach();
        }
    }

    private static INDArray inverse(INDArray variance) {
        INDArray root = variance.add(EPSILON);
        Transforms.sqrt(root, false);
        return root.rdivi(1);
    }

    private void subtract(INDArray from, INDArray vector) {
        if (dimension == 1) {
            from.subiColumnVector(vector);
        } else {
            from.subiRowVector(vector);
        }
    }

    private void multiply(INDArray values, INDArray vector) {
        if (dimension == 1) {
            values.muliColumnVector(vector);
        } else {
            values.muliRowVector(vector);
        }
    }

    /**
     * Replaces gradients of the normalised values by those of the sums.
     *
     * @param scaleGradient receives [1][outputs], as does shiftGradient
     */
    void backward(INDArray d, INDArray scale, INDArray scaleGradient, INDArray shiftGradient) {
        scaleGradient.assign(d.mul(standard).sum(true, 0));
        shiftGradient.assign(d.sum(true, 0));
        d.muliRowVector(scale);
        if (kind == Normalization.BATCH && !training) {
            d.muliRowVector(inverse);
            return;
        }
        // d ← (d − mean(d) − z·mean(d·z))/deviation
        INDArray slope = d.mul(standard).mean(true, dimension);
        INDArray along = standard.dup(standard.ordering());
        multiply(along, slope);
        subtract(d, d.mean(true, dimension));
        d.subi(along);
        multiply(d, inverse);
    }

    /** The gradient of batch norm's running statistics: steps with learning rate 1 make them follow the batches. */
    void runningGradients(
            INDArray runningMean, INDArray runningVariance, INDArray meanGradient, INDArray varianceGradient) {
        // A sample alone has no variance.
        double share = standard.size(0) == 1 ? 0 : MOMENTUM;
        meanGradient.assign(runningMean.sub(mean).muli(share));
        varianceGradient.assign(runningVariance.sub(variance).muli(share));
    }
}
