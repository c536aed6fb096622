package org.kanworkbench.dl4j.layers;

import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.exception.DL4JInvalidInputException;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.BaseLayer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.kanworkbench.network.Activation;
import org.kanworkbench.network.LayerSpec;
import org.kanworkbench.network.Normalization;
import org.kanworkbench.network.basis.wavelet.StretchedBasis;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.random.impl.DropOutInverted;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * A {@link KanLayer}'s forward and backward pass. A batch becomes one matrix of all terms' values, [rows][terms·inputs]
 * in column-major order, so that a term's values of all inputs are contiguous, and the layer's sums, weight gradients
 * and input gradients are one matrix product each.
 */
public final class KanLayerPass extends BaseLayer<KanLayer> {

    private static final long serialVersionUID = 1;
    private static final List<String> BIASES = List.of(KanParameters.BIAS, KanParameters.BASIS_BIAS);

    private final transient LayerSpec spec;
    private final transient BasisExpansion expansion;
    /** Null unless every edge has functions of its own. */
    private final transient StretchedEdges stretched;

    private final transient ScaledInputs scaling;
    private final transient SumNorm norm;
    /** Null before the first batch. */
    private transient BatchArrays arrays;

    /** The input that the arrays belong to; null if they are not valid for a backward pass. */
    private transient INDArray seen;

    private transient boolean inputGradients = true;

    KanLayerPass(NeuralNetConfiguration conf, DataType type) {
        super(conf, type);
        spec = layerConf().getSpec();
        boolean hasBasis = spec.basis().terms() > 0;
        stretched = spec.basis() instanceof StretchedBasis basis
                ? new StretchedEdges(basis, spec.inputs(), spec.outputs())
                : null;
        expansion = hasBasis && stretched == null ? BasisExpansion.of(spec.basis()) : null;
        scaling = hasBasis ? new ScaledInputs(spec.scaling()) : null;
        norm = spec.normalization() == Normalization.NONE ? null : new SumNorm(spec.normalization());
    }

    /** Whether input gradients are computed (the default); a first layer does not need them. */
    public void setInputGradients(boolean wanted) {
        inputGradients = wanted;
    }

    @Override
    public boolean isPretrainLayer() {
        return false;
    }

    @Override
    public boolean updaterDivideByMinibatch(String name) {
        return !KanParameters.isStatistic(name);
    }

    @Override
    public void clear() {
        super.clear();
        seen = null;
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
        assertInputSet(false);
        applyDropOutIfNecessary(training, workspaces);
        prepare();
        arrays.x.assign(input);
        if (scaling != null) {
            scaling.forward(arrays.x, params, training, arrays.scaled);
        }
        if (expansion != null) {
            expansion.read(params);
            expansion.expand(arrays.scaled, arrays.functions());
        }
        if (spec.hasBase() && spec.base() != Activation.IDENTITY) {
            FixedActivation.apply(spec.base(), 0, arrays.seenByBase(), arrays.base());
        }
        INDArray weights = edges(training, workspaces);
        Nd4j.gemm(arrays.matrix, weights, arrays.sums, false, false, 1, 0);
        if (stretched != null) {
            stretched.forward(arrays.scaled, params, k -> functionRows(weights, k), arrays.sums);
        }
        for (String bias : BIASES) {
            if (params.containsKey(bias)) {
                arrays.sums.addiRowVector(params.get(bias));
            }
        }
        if (norm != null) {
            norm.forward(
                    arrays.sums,
                    params.get(KanParameters.NORM_SCALE),
                    params.get(KanParameters.NORM_SHIFT),
                    params.get(KanParameters.MEAN),
                    params.get(KanParameters.VARIANCE),
                    training);
        }
        seen = training ? input : null;
        return finish(training, workspaces);
    }

    private INDArray finish(boolean training, LayerWorkspaceMgr workspaces) {
        INDArray output = workspaces.createUninitialized(ArrayType.ACTIVATIONS, dataType, arrays.sums.shape(), 'f');
        FixedActivation.apply(spec.activation(), slope(), arrays.sums, output);
        if (training && arrays.kept != null) {
            arrays.kept.assign(1);
            Nd4j.getExecutioner().exec(new DropOutInverted(arrays.kept, 1 - spec.dropout()));
            output.muli(arrays.kept);
        }
        if (maskArray != null) {
            applyMask(output);
        }
        return output;
    }

    private void prepare() {
        if (input.rank() != 2 || input.size(1) != spec.inputs()) {
            throw new DL4JInvalidInputException("KanLayer takes rows of " + spec.inputs() + " inputs, not "
                    + Arrays.toString(input.shape()) + ": choose the input type or nIn to fit " + layerId());
        }
        if (arrays == null || arrays.rows() != input.size(0)) {
            if (arrays != null) {
                arrays.close();
            }
            arrays = new BatchArrays(spec, input.size(0), dataType);
        }
    }

    private double slope() {
        return params.containsKey(KanParameters.PRELU)
                ? params.get(KanParameters.PRELU).getDouble(0)
                : 0;
    }

    /** The edge weights multiplied by their scales. */
    private INDArray edges(boolean training, LayerWorkspaceMgr workspaces) {
        INDArray own = getParamWithNoise(KanParameters.EDGES, training, workspaces);
        if (!spec.hasEdgeScale()) {
            return own;
        }
        INDArray scaled = own.dup('f');
        for (int t = BatchArrays.firstFunction(spec); t < spec.weightsPerEdge(); t++) {
            rowsOf(scaled, t).muli(params.get(KanParameters.EDGE_SCALE));
        }
        return scaled;
    }

    private INDArray functionRows(INDArray edges, int k) {
        return rowsOf(edges, BatchArrays.firstFunction(spec) + k);
    }

    /** [inputs][outputs], the rows of one term in a matrix with the edges' layout. */
    private INDArray rowsOf(INDArray edges, int term) {
        return edges.get(
                NDArrayIndex.interval((long) term * spec.inputs(), (term + 1L) * spec.inputs()), NDArrayIndex.all());
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
        assertInputSet(true);
        if (seen == null || seen != input) {
            activate(true, workspaces);
        }
        INDArray d = epsilon.castTo(dataType).dup('f');
        throughActivation(d);
        if (norm != null) {
            throughNorm(d);
        }
        // Batch norm removes what shifts all of an output's sums alike: a rounding error here would become a step of
        // Adam.
        boolean free = spec.normalization() != Normalization.BATCH;
        for (String bias : BIASES) {
            if (gradientViews.containsKey(bias)) {
                gradientViews
                        .get(bias)
                        .assign(free ? d.sum(true, 0) : d.sum(true, 0).muli(0));
            }
        }
        INDArray weights = edges(true, workspaces);
        INDArray toScaled = edgeGradients(d, weights, free);
        if (gradientViews.containsKey(KanParameters.RANGE)) {
            scaling.runningGradient(params.get(KanParameters.RANGE), gradientViews.get(KanParameters.RANGE));
        }
        Gradient gradient = new DefaultGradient();
        gradientViews.forEach((name, view) -> gradient.gradientForVariable().put(name, view));
        weightNoiseParams.clear();
        boolean wanted = inputGradients || spec.learnsBelowEdges();
        return new Pair<>(gradient, wanted ? inputGradient(d, weights, toScaled, workspaces) : null);
    }

    private void throughActivation(INDArray d) {
        if (maskArray != null) {
            applyMask(d);
        }
        if (arrays.kept != null) {
            d.muli(arrays.kept);
        }
        if (gradientViews.containsKey(KanParameters.PRELU)) {
            INDArray below =
                    arrays.sums.lt(0).castTo(dataType).muli(arrays.sums).muli(d);
            gradientViews.get(KanParameters.PRELU).assign(below.sumNumber());
        }
        if (spec.activation() != Activation.IDENTITY) {
            d.muli(FixedActivation.differentiate(spec.activation(), slope(), arrays.sums));
        }
    }

    private void throughNorm(INDArray d) {
        norm.backward(
                d,
                params.get(KanParameters.NORM_SCALE),
                gradientViews.get(KanParameters.NORM_SCALE),
                gradientViews.get(KanParameters.NORM_SHIFT));
        if (gradientViews.containsKey(KanParameters.MEAN)) {
            norm.runningGradients(
                    params.get(KanParameters.MEAN),
                    params.get(KanParameters.VARIANCE),
                    gradientViews.get(KanParameters.MEAN),
                    gradientViews.get(KanParameters.VARIANCE));
        }
    }

    /** Returns gradients of the scaled inputs where every edge has functions of its own, else null. */
    private INDArray edgeGradients(INDArray d, INDArray weights, boolean constantsLearn) {
        INDArray gradients = gradientViews.get(KanParameters.EDGES);
        Nd4j.gemm(arrays.matrix, d, gradients, true, false, 1, 0);
        int first = BatchArrays.firstFunction(spec);
        if (BatchArrays.hasConstant(spec) && !constantsLearn) {
            rowsOf(gradients, first).assign(0);
        }
        INDArray toScaled = stretched == null
                ? null
                : stretched.backward(
                        arrays.scaled,
                        d,
                        params,
                        k -> functionRows(weights, k),
                        k -> functionRows(gradients, k),
                        gradientViews);
        if (!spec.hasEdgeScale()) {
            return toScaled;
        }
        // With c' = r·c: dL/dr = Σ c·dL/dc', dL/dc = r·dL/dc'.
        INDArray scaleGradient = gradientViews.get(KanParameters.EDGE_SCALE).assign(0);
        for (int t = first; t < spec.weightsPerEdge(); t++) {
            INDArray scaled = rowsOf(gradients, t);
            scaleGradient.addi(rowsOf(params.get(KanParameters.EDGES), t).mul(scaled));
            scaled.muli(params.get(KanParameters.EDGE_SCALE));
        }
        return toScaled;
    }

    private INDArray inputGradient(INDArray d, INDArray weights, INDArray toScaled, LayerWorkspaceMgr workspaces) {
        INDArray matrix = Nd4j.createUninitialized(dataType, arrays.matrix.shape(), 'f');
        Nd4j.gemm(d, weights, matrix, false, true, 1, 0);
        INDArray[] planes = BatchArrays.planes(spec, matrix);
        INDArray sum = workspaces.createUninitialized(ArrayType.ACTIVATION_GRAD, dataType, arrays.x.shape(), 'f');
        if (spec.hasBase()) {
            sum.assign(planes[0]);
        } else {
            sum.assign(0);
        }
        if (spec.hasBase() && spec.base() != Activation.IDENTITY) {
            sum.muli(FixedActivation.differentiate(spec.base(), 0, arrays.seenByBase()));
        }
        if (scaling != null) {
            INDArray g = toScaled;
            if (expansion != null) {
                INDArray[] upstream = BatchArrays.functions(spec, planes);
                expansion.valueGradients(arrays.scaled, upstream, gradientViews);
                g = expansion.backward(arrays.scaled, arrays.functions(), upstream);
            }
            if (spec.scalesBase()) {
                g.addi(sum);
                sum.assign(0);
            }
            sum.addi(scaling.backward(g, arrays.x, arrays.scaled, params, gradientViews));
        }
        return backpropDropOutIfPresent(sum);
    }
}
