package org.kanworkbench.training.loop;

import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.kanworkbench.data.ColumnScaling;
import org.kanworkbench.data.ColumnScaling.Column;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.data.Examples;
import org.kanworkbench.data.FloatFeatures;
import org.kanworkbench.data.Target;
import org.kanworkbench.data.source.DataSource;
import org.kanworkbench.network.NetworkSpec;
import org.kanworkbench.network.Preset;
import org.kanworkbench.network.recipe.Loss;
import org.kanworkbench.network.recipe.Optimizer;
import org.kanworkbench.network.recipe.Recipe;
import org.kanworkbench.network.recipe.Schedule;
import org.kanworkbench.training.Configuration;

/** A small problem that any network learns: which of three coordinates is the largest. */
final class Toy {

    static final int INPUTS = 6;
    static final int CLASSES = 3;
    static final int BATCH = 16;

    private Toy() {}

    static Dataset dataset(int trainRows, int testRows) {
        SplittableRandom random = new SplittableRandom(5);
        return new Dataset(
                "toy",
                examples(trainRows, random),
                examples(testRows, random),
                Optional.empty(),
                List.of("a", "b", "c"));
    }

    private static Examples examples(int rows, SplittableRandom random) {
        float[] x = new float[rows * INPUTS];
        int[] labels = new int[rows];
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) random.nextDouble(-1, 1);
        }
        for (int r = 0; r < rows; r++) {
            for (int c = 1; c < CLASSES; c++) {
                labels[r] = x[r * INPUTS + c] > x[r * INPUTS + labels[r]] ? c : labels[r];
            }
        }
        return new Examples(new FloatFeatures(x, INPUTS), labels);
    }

    /** Two numbers to predict from the same rows, of other units. */
    static Dataset sums(Dataset data) {
        Target.Numbers target = new Target.Numbers(
                new ColumnScaling(List.of(new Column("force", 5, 10), new Column("torque", 0, 0.5))));
        return new Dataset("sums", sums(data.train()), sums(data.test()), Optional.empty(), target, Optional.empty());
    }

    private static Examples sums(Examples examples) {
        float[] x = examples.features().sample(examples.size());
        float[] sums = new float[2 * examples.size()];
        for (int r = 0; r < examples.size(); r++) {
            sums[2 * r] = x[r * INPUTS] + x[r * INPUTS + 1];
            sums[2 * r + 1] = x[r * INPUTS + 2];
        }
        return new Examples(examples.features(), new int[0], sums);
    }

    static NetworkSpec network(String preset) {
        return Preset.named(preset).orElseThrow().network(INPUTS, List.of(8), CLASSES);
    }

    static Recipe recipe(int epochs) {
        return new Recipe(
                Loss.CROSS_ENTROPY, new Optimizer.AdamW(1e-4), 0.01, new Schedule.Exponential(0.5), BATCH, epochs);
    }

    /** The same for numbers. */
    static Recipe squares(int epochs) {
        Recipe r = recipe(epochs);
        return new Recipe(Loss.MSE, r.optimizer(), r.learningRate(), r.schedule(), r.batch(), r.epochs());
    }

    static Configuration configuration(String preset, int epochs, int threads) {
        return configuration(network(preset), recipe(epochs), threads);
    }

    static Configuration configuration(NetworkSpec network, Recipe recipe, int threads) {
        return new Configuration("kal-net", new DataSource.Mnist(), network, recipe, 3, threads, Configuration.VECTOR);
    }
}
