package org.kanworkbench.runs.recording;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.kanworkbench.files.AtomicFile;
import org.kanworkbench.runs.RunDescription;
import org.kanworkbench.runs.RunEvent;
import org.kanworkbench.runs.RunFiles;
import org.kanworkbench.runs.RunKind;
import org.kanworkbench.runs.RunQuery;
import org.kanworkbench.runs.RunState;
import org.kanworkbench.runs.StoreException;
import org.kanworkbench.runs.StoredRun;
import org.kanworkbench.runs.store.RunStore;

/** Writes sweeps and comparisons to the store: their description at the start, their outcome at the end. */
public record WorkRecorder(RunStore store) {

    /**
     * The outcome of work.
     *
     * @param done completed parts of those planned
     * @param seconds of this session
     * @param result in one sentence, or why it failed
     * @param files by their path in the run's folder
     */
    public record Outcome(
            RunState state, double done, double seconds, String result, Map<String, AtomicFile.Content> files) {

        /** The same without the seconds already reported by {@link RunStore#progressed}. */
        public Outcome since(double known) {
            return new Outcome(state, done, seconds - known, result, files);
        }
    }

    /** Adds starting work and returns its number. */
    public long begin(RunDescription run) throws StoreException {
        long id = store.add(run);
        run.write(store.files(run.name()));
        return id;
    }

    /** @param title that it is shown by; empty for its preset */
    public long begin(RunDescription run, String title) throws StoreException {
        long id = begin(run);
        store.rename(id, title);
        return id;
    }

    /**
     * The same for resumed work, which may be of more parts now: under its existing number, if the store has it.
     *
     * @param done completed parts to resume from; a run with more parts is another one, whose files are not replaced
     */
    public long takeUp(RunDescription run, int done) throws StoreException {
        Optional<StoredRun> known = known(run.kind(), run.configurationKey()).stream()
                .filter(r -> r.epochs() <= done)
                .findFirst();
        if (known.isEmpty()) {
            return begin(run);
        }
        double parts = known.get().epochs();
        store.rewind(known.get().id(), 0, parts);
        store.plan(known.get().id(), run.plannedEpochs());
        store.add(known.get().id(), RunEvent.now(RunEvent.Kind.CONTINUED, 0, parts, OptionalDouble.empty()));
        return known.get().id();
    }

    private List<StoredRun> known(RunKind kind, String key) throws StoreException {
        return store.list(RunQuery.NEWEST.withKinds(List.of(kind)).ofConfiguration(key));
    }

    /** Replaces the result of work that has ended, if the store has it. */
    void result(RunKind kind, String key, String result) throws StoreException {
        for (StoredRun run : known(kind, key).stream().limit(1).toList()) {
            store.told(run.id(), result);
        }
    }

    /** Adds a file to work that has ended, or writes it anew; not where its run was deleted meanwhile. */
    public void add(long run, String path, AtomicFile.Content content) throws IOException {
        Optional<StoredRun> known = store.run(run);
        if (known.isPresent()) {
            RunFiles files = store.files(known.get());
            store.add(run, files.write(path, 0, 0, content));
        }
    }

    /** Writes the files, then records the end. */
    public void end(long run, Outcome outcome) throws IOException {
        StoredRun known = store.run(run).orElseThrow(() -> new StoreException("run " + run + " was deleted meanwhile"));
        RunFiles files = store.files(known);
        for (Map.Entry<String, AtomicFile.Content> file : outcome.files().entrySet()) {
            store.add(run, files.write(file.getKey(), 0, 0, file.getValue()));
        }
        store.progressed(run, outcome.done(), 0);
        store.end(run, outcome.state(), known.seconds() + outcome.seconds(), outcome.result());
    }
}
