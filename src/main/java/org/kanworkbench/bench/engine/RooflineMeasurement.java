package org.kanworkbench.bench.engine;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.kanworkbench.bench.figures.BenchContext;
import org.kanworkbench.bench.figures.MachineLoad;
import org.kanworkbench.bench.figures.Measurement;
import org.kanworkbench.bench.figures.Result;
import org.kanworkbench.data.Features;
import org.kanworkbench.engine.KernelRate;
import org.kanworkbench.engine.NonFiniteException;
import org.kanworkbench.engine.workers.Workers;
import org.kanworkbench.files.AtomicFile;
import org.kanworkbench.files.SaveException;
import org.kanworkbench.network.LayerSpec;
import org.kanworkbench.network.NetworkSpec;
import org.kanworkbench.training.Configuration;

/**
 * Compares a training step of kal-net with its roofline bound, and tells where its time goes. The bound: the flops of
 * the matrix products at the best rate of the layers' own kernel, or the memory traffic at the rate of a working set of
 * that size, whichever takes longer, as the machine does both at once; and the hand-offs between threads at what one
 * costs.
 *
 * <p>Flops: forward and weight gradient for every input that is not background, and the input gradient too after the
 * first layer; 2 per weight and row, without padding. Bytes: value and two moments of every parameter, read and written
 * once, and the batch's pixels.
 *
 * @param picture receives the threads' time lines of a few steps, as SVG
 */
public record RooflineMeasurement(BenchContext context, Optional<Path> picture) implements Measurement {

    private static final String MODEL = "kal-net";
    /** Value, first and second moment, each read and written. */
    private static final int BYTES_PER_PARAMETER = 6 * Float.BYTES;

    private static final double WARM_UP_SECONDS = 2;
    private static final int STEPS = 1000;
    private static final int RECORDED_STEPS = 500;

    @Override
    public void measure(Consumer<Result> out) throws NonFiniteException, SaveException {
        Configuration configuration = context.configuration(MODEL, 1);
        NetworkSpec network = configuration.network();
        int batch = configuration.recipe().batch();
        Features images = context.dataset().train().features();
        double flops = flops(network, batch, foregroundShare(images));
        double bytes = (double) BYTES_PER_PARAMETER * network.parameters() + (double) batch * images.width();
        // Before the rates: in the same process, steps are twice as slow after their loops.
        Result step;
        StepLines lines;
        try (StepLoop loop = new StepLoop(context, MODEL, context.threads())) {
            loop.run(1, WARM_UP_SECONDS);
            step = Result.quartiles("step " + MODEL + " beside its bound", loop.micros(STEPS), "us");
            lines = StepLines.of(loop, context.threads(), RECORDED_STEPS);
        }
        if (picture.isPresent()) {
            AtomicFile.write(picture.get(), lines.svg());
        }
        double flopRate;
        double byteRate;
        double handOff;
        try (Workers workers = new Workers(context.threads())) {
            flopRate = KernelRate.flopsPerSecond(workers);
            byteRate = MemoryRate.bytesPerSecond(workers, 0.5 * BYTES_PER_PARAMETER * network.parameters());
            handOff = HandOff.nanos(workers);
        }
        double arithmetic = 1e6 * flops / flopRate;
        double memory = 1e6 * bytes / byteRate;
        double bound = Math.max(arithmetic, memory) + lines.handOffs() * handOff / 1e3;
        out.accept(step);
        out.accept(new Result("bound of a step " + MODEL, bound, "us")
                .withNote(Optional.of(String.format(
                        Locale.ROOT,
                        "the longer of %.1f us (%.1f Mflop at %.0f Gflop/s) and %.1f us (%.2f MB at %.0f GB/s); %.1f"
                                + " hand-offs of %.2f us",
                        arithmetic,
                        flops / 1e6,
                        flopRate / 1e9,
                        memory,
                        bytes / 1e6,
                        byteRate / 1e9,
                        lines.handOffs(),
                        handOff / 1e3))));
        out.accept(new Result("step over bound " + MODEL, step.value() / bound, "x")
                .withNote(MachineLoad.note(context.threads())));
        out.accept(new Result("threads' time in shared tasks " + MODEL, 100 * lines.shared(), "%"));
        out.accept(new Result("threads' time on what one does alone " + MODEL, 100 * lines.alone(), "%"));
        out.accept(new Result("threads' time waiting " + MODEL, 100 * lines.waiting(), "%"));
    }

    private static double flops(NetworkSpec network, int batch, double foreground) {
        List<LayerSpec> layers = network.layers();
        double flops = 0;
        for (int l = 0; l < layers.size(); l++) {
            LayerSpec layer = layers.get(l);
            double weights = (double) layer.inputs() * layer.outputs() * layer.weightsPerEdge();
            flops += 2 * batch * weights * (l == 0 ? 2 * foreground : 3);
        }
        return flops;
    }

    /** Share of inputs that are not background. */
    private static double foregroundShare(Features features) {
        if (features.background().isEmpty()) {
            return 1;
        }
        float background = (float) features.background().getAsDouble();
        float[] row = new float[features.width()];
        long count = 0;
        for (int r = 0; r < features.rows(); r++) {
            features.copyRow(r, row, 0);
            for (float value : row) {
                count += value != background ? 1 : 0;
            }
        }
        return (double) count / ((long) features.rows() * features.width());
    }

    /** Measures what it costs to share a task: from its begin to the return of its caller, without the work itself. */
    private static final class HandOff {

        /** Work of each thread: as long as a step's tasks, so that threads share it and find each other waiting. */
        private static final long WORK_NANOS = 20_000;

        private static final int TIMES = 3000;

        private HandOff() {}

        /** The median [ns]. */
        static double nanos(Workers workers) {
            double[] nanos = new double[TIMES];
            for (int n = 0; n < TIMES; n++) {
                long start = System.nanoTime();
                workers.run(workers.threads(), _ -> work());
                nanos[n] = System.nanoTime() - start - WORK_NANOS;
            }
            Arrays.sort(nanos);
            return nanos[TIMES / 2];
        }

        private static void work() {
            long start = System.nanoTime();
            while (System.nanoTime() - start < WORK_NANOS) {
                Thread.onSpinWait();
            }
        }
    }
}
