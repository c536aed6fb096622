package org.kanworkbench.noise.fit;

import java.util.List;
import java.util.Optional;
import org.kanworkbench.data.SeedMixer;
import org.kanworkbench.data.function.PointSource;
import org.kanworkbench.data.function.Points;
import org.kanworkbench.network.NetworkSpec;
import org.kanworkbench.network.cost.PredictionCost;
import org.kanworkbench.noise.contender.Contender;
import org.kanworkbench.noise.training.Fitted;
import org.kanworkbench.noise.training.NetworkTask;
import org.kanworkbench.noise.training.Setting;
import org.kanworkbench.noise.training.Trainer;
import org.kanworkbench.training.trials.WorkControl;

/** Runs one fit on the calling thread, with its networks trained as the trainer does. */
public final class FitRunner implements AutoCloseable {

    private static final int WEIGHTS = 4;

    private final Trainer trainer;

    /** @param trainer closed with the fit */
    public FitRunner(Trainer trainer) {
        this.trainer = trainer;
    }

    /** A fitted model with its data. */
    private record Attempt(Fitted fitted, boolean diverged) {}

    record Chosen(Setting setting, double validationMse) {}

    /**
     * Runs the fit: settings are tuned on a train/validation split, the best is fitted to all training rows and
     * evaluated on the test rows, which are used for nothing else.
     *
     * @param source the task's target, opened
     * @return empty if cancelled
     */
    public Optional<FitRow> run(FitTask task, PointSource source, WorkControl control) {
        Rows rows = Rows.of(
                source, task.noise(), task.rows(), task.seed(), task.tuning().validationShare());
        List<Setting> settings = settings(task, rows.fitting());
        List<Attempt> tried = attempts(task, rows.fitting(), settings, control);
        if (control.cancelled()) {
            return Optional.empty();
        }
        Chosen chosen = choose(settings, tried.stream().map(Attempt::fitted).toList(), rows.validation());
        List<Attempt> best = attempts(task, rows.training(), List.of(chosen.setting()), control);
        return control.cancelled() ? Optional.empty() : Optional.of(row(task, source, rows, chosen, best.getFirst()));
    }

    /** The setting with the lowest validation error, which is that of the first if none is a number. */
    static Chosen choose(List<Setting> settings, List<Fitted> tried, Points validation) {
        Setting best = null;
        double least = Double.NaN;
        for (int n = 0; n < settings.size(); n++) {
            double error = validation.meanSquaredError(tried.get(n).predict(validation.x()));
            if (best == null || Double.compare(error, least) < 0) {
                best = settings.get(n);
                least = error;
            }
        }
        return new Chosen(best, least);
    }

    private static List<Setting> settings(FitTask task, Points fitting) {
        return switch (task.contender()) {
            case Contender.Trained trained ->
                task.tuning().learningRates().stream()
                        .flatMap(rate -> task.tuning().weightDecays().stream()
                                .<Setting>map(decay -> new Setting.Optimisation(rate, decay + trained.addedDecay())))
                        .toList();
            case Contender.Polynomial _, Contender.SmoothingSpline _ -> Baselines.settings(task.contender(), fitting);
        };
    }

    /** One per setting; none if cancelled. */
    private List<Attempt> attempts(FitTask task, Points points, List<Setting> settings, WorkControl control) {
        if (!(task.contender() instanceof Contender.Trained trained)) {
            return settings.stream()
                    .takeWhile(_ -> !control.cancelled())
                    .map(setting -> new Attempt(Baselines.fit(points, setting), false))
                    .toList();
        }
        NetworkSpec network = trained.network(points.inputs());
        long seed = weightSeed(trained, task.seed());
        List<NetworkTask> tasks = settings.stream()
                .map(setting -> new NetworkTask(network, points, task.budget(), (Setting.Optimisation) setting, seed))
                .toList();
        return trainer.train(tasks, control).stream()
                .map(fitted -> new Attempt(
                        fitted.orElseGet(() -> Fitted.constant(points.inputs(), points.mean())), fitted.isEmpty()))
                .toList();
    }

    /** Seed of weights and everything else of a contender, derived from its name. */
    public static long weightSeed(Contender contender, long seed) {
        return SeedMixer.mix(SeedMixer.mix(seed, WEIGHTS), contender.name().hashCode());
    }

    private static FitRow row(FitTask task, PointSource source, Rows rows, Chosen chosen, Attempt best) {
        double testMse =
                rows.test().meanSquaredError(best.fitted().predict(rows.test().x()));
        double trainMse = rows.training()
                .meanSquaredError(best.fitted().predict(rows.training().x()));
        boolean diverged = best.diverged();
        if (!Double.isFinite(testMse) || !Double.isFinite(trainMse)) {
            Fitted mean = Fitted.constant(source.inputs(), rows.training().mean());
            testMse = rows.test().meanSquaredError(mean.predict(rows.test().x()));
            trainMse = rows.training()
                    .meanSquaredError(mean.predict(rows.training().x()));
            diverged = true;
        }
        return new FitRow(
                task.target().label(),
                task.contender().name(),
                task.noise().level(),
                task.rows(),
                task.seed(),
                task.contender() instanceof Contender.Trained trained
                        ? trained.network(source.inputs()).parameters()
                        : Baselines.parameters(source.inputs(), task.rows(), chosen.setting()),
                flops(task.contender(), source.inputs()),
                chosen.setting().label(),
                trainMse,
                chosen.validationMse(),
                testMse,
                Decibels.ratio(rows.test().variance(), testMse),
                diverged);
    }

    private static long flops(Contender contender, int inputs) {
        return contender instanceof Contender.Trained trained ? PredictionCost.flops(trained.network(inputs)) : 0;
    }

    @Override
    public void close() {
        trainer.close();
    }
}
