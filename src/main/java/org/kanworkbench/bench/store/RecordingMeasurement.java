package org.kanworkbench.bench.store;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.kanworkbench.bench.figures.BenchContext;
import org.kanworkbench.bench.figures.MachineLoad;
import org.kanworkbench.bench.figures.Measurement;
import org.kanworkbench.bench.figures.Result;
import org.kanworkbench.bench.figures.TemporaryFolder;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.data.source.DataSource;
import org.kanworkbench.data.source.ToyShape;
import org.kanworkbench.files.model.StartWeights;
import org.kanworkbench.network.Preset;
import org.kanworkbench.runs.StoreException;
import org.kanworkbench.runs.recording.Recording;
import org.kanworkbench.runs.recording.RunRecorder;
import org.kanworkbench.runs.store.RunStore;
import org.kanworkbench.training.Configuration;
import org.kanworkbench.training.Engines;
import org.kanworkbench.training.Run;
import org.kanworkbench.training.TrainingEvent;
import org.kanworkbench.training.loop.TrainingRun;

/**
 * Measures the cost of recording a run: complete runs with and without the recorder, in turns. It distinguishes the run
 * itself, up to its last event, from the whole, from the run's entry in the store until its model is on disk; CPU time
 * of the latter is least affected by other programs.
 */
public record RecordingMeasurement(BenchContext context) implements Measurement {

    private static final int ROUNDS = 9;
    private static final int QUICK_ROUNDS = 3;
    private static final int TOY_EPOCHS = 2000;
    private static final List<Integer> TOY_HIDDEN = List.of(8);
    private static final String PRESET = "kal-net";

    /** The system counts CPU time in hundredths of a second: the shortest runs take none. */
    private static final double LEAST_PROCESSOR = 0.01;

    private static final OperatingSystemMXBean MACHINE =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    /**
     * Times of a run [s].
     *
     * @param run from its first step to its last event
     * @param whole including its entry in the store and until everything is written
     * @param processor CPU time of all threads over the whole
     */
    private record Seconds(double run, double whole, double processor) {}

    @Override
    public void measure(Consumer<Result> out) throws Exception {
        int epochs = context.times(Preset.named(PRESET).orElseThrow().recipe().epochs());
        pairs("kal-net on MNIST", context.configuration(PRESET, epochs), context.dataset(), out);
        Configuration toy = toy();
        pairs("kal-net on the spiral", toy, toy.data().load(), out);
    }

    private Configuration toy() {
        DataSource.Toy spiral = DataSource.Toy.of(ToyShape.SPIRAL);
        Dataset dataset = spiral.load();
        Preset preset = Preset.named(PRESET).orElseThrow().forSmallData();
        return new Configuration(
                PRESET,
                spiral,
                preset.network(dataset.inputs(), TOY_HIDDEN, dataset.outputs()),
                preset.recipe().withEpochs(context.times(TOY_EPOCHS)),
                context.seed(),
                context.threads(),
                Configuration.VECTOR);
    }

    private void pairs(String what, Configuration configuration, Dataset dataset, Consumer<Result> out)
            throws Exception {
        int rounds = context.quick() ? QUICK_ROUNDS : ROUNDS;
        double[] run = new double[rounds];
        double[] whole = new double[rounds];
        double[] processor = new double[rounds];
        double[] plain = new double[rounds];
        try (TemporaryFolder folder = TemporaryFolder.create();
                RunStore store = RunStore.open(folder.path())) {
            kept(configuration, dataset, store);
            plain(configuration, dataset);
            for (int round = 0; round < rounds; round++) {
                // The order alternates, so that neither always follows the other's garbage.
                boolean keptFirst = round % 2 == 0;
                Seconds first = keptFirst ? kept(configuration, dataset, store) : plain(configuration, dataset);
                Seconds second = keptFirst ? plain(configuration, dataset) : kept(configuration, dataset, store);
                Seconds with = keptFirst ? first : second;
                Seconds without = keptFirst ? second : first;
                run[round] = 100 * (with.run() / without.run() - 1);
                whole[round] = 100 * (with.whole() / without.whole() - 1);
                processor[round] = 100 * (with.processor() / Math.max(without.processor(), LEAST_PROCESSOR) - 1);
                plain[round] = without.run();
            }
        }
        out.accept(Result.quartiles("a run that is not kept, " + what, plain, "s"));
        out.accept(Result.quartiles("keeping adds to it, " + what, run, "%")
                .withNote(MachineLoad.note(context.threads())));
        out.accept(Result.quartiles("with its beginning and end, " + what, whole, "%"));
        out.accept(Result.quartiles("processor time of all that, " + what, processor, "%"));
    }

    private static Seconds plain(Configuration configuration, Dataset dataset) throws InterruptedException {
        List<String> failures = new ArrayList<>();
        long processor = MACHINE.getProcessCpuTime();
        long start = System.nanoTime();
        TrainingRun.start(configuration, dataset, event -> failed(event, failures))
                .await();
        double seconds = seconds(start);
        check(failures);
        return new Seconds(seconds, seconds, (MACHINE.getProcessCpuTime() - processor) / 1e9);
    }

    private static Seconds kept(Configuration configuration, Dataset dataset, RunStore store)
            throws InterruptedException, StoreException {
        List<String> failures = new ArrayList<>();
        double run;
        long processor = MACHINE.getProcessCpuTime();
        long begin = System.nanoTime();
        try (RunRecorder recorder =
                new Recording(store).begin(configuration, dataset, e -> failures.add(e.getMessage()))) {
            long start = System.nanoTime();
            Run training = TrainingRun.start(
                    Engines.VECTOR, configuration, dataset, StartWeights::read, RunRecorder.CHECKPOINTS, event -> {
                        recorder.accept(event);
                        failed(event, failures);
                    });
            try {
                training.await();
            } catch (InterruptedException e) {
                // The recorder takes events until the end.
                training.stop();
                training.await();
                throw e;
            }
            run = seconds(start);
        }
        check(failures);
        return new Seconds(run, seconds(begin), (MACHINE.getProcessCpuTime() - processor) / 1e9);
    }

    private static void failed(TrainingEvent event, List<String> failures) {
        if (event instanceof TrainingEvent.Failed failed) {
            failures.add(failed.message());
        }
    }

    private static void check(List<String> failures) {
        if (!failures.isEmpty()) {
            throw new IllegalStateException(failures.getFirst());
        }
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }
}
