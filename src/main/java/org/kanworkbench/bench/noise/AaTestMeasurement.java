package org.kanworkbench.bench.noise;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.kanworkbench.bench.figures.BenchContext;
import org.kanworkbench.bench.figures.Measurement;
import org.kanworkbench.bench.figures.Result;
import org.kanworkbench.noise.NoisePlace;
import org.kanworkbench.noise.NoiseShape;
import org.kanworkbench.noise.NoiseUnit;
import org.kanworkbench.noise.contender.KanContender;
import org.kanworkbench.noise.fit.Tuning;
import org.kanworkbench.noise.statistics.LevelDifference;
import org.kanworkbench.noise.statistics.SweepStatistics;
import org.kanworkbench.noise.statistics.SweepSummary;
import org.kanworkbench.noise.statistics.Verdict;
import org.kanworkbench.noise.sweep.Sweep;
import org.kanworkbench.noise.sweep.SweepConfiguration;
import org.kanworkbench.noise.sweep.SweepPlan;
import org.kanworkbench.noise.target.StandardFunction;
import org.kanworkbench.noise.target.Target;
import org.kanworkbench.noise.training.Budget;
import org.kanworkbench.training.Configuration;
import org.kanworkbench.training.trials.TrialPlace;

/**
 * An A/A test of a sweep's verdict: of a hundred sweeps of one network under two names, which differ in the initial weights
 * only, how many end without a significant difference. There is no true one, so that any is a false positive.
 */
public record AaTestMeasurement(BenchContext context) implements Measurement {

    private static final int SWEEPS = 100;
    private static final int SEEDS = 10;

    @Override
    public void measure(Consumer<Result> out) throws Exception {
        int sweeps = context.quick() ? SWEEPS / 10 : SWEEPS;
        int right = noDifference(sweeps, context.seed(), context.threads());
        out.accept(new Result("planted sweeps without difference, of " + sweeps, right, "sweeps"));
    }

    /** A small sweep of two identical models; sweeps of different numbers share no seed. */
    private static SweepConfiguration sweep(int number, long seed) {
        KanContender twin = new KanContender("kal-net", List.of(4));
        return new SweepConfiguration(
                List.of(new Target.Standard(StandardFunction.SIN_2PI), new Target.Standard(StandardFunction.STEP)),
                NoisePlace.TARGETS,
                NoiseShape.GAUSSIAN,
                NoiseUnit.RELATIVE,
                List.of(0.1, 0.5),
                List.of(40),
                List.of(twin.named("first twin"), twin.named("second twin")),
                SEEDS,
                seed + (long) number * SEEDS,
                new Budget(60, 64),
                new Tuning(List.of(0.03), List.of(0.0), 0.25),
                List.of(),
                Configuration.VECTOR);
    }

    /** The number of such sweeps without a significant difference. */
    public static int noDifference(int sweeps, long seed, int threads) throws Exception {
        int right = 0;
        for (int number = 0; number < sweeps; number++) {
            SweepPlan plan = SweepPlan.of(sweep(number, seed));
            Sweep sweep = Sweep.start(plan, Optional.empty(), TrialPlace.here(threads), _ -> {});
            sweep.await();
            SweepSummary summary = SweepStatistics.summarize(plan.configuration(), sweep.results());
            right += summary.verdict().outcome() == Verdict.Outcome.NO_DIFFERENCE
                            && summary.byLevel().stream().noneMatch(LevelDifference::clear)
                    ? 1
                    : 0;
        }
        return right;
    }
}
