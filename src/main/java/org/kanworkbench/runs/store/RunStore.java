package org.kanworkbench.runs.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleConsumer;
import org.jdbi.v3.core.mapper.RowMapper;
import org.kanworkbench.data.FileErrors;
import org.kanworkbench.data.Sha256;
import org.kanworkbench.files.DataFolder;
import org.kanworkbench.files.FolderLock;
import org.kanworkbench.runs.Metric;
import org.kanworkbench.runs.Queued;
import org.kanworkbench.runs.RunDescription;
import org.kanworkbench.runs.RunEvent;
import org.kanworkbench.runs.RunFiles;
import org.kanworkbench.runs.RunGroup;
import org.kanworkbench.runs.RunKind;
import org.kanworkbench.runs.RunPage;
import org.kanworkbench.runs.RunQuery;
import org.kanworkbench.runs.RunState;
import org.kanworkbench.runs.StoreException;
import org.kanworkbench.runs.StoredFile;
import org.kanworkbench.runs.StoredRun;
import org.kanworkbench.runs.UnwritableException;

/**
 * The store of all runs on this machine. One store at a time may write; others opened meanwhile are read-only. Rows are
 * in a database, models and snapshots are files in one folder per run ({@link RunFiles}). Thread-safe.
 */
public final class RunStore implements AutoCloseable {

    static final String DATABASE = "store.db";
    static final String LOCK = "store.lock";
    static final String FOLDERS = "runs";

    private static final String IN_USE =
            " is open in another window or process, which alone may write: close that one first";

    private static final Pattern PLAIN_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9 _-]{0,99}");

    private final Path folder;
    private final Optional<FolderLock> lock;
    private final String refusal;
    private final Database database;
    /** The highest run number ever used or reserved. */
    private final AtomicLong last;

    private List<StoredRun> interrupted = List.of();

    private RunStore(Path folder, Optional<FolderLock> lock, String refusal, Database database) throws StoreException {
        try {
            last = new AtomicLong(lock.isEmpty() ? 0 : database.read(RunStore::lastNumber));
        } catch (StoreException e) {
            database.close();
            throw e;
        }
        this.folder = folder;
        this.lock = lock;
        this.refusal = refusal;
        this.database = database;
    }

    /**
     * Opens the store in a folder, which is created if missing. Runs of ended processes are marked as interrupted;
     * deleted ones are removed permanently. An existing store without write access is opened read-only.
     */
    public static RunStore open(Path folder) throws StoreException {
        try {
            Optional<FolderLock> lock = lock(folder);
            String refusal = lock.isPresent() ? "" : "the experiment store in " + folder + IN_USE;
            return open(folder, lock, refusal);
        } catch (UnwritableException e) {
            if (!Files.exists(folder.resolve(DATABASE))) {
                throw e;
            }
            return new RunStore(folder, Optional.empty(), e.getMessage(), toRead(folder.resolve(DATABASE)));
        }
    }

    private static Database toRead(Path file) throws StoreException {
        try {
            return Database.openAlone(file);
        } catch (StoreException _) {
            return Database.openAsItIs(file);
        }
    }

    /** Acquires write access to a folder, which is created if missing. */
    static Optional<FolderLock> lock(Path folder) throws UnwritableException {
        try {
            DataFolder.make(folder.resolve(FOLDERS));
            DataFolder.makeFile(folder.resolve(LOCK));
            return FolderLock.take(folder.resolve(LOCK));
        } catch (IOException e) {
            throw new UnwritableException(
                    "the experiment store in " + folder + " may not be written (" + FileErrors.reason(e)
                            + "): allow it, or move it with KANWORKBENCH_HOME",
                    e);
        }
    }

    private static RunStore open(Path folder, Optional<FolderLock> lock, String refusal) throws StoreException {
        RunStore store = null;
        try {
            if (lock.isPresent()) {
                StorePlace.makeDatabase(folder.resolve(DATABASE));
            }
            store = new RunStore(folder, lock, refusal, Database.open(folder.resolve(DATABASE), lock.isEmpty()));
            if (lock.isPresent()) {
                store.settle();
            }
            return store;
        } catch (StoreException e) {
            if (store != null) {
                store.close();
            } else {
                lock.ifPresent(FolderLock::close);
            }
            throw e;
        }
    }

    private void settle() throws StoreException {
        interrupted = database.with(RunChanges::interrupt);
        List<Path> left = new ArrayList<>();
        for (StoredRun run : interrupted) {
            left.add(files(run).folder());
        }
        StorePlace.tidy(folder, left);
        List<String> gone = database.with(h -> h.createQuery("select name from run where deleted is not null")
                .mapTo(String.class)
                .list());
        for (String name : gone) {
            files(name).delete();
        }
        database.with(
                h -> h.createUpdate("delete from run where deleted is not null").execute());
    }

    /** Warnings about the store's location, returned once in its lifetime, one sentence each. */
    public List<String> cautions() {
        return readOnly() ? List.of() : StorePlace.cautions(folder);
    }

    /**
     * The runs that were marked as interrupted when the store was opened, because their process had ended, ordered by
     * number.
     */
    public List<StoredRun> interrupted() {
        return interrupted;
    }

    /** Whether the store is read-only; {@link #refusal} has the reason. */
    public boolean readOnly() {
        return lock.isEmpty();
    }

    /**
     * A one-line reason why the store is read-only: another process is writing, or the disk or its permissions do not
     * allow it.
     */
    public String refusal() {
        return refusal;
    }

    public Path folder() {
        return folder;
    }

    /** The files of a run. */
    public RunFiles files(StoredRun run) throws StoreException {
        return files(run.description().name());
    }

    /**
     * The files of a run of that name. Throws StoreException for a name that leads out of the store, as an untrusted database may
     * contain.
     */
    public RunFiles files(String runName) throws StoreException {
        if (!isName(runName)) {
            throw new StoreException("the experiment store in " + folder + " has a run called '" + runName
                    + "', which is no name of a folder: it was not written by the workbench");
        }
        return new RunFiles(folder.resolve(FOLDERS).resolve(runName));
    }

    /** Whether a run may have it, as its folder. */
    static boolean isName(String name) {
        return PLAIN_NAME.matcher(name).matches();
    }

    /**
     * The file with a run's final weights; empty where it has none. A run that goes on, or was cut off since it did, may
     * have some of a stop before.
     */
    public Optional<Path> model(StoredRun run) throws StoreException {
        Path file = files(run).file(RunFiles.MODEL);
        boolean over = run.state() != RunState.RUNNING && run.state() != RunState.INTERRUPTED;
        return over && Files.exists(file) ? Optional.of(file) : Optional.empty();
    }

    private static long lastNumber(Handle handle) {
        return handle.createQuery("select coalesce((select seq from sqlite_sequence where name = 'run'), 0)")
                .mapTo(Long.class)
                .one();
    }

    /** Reserves a number for a run that is about to start, without waiting. Not for a read-only store. */
    public long reserve() {
        return last.incrementAndGet();
    }

    /** Adds a starting run and returns its number. */
    public long add(RunDescription run) throws StoreException {
        long id = reserve();
        add(id, run);
        return id;
    }

    /** Adds a starting run under a {@linkplain #reserve() reserved} number. */
    public void add(long id, RunDescription run) throws StoreException {
        change(h -> RunChanges.insert(h, id, run));
    }

    /** Adds all runs or, on failure, none. */
    public void addAll(List<RunDescription> runs) throws StoreException {
        change(h -> runs.forEach(run -> RunChanges.insert(h, reserve(), run)));
    }

    /** Adds evaluations, in order, and updates the run's scores; an evaluation of the same step is replaced. */
    public void add(long run, List<Metric> metrics) throws StoreException {
        change(h -> RunChanges.add(h, run, metrics));
    }

    public void add(long run, Metric metric) throws StoreException {
        add(run, List.of(metric));
    }

    /** Adds events of a run. */
    public void add(long run, RunEvent event) throws StoreException {
        change(h -> RunChanges.add(h, run, event));
    }

    /** Adds the entry of a file in the run's folder. */
    public void add(long run, StoredFile file) throws StoreException {
        change(h -> RunChanges.add(h, run, file));
    }

    public void remove(long run, String path) throws StoreException {
        change(h -> h.execute("delete from file where run = ? and path = ?", run, path));
    }

    /** @param message why it failed; empty otherwise */
    public void end(long run, RunState state, double seconds, String message) throws StoreException {
        change(h -> RunChanges.end(h, run, state, seconds, message));
    }

    /** Replaces the result of work that has ended. */
    public void told(long run, String result) throws StoreException {
        change(h -> h.execute("update run set message = ? where id = ?", result, run));
    }

    /** Updates the training time, as at a checkpoint. */
    public void took(long run, double seconds) throws StoreException {
        change(h -> h.execute("update run set seconds = ? where id = ?", seconds, run));
    }

    /** Sets the score of an imported model. */
    public void scored(long run, double accuracy) throws StoreException {
        change(h ->
                h.execute("update run set best_accuracy = ?, last_accuracy = ? where id = ?", accuracy, accuracy, run));
    }

    /** Updates the completed parts of work without epochs, and adds the seconds since the last update. */
    public void progressed(long run, double done, double seconds) throws StoreException {
        change(h -> h.execute("update run set epochs = ?, seconds = seconds + ? where id = ?", done, seconds, run));
    }

    /** Resets a run to the step where it resumes: later records are deleted and will be repeated. */
    public void rewind(long run, long step, double epoch) throws StoreException {
        change(h -> RunChanges.rewind(h, run, step, epoch));
    }

    /** Changes how many parts of work are planned. */
    public void plan(long run, int parts) throws StoreException {
        change(h -> h.execute("update run set planned_epochs = ? where id = ?", parts, run));
    }

    /** @param title empty to show its preset again */
    public void rename(long run, String title) throws StoreException {
        change(h -> RunChanges.rename(h, run, title));
    }

    public void annotate(long run, String notes, List<String> tags) throws StoreException {
        change(h -> RunChanges.annotate(h, run, notes, tags));
    }

    /** Deletes runs; {@link #restore} restores them until the store is opened again. */
    public void delete(List<Long> runs) throws StoreException {
        mark(runs, Instant.now().toEpochMilli());
    }

    public void restore(List<Long> runs) throws StoreException {
        mark(runs, null);
    }

    /** Returns whether there was a deleted run of that name. */
    boolean restore(String name) throws StoreException {
        return database.with(
                h -> h.execute("update run set deleted = null where name = ? and deleted is not null", name) > 0);
    }

    private void mark(List<Long> runs, Long when) throws StoreException {
        change(h -> runs.forEach(run -> h.execute("update run set deleted = ? where id = ?", when, run)));
    }

    /** Trainings and searches that wait, in order, without those whose run has ended by itself. Nothing else waits. */
    public List<Queued> queued() throws StoreException {
        return database.read(h -> h.createQuery("select * from queue where run not in"
                        + " (select id from run where state in ('FINISHED', 'FAILED'))"
                        + " and kind in ('TRAINING', 'SEARCH') order by place")
                .map((row, _) -> RunRows.queued(row))
                .list());
    }

    /** Replaces what waits. */
    public void queue(List<Queued> works) throws StoreException {
        change(h -> RunChanges.queue(h, works));
    }

    private void change(HandleConsumer<RuntimeException> work) throws StoreException {
        if (readOnly()) {
            throw new StoreException(refusal);
        }
        database.with(work.asCallback());
    }

    /** One page of the runs that match a query. */
    public List<StoredRun> list(RunQuery query) throws StoreException {
        return database.read(h -> RunSelection.list(h, query));
    }

    /** The same with the total number. */
    public RunPage page(RunQuery query) throws StoreException {
        return database.read(h -> RunSelection.page(h, query));
    }

    /** Number of runs that match a query, on all pages. */
    public int count(RunQuery query) throws StoreException {
        return database.read(h -> RunSelection.count(h, query));
    }

    /** Names of all runs, deleted ones included. */
    List<String> names() throws StoreException {
        return database.read(h -> h.createQuery("select name from run order by id")
                .mapTo(String.class)
                .list());
    }

    /** Writes a consistent copy of the database to a new file. */
    void copyDatabase(Path file) throws StoreException {
        database.read(h -> h.execute("vacuum into ?", file.toString()));
    }

    /** Imports a run from another store under an unused number, atomically; its files are already in place. */
    void take(long id, RunDescription here, StoredRun run, RunContent content) throws StoreException {
        last.accumulateAndGet(id, Math::max);
        change(h -> RunChanges.take(h, id, here, run, content));
    }

    /** The run of that number. */
    public Optional<StoredRun> run(long id) throws StoreException {
        return database.read(h -> h.createQuery(RunRows.RUNS + "where id = :id and deleted is null")
                .bind("id", id)
                .map((row, _) -> RunRows.run(row))
                .findOne());
    }

    /** The newest run whose final model equals a file, byte by byte; throws IOException if the file is unreadable. */
    public Optional<StoredRun> trained(Path model) throws IOException {
        String sha256 = Sha256.of(model);
        return database.read(h -> h.createQuery(RunRows.RUNS + "join file on file.run = run.id"
                        + " where path = :path and sha256 = :sha and deleted is null"
                        // A quantisation keeps the model that it is of, too.
                        + " order by kind = :kind desc, run.id desc limit 1")
                .bind("kind", RunKind.TRAINING.name())
                .bind("path", RunFiles.MODEL)
                .bind("sha", sha256)
                .map((row, _) -> RunRows.run(row))
                .findOne());
    }

    /** A run's evaluations in order. */
    public List<Metric> metrics(long run) throws StoreException {
        return ofRun(run, "select * from metric where run = :run order by step", (row, _) -> RunRows.metric(row));
    }

    /** A run's files, in the order of their steps. */
    public List<StoredFile> storedFiles(long run) throws StoreException {
        return ofRun(run, "select * from file where run = :run order by step, path", (row, _) -> RunRows.file(row));
    }

    /** A run's events other than evaluations, in order. */
    public List<RunEvent> events(long run) throws StoreException {
        return ofRun(run, "select * from event where run = :run order by step, id", (row, _) -> RunRows.event(row));
    }

    private <T> List<T> ofRun(long run, String query, RowMapper<T> mapper) throws StoreException {
        return database.read(
                h -> h.createQuery(query).bind("run", run).map(mapper).list());
    }

    /** A run's records besides its row, for another store. */
    RunContent content(long run) throws StoreException {
        return new RunContent(metrics(run), storedFiles(run), events(run));
    }

    /** Runs by configuration, the best mean first. */
    public List<RunGroup> groups() throws StoreException {
        return database.read(RunSelection::groups);
    }

    /**
     * Checks the whole database for torn pages, concurrently with readers and writers; {@link #close} ends it early. Do
     * not call on the interface thread.
     *
     * @return the damage in SQLite's words; empty for none
     */
    public Optional<String> damage() throws StoreException {
        return database.damage();
    }

    @Override
    public void close() {
        database.close();
        lock.ifPresent(FolderLock::close);
    }
}
