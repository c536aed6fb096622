package org.kanworkbench.noise.sweep;

import java.time.Duration;
import org.kanworkbench.network.NetworkSpec;
import org.kanworkbench.noise.contender.Contender;
import org.kanworkbench.noise.fit.Baselines;
import org.kanworkbench.noise.training.Budget;
import org.kanworkbench.noise.training.StepTime;

/**
 * Estimates the duration of a sweep from the operations of its networks and the rate of a small one timed on this
 * machine.
 */
public final class SweepEstimate {

    /** Approximate time of predictions, data and everything else of a fit. */
    private static final double REST_MS = 2;

    private static final Duration LONG = Duration.ofMinutes(10);

    private SweepEstimate() {}

    /** Whether to ask before a sweep of that duration begins. */
    public static boolean isLong(Duration estimate) {
        return estimate.compareTo(LONG) > 0;
    }

    /**
     * Takes about half a second. Accurate to a factor of about two.
     *
     * @param done completed fits
     */
    public static Duration of(SweepPlan plan, int done, int threads) {
        SweepConfiguration configuration = plan.configuration();
        NetworkSpec small = StandardSweep.REFERENCE.network(1);
        double machine = StepTime.micros(small, StandardSweep.ROWS, Budget.STANDARD, () -> false)
                / StepTime.expectedMicros(small, StandardSweep.ROWS, Budget.STANDARD);
        double milliseconds = 0;
        for (int target = 0; target < configuration.targets().size(); target++) {
            int inputs = plan.inputs().get(target);
            for (Contender contender : plan.contenders(target)) {
                for (int rows : configuration.rows()) {
                    milliseconds += machine * fitMs(contender, inputs, rows, configuration);
                }
            }
        }
        double fits = (double) configuration.levels().size() * configuration.seeds();
        double share = 1 - (double) done / plan.size();
        return Duration.ofMillis(Math.round(milliseconds * fits * share / threads));
    }

    private static double fitMs(Contender contender, int inputs, int rows, SweepConfiguration configuration) {
        if (!(contender instanceof Contender.Trained trained)) {
            return Baselines.milliseconds(contender, inputs, rows);
        }
        NetworkSpec network = trained.network(inputs);
        Budget budget = configuration.budget();
        int tried = configuration.tuning().learningRates().size()
                * configuration.tuning().weightDecays().size();
        return (tried + 1) * budget.steps() * StepTime.expectedMicros(network, rows, budget) / 1e3 + REST_MS;
    }
}
