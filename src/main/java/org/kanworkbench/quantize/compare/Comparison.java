package org.kanworkbench.quantize.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.kanworkbench.data.Examples;
import org.kanworkbench.data.Target;
import org.kanworkbench.engine.Inference;
import org.kanworkbench.engine.Predictor;
import org.kanworkbench.engine.workers.Workers;
import org.kanworkbench.network.Model;
import org.kanworkbench.quantize.QuantizedNetwork;
import org.kanworkbench.quantize.scheme.Arithmetic;
import org.kanworkbench.quantize.scheme.QuantizeException;
import org.kanworkbench.quantize.scheme.Scheme;
import org.kanworkbench.quantize.scheme.Schemes;
import org.kanworkbench.training.Evaluation;
import org.kanworkbench.training.Evaluator;

/**
 * Compares a model under several schemes: evaluates each on the same samples and measures latencies in turns. Runs on
 * the caller's thread.
 */
public final class Comparison {

    /** Rows per call in latency measurements. */
    public static final List<Integer> BATCHES = List.of(1, 64, 1000);

    private static final PairedTimes.Effort USUAL = new PairedTimes.Effort(200_000_000, 21);
    private static final PairedTimes.Effort QUICK = new PairedTimes.Effort(25_000_000, 5);

    /** The effort of latency measurement. */
    public enum Timing {
        NONE,
        /** Rough numbers, for a first look. */
        QUICK,
        /** Medians of 21 rounds. */
        USUAL
    }

    /**
     * The input of a comparison.
     *
     * @param target what the model predicts
     * @param test the samples to evaluate
     * @param batch batch size for evaluation; relevant only if a prediction depends on its batch
     * @param threads of the float32 engine
     */
    public record Task(
            Model model, Target target, Examples test, int batch, List<Scheme> schemes, Timing timing, int threads) {

        public Task {
            schemes = List.copyOf(schemes);
        }
    }

    private final Task task;
    private final SchemeOpener<QuantizedNetwork> opener;
    private final Consumer<ComparisonEvent> listener;
    private final BooleanSupplier proceed;
    private final List<QuantizedNetwork> open = new ArrayList<>();
    private final List<SchemeResult> results = new ArrayList<>();
    /** Seconds that all of it is expected to take, by what was scored so far. */
    private double work = Double.POSITIVE_INFINITY;

    private double done;
    private double share;

    private Comparison(
            Task task,
            SchemeOpener<QuantizedNetwork> opener,
            Consumer<ComparisonEvent> listener,
            BooleanSupplier proceed) {
        this.task = task;
        this.opener = opener;
        this.listener = listener;
        this.proceed = proceed;
    }

    /**
     * Compares.
     *
     * @param listener receives events on this thread
     * @param proceed checked often; false cancels the work
     * @return empty if cancelled
     */
    public static Optional<ComparisonResult> run(
            Task task,
            SchemeOpener<QuantizedNetwork> opener,
            Consumer<ComparisonEvent> listener,
            BooleanSupplier proceed) {
        Comparison comparison = new Comparison(task, opener, listener, proceed);
        try (Workers workers = new Workers(task.threads())) {
            int most = Math.max(task.batch(), BATCHES.getLast());
            return comparison.run(
                    new Predictor(task.model(), most, task.test().features().background(), workers));
        } finally {
            comparison.open.forEach(QuantizedNetwork::close);
        }
    }

    private Optional<ComparisonResult> run(Predictor engine) {
        if (!openAll()) {
            return Optional.empty();
        }
        Evaluator evaluator = new Evaluator(task.test(), task.target(), task.batch());
        progress(0, "scoring float32");
        Optional<Evaluation> float32 = evaluator.evaluate(engine, proceed);
        if (float32.isEmpty()) {
            return Optional.empty();
        }
        listener.accept(new ComparisonEvent.Reference(float32.get()));
        double seconds = float32.get().seconds();
        for (QuantizedNetwork network : open) {
            scored(seconds, open.size() + 1, "scoring " + network.scheme().name());
            Optional<Evaluation> scored = evaluator.evaluate(network, proceed);
            if (scored.isEmpty()) {
                return Optional.empty();
            }
            seconds = scored.get().seconds();
            Score score = Score.of(task.test(), float32.get(), scored.get());
            SchemeResult result =
                    new SchemeResult(network.scheme(), network.bytes(), network.tensors(), score, List.of());
            results.add(result);
            listener.accept(new ComparisonEvent.Scored(result));
        }
        if (task.timing() != Timing.NONE && !results.isEmpty() && !timed(engine, seconds)) {
            return Optional.empty();
        }
        return Optional.of(new ComparisonResult(float32.get(), results));
    }

    /** First of all, so that schemes that do not fit are reported at once. */
    private boolean openAll() {
        for (Scheme scheme : task.schemes()) {
            if (!proceed.getAsBoolean()) {
                return false;
            }
            try {
                Optional<QuantizedNetwork> opened = opener.open(scheme, proceed);
                if (opened.isEmpty()) {
                    return false;
                }
                open.add(opened.get());
            } catch (QuantizeException e) {
                listener.accept(new ComparisonEvent.Refused(new ComparisonResult.Refusal(scheme, e.getMessage())));
            }
        }
        return true;
    }

    /** @param finished seconds of the work that are over */
    private void progress(double finished, String doing) {
        done += finished;
        share = Math.max(share, Math.min(1, done / work));
        listener.accept(new ComparisonEvent.Progress(share, doing));
    }

    /**
     * Tells of progress after a scoring, and expects of the rest what is the mean so far.
     *
     * @param networks that will be timed
     * @return the mean [s]
     */
    private double scored(double seconds, int networks, String doing) {
        double mean = (done + seconds) / (1 + results.size());
        work = mean * (1 + open.size()) + expectedTiming(networks, mean);
        progress(seconds, doing);
        return mean;
    }

    private PairedTimes.Effort effort() {
        return task.timing() == Timing.QUICK ? QUICK : USUAL;
    }

    /** Of one call with so many rows [s]. */
    private double call(double scoring, int rows) {
        return scoring * rows / task.test().size();
    }

    /** @param scoring seconds that a network needed for the test set */
    private double expectedTiming(int networks, double scoring) {
        if (task.timing() == Timing.NONE) {
            return 0;
        }
        return networks
                * BATCHES.stream()
                        .mapToDouble(rows -> effort().warmUp(call(scoring, rows))
                                + effort().rounds() * PairedTimes.sample(call(scoring, rows)))
                        .sum();
    }

    /** Is asked before every warm-up and every sample of the networks, and tells of each warm-up and each round. */
    private BooleanSupplier watched(int networks, double call, String doing) {
        AtomicInteger asked = new AtomicInteger();
        return () -> {
            int step = asked.getAndIncrement();
            if (step < networks) {
                progress(effort().warmUp(call), doing);
            } else if (step % networks == 0) {
                progress(networks * PairedTimes.sample(call), doing);
            }
            return proceed.getAsBoolean();
        };
    }

    /** @param last seconds of the last scoring */
    private boolean timed(Predictor engine, double last) {
        List<Inference> networks = new ArrayList<>(open);
        int engineAt = networks.size();
        networks.add(engine);
        int runtimeAt = runtime(networks);
        double scoring = scored(last, networks.size(), "timing");
        for (int rows : BATCHES) {
            Optional<PairedTimes> times = PairedTimes.measure(
                    networks,
                    rows(rows),
                    rows,
                    task.model().network().outputs(),
                    effort(),
                    watched(
                            networks.size(),
                            call(scoring, rows),
                            String.format(Locale.ROOT, "timing batch size %,d", rows)));
            if (times.isEmpty()) {
                return false;
            }
            for (int n = 0; n < results.size(); n++) {
                boolean simulated = results.get(n).scheme().arithmetic() == Arithmetic.SIMULATED;
                List<Latency> latencies = new ArrayList<>(results.get(n).latencies());
                latencies.add(times.get().latency(n, simulated ? engineAt : runtimeAt, rows));
                results.set(n, results.get(n).withLatencies(latencies));
            }
            listener.accept(new ComparisonEvent.Timed(results));
        }
        done = work;
        progress(0, "done");
        return true;
    }

    /** Index of float32 on ONNX Runtime among the networks; it is opened for timing if not requested. */
    private int runtime(List<Inference> networks) {
        if (open.stream().allMatch(network -> network.scheme().arithmetic() == Arithmetic.SIMULATED)) {
            return -1;
        }
        for (int n = 0; n < open.size(); n++) {
            if (open.get(n).scheme().equals(Schemes.FLOAT32)) {
                return n;
            }
        }
        try {
            QuantizedNetwork float32 = opener.open(Schemes.FLOAT32, () -> true).orElseThrow();
            open.add(float32);
            networks.add(float32);
            return networks.size() - 1;
        } catch (QuantizeException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    /** The first test rows, repeated if there are too few. */
    private float[] rows(int count) {
        int width = task.test().features().width();
        float[] x = new float[count * width];
        for (int r = 0; r < count; r++) {
            task.test().features().copyRow(r % task.test().size(), x, r * width);
        }
        return x;
    }
}
