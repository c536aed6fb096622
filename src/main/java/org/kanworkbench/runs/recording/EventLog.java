package org.kanworkbench.runs.recording;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.kanworkbench.network.LayerSpec;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.basis.Basis;
import org.kanworkbench.runs.RunEvent;
import org.kanworkbench.runs.RunEvent.Kind;
import org.kanworkbench.training.TrainingEvent;

/** Finds in what a training tells what happened besides evaluations. */
final class EventLog {

    /** Where the run was taken up again; empty for one that begins. */
    private final OptionalLong resumedAt;

    private long stepsPerEpoch = 1;
    /** Steps done, as far as they were told. */
    private long step;

    /** Where the last epoch ended, after which grids may have moved. */
    private long epochEnd;

    private List<Basis> bases = List.of();

    private EventLog(OptionalLong resumedAt) {
        this.resumedAt = resumedAt;
    }

    /** Of a run that begins. */
    static EventLog begun() {
        return new EventLog(OptionalLong.empty());
    }

    /** Of a run that is taken up again after so many steps. */
    static EventLog resumed(long steps) {
        return new EventLog(OptionalLong.of(steps));
    }

    /** Empty for what is no such event. */
    Optional<RunEvent> fold(TrainingEvent event) {
        return switch (event) {
            case TrainingEvent.Started s -> {
                stepsPerEpoch = s.stepsPerEpoch();
                step = resumedAt.orElse(0);
                epochEnd = step;
                yield resumedAt.isEmpty()
                        ? Optional.empty()
                        : Optional.of(at(step, Kind.CONTINUED, OptionalDouble.empty()));
            }
            case TrainingEvent.Progress p -> {
                step = p.step();
                yield Optional.empty();
            }
            case TrainingEvent.Snapshot s -> grids(s.step(), s.model());
            case TrainingEvent.Evaluated e -> {
                Optional<RunEvent> moved = grids(e.step(), e.model());
                if (e.epochEnd()) {
                    epochEnd = e.step();
                }
                yield moved;
            }
            case TrainingEvent.LearningRateChanged c ->
                Optional.of(at(c.step(), Kind.LEARNING_RATE, OptionalDouble.of(c.learningRate())));
            case TrainingEvent.Paused p -> Optional.of(at(p.step(), Kind.PAUSED, OptionalDouble.empty()));
            case TrainingEvent.Resumed r -> Optional.of(at(r.step(), Kind.RESUMED, OptionalDouble.empty()));
            case TrainingEvent.Checkpointed c -> {
                step = c.checkpoint().step();
                yield Optional.empty();
            }
            case TrainingEvent.Finished f
            when f.stopped() -> Optional.of(at(step, Kind.STOPPED, OptionalDouble.empty()));
            case TrainingEvent.Finished _, TrainingEvent.Failed _ -> Optional.empty();
        };
    }

    /** Weights tell where their grids are: others than before have moved when the last epoch ended. */
    private Optional<RunEvent> grids(long newStep, Model model) {
        step = newStep;
        List<Basis> before = bases;
        bases = model.network().layers().stream().map(LayerSpec::basis).toList();
        return before.isEmpty() || before.equals(bases)
                ? Optional.empty()
                : Optional.of(at(epochEnd, Kind.GRID_UPDATE, OptionalDouble.empty()));
    }

    private RunEvent at(long when, Kind kind, OptionalDouble value) {
        return RunEvent.now(kind, when, (double) when / stepsPerEpoch, value);
    }
}
