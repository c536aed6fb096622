package org.kanworkbench.dl4j.engine;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.kanworkbench.dl4j.layers.KanLayerPass;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.memory.conf.WorkspaceConfiguration;
import org.nd4j.linalg.api.memory.enums.AllocationPolicy;
import org.nd4j.linalg.api.memory.enums.LearningPolicy;
import org.nd4j.linalg.api.memory.enums.ResetPolicy;
import org.nd4j.linalg.api.memory.enums.SpillPolicy;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Runs a network's layers, without its loss, on batches. Passes allocate in an ND4J workspace, which is reused for
 * every batch.
 */
final class LayerStack {

    private static final WorkspaceConfiguration CYCLIC = WorkspaceConfiguration.builder()
            .initialSize(0)
            .overallocationLimit(0.05)
            .policyAllocation(AllocationPolicy.OVERALLOCATE)
            .policyLearning(LearningPolicy.FIRST_LOOP)
            .policyReset(ResetPolicy.BLOCK_LEFT)
            .policySpill(SpillPolicy.REALLOCATE)
            .build();

    private final MultiLayerNetwork network;
    private final Layer[] layers;
    private final LayerWorkspaceMgr manager;
    private final String workspace;

    /** @param workspace a name that is unique within the thread */
    LayerStack(MultiLayerNetwork network, String workspace) {
        this.network = network;
        this.workspace = workspace;
        Layer[] all = network.getLayers();
        layers = Arrays.copyOf(all, all.length - 1);
        manager =
                LayerWorkspaceMgr.builder().defaultWorkspace(workspace, CYCLIC).build();
    }

    MultiLayerNetwork network() {
        return network;
    }

    /** Opens the workspace of one pass; its arrays are invalid after closing. */
    MemoryWorkspace open() {
        return Nd4j.getWorkspaceManager().getAndActivateWorkspace(CYCLIC, workspace);
    }

    /**
     * Outputs before the loss, in an open workspace.
     *
     * @param x rows × inputs, row-major; may be longer
     * @return rows × outputs, row-major
     */
    float[] forward(float[] x, int rows, int inputs, boolean training) {
        float[] exact = x.length == rows * inputs ? x : Arrays.copyOf(x, rows * inputs);
        INDArray values = Nd4j.createFromArray(exact).reshape('c', rows, inputs);
        for (int l = 0; l < layers.length; l++) {
            InputPreProcessor before = network.getLayerWiseConfigurations().getInputPreProcess(l);
            INDArray input = before == null ? values : before.preProcess(values, rows, manager);
            values = layers[l].activate(input, training, manager);
        }
        return values.dup('c').reshape(values.length()).toFloatVector();
    }

    /**
     * Fills the network's gradients, in the same open workspace as the forward pass.
     *
     * @param gradient rows × outputs, row-major, of the loss with respect to the outputs
     */
    void backward(float[] gradient, int rows, int outputs) {
        INDArray epsilon = Nd4j.createFromArray(gradient).reshape('c', rows, outputs);
        for (int l = layers.length - 1; l >= 0; l--) {
            Pair<?, INDArray> below = layers[l].backpropGradient(epsilon, manager);
            epsilon = below.getSecond();
            InputPreProcessor before = network.getLayerWiseConfigurations().getInputPreProcess(l);
            if (before != null && epsilon != null) {
                epsilon = before.backprop(epsilon, rows, manager);
            }
        }
    }

    /** Names the last layer whose gradients are not finite, by its number among the KAN layers, from 1. */
    String firstNonFiniteGradient() {
        int stem = (int) Arrays.stream(layers)
                .takeWhile(layer -> !(layer instanceof KanLayerPass))
                .count();
        int last = IntStream.iterate(layers.length - 1, l -> l >= 0, l -> l - 1)
                .filter(l -> layers[l].numParams() > 0 && !finite(layers[l].getGradientsViewArray()))
                .findFirst()
                .orElse(layers.length - 1);
        return last < stem ? "the convolutions" : "layer " + (last - stem + 1) + " of " + (layers.length - stem);
    }

    static boolean finite(INDArray values) {
        // Also infinite if the sum overflows float: such gradients are unusable.
        return Double.isFinite(values.sumNumber().doubleValue());
    }
}
