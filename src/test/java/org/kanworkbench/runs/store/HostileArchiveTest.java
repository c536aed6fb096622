package org.kanworkbench.runs.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kanworkbench.engine.Network;
import org.kanworkbench.explain.SnapshotSeries.Snapshot;
import org.kanworkbench.files.ModelFileException;
import org.kanworkbench.files.Packed;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.Preset;
import org.kanworkbench.runs.ArchiveException;
import org.kanworkbench.runs.RunDescription;
import org.kanworkbench.runs.RunFiles;
import org.kanworkbench.runs.SnapshotsFile;

/** Archives and files of runs that were made to do harm are refused in one line, and leave the store as it was. */
@Timeout(60)
class HostileArchiveTest {

    @TempDir
    private Path folder;

    private void assertRefused(Map<String, byte[]> entries, String why) throws Exception {
        assertRefused(Packed.zip(entries), why);
    }

    private void assertRefused(byte[] content, String why) throws Exception {
        Path archive = Files.write(folder.resolve("evil.zip"), content);
        try (RunStore there = RunStore.open(folder.resolve("there"))) {
            there.add(RunStoreTest.run("own", "mlp", 0));

            assertThatThrownBy(() -> StoreArchive.read(archive, there))
                    .isInstanceOf(ArchiveException.class)
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
        assertRefused(Map.of("runs/a/run.json", new byte[10]), "no archive of an experiment store");
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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/tmp/escaped",
                "../escaped",
                "runs/../../escaped",
                "runs/a/../../../escaped",
                "..\\escaped",
                "store.db-wal",
                "store.lock",
                "my-digits.idx/x",
                "start-weights",
                "runs"
            })
    void an_entry_that_no_store_has_is_refused(String name) throws Exception {
        assertRefused(Map.of(name, new byte[10]), "which no experiment store has");
        assertThat(Path.of("/tmp/escaped")).doesNotExist();
        assertThat(folder.resolve("escaped")).doesNotExist();
    }

    /** What stands in a file in the place of something else of the same length. */
    private static byte[] patched(byte[] file, byte[] what, byte[] by) {
        byte[] changed = file.clone();
        for (int at = 0; at + what.length <= file.length; at++) {
            if (Arrays.equals(file, at, at + what.length, what, 0, what.length)) {
                System.arraycopy(by, 0, changed, at, by.length);
            }
        }
        return changed;
    }

    @Test
    void an_entry_that_is_there_twice_is_refused() throws Exception {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put("runs/a/one", new byte[10]);
        entries.put("runs/a/two", new byte[20]);

        assertRefused(patched(Packed.zip(entries), "runs/a/two".getBytes(), "runs/a/one".getBytes()), "twice");
    }

    @Test
    void an_entry_with_another_checksum_is_refused() throws Exception {
        byte[] content = database();
        CRC32 checksum = new CRC32();
        checksum.update(content);
        int right = Integer.reverseBytes((int) checksum.getValue());
        byte[] archive = Packed.zip(Map.of(RunStore.DATABASE, content));

        assertRefused(
                patched(
                        archive,
                        ByteBuffer.allocate(4).putInt(right).array(),
                        ByteBuffer.allocate(4).putInt(~right).array()),
                "checksum");
    }

    @Test
    void a_run_whose_files_would_lie_elsewhere_is_refused() throws Exception {
        byte[] evil = database("insert into file values (1, '../../store.db', 1, 'a', 0, 0, null)");

        assertRefused(Map.of(RunStore.DATABASE, evil), "'../../store.db' is no file of a run");
    }

    @Test
    void a_folder_in_the_way_of_a_run_stays_as_it_is() throws Exception {
        byte[] archive = Packed.zip(Map.of(RunStore.DATABASE, database(), "runs/harmless/model.kan", new byte[] {1}));
        Path file = Files.write(folder.resolve("way.zip"), archive);
        try (RunStore there = RunStore.open(folder.resolve("there"))) {
            Path mine = there.files("harmless").file(RunFiles.MODEL);
            Files.createDirectories(mine.getParent());
            Files.writeString(mine, "mine");

            assertThatThrownBy(() -> StoreArchive.read(file, there)).hasMessageContaining("is in the way of a run");

            assertThat(mine).hasContent("mine");
            assertThat(there.names()).isEmpty();
        }
    }

    /** The mode of a symbolic link, as the zip program of Unix writes it; what would be the link's target is its content. */
    @Test
    void a_link_to_elsewhere_is_a_file_like_any_other() throws Exception {
        Path victim = Files.writeString(folder.resolve("victim"), "precious");
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put(RunStore.DATABASE, database());
        entries.put("runs/harmless/model.kan", victim.toString().getBytes());
        byte[] archive = Packed.zip(entries);
        int last = new String(archive, StandardCharsets.ISO_8859_1).lastIndexOf("PK\1\2");
        archive[last + 5] = 3;
        ByteBuffer.wrap(archive).order(ByteOrder.LITTLE_ENDIAN).putInt(last + 38, 0120777 << 16);
        Path file = Files.write(folder.resolve("links.zip"), archive);

        try (RunStore there = RunStore.open(folder.resolve("there"))) {
            assertThat(StoreArchive.read(file, there).runs()).isOne();
            Path taken = there.files("harmless").file(RunFiles.MODEL);
            assertThat(Files.isSymbolicLink(taken)).isFalse();
            assertThat(taken).hasContent(victim.toString());
        }
        assertThat(victim).hasContent("precious");
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.01, 0.3, 0.7, 0.999})
    void an_archive_that_was_cut_off_is_refused(double share) throws Exception {
        byte[] whole = Packed.zip(Map.of(RunStore.DATABASE, database()));

        assertRefused(Arrays.copyOf(whole, (int) (share * whole.length)), "damaged or no zip file");
    }

    private static Snapshot snapshot(Model model, long step) {
        return new Snapshot(step, step, model, OptionalDouble.empty());
    }

    private static Model model() {
        return Network.initialize(
                        Preset.named("kal-net").orElseThrow().forSmallData().network(2, List.of(2), 2), 1)
                .snapshot();
    }

    @Test
    void moments_that_are_not_in_order_are_refused_and_one_written_twice_is_one() throws Exception {
        Model model = model();
        Path file = folder.resolve("moments.safetensors");
        Snapshot scored = new Snapshot(3, 0.3, model, OptionalDouble.of(0.5));
        write(file, List.of(snapshot(model, 1), snapshot(model, 3), scored, snapshot(model, 4)));
        assertThat(SnapshotsFile.read(file)).extracting(Snapshot::step).containsExactly(1L, 3L, 4L);
        assertThat(SnapshotsFile.read(file).get(1).score()).hasValue(0.5);

        write(file, List.of(snapshot(model, 3), snapshot(model, 2)));
        assertThatThrownBy(() -> SnapshotsFile.read(file))
                .isInstanceOf(ModelFileException.class)
                .hasMessageContaining("order of their steps");
    }

    private static void write(Path file, List<Snapshot> snapshots) throws IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            SnapshotsFile.write(snapshots, out);
        }
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
