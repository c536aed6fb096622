package org.kanworkbench.runs.store;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.kanworkbench.data.OneLine;
import org.kanworkbench.runs.DamagedException;
import org.kanworkbench.runs.StoreException;
import org.kanworkbench.runs.UnwritableException;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteDataSource;
import org.sqlite.SQLiteException;

/** The SQLite file, its settings and its error messages. */
final class Database implements AutoCloseable {

    private static final int BUSY_MILLIS = 5000;

    /** SQLite's limit on path length, minus the suffixes of its auxiliary files. */
    private static final int LONGEST_PATH = 500;

    private static final int CLOSING_MILLIS = 500;

    private final Path file;
    private final Jdbi jdbi;
    /** Remains open: SQLite merges its log into the file whenever the last connection closes. */
    private final Handle kept;

    /** Whether this is the only allowed connection. */
    private final boolean alone;

    private volatile boolean closed;
    /** Connections of {@link #read} that are open. */
    private final AtomicInteger reading = new AtomicInteger();
    /** The running integrity check; null if there is none. */
    private volatile Statement looking;

    private Database(Path file, Jdbi jdbi, Handle kept, boolean alone) {
        this.file = file;
        this.alone = alone;
        this.jdbi = jdbi;
        this.kept = kept;
    }

    /** @param readOnly whether another process has write access */
    static Database open(Path file, boolean readOnly) throws StoreException {
        return open(file, Jdbi.create(source(file, readOnly)), readOnly, false);
    }

    /**
     * For reading on a full disk: SQLite's log index is in memory instead of a file, which requires exclusive access to
     * the database.
     */
    static Database openAlone(Path file) throws StoreException {
        SQLiteConfig config = new SQLiteConfig();
        config.setLockingMode(SQLiteConfig.LockingMode.EXCLUSIVE);
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + file);
        return open(file, Jdbi.create(source), true, true);
    }

    /** For reading on a read-only file system. */
    static Database openAsItIs(Path file) throws StoreException {
        return open(file, Jdbi.create(asItIs(file)), true, false);
    }

    /** For an immutable file: SQLite then writes no auxiliary files for reading. */
    static SQLiteDataSource asItIs(Path file) {
        SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(true);
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + file.toUri() + "?immutable=1");
        return source;
    }

    private static Database open(Path file, Jdbi jdbi, boolean readOnly, boolean alone) throws StoreException {
        SqliteLibrary.load();
        if (file.toAbsolutePath().toString().getBytes(StandardCharsets.UTF_8).length > LONGEST_PATH) {
            throw new UnwritableException(
                    "the path " + file.toAbsolutePath() + " is longer than the " + LONGEST_PATH
                            + " bytes that SQLite takes: name a shorter folder with KANWORKBENCH_HOME",
                    null);
        }
        Handle handle = null;
        try {
            handle = jdbi.open();
            int version = Migrations.version(handle);
            if (version > Migrations.NEWEST) {
                handle.close();
                throw new StoreException(
                        file + " comes from a newer workbench (version " + version + ", this one knows up to "
                                + Migrations.NEWEST + "): update the workbench; nothing was changed");
            }
            if (!readOnly) {
                Migrations.apply(handle, Migrations.NEWEST);
            }
            handle.createQuery("select count(*) from sqlite_schema")
                    .mapTo(Long.class)
                    .one();
            return new Database(file, jdbi, handle, alone);
        } catch (JdbiException e) {
            if (handle != null) {
                handle.close();
            }
            throw translate(file, e);
        }
    }

    private static SQLiteDataSource source(Path file, boolean readOnly) {
        SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(readOnly && Files.exists(file));
        config.enforceForeignKeys(true);
        config.setBusyTimeout(BUSY_MILLIS);
        if (!readOnly) {
            config.setJournalMode(JournalMode.WAL);
            config.setSynchronous(SynchronousMode.NORMAL);
        }
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + file);
        return source;
    }

    /** Reads, or writes in a separate transaction. */
    synchronized <T> T with(HandleCallback<T, RuntimeException> work) throws StoreException {
        try {
            return kept.inTransaction(work::withHandle);
        } catch (JdbiException e) {
            throw translate(file, e);
        }
    }

    /** Reads concurrently with writers; throws StoreException if closed. */
    <T> T read(HandleCallback<T, RuntimeException> work) throws StoreException {
        reading.incrementAndGet();
        try {
            if (closed) {
                throw new StoreException("the experiment store " + file + " was closed");
            }
            if (alone) {
                // Outside of a transaction, as a transaction does not allow copies of the database.
                synchronized (this) {
                    return work.withHandle(kept);
                }
            }
            return jdbi.withHandle(work);
        } catch (JdbiException e) {
            throw translate(file, e);
        } finally {
            reading.decrementAndGet();
        }
    }

    /**
     * Checks the whole file for damaged pages.
     *
     * @return the damage in SQLite's words; empty for none, and if closed meanwhile
     */
    Optional<String> damage() throws StoreException {
        if (alone) {
            return Optional.empty();
        }
        try (Handle handle = jdbi.open();
                Statement statement = handle.getConnection().createStatement()) {
            looking = statement;
            if (closed) {
                return Optional.empty();
            }
            try (ResultSet found = statement.executeQuery("pragma quick_check(1)")) {
                String first = found.next() ? found.getString(1) : "nothing";
                return "ok".equals(first) ? Optional.empty() : Optional.of(first);
            }
        } catch (SQLException | JdbiException e) {
            StoreException told = translate(file, e);
            if (closed) {
                return Optional.empty();
            }
            if (told instanceof DamagedException) {
                return Optional.of(OneLine.of(cause(e)));
            }
            throw told;
        } finally {
            looking = null;
        }
    }

    /** SQLite's own error, if there is one. */
    static Throwable cause(Throwable error) {
        Throwable cause = error;
        while (cause.getCause() != null && !(cause instanceof SQLException)) {
            cause = cause.getCause();
        }
        return cause;
    }

    static StoreException translate(Path file, Throwable error) {
        Throwable cause = cause(error);
        String unusable =
                "the experiment store " + file + " cannot be used (" + OneLine.of(cause) + "): run `runs check`";
        if (!(cause instanceof SQLiteException sqlite)) {
            return new StoreException(unusable, error);
        }
        return switch (sqlite.getResultCode()) {
            case SQLITE_FULL, SQLITE_IOERR_WRITE, SQLITE_IOERR_SHMSIZE, SQLITE_IOERR_TRUNCATE, SQLITE_IOERR_FSYNC ->
                new UnwritableException(
                        "the disk is full: free some space; runs that were kept in " + file + " are safe", error);
            case SQLITE_READONLY,
                    SQLITE_READONLY_DIRECTORY,
                    SQLITE_READONLY_CANTINIT,
                    SQLITE_CANTOPEN,
                    SQLITE_PERM,
                    SQLITE_IOERR_SHMOPEN ->
                new UnwritableException(
                        file + " may not be written: allow it, or move the store with KANWORKBENCH_HOME", error);
            case SQLITE_CORRUPT, SQLITE_CORRUPT_INDEX, SQLITE_CORRUPT_SEQUENCE, SQLITE_NOTADB ->
                new DamagedException(
                        "the experiment store " + file + " is damaged: run `runs check`, which saves what can be read",
                        error);
            case SQLITE_BUSY, SQLITE_LOCKED ->
                new StoreException(
                        "the experiment store " + file + " is in use by another program: close that and try again",
                        error);
            default -> new StoreException(unusable, error);
        };
    }

    /** Waits a moment for what is being read: the file may be moved or deleted afterwards. */
    @Override
    public void close() {
        closed = true;
        Statement interrupted = looking;
        if (interrupted != null) {
            try {
                interrupted.cancel();
            } catch (SQLException _) {
                // It has already ended.
            }
        }
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(CLOSING_MILLIS);
        while (reading.get() > 0 && System.nanoTime() < end) {
            LockSupport.parkNanos(1_000_000);
        }
        synchronized (this) {
            kept.close();
        }
    }
}
