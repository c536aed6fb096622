package org.kanworkbench.training.loop;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.kanworkbench.training.Run;
import org.kanworkbench.training.TrainingEvent;

/** What runs tell from their start to their end. */
public final class Told {

    private Told() {}

    /** Starts a run with its listener. */
    public interface Starting {
        Run start(Consumer<TrainingEvent> listener);
    }

    public static List<TrainingEvent> by(Starting starting) throws InterruptedException {
        return by(starting, (_, _) -> {});
    }

    /** @param steer the run, from its own thread */
    public static List<TrainingEvent> by(Starting starting, BiConsumer<Run, TrainingEvent> steer)
            throws InterruptedException {
        List<TrainingEvent> events = Collections.synchronizedList(new ArrayList<>());
        CompletableFuture<Run> self = new CompletableFuture<>();
        Run run = starting.start(event -> {
            events.add(event);
            steer.accept(self.join(), event);
        });
        self.complete(run);
        run.await();
        return events;
    }

    public static <T> List<T> only(List<TrainingEvent> events, Class<T> type) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }
}
