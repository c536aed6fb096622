package org.kanworkbench.engine;

import java.util.Map;
import java.util.TreeMap;
import org.kanworkbench.network.recipe.Optimizer;
import org.kanworkbench.network.recipe.Recipe;
import org.kanworkbench.network.recipe.RecipeField;
import org.kanworkbench.network.tensor.Tensor;
import org.kanworkbench.training.Stepper;

/** The gradients of a batch: the velocities of gradient descent without momentum, after a step that changes no weight. */
public final class Gradients {

    private Gradients() {}

    /** A recipe whose steps have them. */
    public static Recipe recipe(Recipe of) {
        return of.with(Map.of(
                RecipeField.OPTIMIZER, Optimizer.Kind.SGD,
                RecipeField.MOMENTUM, 0.0,
                RecipeField.WEIGHT_DECAY, 0.0));
    }

    /**
     * By the parameters' names, in their order: whoever draws numbers for each draws the same in every process.
     *
     * @param step by such a recipe
     */
    public static Map<String, Tensor> of(TrainingStep step, float[] x, int[] labels, float[] targets, int rows)
            throws NonFiniteException {
        step.step(x, labels, targets, rows, 0);
        return new TreeMap<>(step.optimizerState().first());
    }

    /** The same on any engine. */
    public static Map<String, Tensor> of(Stepper stepper, float[] x, int[] labels, float[] numbers, int rows)
            throws NonFiniteException {
        stepper.step(x, labels, numbers, rows, 0);
        return new TreeMap<>(stepper.optimizerState().first());
    }
}
