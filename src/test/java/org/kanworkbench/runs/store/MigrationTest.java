package org.kanworkbench.runs.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.OptionalDouble;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.kanworkbench.runs.Metric;
import org.kanworkbench.runs.RunPage;
import org.kanworkbench.runs.RunQuery;
import org.kanworkbench.runs.RunState;
import org.kanworkbench.runs.StoredFile;
import org.kanworkbench.runs.StoredRun;

/** Stores as every version of the workbench left them, opened by this one. */
class MigrationTest {

    private static final int RUNS = 50;

    @TempDir
    private Path folder;

    static IntStream versions() {
        return IntStream.rangeClosed(1, Migrations.NEWEST);
    }

    /** Rows as the first version wrote them; later versions have these columns too. */
    private Path store(int version) throws IOException {
        Path store = folder.resolve("version " + version);
        Files.createDirectories(store);
        Jdbi jdbi = Jdbi.create("jdbc:sqlite:" + store.resolve(RunStore.DATABASE));
        try (Handle handle = jdbi.open()) {
            handle.execute("pragma journal_mode = wal");
            Migrations.apply(handle, version);
            for (int i = 1; i <= RUNS; i++) {
                handle.execute(
                        """
                        insert into run (name, kind, state, preset, dataset, seed, engine, parameters, configuration,
                          configuration_key, planned_epochs, started, ended, seconds, epochs, best_accuracy, best_epoch,
                          last_accuracy, last_loss, message, notes, tags, environment, deleted)
                        values (?, 'TRAINING', ?, 'kal-net', 'MNIST', ?, 'vector', 1000, '{"a": 1}', 'key', 15, ?, ?,
                          12.5, 2, 0.5, 1, 0.25, 1.5, '', 'a note', 'tag,other', 'Java', ?)""",
                        "run " + i,
                        i == 1 ? "RUNNING" : "FINISHED",
                        i,
                        i * 1000L,
                        i * 1000L + 1,
                        i == 2 ? 1 : null);
                handle.execute(
                        "insert into metric (run, step, epoch, epoch_end, train_loss, train_accuracy, test_loss,"
                                + " test_accuracy, validation_loss, validation_accuracy, learning_rate, ms_per_step, seconds)"
                                + " values (?, 10, 1, 1, 2, 0.25, 1.5, 0.5, null, 0.75, 0.01, 0.5, 6)",
                        i);
                handle.execute("insert into file values (?, 'model.kan', 3, 'abc', 10, 1, 0.5)", i);
            }
        }
        return store;
    }

    @ParameterizedTest
    @MethodSource("versions")
    void a_store_of_any_earlier_version_has_its_runs_and_the_newest_tables(int version) throws Exception {
        Path old = store(version);
        Path fresh = folder.resolve("fresh");
        RunStore.open(fresh).close();

        try (RunStore store = RunStore.open(old)) {
            RunPage page = store.page(RunQuery.NEWEST.withText("note mnist").page(0, 10));
            assertThat(page.total()).as("one was deleted").isEqualTo(RUNS - 1);
            assertThat(page.runs())
                    .extracting(run -> run.description().seed())
                    .startsWith((long) RUNS, RUNS - 1L)
                    .hasSize(10);
            StoredRun run = store.run(3).orElseThrow();
            assertThat(run.state()).isEqualTo(RunState.FINISHED);
            assertThat(run.description().configuration()).isEqualTo("{\"a\": 1}");
            assertThat(run.bestScore()).hasValue(0.5);
            assertThat(run.tags()).containsExactly("tag", "other");
            assertThat(run.title()).isEmpty();
            assertThat(store.events(3)).isEmpty();
            assertThat(store.interrupted()).extracting(StoredRun::id).containsExactly(1L);
            assertThat(run.ended()).isPresent();
            assertThat(store.run(1).orElseThrow().state()).isEqualTo(RunState.INTERRUPTED);
            assertThat(store.metrics(3))
                    .containsExactly(new Metric(
                            10,
                            1,
                            true,
                            2,
                            0.25,
                            1.5,
                            0.5,
                            OptionalDouble.empty(),
                            OptionalDouble.of(0.75),
                            OptionalDouble.empty(),
                            0.01,
                            0.5,
                            6));
            assertThat(store.storedFiles(3))
                    .containsExactly(new StoredFile("model.kan", 3, "abc", 10, 1, OptionalDouble.of(0.5)));
            assertThat(store.add(RunStoreTest.run("new", "mlp", 0))).isGreaterThan(RUNS);
        }
        assertThat(tables(old)).isEqualTo(tables(fresh));
    }

    @ParameterizedTest
    @MethodSource("versions")
    void what_can_be_read_of_a_damaged_store_of_any_earlier_version_is_saved(int version) throws Exception {
        Path old = store(version);
        Path database = old.resolve(RunStore.DATABASE);
        try (FileChannel channel = FileChannel.open(database, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap("no header at all".getBytes(StandardCharsets.US_ASCII)));
        }

        StoreCheck.run(old);

        try (RunStore store = RunStore.open(old)) {
            assertThat(store.count(RunQuery.NEWEST))
                    .as("all but the deleted one")
                    .isEqualTo(RUNS - 1);
            assertThat(store.metrics(3)).hasSize(1);
        }
    }

    private static List<String> tables(Path store) throws SQLException {
        TreeSet<String> tables = new TreeSet<>();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + store.resolve(RunStore.DATABASE));
                Statement statement = connection.createStatement()) {
            try (ResultSet version = statement.executeQuery("pragma user_version")) {
                tables.add("version " + version.getInt(1));
            }
            try (ResultSet rows = statement.executeQuery("select name || coalesce(sql, '') from sqlite_schema")) {
                while (rows.next()) {
                    tables.add(rows.getString(1));
                }
            }
        }
        return List.copyOf(tables);
    }
}
