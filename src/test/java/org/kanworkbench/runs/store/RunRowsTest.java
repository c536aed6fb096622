package org.kanworkbench.runs.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kanworkbench.runs.Metric;
import org.kanworkbench.runs.Queued;
import org.kanworkbench.runs.RunDescription;
import org.kanworkbench.runs.RunEvent;
import org.kanworkbench.runs.RunFiles;
import org.kanworkbench.runs.RunKind;
import org.kanworkbench.runs.RunPage;
import org.kanworkbench.runs.RunQuery;
import org.kanworkbench.runs.RunState;
import org.kanworkbench.runs.StoreException;
import org.kanworkbench.runs.StoredFile;
import org.kanworkbench.runs.StoredRun;

/** What is written into the store, field by field, and found in it. */
class RunRowsTest {

    @TempDir
    private Path folder;

    @Test
    void everything_of_a_run_comes_back_as_it_was() throws IOException {
        RunDescription described = new RunDescription(
                "a", RunKind.SEARCH, "kal-net", "MNIST", 7, "opencl", 100, "{}", "key", 3, 1_700_000_000_123L, "Java");
        OptionalDouble none = OptionalDouble.empty();
        StoredFile model = new StoredFile("model.kan", 12, "ab", 5, 0.5, OptionalDouble.of(0.25));
        StoredFile part = new StoredFile("moments/1", 13, "cd", 4, 0.4, none);
        Metric metric = new Metric(
                5, 0.5, false, 1, 2, 3, 4, OptionalDouble.of(5), OptionalDouble.of(6), OptionalDouble.of(7), 8, 9, 10);
        RunEvent changed = RunStoreTest.event(5, 0.5, RunEvent.Kind.LEARNING_RATE, OptionalDouble.of(0.001));
        Queued waiting = new Queued("b", RunKind.SEARCH, "y", "{}", 30, 2.5, 0);
        Queued begun = new Queued("c", RunKind.TRAINING, "z", "{}", 0, 0, 1);
        Instant before = Instant.now().minusMillis(1);
        try (RunStore store = RunStore.open(folder)) {
            assertThat(store.add(described)).isOne();
            store.add(1, model);
            store.add(1, part);
            store.add(1, metric);
            store.add(1, changed);
            store.progressed(1, 1, 1.5);
            store.progressed(1, 2, 1);
            store.queue(List.of(waiting));
            store.queue(List.of(begun, waiting));
            assertThat(store.reserve()).isEqualTo(2);
        }
        try (RunStore store = RunStore.open(folder)) {
            assertThat(store.run(1).orElseThrow())
                    .returns(described, StoredRun::description)
                    .returns(Optional.empty(), StoredRun::ended)
                    .returns(2.5, StoredRun::seconds)
                    .returns(2.0, StoredRun::epochs)
                    .returns(OptionalDouble.of(3), StoredRun::lastLoss)
                    .returns(OptionalDouble.of(4), StoredRun::lastScore)
                    .returns(none, StoredRun::bestScore);
            assertThat(store.storedFiles(1)).containsExactly(part, model);
            assertThat(store.metrics(1)).containsExactly(metric);
            assertThat(store.events(1)).contains(changed);
            assertThat(store.queued()).containsExactly(begun, waiting);

            store.remove(1, "moments/1");
            store.took(1, 4);
            assertThat(store.storedFiles(1)).containsExactly(model);
            assertThat(store.run(1).orElseThrow().seconds()).isEqualTo(4);
            store.scored(1, 0.75);
            store.end(1, RunState.FAILED, 5, "why");
            assertThat(store.run(1).orElseThrow())
                    .returns("why", StoredRun::message)
                    .returns(5.0, StoredRun::seconds)
                    .returns(OptionalDouble.of(0.75), StoredRun::bestScore)
                    .returns(OptionalDouble.of(0.75), StoredRun::lastScore)
                    .extracting(run -> run.ended().orElseThrow())
                    .satisfies(ended -> assertThat(ended).isBetween(before, Instant.now()));
            assertThat(store.queued()).as("what failed waits no longer").containsExactly(waiting);
            store.queue(List.of());
            assertThat(store.queued()).isEmpty();
        }
    }

    @Test
    void the_run_that_left_a_model_is_the_newest_with_its_bytes() throws IOException {
        Path file = Files.writeString(folder.resolve("found.kan"), "weights");
        try (RunStore store = RunStore.open(folder)) {
            for (String name : List.of("a", "b", "c")) {
                long id = store.add(RunStoreTest.run(name, "kal-net", 0));
                store.add(id, new StoredFile(RunFiles.MODEL, 7, RunFiles.sha256(file), 0, 0, OptionalDouble.empty()));
            }
            store.delete(List.of(3L));

            assertThat(store.trained(file)).map(StoredRun::id).contains(2L);
            Files.writeString(file, "others");
            assertThat(store.trained(file)).isEmpty();
        }
    }

    @Test
    void a_page_knows_how_many_there_are_on_all() throws StoreException {
        try (RunStore store = RunStore.open(folder)) {
            store.addAll(List.of(
                    RunStoreTest.run("a", "mlp", 0), RunStoreTest.run("b", "mlp", 1), RunStoreTest.run("c", "mlp", 2)));
            for (int[] page : new int[][] {{0, 2, 2}, {0, 3, 3}, {0, 4, 3}, {2, 2, 1}, {3, 2, 0}, {9, 2, 0}}) {
                RunPage found = store.page(RunQuery.NEWEST.page(page[0], page[1]));
                assertThat(found.runs())
                        .as("from %d, %d at most", page[0], page[1])
                        .hasSize(page[2]);
                assertThat(found.total())
                        .as("from %d, %d at most", page[0], page[1])
                        .isEqualTo(3);
            }
            assertThat(store.page(RunQuery.NEWEST.withText("kal")).total()).isZero();
        }
    }
}
