package org.kanworkbench.cli.command;

import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import org.kanworkbench.files.DataFolder;
import org.kanworkbench.runs.StoreException;
import org.kanworkbench.runs.recording.Records;
import org.kanworkbench.runs.store.RunStore;

/** A command's recordings in the experiment store. If they cannot be stored, the command continues with a warning. */
public final class CommandRecords implements Records.Listener, AutoCloseable {

    private final PrintWriter err;
    private final Optional<RunStore> store;
    private final Records records;
    private final List<Long> ended = new CopyOnWriteArrayList<>();

    /** @param store closed with this */
    public CommandRecords(Optional<RunStore> store, PrintWriter err) {
        this.err = err;
        this.store = store;
        records = new Records(() -> store, Runnable::run, this);
    }

    /** Opens the default store. */
    static CommandRecords open(PrintWriter err) {
        try {
            RunStore store = RunStore.open(DataFolder.current());
            CommandRecords made = new CommandRecords(Optional.of(store), err);
            store.cautions().forEach(made::say);
            return made;
        } catch (StoreException e) {
            CommandRecords none = new CommandRecords(Optional.empty(), err);
            none.failed(e);
            return none;
        }
    }

    /** The active recordings. */
    public Records records() {
        return records;
    }

    @Override
    public void failed(StoreException e) {
        say("this run is not kept: " + e.getMessage());
    }

    @Override
    public void ended(long run) {
        ended.add(run);
        say("kept as run " + run);
    }

    private void say(String line) {
        err.println(line);
        err.flush();
    }

    /** The run whose end is in the store; empty before that, and if nothing is recorded. */
    public OptionalLong ended() {
        return ended.isEmpty() ? OptionalLong.empty() : OptionalLong.of(ended.getLast());
    }

    /** The runs of work that is several. */
    public List<Long> all() {
        return List.copyOf(ended);
    }

    /** Waits until all events are written, and closes the store. */
    @Override
    public void close() {
        records.finish();
        store.ifPresent(RunStore::close);
    }
}
