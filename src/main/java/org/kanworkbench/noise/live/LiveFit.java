package org.kanworkbench.noise.live;

import java.util.List;
import java.util.function.Consumer;
import org.kanworkbench.data.DataException;
import org.kanworkbench.data.OneLine;
import org.kanworkbench.data.function.PointSource;
import org.kanworkbench.data.function.Points;
import org.kanworkbench.engine.workers.Workers;
import org.kanworkbench.network.NetworkSpec;
import org.kanworkbench.network.cost.PredictionCost;
import org.kanworkbench.noise.Noise;
import org.kanworkbench.noise.contender.Contender;
import org.kanworkbench.noise.contender.Sizing;
import org.kanworkbench.noise.contender.TimedSize;
import org.kanworkbench.noise.fit.Baselines;
import org.kanworkbench.noise.fit.FitRunner;
import org.kanworkbench.noise.fit.Rows;
import org.kanworkbench.noise.fit.Tuning;
import org.kanworkbench.noise.training.Fitted;
import org.kanworkbench.noise.training.NetworkTask;
import org.kanworkbench.noise.training.NetworkTraining;
import org.kanworkbench.noise.training.Setting;
import org.kanworkbench.noise.training.TimeMatch;
import org.kanworkbench.training.trials.WorkControl;

/**
 * A live fit: several models learn the same noisy points side by side, step for step, on one background thread. The
 * thread waits for the listener: a listener that returns only after a frame was shown sets the pace. A small fit takes
 * some milliseconds, so another noise level is best shown by cancelling and restarting with the same seed.
 */
public final class LiveFit {

    /** Validation split of the rows, to choose the baselines' degree and penalty. */
    private static final double VALIDATION_SHARE = Tuning.STANDARD.validationShare();

    private final LiveSetup setup;
    private final Consumer<LiveEvent> listener;
    private final WorkControl control = new WorkControl();
    private final Thread thread;
    /** Sizes that match times, of this fit or one before it that differs in nothing they depend on. */
    private volatile List<TimedSize> timed;

    private LiveFit(LiveSetup setup, List<TimedSize> timed, Consumer<LiveEvent> listener) {
        this.setup = setup;
        this.timed = timed;
        this.listener = listener;
        thread = Thread.ofPlatform().daemon().name("live-fit").unstarted(() -> listener.accept(outcome()));
    }

    /**
     * @param before whose sizes, where times are matched, are this one's if it is of the same target, models, rows and steps; null for none
     * @param listener called on the fit's own thread
     */
    public static LiveFit start(LiveSetup setup, LiveFit before, Consumer<LiveEvent> listener) {
        boolean same = before != null && before.setup.sizedAs(setup);
        LiveFit fit = new LiveFit(setup, same ? before.timed : List.of(), listener);
        fit.thread.start();
        return fit;
    }

    /** The points of a fit, without models. */
    public static LiveEvent.Started points(LiveSetup setup) throws DataException {
        PointSource source = setup.target().open();
        return started(setup, source, rows(setup, source, setup.noise()), List.of());
    }

    private static Rows rows(LiveSetup setup, PointSource source, Noise noise) {
        return Rows.of(source, noise, setup.rows(), setup.seed(), VALIDATION_SHARE);
    }

    private static LiveEvent.Started started(
            LiveSetup setup, PointSource source, Rows rows, List<LiveEvent.Profile> models) {
        Points clean = rows(setup, source, Noise.NONE).training();
        return new LiveEvent.Started(source, clean, rows.training(), rows.test(), models);
    }

    /** Pauses, resumes and cancels it. */
    public WorkControl control() {
        return control;
    }

    public void await() throws InterruptedException {
        thread.join();
    }

    private LiveEvent outcome() {
        try (Workers workers = new Workers(1)) {
            return new LiveEvent.Finished(!fit(workers));
        } catch (DataException | IllegalArgumentException e) {
            return new LiveEvent.Failed(e.getMessage());
        } catch (OutOfMemoryError _) {
            return new LiveEvent.Failed("not enough memory: choose smaller models or fewer samples");
        } catch (RuntimeException | Error e) {
            return new LiveEvent.Failed("the fit stopped: " + OneLine.of(e));
        }
    }

    /** Returns false if cancelled. */
    private boolean fit(Workers workers) throws DataException {
        PointSource source = setup.target().open();
        Rows rows = rows(setup, source, setup.noise());
        if (timed.isEmpty()) {
            timed = TimeMatch.measure(
                    setup.contenders(), source.inputs(), setup.rows(), setup.budget(), () -> !control.mayContinue());
            if (control.cancelled()) {
                timed = List.of();
                return false;
            }
        }
        List<LiveModel> models = models(source, rows, workers);
        listener.accept(started(
                setup, source, rows, models.stream().map(LiveModel::profile).toList()));
        tell(0, models, rows);
        int steps = setup.budget().steps();
        for (int step = 0; step < steps; ) {
            if (!control.mayContinue()) {
                return false;
            }
            int next = Math.min(steps, step + setup.stepsAFrame());
            for (LiveModel model : models) {
                model.advance(next - step);
            }
            step = next;
            tell(step, models, rows);
        }
        return !control.cancelled();
    }

    private void tell(int step, List<LiveModel> models, Rows rows) {
        listener.accept(new LiveEvent.Frame(
                step,
                models.stream()
                        .map(model -> model.progress(rows.training(), rows.test()))
                        .toList()));
    }

    private List<LiveModel> models(PointSource source, Rows rows, Workers workers) {
        return Sizing.resolve(setup.contenders(), source.inputs(), timed).stream()
                .map(contender -> contender instanceof Contender.Trained trained
                        ? training(trained, rows, workers)
                        : ready(contender, rows))
                .toList();
    }

    private LiveModel training(Contender.Trained contender, Rows rows, Workers workers) {
        NetworkSpec network = contender.network(rows.training().inputs());
        network.obstacle(setup.budget().batch()).ifPresent(obstacle -> {
            throw new IllegalArgumentException(contender.name() + ": " + obstacle);
        });
        return new LiveModel(
                new LiveEvent.Profile(
                        contender.name(), network.shape(), network.parameters(), PredictionCost.flops(network)),
                new NetworkTraining(
                        new NetworkTask(
                                network,
                                rows.training(),
                                setup.budget(),
                                new Setting.Optimisation(
                                        setup.learningRate(), setup.weightDecay() + contender.addedDecay()),
                                FitRunner.weightSeed(contender, setup.seed())),
                        workers));
    }

    private static LiveModel ready(Contender contender, Rows rows) {
        long start = System.nanoTime();
        Setting best = Baselines.choose(contender, rows.fitting(), rows.validation());
        Fitted fitted = Baselines.fit(rows.training(), best);
        double fitMs = (System.nanoTime() - start) / 1e6;
        return new LiveModel(
                new LiveEvent.Profile(
                        contender.name(),
                        "",
                        Baselines.parameters(
                                rows.training().inputs(), rows.training().rows(), best),
                        0),
                fitted,
                fitMs);
    }
}
