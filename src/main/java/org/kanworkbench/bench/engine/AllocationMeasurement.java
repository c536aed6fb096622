package org.kanworkbench.bench.engine;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.function.Consumer;
import org.kanworkbench.bench.figures.BenchContext;
import org.kanworkbench.bench.figures.Measurement;
import org.kanworkbench.bench.figures.Result;
import org.kanworkbench.engine.NonFiniteException;
import org.kanworkbench.network.Preset;
import org.kanworkbench.network.Presets;

/**
 * Measures the bytes that a training step allocates on all threads. Every preset trains before the first is measured:
 * code compiled for one preset alone may allocate after others have run.
 */
public record AllocationMeasurement(BenchContext context) implements Measurement {

    private static final int WARM_UP_STEPS = 300;
    private static final double WARM_UP_SECONDS = 1.5;
    private static final int STEPS = 500;
    private static final int QUICK_STEPS = 100;

    @Override
    public void measure(Consumer<Result> out) throws NonFiniteException {
        for (Preset preset : Presets.ALL) {
            try (StepLoop loop = new StepLoop(context, preset.name(), context.threads())) {
                loop.run(context.times(WARM_UP_STEPS), WARM_UP_SECONDS);
            }
        }
        for (Preset preset : Presets.ALL) {
            out.accept(new Result("allocation a step " + preset.name(), bytes(preset.name()), "B"));
        }
    }

    private double bytes(String preset) throws NonFiniteException {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        int steps = context.times(context.quick() ? QUICK_STEPS : STEPS);
        try (StepLoop loop = new StepLoop(context, preset, context.threads())) {
            loop.run(context.times(WARM_UP_STEPS), WARM_UP_SECONDS);
            long before = threads.getTotalThreadAllocatedBytes();
            for (int i = 0; i < steps; i++) {
                loop.step();
            }
            return (double) (threads.getTotalThreadAllocatedBytes() - before) / steps;
        }
    }
}
