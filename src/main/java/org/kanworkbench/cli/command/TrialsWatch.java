package org.kanworkbench.cli.command;

import java.util.function.Consumer;
import java.util.function.Function;
import org.kanworkbench.training.trials.TrialsEvent;

/** Shows how far a command's trials are, and turns how they ended into what the command ends with. */
public final class TrialsWatch<R> implements Consumer<TrialsEvent<R>> {

    private final ProgressLine line;
    private final String unit;
    private volatile TrialsEvent<R> last;

    /** @param unit what the trials are, for instance {@code fit} */
    public TrialsWatch(ProgressLine line, String unit) {
        this.line = line;
        this.unit = unit;
    }

    @Override
    public void accept(TrialsEvent<R> event) {
        last = event;
        if (event instanceof TrialsEvent.Advanced<R> advanced) {
            line.show(unit, advanced.progress());
        }
    }

    /** The last event. */
    public TrialsEvent<R> last() {
        return last;
    }

    /**
     * Fails where the trials failed or were cancelled.
     *
     * @param kept what of cancelled ones is kept, and how to go on
     */
    public void check(Function<TrialsEvent.Finished<R>, String> kept) throws CommandFailure {
        switch (last) {
            case TrialsEvent.Failed<R> failed -> throw CommandFailure.failed(failed.message());
            case TrialsEvent.Finished<R> finished
            when finished.cancelled() -> throw CommandFailure.interrupted("interrupted after " + kept.apply(finished));
            default -> {}
        }
    }
}
