package org.kanworkbench.noise.fit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.kanworkbench.data.SeedMixer;
import org.kanworkbench.data.function.PointSource;
import org.kanworkbench.data.function.Points;
import org.kanworkbench.engine.NonFiniteException;
import org.kanworkbench.engine.workers.Workers;
import org.kanworkbench.network.NetworkSpec;
import org.kanworkbench.network.cost.PredictionCost;
import org.kanworkbench.noise.contender.Contender;

/** Runs fits sequentially on the calling thread. */
public final class FitRunner implements AutoCloseable {

    private static final int WEIGHTS = 4;

    private final Workers workers = new Workers(1);

    /** A fitted model with its data. */
    private record Attempt(Fitted fitted, boolean diverged) {}

    private record Chosen(Setting setting, double validationMse) {}

    /**
     * Runs one fit: settings are tuned on a train/validation split, the best is fitted to all training rows and
     * evaluated on the test rows, which are used for nothing else.
     *
     * @param source the task's target, opened
     * @return empty if cancelled
     */
    public Optional<FitRow> run(FitTask task, PointSource source, BooleanSupplier cancelled) {
        Rows rows = Rows.of(
                source, task.noise(), task.rows(), task.seed(), task.tuning().validationShare());
        Chosen chosen = choose(task, rows, cancelled);
        Attempt best = attempt(task, rows.training(), chosen.setting(), cancelled);
        if (cancelled.getAsBoolean()) {
            return Optional.empty();
        }
        return Optional.of(row(task, source, rows, chosen, best));
    }

    private Chosen choose(FitTask task, Rows rows, BooleanSupplier cancelled) {
        Setting best = null;
        double least = Double.POSITIVE_INFINITY;
        for (Setting setting : settings(task, rows.fitting())) {
            if (best != null && cancelled.getAsBoolean()) {
                break;
            }
            Attempt attempt = attempt(task, rows.fitting(), setting, cancelled);
            double error = rows.validation()
                    .meanSquaredError(attempt.fitted().predict(rows.validation().x()));
            if (best == null || error < least) {
                best = setting;
                least = error;
            }
        }
        return new Chosen(best, least);
    }

    private static List<Setting> settings(FitTask task, Points fitting) {
        return switch (task.contender()) {
            case Contender.Trained trained -> {
                List<Setting> grid = new ArrayList<>();
                for (double rate : task.tuning().learningRates()) {
                    for (double decay : task.tuning().weightDecays()) {
                        grid.add(new Setting.Optimisation(rate, decay + trained.addedDecay()));
                    }
                }
                yield grid;
            }
            case Contender.Polynomial _, Contender.SmoothingSpline _ -> Baselines.settings(task.contender(), fitting);
        };
    }

    private Attempt attempt(FitTask task, Points points, Setting setting, BooleanSupplier cancelled) {
        return setting instanceof Setting.Optimisation optimisation
                ? train(task, points, optimisation, cancelled)
                : new Attempt(Baselines.fit(points, setting), false);
    }

    private Attempt train(FitTask task, Points points, Setting.Optimisation setting, BooleanSupplier cancelled) {
        NetworkSpec network = ((Contender.Trained) task.contender()).network(points.inputs());
        NetworkTraining training = new NetworkTraining(
                network, points, task.budget(), setting, weightSeed(task.contender(), task.seed()), workers);
        try {
            training.finish(cancelled);
            return new Attempt(training.fitted(), false);
        } catch (NonFiniteException _) {
            return new Attempt(Fitted.constant(points.inputs(), points.mean()), true);
        }
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
                        : Baselines.parameters(rows.training(), chosen.setting()),
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
        workers.close();
    }
}
