package org.kanworkbench.dl4j.layers;

import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.kanworkbench.network.stem.PositionalEncoding;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Adds the {@link PositionalEncoding} to a layer's input rows. */
public final class PositionalEncodingPreProcessor implements InputPreProcessor {

    private static final long serialVersionUID = 1;
    private static final PositionalEncoding ENCODING = new PositionalEncoding();

    @Override
    public INDArray preProcess(INDArray input, int rows, LayerWorkspaceMgr workspaces) {
        float[] offsets = new float[(int) input.size(1)];
        for (int i = 0; i < offsets.length; i++) {
            offsets[i] = ENCODING.offset(i);
        }
        INDArray moved = workspaces.dup(ArrayType.ACTIVATIONS, input);
        return moved.addiRowVector(Nd4j.createFromArray(offsets).castTo(input.dataType()));
    }

    @Override
    public INDArray backprop(INDArray output, int rows, LayerWorkspaceMgr workspaces) {
        return output;
    }

    @Override
    public InputPreProcessor clone() {
        return new PositionalEncodingPreProcessor();
    }

    @Override
    public InputType getOutputType(InputType inputType) {
        return inputType;
    }

    @Override
    public Pair<INDArray, MaskState> feedForwardMaskArray(INDArray mask, MaskState state, int rows) {
        return new Pair<>(mask, state);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PositionalEncodingPreProcessor;
    }

    @Override
    public int hashCode() {
        return PositionalEncodingPreProcessor.class.hashCode();
    }
}
