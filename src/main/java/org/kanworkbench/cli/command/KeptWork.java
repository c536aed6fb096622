package org.kanworkbench.cli.command;

import java.io.IOException;
import java.io.PrintWriter;
import org.kanworkbench.files.DataFolder;
import org.kanworkbench.runs.recording.WorkRecorder;
import org.kanworkbench.runs.recording.WorkRecorder.Outcome;
import org.kanworkbench.runs.store.RunStore;

/** A sweep or a comparison that is kept in the run store. Where it cannot be kept it goes on all the same, and says so. */
public final class KeptWork implements AutoCloseable {

    /** Enters the work; its number. */
    public interface Beginning {
        long begin(WorkRecorder recorder) throws IOException;
    }

    /** What the work came to. */
    public interface Ending {
        Outcome outcome() throws IOException;
    }

    private final PrintWriter err;

    /** Null where nothing is kept. */
    private RunStore store;

    private long run;

    private KeptWork(PrintWriter err) {
        this.err = err;
    }

    /** Work that is not kept. */
    public static KeptWork none(PrintWriter err) {
        return new KeptWork(err);
    }

    /** Enters work that begins in the usual store, which is held until this is closed. */
    public static KeptWork begin(Beginning beginning, PrintWriter err) {
        KeptWork kept = new KeptWork(err);
        try {
            kept.store = RunStore.open(DataFolder.current());
            kept.store.cautions().forEach(kept::say);
            kept.run = beginning.begin(new WorkRecorder(kept.store));
        } catch (IOException e) {
            kept.giveUp(e);
        }
        return kept;
    }

    private void giveUp(IOException e) {
        close();
        say("this run is not kept: " + e.getMessage());
    }

    private void say(String line) {
        err.println(line);
        err.flush();
    }

    /** Enters the end, if the beginning was; whether the work is kept. */
    public boolean end(Ending ending) {
        if (store == null) {
            return false;
        }
        try {
            new WorkRecorder(store).end(run, ending.outcome());
            say("kept as run " + run);
        } catch (IOException e) {
            giveUp(e);
        }
        return store != null;
    }

    @Override
    public void close() {
        if (store != null) {
            store.close();
            store = null;
        }
    }
}
