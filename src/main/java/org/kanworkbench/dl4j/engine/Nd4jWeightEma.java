package org.kanworkbench.dl4j.engine;

import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.kanworkbench.dl4j.Networks;
import org.kanworkbench.engine.WeightEma;
import org.kanworkbench.network.Model;
import org.kanworkbench.training.Task;

/** The exponential moving average of a network's weights, as {@link WeightEma} defines it, on ND4J. */
final class Nd4jWeightEma {

    private final MultiLayerNetwork live;
    private final MultiLayerNetwork mean;
    /** Decay over the steps between two samples. */
    private final double decay;

    private long steps;
    private double past;

    Nd4jWeightEma(MultiLayerNetwork live, Task task) {
        this.live = live;
        WeightEma.State state = task.average().orElseGet(() -> new WeightEma.State(task.model(), 0, 1));
        mean = Networks.of(state.mean(), task.recipe(), 0);
        steps = state.steps();
        past = state.past();
        decay = task.recipe().averaging();
    }

    /** Call after every step of the network. */
    void step() {
        long step = steps++;
        if (WeightEma.samples(decay, step)) {
            double kept = WeightEma.kept(decay, step);
            past *= kept;
            double share = (1 - kept) / (1 - past);
            mean.params().addi(live.params().sub(mean.params()).muli(share));
        }
    }

    WeightEma.State state() {
        return new WeightEma.State(model(), steps, past);
    }

    MultiLayerNetwork network() {
        return mean;
    }

    Model model() {
        return Networks.model(mean);
    }
}
