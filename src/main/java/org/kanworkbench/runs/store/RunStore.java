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
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.HandleConsumer;
import org.kanworkbench.data.FileErrors;
import org.kanworkbench.files.DataFolder;
import org.kanworkbench.runs.Metric;
import org.kanworkbench.runs.RunDescription;
import org.kanworkbench.runs.RunEvent;
import org.kanworkbench.runs.RunFiles;
import org.kanworkbench.runs.RunGroup;
import org.kanworkbench.runs.RunPage;
import org.kanworkbench.runs.RunQuery;
import org.kanworkbench.runs.RunState;
import org.kanworkbench.runs.StoreException;
import org.kanworkbench.runs.StoredFile;
import org.kanworkbench.runs.StoredRun;
import org.kanworkbench.runs.UnwritableException;

/**
 * All runs of this machine. One store at a time may write; another that is opened meanwhile reads only. Rows live in a
 * database, models and moments as files in a folder a run ({@link RunFiles}). May be used from several threads.
 */
public final class RunStore implements AutoCloseable {

    static final String DATABASE = "store.db";
    static final String LOCK = "store.lock";
    static final String FOLDERS = "runs";

    private static final String IN_USE =
            " is open in another window or process, which alone may write: close that one first";

    private static final Pattern PLAIN_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9 _-]{0,99}");

    private final Path folder;
    private final Optional<StoreLock> lock;
    private final String refusal;
    private final Database database;
    /** The highest number that a run has, had or is about to have. */
    private final AtomicLong last;

    private List<StoredRun> interrupted = List.of();

    private RunStore(Path folder, Optional<StoreLock> lock, String refusal, Database database) throws StoreException {
        last = new AtomicLong(lock.isEmpty() ? 0 : database.read(RunStore::lastNumber));
        this.folder = folder;
        this.lock = lock;
        this.refusal = refusal;
        this.database = database;
    }

    /**
     * Opens the store in a folder, which is made if need be. Runs that say they are running, though the process that ran
     * them is gone, become interrupted; deleted ones go for good. Where nothing can be written, one that is there is opened
     * for reading.
     */
    public static RunStore open(Path folder) throws StoreException {
        try {
            Optional<StoreLock> lock = lock(folder);
            String refusal = lock.isPresent() ? "" : "the run store in " + folder + IN_USE;
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

    /** The right to write in a folder, which is made if need be. */
    static Optional<StoreLock> lock(Path folder) throws UnwritableException {
        try {
            DataFolder.make(folder.resolve(FOLDERS));
            DataFolder.makeFile(folder.resolve(LOCK));
            return StoreLock.take(folder.resolve(LOCK));
        } catch (IOException e) {
            throw new UnwritableException(
                    "the run store in " + folder + " may not be written (" + FileErrors.reason(e)
                            + "): allow it, or move it with KANWORKBENCH_HOME",
                    e);
        }
    }

    private static RunStore open(Path folder, Optional<StoreLock> lock, String refusal) throws StoreException {
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
                lock.ifPresent(StoreLock::close);
            }
            throw e;
        }
    }

    private void settle() throws StoreException {
        interrupted = database.with(RunChanges::interrupt);
        List<Path> left = new ArrayList<>();
        for (StoredRun run : interrupted) {
            left.add(files(run.description().name()).folder());
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

    /** What a person should know of where the store lies, told once in its life, a sentence each. */
    public List<String> cautions() {
        return readOnly() ? List.of() : StorePlace.cautions(folder);
    }

    /** The runs that this opening found interrupted: their process ended before they did. In the order of their numbers. */
    public List<StoredRun> interrupted() {
        return interrupted;
    }

    /** Whether the store can be read only; {@link #refusal} says why. */
    public boolean readOnly() {
        return lock.isEmpty();
    }

    /** Why nothing may be written, in one line: another process does, or the disk or its rights do not allow it. */
    public String refusal() {
        return refusal;
    }

    public Path folder() {
        return folder;
    }

    /** The files of a run. A StoreException refuses a name that would lead elsewhere, as a foreign database might hold. */
    public RunFiles files(String runName) throws StoreException {
        if (!PLAIN_NAME.matcher(runName).matches()) {
            throw new StoreException("the run store in " + folder + " has a run called '" + runName
                    + "', which is no name of a folder: it was not written by the workbench");
        }
        return new RunFiles(folder.resolve(FOLDERS).resolve(runName));
    }

    private static long lastNumber(Handle handle) {
        return handle.createQuery("select coalesce((select seq from sqlite_sequence where name = 'run'), 0)")
                .mapTo(Long.class)
                .one();
    }

    /** A number for a run that is about to begin, at once and for nobody else. Of no use where the store is read only. */
    public long reserve() {
        return last.incrementAndGet();
    }

    /** Adds a run that is beginning; its number. */
    public long add(RunDescription run) throws StoreException {
        long id = reserve();
        add(id, run);
        return id;
    }

    /** Adds a run that is beginning, under a {@linkplain #reserve() reserved} number. */
    public void add(long id, RunDescription run) throws StoreException {
        change(h -> RunChanges.insert(h, id, run));
    }

    /** Adds runs, all or none. */
    public void addAll(List<RunDescription> runs) throws StoreException {
        change(h -> runs.forEach(run -> RunChanges.insert(h, reserve(), run)));
    }

    /** Adds evaluations, in order, and brings the run's scores up to date; one of the same step is replaced. */
    public void add(long run, List<Metric> metrics) throws StoreException {
        change(h -> RunChanges.add(h, run, metrics));
    }

    public void add(long run, Metric metric) throws StoreException {
        add(run, List.of(metric));
    }

    /** Enters what happened in a run. */
    public void add(long run, RunEvent event) throws StoreException {
        change(h -> RunChanges.add(h, run, event));
    }

    /** Enters a file that has been written to the run's folder. */
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

    /** Time trained so far, as at a checkpoint. */
    public void took(long run, double seconds) throws StoreException {
        change(h -> h.execute("update run set seconds = ? where id = ?", seconds, run));
    }

    /** The only score of a model that was trained elsewhere. */
    public void scored(long run, double accuracy) throws StoreException {
        change(h ->
                h.execute("update run set best_accuracy = ?, last_accuracy = ? where id = ?", accuracy, accuracy, run));
    }

    /** Parts done so far, of work that has no epochs. */
    public void progressed(long run, double done, double seconds) throws StoreException {
        change(h -> h.execute("update run set epochs = ?, seconds = seconds + ? where id = ?", done, seconds, run));
    }

    /** Sets a run back to where it goes on: what was told after that step goes, and comes again. */
    public void rewind(long run, long step, double epoch) throws StoreException {
        change(h -> RunChanges.rewind(h, run, step, epoch));
    }

    /** @param title empty to call it by its preset again */
    public void rename(long run, String title) throws StoreException {
        change(h -> RunChanges.rename(h, run, title));
    }

    public void annotate(long run, String notes, List<String> tags) throws StoreException {
        change(h -> RunChanges.annotate(h, run, notes, tags));
    }

    /** Takes runs off the list; {@link #restore} brings them back until the store is opened again. */
    public void delete(List<Long> runs) throws StoreException {
        mark(runs, Instant.now().toEpochMilli());
    }

    public void restore(List<Long> runs) throws StoreException {
        mark(runs, null);
    }

    private void mark(List<Long> runs, Long when) throws StoreException {
        change(h -> runs.forEach(run -> h.execute("update run set deleted = ? where id = ?", when, run)));
    }

    private void change(HandleConsumer<RuntimeException> work) throws StoreException {
        write(work.asCallback());
    }

    private <T> T write(HandleCallback<T, RuntimeException> work) throws StoreException {
        if (readOnly()) {
            throw new StoreException(refusal);
        }
        return database.with(work);
    }

    /** One page of the runs that a query asks for. */
    public List<StoredRun> list(RunQuery query) throws StoreException {
        return database.read(h -> RunSelection.list(h, query));
    }

    /** The same, and how many there are. */
    public RunPage page(RunQuery query) throws StoreException {
        return database.read(h -> RunSelection.page(h, query));
    }

    /** How many runs a query asks for, pages aside. */
    public int count(RunQuery query) throws StoreException {
        return database.read(h -> RunSelection.count(h, query));
    }

    /** Names of all runs, deleted ones included. */
    List<String> names() throws StoreException {
        return database.read(h -> h.createQuery("select name from run order by id")
                .mapTo(String.class)
                .list());
    }

    /** Writes a consistent copy of the database to a file that does not exist yet. */
    void copyDatabase(Path file) throws StoreException {
        database.read(h -> h.execute("vacuum into ?", file.toString()));
    }

    /** Takes in a run of another store, whose files are in their place already, whole or not at all. */
    void take(RunDescription here, StoredRun run, RunContent content) throws StoreException {
        take(reserve(), here, run, content);
    }

    /** The same, under a number that no run here has. */
    void take(long id, RunDescription here, StoredRun run, RunContent content) throws StoreException {
        last.accumulateAndGet(id, Math::max);
        change(h -> RunChanges.take(h, id, here, run, content));
    }

    /** The run of that number. */
    public Optional<StoredRun> run(long id) throws StoreException {
        return database.read(h -> h.createQuery("select * from run where id = :id and deleted is null")
                .bind("id", id)
                .map((row, _) -> RunRows.run(row))
                .findOne());
    }

    /** The newest run that ended with the model in a file, as the same bytes tell; an IOException if it cannot be read. */
    public Optional<StoredRun> trained(Path model) throws IOException {
        String sha256 = RunFiles.sha256(model);
        return database.read(h -> h.createQuery("select run.* from run join file on file.run = run.id"
                        + " where path = :path and sha256 = :sha and deleted is null order by run.id desc limit 1")
                .bind("path", RunFiles.MODEL)
                .bind("sha", sha256)
                .map((row, _) -> RunRows.run(row))
                .findOne());
    }

    /** A run's evaluations in order. */
    public List<Metric> metrics(long run) throws StoreException {
        return database.read(h -> h.createQuery("select * from metric where run = :run order by step")
                .bind("run", run)
                .map((row, _) -> RunRows.metric(row))
                .list());
    }

    /** A run's files, in the order of their steps. */
    public List<StoredFile> storedFiles(long run) throws StoreException {
        return database.read(h -> h.createQuery("select * from file where run = :run order by step, path")
                .bind("run", run)
                .map((row, _) -> RunRows.file(row))
                .list());
    }

    /** What happened in a run besides its evaluations, in order. */
    public List<RunEvent> events(long run) throws StoreException {
        return database.read(h -> h.createQuery("select * from event where run = :run order by step, id")
                .bind("run", run)
                .map((row, _) -> RunRows.event(row))
                .list());
    }

    /** What another store takes of a run besides its row. */
    RunContent content(long run) throws StoreException {
        return new RunContent(metrics(run), storedFiles(run), events(run));
    }

    /** Runs by configuration, the best mean first. */
    public List<RunGroup> groups() throws StoreException {
        return database.read(RunSelection::groups);
    }

    /**
     * Looks through the whole database for torn pages, beside who reads and writes; {@link #close} ends it early. Not for the
     * interface thread.
     *
     * @return what is damaged, in SQLite's words; empty for nothing
     */
    public Optional<String> damage() throws StoreException {
        return database.damage();
    }

    @Override
    public void close() {
        database.close();
        lock.ifPresent(StoreLock::close);
    }
}
