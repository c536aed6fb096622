package org.kanworkbench.noise.contender;

import java.util.List;
import org.kanworkbench.network.Activation;
import org.kanworkbench.network.LayerField;
import org.kanworkbench.network.LayerSpec;
import org.kanworkbench.network.NetworkSpec;

/**
 * Dense layers with a bias.
 *
 * @param activation of the hidden layers
 * @param dropout probability that a hidden unit is left out of a step
 * @param weightDecay in addition to the tuned one
 */
public record MlpContender(
        String name, Activation activation, List<Integer> hidden, double dropout, double weightDecay, Match match)
        implements Contender.Trained {

    public MlpContender {
        hidden = List.copyOf(hidden);
        if (hidden.isEmpty()) {
            throw new IllegalArgumentException(name + " has no hidden layer: give it one");
        }
        if (!(weightDecay >= 0 && weightDecay <= 1000)) {
            throw new IllegalArgumentException("weight decay is " + weightDecay + ": choose 0 to 1000");
        }
    }

    public MlpContender(String name, Activation activation, List<Integer> hidden) {
        this(name, activation, hidden, 0, 0, Match.NONE);
    }

    @Override
    public MlpContender withMatch(Match other) {
        return new MlpContender(name, activation, hidden, dropout, weightDecay, other);
    }

    @Override
    public MlpContender withHidden(List<Integer> units) {
        return new MlpContender(name, activation, units, dropout, weightDecay, Match.NONE);
    }

    @Override
    public double addedDecay() {
        return weightDecay;
    }

    @Override
    public NetworkSpec network(int inputs) {
        return new NetworkSpec(LayerSpec.stack(
                inputs,
                LayerSpec.dense(1, 1, activation).with(LayerField.DROPOUT, dropout),
                hidden,
                LayerSpec.dense(1, 1, Activation.IDENTITY),
                1));
    }
}
