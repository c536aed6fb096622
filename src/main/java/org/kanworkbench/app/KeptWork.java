package org.kanworkbench.app;

import java.io.IOException;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.kanworkbench.runs.store.NewRun;
import org.kanworkbench.runs.store.StoreException;
import org.kanworkbench.runs.store.WorkRecorder;
import org.kanworkbench.runs.store.WorkRecorder.Outcome;

/** A sweep's or a comparison's way into the store: entered as it begins, and again when it has ended. */
public final class KeptWork {

    private final RunLibrary library;
    private final Executor background;
    private final CompletableFuture<OptionalLong> entered;

    KeptWork(RunLibrary library, Executor background, NewRun work, boolean again) {
        this.library = library;
        this.background = background;
        entered = CompletableFuture.supplyAsync(() -> enter(work, again), background);
    }

    private OptionalLong enter(NewRun work, boolean again) {
        WorkRecorder recorder = library.workRecorder().orElse(null);
        if (recorder == null) {
            return OptionalLong.empty();
        }
        try {
            long id = again ? recorder.takeUp(work) : recorder.begin(work);
            library.changed();
            return OptionalLong.of(id);
        } catch (StoreException e) {
            library.failed(e);
            return OptionalLong.empty();
        }
    }

    /** What work came to, found out in the background. */
    public interface Ending {
        Outcome outcome() throws IOException;
    }

    /** Returns at once. */
    public void end(Ending ending) {
        entered.thenAcceptAsync(id -> id.ifPresent(run -> end(run, ending)), background);
    }

    private void end(long run, Ending ending) {
        try {
            library.workRecorder().orElseThrow().end(run, ending.outcome());
            library.changed();
        } catch (StoreException e) {
            library.failed(e);
        } catch (IOException e) {
            library.failed(new StoreException(e.getMessage(), e));
        }
    }
}
