package org.kanworkbench.bench.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import org.kanworkbench.bench.figures.BenchContext;
import org.kanworkbench.bench.figures.Measurement;
import org.kanworkbench.bench.figures.Result;
import org.kanworkbench.bench.figures.TemporaryFolder;
import org.kanworkbench.files.model.ConfigurationText;
import org.kanworkbench.network.Preset;
import org.kanworkbench.network.Presets;
import org.kanworkbench.runs.Metric;
import org.kanworkbench.runs.RunDescription;
import org.kanworkbench.runs.RunKind;
import org.kanworkbench.runs.RunQuery;
import org.kanworkbench.runs.StoreException;
import org.kanworkbench.runs.store.RunStore;

/**
 * Measures a store of 10,000 runs (wall time): opening with the first page, in separate processes and in this one,
 * other orders, searches.
 */
public record StoreMeasurement(BenchContext context) implements Measurement {

    private static final int RUNS = 10_000;
    /** One run in this many has notes and tags. */
    private static final int NOTED = 7;

    private static final int TIMES = 31;
    private static final int PROCESSES = 9;
    private static final int QUICK_TIMES = 5;

    private static final List<String> SEARCHES = List.of("kal", "mlp paper", "zzz", "mnist finished 7");

    private static final List<RunQuery.Sort> ORDERS =
            List.of(RunQuery.Sort.BEST_ACCURACY, RunQuery.Sort.PRESET, RunQuery.Sort.TAGS);

    @Override
    public void measure(Consumer<Result> out) throws IOException, InterruptedException {
        try (TemporaryFolder folder = TemporaryFolder.create()) {
            fill(folder.path());
            int times = context.quick() ? QUICK_TIMES : TIMES;
            fresh(folder.path(), out);
            out.accept(
                    Result.quartiles("opening and first page, later", times(times, () -> open(folder.path())), "ms"));
            try (RunStore store = RunStore.open(folder.path())) {
                out.accept(Result.quartiles("first page", times(times, () -> store.page(RunQuery.NEWEST)), "ms"));
                for (RunQuery.Sort order : ORDERS) {
                    String name = "page ordered by "
                            + order.name().toLowerCase(Locale.ROOT).replace('_', ' ');
                    RunQuery query = RunQuery.NEWEST.withSort(order, true);
                    out.accept(Result.quartiles(name, times(times, () -> store.page(query)), "ms"));
                }
                for (String words : SEARCHES) {
                    RunQuery query = RunQuery.NEWEST.withText(words);
                    out.accept(Result.quartiles(
                            "search '" + words + "', " + store.count(query) + " found",
                            times(times, () -> store.page(query)),
                            "ms"));
                }
            }
        }
    }

    private void fresh(Path folder, Consumer<Result> out) throws IOException, InterruptedException {
        int processes = context.times(context.quick() ? QUICK_TIMES : PROCESSES);
        double[] opened = new double[processes];
        double[] listed = new double[processes];
        for (int i = 0; i < processes; i++) {
            StoreOpening opening = StoreOpening.inNewProcess(folder);
            opened[i] = opening.openMillis();
            listed[i] = opening.openMillis() + opening.listMillis();
        }
        out.accept(Result.quartiles("opening, first in its process", opened, "ms"));
        out.accept(Result.quartiles("opening and first page, first in its process", listed, "ms"));
    }

    @FunctionalInterface
    private interface Work {
        void run() throws StoreException;
    }

    private static void open(Path folder) throws StoreException {
        try (RunStore store = RunStore.open(folder)) {
            store.page(RunQuery.NEWEST);
        }
    }

    private static double[] times(int times, Work work) throws StoreException {
        for (int i = 0; i < times; i++) {
            work.run();
        }
        double[] millis = new double[times];
        for (int i = 0; i < times; i++) {
            long start = System.nanoTime();
            work.run();
            millis[i] = (System.nanoTime() - start) / 1e6;
        }
        return millis;
    }

    private void fill(Path folder) throws StoreException {
        String text = ConfigurationText.of(context.configuration("kal-net", 1));
        int count = context.times(RUNS);
        List<RunDescription> runs = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            Preset preset = Presets.ALL.get(i % Presets.ALL.size());
            runs.add(new RunDescription(
                    "run-" + i,
                    RunKind.TRAINING,
                    preset.name(),
                    "MNIST",
                    i,
                    "vector",
                    i,
                    text,
                    "key " + i / 5,
                    1,
                    1000L * i,
                    ""));
        }
        try (RunStore store = RunStore.open(folder)) {
            store.addAll(runs);
            for (int i = 0; i < count; i++) {
                // Run numbers of an empty store start with 1; accuracies are unordered.
                double accuracy = i * 7919L % count / (double) count;
                store.add(i + 1, metric(accuracy));
                if (i % NOTED == 0) {
                    store.annotate(i + 1, "worth a second look, number " + i, List.of("paper", "tag " + i % 11));
                }
            }
        }
        // Runs marked as running become interrupted once, which is not measured.
        RunStore.open(folder).close();
    }

    private static Metric metric(double accuracy) {
        return new Metric(
                938,
                1,
                true,
                0.1,
                accuracy,
                0.1,
                accuracy,
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                0.001,
                0.3,
                0.3);
    }
}
