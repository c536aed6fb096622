package org.kanworkbench.dl4j.engine;

import java.util.Optional;
import java.util.Set;
import org.kanworkbench.network.Field;
import org.kanworkbench.network.recipe.RecipeField;
import org.kanworkbench.training.Configuration;
import org.kanworkbench.training.Engine;
import org.kanworkbench.training.Stepper;
import org.kanworkbench.training.Task;
import org.nd4j.linalg.factory.Nd4j;

/** Trains Deeplearning4j's layers with ND4J. ND4J has one backend a process, which it chooses when it is first used. */
abstract sealed class Nd4jEngine implements Engine permits NativeEngine, CudaEngine {

    /** What it does or training does for it, of the fields that a recipe can be without. */
    private static final Set<Field<?>> HONOURED = Set.of(
            RecipeField.AVERAGING,
            RecipeField.GRID_EVERY,
            RecipeField.GRID_UNTIL,
            RecipeField.VALIDATION_ROWS,
            RecipeField.PATIENCE,
            RecipeField.KEEP_BEST);

    @Override
    public final Optional<String> obstacle(Configuration configuration) {
        return Engine.super
                .obstacle(configuration)
                .or(() -> RecipeField.ALL.stream()
                        .filter(field -> field.is(Field.Trait.ADDED) && !HONOURED.contains(field))
                        .filter(field -> !field.of(configuration.recipe()).equals(field.usual()))
                        .map(field -> name() + " has no " + field.what() + ": turn it off, or train with "
                                + Configuration.VECTOR)
                        .findFirst());
    }

    @Override
    public final Stepper begin(Task task) {
        device().missing().ifPresent(reason -> {
            throw new IllegalStateException(name() + " is not available: " + reason);
        });
        try {
            prepare();
            // The name of its class: the other backend's may not be there to be compared with.
            if (!Nd4j.getBackend().getClass().getName().equals(backend())) {
                throw new IllegalStateException(otherBackend());
            }
            return new Nd4jStepper(task, threads());
        } catch (LinkageError e) {
            throw new IllegalStateException(Nd4jFailures.loading(name(), e), e);
        }
    }

    @Override
    public final Optional<String> explain(Throwable failure, Configuration configuration) {
        return Nd4jFailures.explain(failure, configuration);
    }

    /** Sees to it that ND4J, if it is not used yet, finds this backend; a LinkageError where that cannot be loaded. */
    abstract void prepare();

    /** The name of the backend's class. */
    abstract String backend();

    /** What to say when ND4J computes with the other backend. */
    abstract String otherBackend();

    /** Threads of OpenMP and BLAS that pay. */
    abstract int threads();
}
