package org.kanworkbench.app;

import java.util.Optional;
import java.util.function.Consumer;
import org.kanworkbench.files.ModelFileException;
import org.kanworkbench.runs.StoreException;
import org.kanworkbench.runs.recording.Recording;
import org.kanworkbench.runs.recording.RunRecorder;
import org.kanworkbench.training.TrainingEvent;

/**
 * A training's way into the store. Give it every event, on the training's thread and before anybody else hears of it: with
 * the first one the run is entered, so that nothing waits for the disk on the interface thread.
 */
public final class KeptEvents implements Consumer<TrainingEvent> {

    /** Enters the run. */
    interface Beginning {
        Optional<RunRecorder> begin(Recording recording, Consumer<StoreException> failed)
                throws StoreException, ModelFileException;
    }

    private final RunLibrary library;
    private final Beginning beginning;
    private boolean begun;
    private boolean over;
    /** Null before the first event and where nothing is kept. */
    private RunRecorder recorder;

    private volatile boolean kept;

    KeptEvents(RunLibrary library, Beginning beginning) {
        this.library = library;
        this.beginning = beginning;
    }

    @Override
    public synchronized void accept(TrainingEvent event) {
        if (over) {
            return;
        }
        if (!begun) {
            begun = true;
            begin();
        }
        if (recorder == null) {
            return;
        }
        recorder.accept(event);
        switch (event) {
            case TrainingEvent.Finished _, TrainingEvent.Failed _ -> library.ended(this);
            default -> {}
        }
    }

    private void begin() {
        try {
            recorder = library.recording().flatMap(this::enter).orElse(null);
        } catch (RuntimeException e) {
            fail(new StoreException("the run could not be kept (" + e + "): run `runs check`", e));
        }
        if (recorder != null) {
            kept = true;
            recorder.onWritten(library::changed);
            library.begun(this);
        }
    }

    private Optional<RunRecorder> enter(Recording recording) {
        try {
            return beginning.begin(recording, this::fail);
        } catch (StoreException e) {
            fail(e);
        } catch (ModelFileException e) {
            fail(new StoreException(e.getMessage(), e));
        }
        return Optional.empty();
    }

    private void fail(StoreException e) {
        kept = false;
        library.failed(e);
    }

    /** Whether everything that was told so far is kept, or about to be. */
    public boolean kept() {
        return kept;
    }

    /** Waits until what was told is written; what comes later is not kept. */
    void close() {
        RunRecorder last;
        synchronized (this) {
            over = true;
            last = recorder;
        }
        // Outside of the lock, and by everybody who closes it: the store may only go when this is done.
        if (last != null) {
            last.close();
        }
    }
}
