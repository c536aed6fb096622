package org.kanworkbench.runs.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kanworkbench.data.Sha256;
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
import org.kanworkbench.runs.export.RunExport;

/** What is written into the store, field by field, and found in it. */
class RunRowsTest {

    private static final OptionalDouble NONE = OptionalDouble.empty();
    private static final Metric METRIC = metric(OptionalDouble.of(5), OptionalDouble.of(6));

    @TempDir
    private Path folder;

    private static Metric metric(OptionalDouble validationLoss, OptionalDouble validationScore) {
        return new Metric(5, 0.5, false, 1, 2, 3, 4, validationLoss, validationScore, OptionalDouble.of(7), 8, 9, 10);
    }

    @Test
    void everything_of_a_run_comes_back_as_it_was() throws IOException {
        RunDescription described = new RunDescription(
                "a", RunKind.SEARCH, "kal-net", "MNIST", 7, "opencl", 100, "{}", "key", 3, 1_700_000_000_123L, "Java");
        StoredFile model = new StoredFile("model.kan", 12, "ab", 5, 0.5, OptionalDouble.of(0.25));
        StoredFile part = new StoredFile("moments/1", 13, "cd", 4, 0.4, NONE);
        RunEvent changed = RunStoreTest.event(5, 0.5, RunEvent.Kind.LEARNING_RATE, OptionalDouble.of(0.001));
        Queued waiting = new Queued("b", RunKind.SEARCH, "y", "{}", 30, 2.5, 0);
        Queued begun = new Queued("c", RunKind.TRAINING, "z", "{}", 0, 0, 1);
        Instant before = Instant.now().minusMillis(1);
        try (RunStore store = RunStore.open(folder)) {
            assertThat(store.add(described)).isOne();
            store.add(1, model);
            store.add(1, part);
            store.add(1, METRIC);
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
                    .returns(NONE, StoredRun::bestScore);
            assertThat(store.storedFiles(1)).containsExactly(part, model);
            assertThat(store.metrics(1)).containsExactly(METRIC);
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
            store.delete(List.of(1L));
        }
        try (RunStore store = RunStore.open(folder)) {
            assertThat(store.reserve())
                    .as("the number of a run that is gone is not given again")
                    .isEqualTo(2);
        }
    }

    @Test
    void the_run_that_left_a_model_is_the_newest_with_its_bytes() throws IOException {
        Path file = Files.writeString(folder.resolve("found.kan"), "weights");
        try (RunStore store = RunStore.open(folder)) {
            for (String name : List.of("a", "b", "c")) {
                long id = store.add(RunStoreTest.run(name, "kal-net", 0));
                store.add(id, new StoredFile(RunFiles.MODEL, 7, Sha256.of(file), 0, 0, OptionalDouble.empty()));
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

    private void assertExported(RunStore store, long id, String columns, String values, String scores)
            throws IOException {
        StoredRun run = store.run(id).orElseThrow();
        Path csv = folder.resolve("run.csv");
        Path json = folder.resolve("run.json");
        new RunExport(store).write(run, csv);
        new RunExport(store).write(run, json);

        assertThat(csv).content().isEqualToNormalizingNewlines(columns + "\n" + values + "\n");
        JsonNode content = new ObjectMapper().readTree(Files.readString(json));
        assertThat(content.at("/run/id").asLong()).isEqualTo(id);
        assertThat(content.at("/run/preset").asText()).isEqualTo("kal-net");
        assertThat(content.get("metrics").toString().replace('"', '\''))
                .isEqualTo("[{'step':5,'epoch':0.5,'epochEnd':false,'trainLoss':1.0," + scores
                        + ",'learningRate':8.0,'msPerStep':9.0,'seconds':10.0}]");
        assertThat(content.get("events").toString().replace('"', '\''))
                .isEqualTo(
                        "[{'step':5,'epoch':0.5,'at':'2023-11-14T22:13:20.123Z','kind':'LEARNING_RATE','value':0.001},"
                                + "{'step':6,'epoch':0.6,'at':'2023-11-14T22:13:20.123Z','kind':'PAUSED','value':null}]");
    }

    @Test
    void scores_are_exported_for_other_programs() throws IOException {
        String numbers = "{\"recipe\" : {\"loss\" : \"MSE\"}}";
        try (RunStore store = RunStore.open(folder)) {
            store.add(RunStoreTest.run("a", "kal-net", 7));
            store.add(RunStoreTest.run("b", "kal-net", 7).configured(numbers, "numbers"));
            store.add(RunStoreTest.run("c", "kal-net", 7));
            store.add(1, METRIC);
            store.add(2, METRIC);
            store.add(3, metric(OptionalDouble.of(3), OptionalDouble.of(4)));
            for (long id = 1; id <= 3; id++) {
                store.add(id, RunStoreTest.event(5, 0.5, RunEvent.Kind.LEARNING_RATE, OptionalDouble.of(0.001)));
                store.add(id, RunStoreTest.event(6, 0.6, RunEvent.Kind.PAUSED, NONE));
            }

            String classes = "step,epoch,epoch_end,train_loss,train_accuracy,test_loss,test_accuracy,validation_loss,"
                    + "validation_accuracy,learning_rate,ms_per_step,seconds";
            assertExported(
                    store,
                    1,
                    classes,
                    "5,0.5,false,1.0,2.0,3.0,4.0,5.0,6.0,8.0,9.0,10.0",
                    "'trainAccuracy':2.0,'testLoss':3.0,'testAccuracy':4.0,'testR2':7.0,'validationLoss':5.0,'validationAccuracy':6.0");
            assertExported(
                    store,
                    2,
                    classes.replace("accuracy", "rmse") + ",test_r2",
                    "5,0.5,false,1.0,2.0,3.0,4.0,5.0,6.0,8.0,9.0,10.0,7.0",
                    "'trainRmse':2.0,'testLoss':3.0,'testRmse':4.0,'testR2':7.0,'validationLoss':5.0,'validationRmse':6.0");
            // Told its validation scores as those on a test set that it has not.
            assertExported(
                    store,
                    3,
                    classes,
                    "5,0.5,false,1.0,2.0,,,3.0,4.0,8.0,9.0,10.0",
                    "'trainAccuracy':2.0,'validationLoss':3.0,'validationAccuracy':4.0");
        }
    }

    @Test
    void scores_that_are_no_numbers_are_null_in_json() throws IOException {
        try (RunStore store = RunStore.open(folder)) {
            store.add(RunStoreTest.run("a", "kal-net", 7));
            store.add(1, new Metric(5, 0.5, false, Double.NaN, 2, 3, 4, NONE, NONE, NONE, 8, 9, 10));
            Path json = folder.resolve("run.json");
            new RunExport(store).write(store.run(1).orElseThrow(), json);
            assertThat(new ObjectMapper()
                            .readTree(json.toFile())
                            .at("/metrics/0/trainLoss")
                            .isNull())
                    .isTrue();
        }
    }

    @Test
    void a_model_is_exported_as_it_is_or_said_to_be_missing() throws IOException {
        Path file = folder.resolve("run.kan");
        try (RunStore store = RunStore.open(folder)) {
            RunExport export = new RunExport(store);
            store.add(RunStoreTest.run("a", "kal-net", 7));
            StoredRun run = store.run(1).orElseThrow();
            assertThatThrownBy(() -> export.write(run, file)).hasMessageContaining("run 1 has no model: it still runs");
            store.end(1, RunState.STOPPED, 1, "");
            StoredRun stopped = store.run(1).orElseThrow();
            assertThatThrownBy(() -> export.write(stopped, file)).hasMessageContaining("`runs resume 1` resumes it");

            Files.createDirectories(store.files("a").folder());
            Files.writeString(store.files("a").file(RunFiles.MODEL), "weights");
            export.write(stopped, file);
            assertThat(file).hasContent("weights");

            store.rewind(1, 0, 0);
            StoredRun resumed = store.run(1).orElseThrow();
            assertThatThrownBy(() -> export.write(resumed, file))
                    .as("its weights are of the stop before")
                    .hasMessageContaining("run 1 has no model: it still runs");
        }
    }
}
