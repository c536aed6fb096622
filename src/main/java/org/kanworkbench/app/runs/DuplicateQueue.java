package org.kanworkbench.app.runs;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.value.ObservableValue;
import org.kanworkbench.app.session.Trainer;
import org.kanworkbench.app.work.Problem;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.training.Configuration;

/** A queue that trains one configuration after the other. Use on the interface thread only. */
final class DuplicateQueue {

    private record Waiting(Configuration configuration, Dataset dataset) {}

    private final Trainer trainer;
    private final Executor ui;
    private final Consumer<Problem> problems;
    private final ObservableValue<Boolean> busy;
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private final ReadOnlyStringWrapper text = new ReadOnlyStringWrapper("");
    private int begun;
    private int all;

    DuplicateQueue(Trainer trainer, Executor ui, Consumer<Problem> problems) {
        this.trainer = trainer;
        this.ui = ui;
        this.problems = problems;
        this.busy = trainer.busy();
        // Later, because whoever hears of the end with us is not done with the run that ends.
        busy.addListener((_, _, going) -> {
            if (!going) {
                ui.execute(this::next);
            }
        });
    }

    /** Adds configurations to the queue, and starts at once if nothing is training. */
    void add(List<Configuration> configurations, Dataset dataset) {
        configurations.forEach(c -> waiting.add(new Waiting(c, dataset)));
        all += configurations.size();
        if (busy.getValue()) {
            show("waiting for the run that goes on");
        } else {
            next();
        }
    }

    private void next() {
        if (busy.getValue()) {
            return;
        }
        Waiting first = waiting.poll();
        if (first == null) {
            forget();
            return;
        }
        begun++;
        Configuration c = first.configuration();
        show(c.preset() + ", seed " + c.seed());
        try {
            trainer.train(c, first.dataset());
        } catch (IllegalArgumentException e) {
            problems.accept(new Problem("The repetition could not start", e.getMessage()));
            ui.execute(this::next);
        }
    }

    private void show(String what) {
        text.set("Repetition " + Math.max(1, begun) + " of " + all + ": " + what);
    }

    /** Clears the queue and stops its current run. */
    void cancel() {
        boolean ours = begun > 0;
        waiting.clear();
        forget();
        if (ours) {
            trainer.stop();
        }
    }

    private void forget() {
        begun = 0;
        all = 0;
        text.set("");
    }

    /** How far it is, for instance {@code Repetition 2 of 5: kal-net, seed 3}; empty while there is nothing to repeat. */
    ReadOnlyStringProperty textProperty() {
        return text.getReadOnlyProperty();
    }
}
