package org.kanworkbench.noise.nkan;

import java.util.List;

/**
 * The results of nKAN.py's two networks.
 *
 * @param levels standard deviations of the noise on the test inputs
 * @param lazyKan a ReLU network with dropout and a positional encoding, named a KAN in the script
 * @param mlp a ReLU network
 */
public record NkanResult(List<Double> levels, Curves lazyKan, Curves mlp) {

    public NkanResult {
        levels = List.copyOf(levels);
    }

    /**
     * The result of one network.
     *
     * @param parameters trained
     * @param trainLoss one per epoch
     * @param loss mean squared error, one per level
     * @param snrDb 10·log10(mean square of the targets / loss), one per level
     */
    public record Curves(long parameters, List<Double> trainLoss, List<Double> loss, List<Double> snrDb) {
        public Curves {
            trainLoss = List.copyOf(trainLoss);
            loss = List.copyOf(loss);
            snrDb = List.copyOf(snrDb);
        }
    }
}
