package org.kanworkbench.noise.live;

import java.util.List;
import org.kanworkbench.noise.Noise;
import org.kanworkbench.noise.contender.Contender;
import org.kanworkbench.noise.contender.Sizing;
import org.kanworkbench.noise.target.Target;
import org.kanworkbench.noise.training.Budget;

/**
 * The configuration of a live fit.
 *
 * @param rows of the training set; networks have no validation split
 * @param contenders may match each other's sizes
 * @param seed of all random numbers. With the same seed, another noise level scales the displacement of the same points
 * @param learningRate of every network, before the schedule
 * @param weightDecay of every network, before an MLP's own
 * @param stepsAFrame steps of every network from one {@link LiveEvent.Frame} to the next
 */
public record LiveSetup(
        Target target,
        Noise noise,
        int rows,
        List<Contender> contenders,
        long seed,
        Budget budget,
        double learningRate,
        double weightDecay,
        int stepsAFrame) {

    /** Whether networks that match each other's step times have the same sizes in both. */
    boolean sizedAs(LiveSetup other) {
        return target.equals(other.target)
                && rows == other.rows
                && contenders.equals(other.contenders)
                && budget.equals(other.budget);
    }

    public LiveSetup {
        contenders = List.copyOf(contenders);
        if (contenders.isEmpty()) {
            throw new IllegalArgumentException("there is no model: choose at least one");
        }
        Sizing.check(contenders);
        if (!(learningRate > 0 && learningRate <= 10)) {
            throw new IllegalArgumentException("learning rate is " + learningRate + ": choose above 0, up to 10");
        }
        if (!(weightDecay >= 0 && weightDecay <= 1000)) {
            throw new IllegalArgumentException("weight decay is " + weightDecay + ": choose 0 to 1000");
        }
        if (stepsAFrame < 1) {
            throw new IllegalArgumentException("steps a frame are " + stepsAFrame + ": choose 1 or more");
        }
    }
}
