package org.kanworkbench.app;

import java.io.IOException;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.kanworkbench.runs.store.StoreException;
import org.kanworkbench.runs.store.WorkRecorder;
import org.kanworkbench.runs.store.WorkRecorder.Outcome;

/** A sweep's or a comparison's way into the store: entered as it begins, and again when it has ended. */
public final class KeptWork {

    private final RunLibrary library;
    private final Executor background;
    private final CompletableFuture<OptionalLong> entered;

    /** Enters the work; its number. */
    interface Beginning {
        long begin(WorkRecorder recorder) throws StoreException;
    }

    KeptWork(RunLibrary library, Executor background, Beginning beginning) {
        this.library = library;
        this.background = background;
        entered = CompletableFuture.supplyAsync(() -> enter(beginning), background);
    }

    private OptionalLong enter(Beginning beginning) {
        WorkRecorder recorder = library.workRecorder().orElse(null);
        if (recorder == null) {
            return OptionalLong.empty();
        }
        try {
            long id = beginning.begin(recorder);
            library.begun(this);
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
        } catch (StoreException e) {
            library.failed(e);
        } catch (IOException e) {
            library.failed(new StoreException(e.getMessage(), e));
        } finally {
            library.ended(this);
        }
    }
}
