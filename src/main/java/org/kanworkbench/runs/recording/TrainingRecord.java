package org.kanworkbench.runs.recording;

import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.kanworkbench.runs.StoreException;
import org.kanworkbench.runs.store.RunStore;
import org.kanworkbench.training.TrainingEvent;

/**
 * Records one training run. Pass every event on the training's thread: the first one adds the run to the store, so that
 * the starting thread does not wait for the disk.
 */
public final class TrainingRecord implements Consumer<TrainingEvent> {

    /** Adds the run to the store. */
    interface Beginning {
        RunRecorder begin(Recording recording, Consumer<StoreException> failed) throws IOException;
    }

    private final Records records;
    private final Beginning beginning;
    private boolean begun;
    private boolean over;
    /** Null before the first event, and if nothing is recorded. */
    private RunRecorder recorder;

    private volatile boolean kept;
    /** Whether its last event has come. */
    private volatile boolean told;

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
            case TrainingEvent.Finished _, TrainingEvent.Failed _ -> {
                told = true;
                records.ended(this);
            }
            default -> {}
        }
    }

    private void begin() {
        try {
            enter();
        } catch (IOException | RuntimeException e) {
            fail(StoreException.of(e));
        }
    }

    /** Adds the run to the store now, for callers that cannot continue if that fails. */
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

    boolean told() {
        return told;
    }

    private void fail(StoreException e) {
        kept = false;
        records.failed(e);
    }

    /** Whether all events so far are stored or queued. */
    public boolean kept() {
        return kept;
    }

    /** The run's number, available when its end is in the store. */
    synchronized OptionalLong recorded() {
        return recorder != null && recorder.ended() ? OptionalLong.of(recorder.run()) : OptionalLong.empty();
    }

    /** Waits until all events are written; later ones are dropped. */
    void close() {
        RunRecorder last;
        synchronized (this) {
            over = true;
            last = recorder;
        }
        // Outside of the lock, and by every caller of close: the store may be closed only afterwards.
        if (last != null) {
            last.close();
        }
    }
}
