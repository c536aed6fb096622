package org.kanworkbench.dl4j.engine;

import java.util.Optional;
import org.kanworkbench.training.Configuration;
import org.kanworkbench.training.Engine;
import org.kanworkbench.training.Stepper;
import org.kanworkbench.training.Task;
import org.nd4j.linalg.factory.Nd4j;

/** Trains Deeplearning4j's layers with ND4J. ND4J has one backend a process, which it chooses when it is first used. */
abstract sealed class Nd4jEngine implements Engine permits NativeEngine, CudaEngine {

    @Override
    public final void check(Configuration configuration) {
        if (configuration.recipe().gridUpdate().active()) {
            throw new IllegalArgumentException("grid updates are the engine " + Configuration.VECTOR + "'s alone, not "
                    + name() + "'s: turn them off or choose " + Configuration.VECTOR);
        }
    }

    @Override
    public final Stepper begin(Task task) {
        device().missing().ifPresent(reason -> {
            throw new IllegalStateException(name() + " is not available: " + reason);
        });
        try {
            // The name of its class: the other backend's may not be there to be compared with.
            String backend = Nd4j.getBackend().getClass().getSimpleName();
            if (!backend.equals(backend())) {
                throw new IllegalStateException(otherBackend(backend));
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

    /** The simple name of the backend's class. */
    abstract String backend();

    /** What to say when ND4J has chosen another backend. */
    abstract String otherBackend(String other);

    /** Threads of OpenMP and BLAS that pay. */
    abstract int threads();

    /** Whether a class is on the class path; it is not initialised. */
    static boolean exists(String name) {
        try {
            Class.forName(name, false, Nd4jEngine.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException | LinkageError _) {
            return false;
        }
    }
}
