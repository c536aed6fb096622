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
import org.kanworkbench.training.Checkpoint;
import org.kanworkbench.training.TrainingEvent;

/** Extracts run events other than evaluations from training events. */
public final class EventLog {

    private final OptionalLong resumedAt;

    private long stepsPerEpoch = 1;
    /** Completed steps, as far as reported. */
    private long step;

    /** The end of the last epoch, after which grids may have been updated. */
    private long epochEnd;

    private List<Basis> bases = List.of();

    /** Of a new run. */
    public EventLog() {
        resumedAt = OptionalLong.empty();
    }

    /** @param from where a run is resumed; empty if it begins anew */
    public EventLog(Optional<Checkpoint> from) {
        resumedAt = OptionalLong.of(from.map(Checkpoint::step).orElse(0L));
        from.ifPresent(checkpoint -> bases = bases(checkpoint.model()));
    }

    /** Empty for other events. */
    public Optional<RunEvent> fold(TrainingEvent event) {
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
            case TrainingEvent.Checkpointed c ->
                grids(c.checkpoint().step(), c.checkpoint().model());
            case TrainingEvent.Finished f
            when f.stopped() -> Optional.of(at(step, Kind.STOPPED, OptionalDouble.empty()));
            case TrainingEvent.Finished _, TrainingEvent.Failed _ -> Optional.empty();
        };
    }

    /** Weights include grids: if they differ, they were updated at the end of the last epoch. */
    private Optional<RunEvent> grids(long newStep, Model model) {
        step = newStep;
        List<Basis> before = bases;
        bases = bases(model);
        return before.isEmpty() || before.equals(bases)
                ? Optional.empty()
                : Optional.of(at(epochEnd, Kind.GRID_UPDATE, OptionalDouble.empty()));
    }

    private static List<Basis> bases(Model model) {
        return model.network().layers().stream().map(LayerSpec::basis).toList();
    }

    private RunEvent at(long when, Kind kind, OptionalDouble value) {
        return RunEvent.now(kind, when, (double) when / stepsPerEpoch, value);
    }
}
