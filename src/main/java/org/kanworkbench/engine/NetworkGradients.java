package org.kanworkbench.engine;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.kanworkbench.engine.kernel.ParameterBlock;
import org.kanworkbench.network.tensor.Tensor;

/** A network of the vector engine, as L-BFGS sees it. */
public final class NetworkGradients implements BatchGradients {

    private final Network network;
    private final TrainingStep step;
    private final List<ParameterBlock> blocks;
    private final int size;

    /** @param step of the network, by a recipe of full batches */
    public NetworkGradients(Network network, TrainingStep step) {
        this.network = network;
        this.step = step;
        blocks = network.blocks().toList();
        size = blocks.stream().mapToInt(block -> block.values.length).reduce(0, Math::addExact);
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public int outputs() {
        return network.spec().outputs();
    }

    @Override
    public void write(double[] x, List<float[]> statistics) {
        int at = 0;
        for (ParameterBlock block : blocks) {
            for (int j = 0; j < block.values.length; j++) {
                block.values[j] = (float) x[at++];
            }
        }
        List<float[]> to = network.statistics();
        for (int n = 0; n < to.size(); n++) {
            System.arraycopy(statistics.get(n), 0, to.get(n), 0, to.get(n).length);
        }
        network.rescale();
    }

    @Override
    public void read(double[] x) {
        int at = 0;
        for (ParameterBlock block : blocks) {
            for (int j = 0; j < block.values.length; j++) {
                x[at++] = block.values[j];
            }
        }
    }

    @Override
    public List<float[]> statistics() {
        return network.statistics().stream().map(float[]::clone).toList();
    }

    @Override
    public Outcome add(FullBatch batch, int rows, double[] gradient) throws NonFiniteException {
        step.add(batch.x(), batch.labels(), batch.numbers(), rows, gradient);
        return new Outcome(step.scores(), step.penalty());
    }

    @Override
    public Map<String, Tensor> named(double[] values) {
        Map<ParameterBlock, float[]> parts = new IdentityHashMap<>();
        int at = 0;
        for (ParameterBlock block : blocks) {
            float[] part = new float[block.values.length];
            for (int j = 0; j < part.length; j++) {
                part[j] = (float) values[at++];
            }
            parts.put(block, part);
        }
        return network.parameters(parts::get);
    }

    @Override
    public double[] flat(Map<String, Tensor> tensors) {
        Map<ParameterBlock, float[]> parts = new IdentityHashMap<>();
        blocks.forEach(block -> parts.put(block, new float[block.values.length]));
        network.loadParameters(tensors, parts::get);
        double[] values = new double[size];
        int at = 0;
        for (ParameterBlock block : blocks) {
            for (float value : parts.get(block)) {
                values[at++] = value;
            }
        }
        return values;
    }
}
