package org.kanworkbench.noise.training;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.kanworkbench.noise.contender.Contender;
import org.kanworkbench.noise.contender.Match;
import org.kanworkbench.noise.contender.Sizing;
import org.kanworkbench.noise.contender.TimedSize;

/** Matches step times: measures training steps to make one network as slow as another. */
public final class TimeMatch {

    private TimeMatch() {}

    /**
     * Sizes of all contenders that match another's step time. Takes some seconds each.
     *
     * @param stop asked between measurements; then what is returned is of no use
     */
    public static List<TimedSize> measure(
            List<Contender> contenders, int inputs, int rows, Budget budget, BooleanSupplier stop) {
        List<TimedSize> sizes = new ArrayList<>();
        for (Contender contender : contenders) {
            if (contender instanceof Contender.Trained trained
                    && trained.match().measure() == Match.Measure.TIME
                    && !stop.getAsBoolean()) {
                double wanted =
                        StepTime.micros(Sizing.reference(trained, contenders).network(inputs), rows, budget, stop);
                sizes.add(new TimedSize(contender.name(), inputs, units(trained, wanted, inputs, rows, budget, stop)));
            }
        }
        return sizes;
    }

    /** By bisection: a wider network takes longer. */
    private static int units(
            Contender.Trained contender, double wanted, int inputs, int rows, Budget budget, BooleanSupplier stop) {
        int below = Sizing.narrowest(contender, inputs);
        int above = Sizing.MOST_UNITS;
        while (above - below > Math.max(1, below / 16) && !stop.getAsBoolean()) {
            int middle = (below + above) / 2;
            if (StepTime.micros(contender.withWidth(middle).network(inputs), rows, budget, stop) > wanted) {
                above = middle;
            } else {
                below = middle;
            }
        }
        if (above == Sizing.MOST_UNITS
                && StepTime.micros(contender.withWidth(above).network(inputs), rows, budget, stop) < wanted
                && !stop.getAsBoolean()) {
            throw Sizing.tooLarge(contender, "takes as long per step");
        }
        return below;
    }
}
