package org.kanworkbench.bench.engine;

import java.util.Arrays;
import org.kanworkbench.bench.figures.BenchContext;
import org.kanworkbench.engine.NonFiniteException;
import org.kanworkbench.engine.workers.TimeLines;
import org.kanworkbench.engine.workers.Workers;
import org.kanworkbench.training.Configuration;
import org.kanworkbench.training.loop.StepTimer.Steps;

/** Training steps of one configuration on MNIST, as in a run, for measurements finer than an epoch. */
final class StepLoop implements AutoCloseable {

    private final Workers workers;
    private final Steps steps;
    private final double share;

    StepLoop(BenchContext context, String preset, int threads) {
        this(context, context.configuration(preset, 1), threads);
    }

    StepLoop(BenchContext context, Configuration configuration, int threads) {
        workers = new Workers(threads);
        steps = Steps.of(configuration, context.dataset(), workers);
        share = context.share();
    }

    void step() throws NonFiniteException {
        steps.next();
    }

    /**
     * The mean time per step [µs] over at least the given number of steps and the given duration, or the context's
     * share of it.
     */
    double run(int least, double seconds) throws NonFiniteException {
        long start = System.nanoTime();
        int done = 0;
        while (done < least || System.nanoTime() - start < share * seconds * 1e9) {
            step();
            done++;
        }
        return (System.nanoTime() - start) / 1e3 / done;
    }

    /** Records from the next step on when threads work; null to end it. */
    void record(TimeLines lines) {
        workers.record(lines);
    }

    /** Time of each of a number of steps [µs]. */
    double[] micros(int count) throws NonFiniteException {
        return Arrays.stream(steps.run(count, Long.MAX_VALUE))
                .map(nanos -> nanos / 1e3)
                .toArray();
    }

    @Override
    public void close() {
        workers.close();
    }
}
