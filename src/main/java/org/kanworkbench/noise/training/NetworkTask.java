package org.kanworkbench.noise.training;

import org.kanworkbench.data.SeedMixer;
import org.kanworkbench.data.function.Points;
import org.kanworkbench.data.source.DataSource;
import org.kanworkbench.engine.Network;
import org.kanworkbench.network.NetworkSpec;
import org.kanworkbench.network.recipe.Loss;
import org.kanworkbench.network.recipe.Optimizer;
import org.kanworkbench.network.recipe.Recipe;
import org.kanworkbench.network.recipe.Schedule;
import org.kanworkbench.training.Configuration;

/**
 * One training of a network, which determines what comes of it on an engine.
 *
 * @param points training rows, not scaled
 * @param seed of weights, dropout and order
 */
public record NetworkTask(NetworkSpec network, Points points, Budget budget, Setting.Optimisation setting, long seed) {

    private static final Schedule SCHEDULE = new Schedule.Cosine(0.05, 0.01);

    int batch() {
        return Math.min(points.rows(), budget.batch());
    }

    /** With its initial weights. */
    Network initial() {
        return Network.initialize(network, SeedMixer.mix(seed, 0));
    }

    long dropoutSeed() {
        return SeedMixer.mix(seed, 1);
    }

    long orderSeed() {
        return SeedMixer.mix(seed, 2);
    }

    Recipe recipe() {
        return recipe(setting, batch());
    }

    private static Recipe recipe(Setting.Optimisation setting, int batch) {
        return new Recipe(
                Loss.MSE, new Optimizer.AdamW(setting.weightDecay()), setting.learningRate(), SCHEDULE, batch, 1);
    }

    /** The learning rate of a step, from 0, as a multiple of the setting's. */
    double factor(int step) {
        return SCHEDULE.factor(step, 1, budget.steps());
    }

    /**
     * Trainings of a network within a budget, for an engine to say whether it takes them: it looks at network and recipe alone.
     *
     * @param name of the network
     */
    public static Configuration configuration(String name, NetworkSpec network, Budget budget, String engine) {
        Recipe recipe = recipe(new Setting.Optimisation(1e-3, 0), budget.batch());
        return new Configuration(name, new DataSource.Mnist(), network, recipe, 0, 1, engine);
    }
}
