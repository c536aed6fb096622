package org.kanworkbench.app.quantize;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.kanworkbench.app.models.OpenModel;
import org.kanworkbench.app.quantize.QuantizeViewModel.Compared;
import org.kanworkbench.app.work.BackgroundWork;
import org.kanworkbench.app.work.Threads;
import org.kanworkbench.files.model.ModelFile;
import org.kanworkbench.files.model.SavedModel;
import org.kanworkbench.quantize.QuantizedModel;
import org.kanworkbench.quantize.compare.Comparison;
import org.kanworkbench.quantize.compare.Comparison.Timing;
import org.kanworkbench.quantize.compare.ComparisonEvent;
import org.kanworkbench.quantize.compare.Networks;
import org.kanworkbench.quantize.compare.Sensitivity;
import org.kanworkbench.quantize.onnx.OnnxModel;
import org.kanworkbench.quantize.scheme.Arithmetic;
import org.kanworkbench.quantize.scheme.QuantizeException;
import org.kanworkbench.quantize.scheme.Scheme;
import org.kanworkbench.quantize.scheme.Schemes;
import org.kanworkbench.training.ClockTime;

/** Quantises off the interface thread, one thing at a time. Listeners are called on the interface thread. */
final class QuantizeWork {

    /** Latencies are of one thread, which is what they are said to be. */
    private static final int THREADS = 1;

    private static final int SENSITIVITY_ROWS = 5_000;
    private static final double TOO_EARLY = 0.03;

    private final Threads threads;
    private final BackgroundWork background;
    private AtomicBoolean goOn = new AtomicBoolean();
    private long began;
    private Compared of;
    private Networks networks;

    QuantizeWork(Threads threads) {
        this.threads = threads;
        this.background = new BackgroundWork(threads, _ -> {});
    }

    /** Work that may fail for a reason that the user can fix. */
    private interface Task {
        void run(AtomicBoolean going) throws QuantizeException;
    }

    /** @param ended gets the reason in one line if it failed */
    private void run(Task task, Consumer<Optional<String>> ended) {
        AtomicBoolean going = new AtomicBoolean(true);
        goOn = going;
        began = System.nanoTime();
        background.run(
                () -> {
                    task.run(going);
                    return () -> ended.accept(Optional.empty());
                },
                reason -> ended.accept(Optional.of(reason)));
    }

    void compare(
            Compared about,
            List<Scheme> schemes,
            Timing timing,
            Consumer<ComparisonEvent> listener,
            Consumer<Optional<String>> ended) {
        SavedModel saved = about.model();
        int batch = saved.evaluationBatch();
        run(
                going -> {
                    Comparison.Task task = new Comparison.Task(
                            saved.model(), saved.target(), about.dataset().test(), batch, schemes, timing, THREADS);
                    Comparison.run(
                            task,
                            networks(about),
                            event -> threads.ui().execute(() -> listener.accept(event)),
                            going::get);
                },
                ended);
    }

    /** What makes the model's schemes, each once, for as long as nothing else is compared. */
    synchronized Networks networks(Compared about) {
        if (about != of) {
            networks =
                    new Networks(about.model(), about.dataset(), about.model().evaluationBatch(), THREADS);
            of = about;
        }
        return networks;
    }

    /** Lets go of a model that is no longer open. */
    synchronized void forgetClosed(List<OpenModel> open) {
        if (of != null && !open.contains(of.open())) {
            of = null;
            networks = null;
        }
    }

    void sensitivity(
            Compared about,
            int bits,
            int cores,
            Consumer<Sensitivity.Effect> listener,
            Consumer<Optional<String>> ended) {
        SavedModel saved = about.model();
        run(
                going -> Sensitivity.measure(
                        saved.model(),
                        saved.target(),
                        // The test set has no influence on quantisation.
                        about.dataset().train().sample(SENSITIVITY_ROWS),
                        saved.evaluationBatch(),
                        Schemes.parse("w" + bits, saved.model().network()).weights(),
                        cores,
                        effect -> threads.ui().execute(() -> listener.accept(effect)),
                        going::get),
                ended);
    }

    void rounded(Compared about, Scheme scheme, BiConsumer<Optional<SavedModel>, Optional<String>> listener) {
        background.run(
                () -> {
                    SavedModel model = rounded(about, scheme, OptionalDouble.empty());
                    return () -> listener.accept(Optional.of(model), Optional.empty());
                },
                reason -> listener.accept(Optional.empty(), Optional.of(reason)));
    }

    private SavedModel rounded(Compared about, Scheme scheme, OptionalDouble accuracy) throws QuantizeException {
        QuantizedModel rounded = networks(about).rounded(scheme);
        return about.model().rounded(rounded.model(), rounded.weights(), accuracy);
    }

    /**
     * Writes a scheme's file: the measured graph, or the quantised weights of a simulated scheme.
     *
     * @param accuracy of the weights that are written, if it was measured
     * @param written gets the graph, if it is one
     * @param failed gets the reason in one line
     */
    void export(
            Compared about,
            Scheme scheme,
            OptionalDouble accuracy,
            Path file,
            Consumer<Optional<OnnxModel>> written,
            Consumer<String> failed) {
        background.run(
                () -> {
                    if (scheme.arithmetic() == Arithmetic.SIMULATED) {
                        ModelFile.write(rounded(about, scheme, accuracy), file);
                        return () -> written.accept(Optional.empty());
                    }
                    OnnxModel graph = networks(about).onnx(scheme);
                    graph.write(file);
                    return () -> written.accept(Optional.of(graph));
                },
                failed);
    }

    void cancel() {
        goOn.set(false);
    }

    /** The remaining time as text; empty while unknown. */
    String remaining(double share) {
        if (share == 0) {
            // What had to be made first is in no share.
            began = System.nanoTime();
        }
        if (share < TOO_EARLY) {
            return "";
        }
        double seconds = (System.nanoTime() - began) / 1e9 * (1 - share) / share;
        return " · " + ClockTime.of(Duration.ofMillis((long) (1e3 * seconds))) + " left";
    }
}
