package org.kanworkbench.dl4j;

import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.kanworkbench.engine.Inference;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Outputs of a Deeplearning4j network, by its own methods, before the last layer, which is the loss. */
record NetworkInference(MultiLayerNetwork network, int inputs) implements Inference {

    @Override
    public void predict(float[] x, int rows, float[] logits) {
        float[] exact = Arrays.copyOf(x, rows * inputs);
        int last = network.getnLayers() - 2;
        List<INDArray> activations =
                network.feedForwardToLayer(last, Nd4j.createFromArray(exact).reshape('c', rows, inputs), false);
        INDArray outputs = activations.getLast();
        float[] y = outputs.dup('c').data().asFloat();
        System.arraycopy(y, 0, logits, 0, y.length);
    }
}
