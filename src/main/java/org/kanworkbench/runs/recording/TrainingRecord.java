package org.kanworkbench.runs.recording;

import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.kanworkbench.runs.StoreException;
import org.kanworkbench.runs.store.RunStore;
import org.kanworkbench.training.TrainingEvent;

/**
 * A training's way into the store. Give it every event, on the training's thread: with the first one the run is entered, so
 * that nothing waits for the disk on the thread that starts it.
 */
public final class TrainingRecord implements Consumer<TrainingEvent> {

    /** Enters the run. */
    interface Beginning {
        RunRecorder begin(Recording recording, Consumer<StoreException> failed) throws IOException;
    }

    private final Records records;
    private final Beginning beginning;
    private boolean begun;
    private boolean over;
    /** Null before the first event and where nothing is kept. */
    private RunRecorder recorder;

    private volatile boolean kept;

    TrainingRecord(Records records, Beginning beginning) {
        this.records = records;
        this.beginning = beginning;
    }

    @Override
    public synchronized void accept(TrainingEvent event) {
        if (over) {
            return;
        }
        if (!begun) {
            begin();
        }
        if (recorder == null) {
            return;
        }
        recorder.accept(event);
        switch (event) {
            case TrainingEvent.Finished _, TrainingEvent.Failed _ -> records.ended(this);
            default -> {}
        }
    }

    private void begin() {
        try {
            enter();
        } catch (StoreException e) {
            fail(e);
        } catch (IOException e) {
            fail(new StoreException(e.getMessage(), e));
        } catch (RuntimeException e) {
            fail(new StoreException("the run could not be kept (" + e + "): run `runs check`", e));
        }
    }

    /** Enters the run now, for who cannot go on where that fails. */
    public synchronized void enter() throws IOException {
        begun = true;
        Optional<RunStore> store = records.store();
        if (store.isPresent()) {
            recorder = beginning.begin(new Recording(store.get()), this::fail);
            kept = true;
            recorder.onWritten(records::changed);
            records.begun(this);
        }
    }

    private void fail(StoreException e) {
        kept = false;
        records.failed(e);
    }

    /** Whether everything that was told so far is kept, or about to be. */
    public boolean kept() {
        return kept;
    }

    /** The run's number, once its end is in the store. */
    synchronized OptionalLong recorded() {
        return recorder != null && recorder.ended() ? OptionalLong.of(recorder.run()) : OptionalLong.empty();
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
