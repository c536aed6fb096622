package org.kanworkbench.runs.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.kanworkbench.files.AtomicFile;
import org.kanworkbench.files.FolderLock;
import org.kanworkbench.runs.Queued;
import org.kanworkbench.runs.RunFiles;
import org.kanworkbench.runs.StoreException;
import org.kanworkbench.runs.StoredRun;
import org.kanworkbench.runs.UnwritableException;

/** Salvages the readable part of a damaged database into a new one; the damaged one is renamed. */
final class Salvage {

    /** A damaged row may have any number. */
    private static final long MOST_PROBED = 1_000_000;

    /** Reads one row. */
    private interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    private Salvage() {}

    static void ifDamaged(Path folder, List<StoreCheck.Finding> findings) throws IOException {
        SqliteLibrary.load();
        Path file = folder.resolve(RunStore.DATABASE);
        if (!Files.exists(file) || sound(file)) {
            return;
        }
        Optional<FolderLock> lock = RunStore.lock(folder);
        if (lock.isEmpty()) {
            throw new StoreException("the experiment store in " + folder
                    + " is open in another window or process: close that one first, then check");
        }
        Path damaged =
                folder.resolve(RunStore.DATABASE + ".damaged-" + Instant.now().toEpochMilli());
        List<StoredRun> runs;
        Set<String> deleted;
        List<Queued> queued;
        Map<Long, RunContent> contents = new LinkedHashMap<>();
        try (FolderLock _ = lock.get()) {
            Path source = withHeader(file);
            runs = new ArrayList<>(runs(source));
            for (StoredRun run : runs) {
                contents.put(run.id(), content(source, " where run = " + run.id()));
            }
            deleted = Set.copyOf(rows(source, "run where deleted is not null", "id", row -> row.getString("name")));
            queued = rows(source, "queue", "place", RunRows::queued).stream()
                    .distinct()
                    .toList();
            if (!source.equals(file)) {
                AtomicFile.discard(source);
            }
            // Both are whole before one replaces the other: a disk may be full.
            Path beside = Files.createTempDirectory(folder, StoreArchive.UNPACKED);
            try {
                fill(beside, runs, deleted, contents, queued);
                AtomicFile.write(damaged, out -> Files.copy(file, out));
                // The new database would take the damaged one's log for its own.
                for (String ending : List.of("-wal", "-shm")) {
                    Path part = folder.resolve(RunStore.DATABASE + ending);
                    if (Files.exists(part)) {
                        Files.move(part, folder.resolve(damaged.getFileName() + ending));
                    }
                }
                // A database is there at every moment: a start would make an empty one.
                Files.move(beside.resolve(RunStore.DATABASE), file, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                new RunFiles(beside).delete();
            }
        }
        long saved = runs.stream()
                .filter(run -> !deleted.contains(run.description().name()))
                .count();
        findings.add(new StoreCheck.Finding(
                "the database was damaged: " + saved + " runs were saved from it, it is kept as "
                        + damaged.getFileName(),
                true));
    }

    /** Enters what was read into a new database, which is whole once this returns. */
    private static void fill(
            Path folder, List<StoredRun> runs, Set<String> deleted, Map<Long, RunContent> contents, List<Queued> queued)
            throws StoreException {
        try (RunStore store = RunStore.open(folder)) {
            Set<Long> numbers = new HashSet<>();
            for (StoredRun run : runs) {
                // A run keeps its displayed number.
                long id = run.id();
                while (id < 1 || !numbers.add(id)) {
                    id = store.reserve();
                }
                store.take(id, run.description(), run, contents.get(run.id()));
                if (deleted.contains(run.description().name())) {
                    // It goes with its folder once the store is opened, as it would have.
                    store.delete(List.of(id));
                }
            }
            store.queue(queued);
        }
    }

    /** The file, or a copy with a repaired header if that is damaged: the rows after it may be intact. */
    private static Path withHeader(Path file) throws IOException {
        byte[] header = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);
        try (FileChannel channel = FileChannel.open(file)) {
            ByteBuffer there = ByteBuffer.allocate(header.length);
            if (channel.read(there) < header.length || Arrays.equals(there.array(), header)) {
                return file;
            }
        }
        Path copy = AtomicFile.beside(file);
        Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
        try (FileChannel channel = FileChannel.open(copy, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(header));
        }
        return copy;
    }

    /** Whether SQLite finds no damage; a newer version counts as intact, as this one cannot repair it. */
    private static boolean sound(Path file) throws StoreException {
        try (Connection connection = connect(file);
                Statement statement = connection.createStatement()) {
            int number;
            try (ResultSet version = statement.executeQuery("pragma user_version")) {
                number = version.next() ? version.getInt(1) : 0;
            }
            if (number > Migrations.NEWEST && readable(connection, number)) {
                return true;
            }
            try (ResultSet check = statement.executeQuery("pragma integrity_check(1)")) {
                return check.next() && "ok".equals(check.getString(1)) && readable(connection, number);
            }
        } catch (SQLException e) {
            if (Database.translate(file, e) instanceof UnwritableException unwritable) {
                throw unwritable;
            }
            return false;
        }
    }

    /** Whether the version's tables exist, or none yet. */
    private static boolean readable(Connection connection, int version) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet tables = statement.executeQuery(
                        "select count(*) from sqlite_schema where name in ('run', 'metric', 'file', 'event')")) {
            return tables.next() && (tables.getInt(1) == (version < 3 ? 3 : 4) || tables.getInt(1) == 0);
        }
    }

    private static Connection connect(Path file) throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + file);
    }

    /** A damaged page loses only its own rows; duplicate and misread ones are skipped. */
    private static Collection<StoredRun> runs(Path file) {
        Map<String, StoredRun> byName = new LinkedHashMap<>();
        List<StoredRun> rows = new ArrayList<>();
        if (!collect(file, "select * from run order by id", RunRows::run, rows)) {
            collect(file, "select * from run order by id desc", RunRows::run, rows);
            between(file, rows);
        }
        rows.stream()
                .sorted(Comparator.comparingLong(StoredRun::id))
                .forEach(run -> byName.putIfAbsent(run.description().name(), run));
        return byName.values();
    }

    /** Runs between two damaged pages are found by their number alone. */
    private static void between(Path file, List<StoredRun> rows) {
        Set<Long> read = rows.stream().map(StoredRun::id).collect(Collectors.toSet());
        long last =
                Math.min(MOST_PROBED, read.stream().mapToLong(id -> id).max().orElse(0));
        for (long id = 1; id < last; id++) {
            if (!read.contains(id)) {
                collect(file, "select * from run where id = " + id, RunRows::run, rows);
            }
        }
    }

    private static RunContent content(Path file, String ofRun) {
        return new RunContent(
                rows(file, "metric" + ofRun, "step", RunRows::metric),
                rows(file, "file" + ofRun, "path", RunRows::file),
                // Earlier versions have none.
                rows(file, "event" + ofRun, "id", RunRows::event).stream()
                        .distinct()
                        .toList());
    }

    private static <T> List<T> rows(Path file, String from, String key, Row<T> reader) {
        List<T> rows = new ArrayList<>();
        boolean whole = collect(file, "select * from " + from + " order by " + key, reader, rows);
        if (!whole) {
            collect(file, "select * from " + from + " order by " + key + " desc", reader, rows);
        }
        return rows;
    }

    /** Reads as far as possible and returns whether it reached the end. */
    private static <T> boolean collect(Path file, String query, Row<T> reader, List<T> to) {
        try (Connection connection = connect(file);
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            while (result.next()) {
                try {
                    to.add(reader.read(result));
                } catch (SQLException | RuntimeException e) {
                    // This row is damaged; the next may be intact.
                    continue;
                }
            }
            return true;
        } catch (SQLException e) {
            return false;
        }
    }
}
