package org.kanworkbench.runs.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kanworkbench.engine.Network;
import org.kanworkbench.explain.SnapshotSeries.Moment;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.Preset;
import org.kanworkbench.runs.ModelFileException;

/** Archives and files of runs that were made to do harm are refused in one line, and leave the store as it was. */
@Timeout(60)
class HostileArchiveTest {

    @TempDir
    private Path folder;

    private void assertRefused(Map<String, byte[]> entries, String why) throws Exception {
        Path archive = folder.resolve("evil.zip");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(archive))) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
            }
        }
        try (RunStore there = RunStore.open(folder.resolve("there"))) {
            there.add(RunStoreTest.run("own", "mlp", 0));

            assertThatThrownBy(() -> StoreArchive.read(archive, there))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining(why)
                    .message()
                    .doesNotContain("\n");

            assertThat(there.names()).containsExactly("own");
            assertThat(there.folder().toFile().list()).noneMatch(name -> name.startsWith(".import"));
        }
    }

    /** A database of one run, and what somebody did to it. */
    private byte[] database(String... statements) throws Exception {
        Path evil = folder.resolve("evil");
        try (RunStore store = RunStore.open(evil)) {
            store.add(RunStoreTest.run("harmless", "mlp", 0));
        }
        Path file = evil.resolve(RunStore.DATABASE);
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
        return Files.readAllBytes(file);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "create table other (x)",
                "create trigger t after insert on run begin delete from run; end",
                "create view v as select * from run",
                "create index i on run (seed)",
                "drop table metric",
                "pragma user_version = 0"
            })
    void a_database_with_other_tables_than_the_workbench_makes_is_refused(String change) throws Exception {
        assertRefused(Map.of(RunStore.DATABASE, database(change)), "did not make");
    }

    @Test
    void a_view_without_end_in_place_of_a_table_is_refused_before_it_is_read() throws Exception {
        byte[] evil = database(
                "drop table metric",
                "create view metric as with recursive n(x) as (select 1 union all select x + 1 from n) select x from n");
        assertRefused(Map.of(RunStore.DATABASE, evil), "did not make");
    }

    @Test
    void a_database_of_a_newer_workbench_is_refused() throws Exception {
        assertRefused(Map.of(RunStore.DATABASE, database("pragma user_version = 99")), "newer workbench");
    }

    @Test
    void an_archive_without_a_database_is_refused() throws Exception {
        assertRefused(Map.of("runs/a/run.json", new byte[10]), "no archive of a run store");
    }

    @Test
    void an_archive_that_unpacks_to_far_more_than_its_size_is_refused() throws Exception {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put(RunStore.DATABASE, database());
        byte[] zeros = new byte[24 << 20];
        for (int i = 0; i < 5; i++) {
            entries.put("runs/a/" + i, zeros);
        }
        assertRefused(entries, "times its size");
    }

    private static Moment moment(Model model, long step) {
        return new Moment(step, step, model, OptionalDouble.empty());
    }

    private static Model model() {
        return Network.initialize(
                        Preset.named("kal-net").orElseThrow().forPlane().network(2, List.of(2), 2), 1)
                .snapshot();
    }

    @Test
    void moments_that_are_named_twice_are_refused() throws Exception {
        Model model = model();
        Path file = folder.resolve("moments.safetensors");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        MomentsFile.write(List.of(moment(model, 3), moment(model, 3)), out);
        Files.write(file, out.toByteArray());

        assertThatThrownBy(() -> MomentsFile.read(file))
                .isInstanceOf(ModelFileException.class)
                .hasMessageContaining("order of their steps");
    }

    @Test
    void a_description_of_more_json_than_any_run_needs_is_refused() throws Exception {
        Path run = Files.createDirectories(folder.resolve("run"));
        String many = String.join(",", Collections.nCopies(300_000, "0"));
        Files.write(
                run.resolve(RunFiles.DESCRIPTION),
                ("{\"format\":1,\"name\":[" + many + "]}").getBytes(StandardCharsets.UTF_8));

        assertThatThrownBy(() -> RunDescription.read(new RunFiles(run)))
                .isInstanceOf(ModelFileException.class)
                .hasMessageContaining("names and values");
    }
}
