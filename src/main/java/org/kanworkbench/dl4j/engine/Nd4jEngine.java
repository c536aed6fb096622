package org.kanworkbench.dl4j.engine;

import java.util.Optional;
import java.util.Set;
import org.kanworkbench.dl4j.Configurations;
import org.kanworkbench.network.Field;
import org.kanworkbench.network.recipe.Optimizer;
import org.kanworkbench.network.recipe.RecipeField;
import org.kanworkbench.network.stem.KanConvolutions;
import org.kanworkbench.training.Configuration;
import org.kanworkbench.training.Engine;
import org.kanworkbench.training.Stepper;
import org.kanworkbench.training.Task;
import org.nd4j.linalg.factory.Nd4j;

/** Trains Deeplearning4j layers with ND4J. ND4J has one backend per process, which it selects on first use. */
abstract sealed class Nd4jEngine implements Engine permits NativeEngine, CudaEngine {

    /** The optional fields of a recipe that are supported. */
    private static final Set<Field<?>> HONOURED = Set.of(
            RecipeField.AVERAGING,
            RecipeField.GRID_EVERY,
            RecipeField.GRID_UNTIL,
            RecipeField.VALIDATION_ROWS,
            RecipeField.PATIENCE,
            RecipeField.KEEP_BEST);

    @Override
    public final Optional<String> obstacle(Configuration configuration) {
        return Optional.of(Configurations.NO_KAN_CONVOLUTIONS)
                .filter(_ -> configuration.network().stem() instanceof KanConvolutions)
                .or(() -> Optional.of(configuration.recipe().optimizer().kind())
                        .filter(Optimizer.Kind::fullBatch)
                        .map(kind -> name() + " has no " + kind.label() + ": choose another optimiser, or train with "
                                + Configuration.VECTOR))
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
            // Compared by class name: the other backend's class may be missing.
            if (!Nd4j.getBackend().getClass().getName().equals(backend())) {
                throw new IllegalStateException(otherBackend());
            }
            return new Nd4jStepper(task);
        } catch (LinkageError e) {
            throw new IllegalStateException(Nd4jFailures.loading(name(), e), e);
        }
    }

    @Override
    public final Optional<String> explain(Throwable failure, Configuration configuration) {
        return Nd4jFailures.explain(failure, configuration);
    }

    /** Makes ND4J select this backend, if it is not in use yet; throws LinkageError if the backend cannot be loaded. */
    abstract void prepare();

    /** The name of the backend's class. */
    abstract String backend();

    /** The message if ND4J uses the other backend. */
    abstract String otherBackend();
}
