package org.kanworkbench.noise.live;

import java.util.List;
import org.kanworkbench.data.function.PointSource;
import org.kanworkbench.data.function.Points;
import org.kanworkbench.noise.fit.FitRow;
import org.kanworkbench.noise.training.Fitted;

/**
 * The events of a live fit, delivered in order on its own thread. Immutable: listeners may store them and pass them on.
 */
public sealed interface LiveEvent {

    /**
     * The first event, unless it is {@link Failed}.
     *
     * @param source names, ranges and true function of the target
     * @param clean training rows before noise
     * @param training the same rows as the models see them
     * @param test inputs as the models see them, clean outputs
     */
    record Started(PointSource source, Points clean, Points training, Points test, List<Profile> models)
            implements LiveEvent {
        public Started {
            models = List.copyOf(models);
        }
    }

    /**
     * The description of an untrained model.
     *
     * @param shape for instance {@code 1 → 8 → 1}; empty for baselines
     * @param flops per prediction; 0 for baselines
     */
    record Profile(String name, String shape, long parameters, long flops) {}

    /**
     * A frame with all models after the same number of steps; the first is before training, the last after the whole
     * budget.
     *
     * @param step completed steps of the networks
     */
    record Frame(int step, List<Progress> models) implements LiveEvent {
        public Frame {
            models = List.copyOf(models);
        }
    }

    /**
     * A model in one frame. Baselines are complete from the first frame on.
     *
     * @param fitted predicts anywhere, on any thread
     * @param residuals training output minus prediction, one per training row
     * @param testMse against the clean test outputs
     * @param snrDb see {@link FitRow}
     * @param fitMs fitting time so far [ms]
     * @param diverged whether training diverged to non-finite values; the model then no longer changes
     */
    record Progress(
            String name,
            Fitted fitted,
            double[] residuals,
            double testMse,
            double snrDb,
            double fitMs,
            boolean diverged) {}

    /** The last event of a fit that did not fail. */
    record Finished(boolean cancelled) implements LiveEvent {}

    /** The last event of a failed fit, with a one-line message. */
    record Failed(String message) implements LiveEvent {}
}
