package org.kanworkbench.noise.nkan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.kanworkbench.data.SeedMixer;
import org.kanworkbench.engine.Network;
import org.kanworkbench.engine.NonFiniteException;
import org.kanworkbench.engine.Predictor;
import org.kanworkbench.engine.TrainingStep;
import org.kanworkbench.engine.workers.Workers;
import org.kanworkbench.network.Activation;
import org.kanworkbench.network.LayerSpec;
import org.kanworkbench.network.NetworkSpec;
import org.kanworkbench.network.Preset;
import org.kanworkbench.network.recipe.Loss;
import org.kanworkbench.network.recipe.Optimizer;
import org.kanworkbench.network.recipe.Recipe;
import org.kanworkbench.network.recipe.Schedule;
import org.kanworkbench.noise.fit.Decibels;
import org.kanworkbench.training.trials.WorkControl;

/**
 * nKAN.py of github.com/1ssb/torchkan, step for step: sin 2πx at 100 even points of −1…1, 500 full-batch epochs of
 * AdamW at 0.01, times 0.9 every hundred, with weight decay 0.01; then the same points with Gaussian noise of standard
 * deviation 0.1 to 2 on their inputs, scored against the targets of the true inputs. Its Lazy_KAN is the preset
 * lazy-kan-faithful, three parallel dense layers of 64, which equal one of 192. Both networks have the same noise.
 * Random numbers differ from PyTorch's.
 */
public final class NkanExperiment {

    public static final int POINTS = 100;
    public static final int EPOCHS = 500;
    public static final int LEVELS = 20;
    private static final double LEAST_NOISE = 0.1;
    private static final double MOST_NOISE = 2;
    private static final double LEARNING_RATE = 0.01;
    private static final double WEIGHT_DECAY = 0.01;

    private static final int NOISE_STREAM = 100;

    private NkanExperiment() {}

    /** The network named Lazy_KAN in nKAN.py. */
    public static NetworkSpec lazyKan() {
        return Preset.named("lazy-kan-faithful").orElseThrow().network(1, 1);
    }

    /** nKAN.py's MLP, 1-64-32-16-1. */
    public static NetworkSpec mlp() {
        return new NetworkSpec(List.of(
                LayerSpec.dense(1, 64, Activation.RELU),
                LayerSpec.dense(64, 32, Activation.RELU),
                LayerSpec.dense(32, 16, Activation.RELU),
                LayerSpec.dense(16, 1, Activation.IDENTITY)));
    }

    /** Runs the experiment, with both networks in parallel on one thread each. */
    public static NkanResult run(long seed) throws NonFiniteException, InterruptedException {
        return run(seed, new WorkControl(), _ -> {}).orElseThrow();
    }

    /**
     * As {@link #run(long)}, with pause and cancel.
     *
     * @param epochs receives the second network's completed epochs on the calling thread
     * @return empty if cancelled
     */
    public static Optional<NkanResult> run(long seed, WorkControl control, IntConsumer epochs)
            throws NonFiniteException, InterruptedException {
        float[] x = new float[POINTS];
        float[] y = new float[POINTS];
        for (int i = 0; i < POINTS; i++) {
            x[i] = -1 + 2f * i / (POINTS - 1);
            y[i] = (float) Math.sin(2 * Math.PI * x[i]);
        }
        List<Double> levels = levels();
        float[][] noisy = noisy(x, levels, seed);
        Callable<NkanResult.Curves> lazyKan =
                () -> curves(lazyKan(), x, y, noisy, SeedMixer.mix(seed, 0), control, _ -> {});
        FutureTask<NkanResult.Curves> beside = new FutureTask<>(lazyKan);
        Thread.ofPlatform().daemon().name("nkan").start(beside);
        NkanResult.Curves mlp = curves(mlp(), x, y, noisy, SeedMixer.mix(seed, 1), control, epochs);
        try {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            NkanResult result = new NkanResult(levels, beside.get(), mlp);
            return control.cancelled() ? Optional.empty() : Optional.of(result);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof NonFiniteException diverged) {
                throw diverged;
            }
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            control.cancel();
            throw e;
        }
    }

    private static List<Double> levels() {
        return IntStream.range(0, LEVELS)
                .mapToObj(level -> LEAST_NOISE + level * (MOST_NOISE - LEAST_NOISE) / (LEVELS - 1))
                .toList();
    }

    /** [level][point]: the inputs with noise, the same for both networks. */
    private static float[][] noisy(float[] x, List<Double> levels, long seed) {
        SplittableRandom random = new SplittableRandom(SeedMixer.mix(seed, NOISE_STREAM));
        float[][] noisy = new float[LEVELS][POINTS];
        for (int level = 0; level < LEVELS; level++) {
            for (int i = 0; i < POINTS; i++) {
                noisy[level][i] = (float) (x[i] + levels.get(level) * random.nextGaussian());
            }
        }
        return noisy;
    }

    /** Result of a network, possibly cancelled. */
    private static NkanResult.Curves curves(
            NetworkSpec spec, float[] x, float[] y, float[][] noisy, long seed, WorkControl control, IntConsumer epochs)
            throws NonFiniteException {
        Schedule schedule = new Schedule.Step(100, 0.9);
        Recipe recipe =
                new Recipe(Loss.MSE, new Optimizer.AdamW(WEIGHT_DECAY), LEARNING_RATE, schedule, POINTS, EPOCHS);
        Network network = Network.initialize(spec, seed);
        List<Double> trainLoss = new ArrayList<>();
        List<Double> loss = new ArrayList<>();
        List<Double> snr = new ArrayList<>();
        try (Workers workers = new Workers(1)) {
            TrainingStep step = new TrainingStep(
                    network, recipe, OptionalDouble.empty(), workers, SeedMixer.mix(seed, NOISE_STREAM));
            for (int epoch = 0; epoch < EPOCHS && control.mayContinue(); epoch++) {
                step.step(x, null, y, POINTS, LEARNING_RATE * schedule.factor(epoch, 1, EPOCHS));
                trainLoss.add(step.scores().loss());
                epochs.accept(epoch + 1);
            }
            Predictor predictor = new Predictor(network, POINTS, OptionalDouble.empty(), workers);
            float[] outputs = new float[POINTS];
            for (float[] inputs : noisy) {
                predictor.predict(inputs, POINTS, outputs);
                loss.add(meanSquare(outputs, y));
                snr.add(Decibels.ratio(meanSquare(y, new float[POINTS]), loss.getLast()));
            }
        }
        return new NkanResult.Curves(spec.parameters(), trainLoss, loss, snr);
    }

    private static double meanSquare(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            double difference = (double) a[i] - b[i];
            sum += difference * difference;
        }
        return sum / a.length;
    }
}
