package org.kanworkbench.noise.live;

import java.util.List;
import org.kanworkbench.noise.fit.FitRow;
import org.kanworkbench.noise.fit.Fitted;
import org.kanworkbench.noise.target.PointSource;
import org.kanworkbench.noise.target.Points;

/** What a live fit tells, in order, from its own thread. Immutable: listeners may keep events and pass them on. */
public sealed interface LiveEvent {

    /**
     * The first event, unless it is {@link Failed}.
     *
     * @param source names, ranges and truth of the target
     * @param clean training rows before noise
     * @param training the same rows as the models see them
     * @param test inputs as the models will see them, outputs clean
     */
    record Started(PointSource source, Points clean, Points training, Points test, List<Profile> models)
            implements LiveEvent {
        public Started {
            models = List.copyOf(models);
        }
    }

    /**
     * What a model is, before it has learned anything.
     *
     * @param shape for instance {@code 1 → 8 → 1}; empty for models that are no networks
     * @param flops of a prediction; 0 for models that are no networks
     */
    record Profile(String name, String shape, long parameters, long flops) {}

    /**
     * All models after the same number of steps: the first before any, the last after the budget's.
     *
     * @param step that networks have done
     */
    record Frame(int step, List<Progress> models) implements LiveEvent {
        public Frame {
            models = List.copyOf(models);
        }
    }

    /**
     * A model at one moment. Models that are no networks are finished from the first frame on.
     *
     * @param fitted predicts anywhere, on any thread
     * @param residuals noisy output minus prediction, one a training row
     * @param trainMse against the noisy training outputs
     * @param testMse against the clean test outputs
     * @param snrDb see {@link FitRow}
     * @param fitMs milliseconds of fitting so far
     * @param diverged whether training left the finite numbers; the model then stays what it was
     */
    record Progress(
            String name,
            Fitted fitted,
            double[] residuals,
            double trainMse,
            double testMse,
            double snrDb,
            double fitMs,
            boolean diverged) {}

    /** The last event of a fit that did not fail. */
    record Finished(boolean cancelled) implements LiveEvent {}

    /** The last event otherwise: one line that says what is wrong. */
    record Failed(String message) implements LiveEvent {}
}
