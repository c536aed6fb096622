package org.kanworkbench.runs.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.kanworkbench.files.model.StartWeights;
import org.kanworkbench.network.Model;
import org.kanworkbench.runs.RunState;
import org.kanworkbench.runs.StoreException;
import org.kanworkbench.runs.recording.Recording;
import org.kanworkbench.runs.recording.RunRecorder;
import org.kanworkbench.runs.store.StoreCheck.Finding;
import org.kanworkbench.training.Configuration;
import org.kanworkbench.training.Engines;
import org.kanworkbench.training.TrainingEvent;
import org.kanworkbench.training.TrainingEvent.Finished;
import org.kanworkbench.training.loop.TrainingRun;

/** A disk that is really full, and one that may really not be written: in memory, where the system lets the tests mount it. */
@Timeout(120)
class SmallDiskTest {

    private static final int MEGABYTES = 8;
    private static final int LEFT = 40_000;

    @TempDir
    private Path folder;

    private Path disk;
    private boolean mounted;

    @BeforeEach
    void mount() throws Exception {
        disk = Files.createDirectory(folder.resolve("disk"));
        mounted = runs("mount", "-t", "tmpfs", "-o", "size=" + MEGABYTES + "m", "tmpfs", disk.toString());
        assumeThat(mounted).as("the tests may mount a disk").isTrue();
    }

    @AfterEach
    void unmount() throws Exception {
        if (mounted) {
            assertThat(runs("umount", disk.toString())).isTrue();
        }
    }

    private static boolean runs(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException _) {
            return false;
        }
    }

    private static Finished train(RunStore store, Consumer<StoreException> failed) throws Exception {
        Configuration configuration = KilledTraining.configuration();
        Configuration shorter = new Configuration(
                configuration.preset(),
                configuration.data(),
                configuration.network(),
                configuration.recipe().withEpochs(5),
                configuration.seed(),
                1,
                configuration.engine());
        List<TrainingEvent> events = new ArrayList<>();
        try (RunRecorder recorder =
                new Recording(store).begin(shorter, shorter.data().load(), failed)) {
            TrainingRun.start(
                            Engines.VECTOR,
                            shorter,
                            shorter.data().load(),
                            StartWeights::read,
                            Duration.ZERO,
                            ((Consumer<TrainingEvent>) events::add).andThen(recorder))
                    .await();
        }
        return (Finished) events.getLast();
    }

    private static void never(StoreException e) {
        throw new AssertionError(e);
    }

    /** Fills the disk but for a little. */
    private Path fill() throws IOException {
        Path ballast = disk.resolve("ballast");
        try (OutputStream out = Files.newOutputStream(ballast)) {
            long room = Files.getFileStore(disk).getUsableSpace() - LEFT;
            for (byte[] block = new byte[4096]; room > 0; room -= block.length) {
                out.write(block);
            }
        }
        return ballast;
    }

    @Test
    void a_full_disk_ends_the_keeping_and_nothing_else() throws Exception {
        List<StoreException> told = Collections.synchronizedList(new ArrayList<>());
        Model kept;
        Path ballast;
        try (RunStore store = RunStore.open(disk)) {
            kept = train(store, SmallDiskTest::never).model();
            ballast = fill();

            Finished other = train(store, told::add);

            assertThat(other.model()).as("trained to its end").isEqualTo(kept);
            assertThat(told).hasSize(1);
            assertThat(told.getFirst()).hasMessageContaining("free some space").hasMessageNotContaining("\n");
            assertThat(new Recording(store)
                            .model(store.run(1).orElseThrow())
                            .orElseThrow()
                            .model())
                    .isEqualTo(kept);
        }
        try (RunStore store = RunStore.open(disk)) {
            assertThat(new Recording(store)
                            .model(store.run(1).orElseThrow())
                            .orElseThrow()
                            .model())
                    .as("with the disk full")
                    .isEqualTo(kept);
            StoreArchive.write(store, folder.resolve("elsewhere.zip"));
        }
        Files.delete(ballast);
        assertThat(StoreCheck.run(disk).findings()).allMatch(Finding::repaired);
        try (RunStore store = RunStore.open(disk)) {
            assertThat(store.run(1).orElseThrow().state()).isEqualTo(RunState.FINISHED);
            assertThat(store.run(2).orElseThrow().state()).isEqualTo(RunState.INTERRUPTED);
        }
    }

    /** A repair that fails for want of space has lost nothing: it can be repeated with more. */
    @Test
    void a_repair_on_a_full_disk_leaves_the_damaged_database_for_the_next() throws Exception {
        try (RunStore store = RunStore.open(disk)) {
            train(store, SmallDiskTest::never);
            store.rename(1, "the good one");
        }
        Path database = disk.resolve(RunStore.DATABASE);
        byte[] bytes = Files.readAllBytes(database);
        // The number of free pages, which only a check reads.
        bytes[39] ^= 5;
        Files.write(database, bytes);
        Path ballast = fill();
        try (OutputStream rest = Files.newOutputStream(disk.resolve("rest"))) {
            rest.write(new byte[LEFT]);
        } catch (IOException _) {
            // As full as can be.
        }

        assertThatThrownBy(() -> StoreCheck.run(disk)).isInstanceOf(IOException.class);
        assertThat(database).hasBinaryContent(bytes);

        Files.delete(ballast);
        Files.delete(disk.resolve("rest"));
        assertThat(StoreCheck.run(disk).findings()).allMatch(Finding::repaired);
        try (RunStore store = RunStore.open(disk)) {
            assertThat(store.run(1).orElseThrow().title()).isEqualTo("the good one");
            assertThat(store.metrics(1)).isNotEmpty();
        }
    }

    @Test
    void a_store_that_may_not_be_written_is_read_and_says_so() throws Exception {
        Model kept;
        try (RunStore store = RunStore.open(disk)) {
            kept = train(store, SmallDiskTest::never).model();
        }
        assertThat(runs("mount", "-o", "remount,ro", disk.toString())).isTrue();

        try (RunStore store = RunStore.open(disk)) {
            assertThat(store.readOnly()).isTrue();
            assertThat(store.refusal()).contains("may not be written").contains("KANWORKBENCH_HOME");
            assertThat(store.metrics(1)).isNotEmpty();
            assertThat(new Recording(store)
                            .model(store.run(1).orElseThrow())
                            .orElseThrow()
                            .model())
                    .isEqualTo(kept);
            assertThatThrownBy(() -> store.delete(List.of(1L)))
                    .isInstanceOf(StoreException.class)
                    .hasMessage(store.refusal());
        }
        assertThatThrownBy(() -> RunStore.open(disk.resolve("none there")))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("may not be written")
                .hasMessageNotContaining("\n");
        assertThatThrownBy(() -> StoreCheck.run(disk))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("may not be written");

        assertThat(runs("mount", "-o", "remount,rw", disk.toString())).isTrue();
        try (RunStore store = RunStore.open(disk)) {
            assertThat(store.readOnly()).isFalse();
        }
    }
}
