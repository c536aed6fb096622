package org.kanworkbench.app.runs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.kanworkbench.app.runs.compare.RunAxis;
import org.kanworkbench.app.runs.run.RunReading;
import org.kanworkbench.app.session.Notice;
import org.kanworkbench.app.session.StoredTraining;
import org.kanworkbench.app.session.Workspace;
import org.kanworkbench.app.work.Threads;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.data.source.DataSource;
import org.kanworkbench.files.ModelFileException;
import org.kanworkbench.files.model.ConfigurationText;
import org.kanworkbench.files.model.StartWeights;
import org.kanworkbench.runs.Metric;
import org.kanworkbench.runs.Queued;
import org.kanworkbench.runs.RunKind;
import org.kanworkbench.runs.RunQuery;
import org.kanworkbench.runs.RunState;
import org.kanworkbench.runs.StoredRun;
import org.kanworkbench.runs.recording.Recording;
import org.kanworkbench.runs.store.RunStore;
import org.kanworkbench.training.Configuration;

/** What is done with kept runs, without a window; the test's thread is the interface thread. */
@Timeout(60)
class RunActionsTest {

    private final BlockingQueue<Runnable> ui = new LinkedBlockingQueue<>();
    private final Workspace workspace = new Workspace();
    private final HandTrainer trainer = new HandTrainer();
    private RunsViewModel list;
    private RunActions actions;
    private String shown = "";

    @TempDir
    private Path folder;

    @AfterEach
    void close() {
        workspace.close();
    }

    private void open() throws InterruptedException {
        list = new RunsViewModel(workspace, new Threads(workspace.background(), ui::add));
        workspace.queue.serve(RunKind.TRAINING, trainer.busy, (work, turn) -> {
            try {
                turn.began(trainer.train(ConfigurationText.parse(work.configuration(), "the queue"), null, null));
            } catch (ModelFileException e) {
                turn.refused(e.getMessage());
            }
        });
        actions = new RunActions(list, trainer, new ShownAgain(), id -> shown = id, workspace.queue);
        workspace.library.open(folder, ui::add);
        until(() -> list.readProperty().get());
    }

    private void until(BooleanSupplier condition) throws InterruptedException {
        while (!condition.getAsBoolean()) {
            ui.take().run();
        }
    }

    private StoredRun newest() {
        return list.rows.getFirst();
    }

    @Test
    void an_opened_run_has_its_last_weights_scores_and_all_moments() throws Exception {
        KeptToyRuns.train(folder, "kal-net", 7);
        open();
        actions.open(newest());
        until(() -> !trainer.opened.isEmpty());
        StoredTraining kept = trainer.opened.getFirst();
        RunStore store = workspace.library.storeProperty().get();
        assertThat(shown).isEqualTo("train");
        assertThat(kept.configuration()).isEqualTo(KeptToyRuns.configuration("kal-net", 7));
        assertThat(kept.model().orElseThrow())
                .isEqualTo(new Recording(store).model(newest()).orElseThrow().model());
        Metric last = kept.metrics().getLast();
        assertThat(last.epoch()).isEqualTo(KeptToyRuns.EPOCHS);
        assertThat(kept.evaluation().orElseThrow().score()).isEqualTo(last.testScore());
        assertThat(kept.snapshots()).hasSizeGreaterThan(KeptToyRuns.EPOCHS);
    }

    @Test
    void a_run_of_a_table_that_has_changed_keeps_its_scaling_and_says_so() throws Exception {
        Path table = folder.resolve("t.csv");
        writeTable(table, "x,y,kind", 1, 60);
        DataSource source = new DataSource.CsvFile(table);
        Dataset before = source.load();
        Configuration toy = KeptToyRuns.configuration("kal-net", 7);
        KeptToyRuns.train(
                folder,
                new Configuration(
                        toy.preset(), source, toy.network(), toy.recipe(), toy.seed(), toy.threads(), toy.engine()),
                before,
                Integer.MAX_VALUE / 1000);
        open();
        actions.open(newest());
        until(() -> trainer.opened.size() == 1);
        assertThat(workspace.notices).isEmpty();

        writeTable(table, "x,y,kind", 10, 60);
        actions.open(newest());
        until(() -> trainer.opened.size() == 2);
        StoredTraining kept = trainer.opened.getLast();
        assertThat(kept.dataset().scaling()).isEqualTo(before.scaling());
        assertThat(kept.chosen().scaling()).as("of the next run").isNotEqualTo(before.scaling());
        writeTable(table, "x,y,kind", 1, 70);
        actions.open(newest());
        until(() -> trainer.opened.size() == 3);
        assertThat(workspace.notices)
                .extracting(Notice::text)
                .containsExactly(
                        "Run 1 is opened on other data: columns or classes of 't' have changed since run 1 began: its"
                                + " scores are now of the changed data",
                        "Run 1 is opened on other data: the data set 't' has changed since run 1 began: its scores are"
                                + " now of the changed data");

        writeTable(table, "x,z,kind", 1, 60);
        actions.open(newest());
        until(() -> list.problem.get() != null);
        assertThat(list.problem.get().details())
                .isEqualTo("t has no column y, which the model was trained on: choose a table with it");
    }

    @Test
    void a_run_that_began_with_weights_leaves_the_table_as_others_choose_it() throws Exception {
        Path table = folder.resolve("t.csv");
        writeTable(table, "x,y,kind", 10, 60);
        DataSource source = new DataSource.CsvFile(table);
        Configuration toy = KeptToyRuns.configuration("kal-net", 7);
        Configuration base = new Configuration(
                toy.preset(), source, toy.network(), toy.recipe(), toy.seed(), toy.threads(), toy.engine());
        Dataset other = source.load();
        KeptToyRuns.train(folder, base, other, Integer.MAX_VALUE / 1000);
        Path start;
        try (RunStore store = RunStore.open(folder)) {
            StoredRun first = store.list(RunQuery.NEWEST).getFirst();
            start = StartWeights.keep(new RunReading(store).model(first), folder, "begin");
        }
        writeTable(table, "x,y,kind", 1, 60);
        Dataset chosen = source.load();
        Configuration tuned = base.withStart(start.toString());
        KeptToyRuns.train(folder, tuned, StartWeights.scaled(chosen, tuned), Integer.MAX_VALUE / 1000);
        open();
        actions.open(newest());
        until(() -> trainer.opened.size() == 1);
        StoredTraining kept = trainer.opened.getLast();
        assertThat(kept.dataset().scaling()).isEqualTo(other.scaling());
        assertThat(kept.chosen().scaling()).isEqualTo(chosen.scaling());
    }

    private static void writeTable(Path table, String header, int scale, int rows) throws IOException {
        StringBuilder text = new StringBuilder(header + "\n");
        for (int row = 0; row < rows; row++) {
            text.append(scale * (row * 7 % 13))
                    .append(',')
                    .append(scale * (row % 5))
                    .append(row % 2 == 0 ? ",even\n" : ",odd\n");
        }
        Files.writeString(table, text);
    }

    @Test
    void what_follows_a_run_that_cannot_be_brought_back_happens_all_the_same() throws Exception {
        List<String> then = new ArrayList<>();
        KeptToyRuns.train(folder, "kal-net", 7);
        open();
        workspace.library.storeProperty().get().close();
        actions.reopen(1, () -> then.add("no store to read"));
        until(() -> !then.isEmpty());
        assertThat(trainer.opened).isEmpty();
    }

    @Test
    void an_interrupted_run_goes_on_from_its_checkpoint_without_what_came_later() throws Exception {
        KeptToyRuns.interrupt(folder, "kal-net", 7);
        open();
        assertThat(newest().state()).isEqualTo(RunState.INTERRUPTED);
        assertThat(actions.canResume(newest())).isTrue();
        actions.resume(newest());
        actions.resume(newest());
        until(() -> !trainer.resumed.isEmpty() && !actions.workingProperty().get());
        assertThat(trainer.resumed).as("pressed twice").hasSize(1);
        StoredTraining kept = trainer.resumed.getFirst();
        long step = kept.checkpoint().orElseThrow().step();
        assertThat(kept.untilCheckpoint().metrics()).isNotEmpty().allMatch(m -> m.step() <= step);
        assertThat(kept.untilCheckpoint().snapshots()).allMatch(m -> m.step() <= step);
        actions.resume(newest());
        until(() -> trainer.resumed.size() == 2);
    }

    @Test
    void new_seeds_are_ones_that_no_run_of_the_configuration_has_had() throws Exception {
        for (long seed : List.of(3, 8, 5)) {
            KeptToyRuns.train(folder, "kal-net", seed);
        }
        open();
        actions.repeat(newest(), 3);
        until(() -> !trainer.trained.isEmpty());
        assertThat(workspace.queue.works())
                .extracting(Queued::title)
                .first()
                .asString()
                .endsWith("kal-net · seed 9");
        actions.repeat(newest(), 1);
        until(() -> workspace.queue.works().size() == 4);
        assertThat(workspace.queue.works())
                .extracting(Queued::title)
                .last()
                .asString()
                .as("those that wait count, too")
                .endsWith("kal-net · seed 12");
        trainer.busy.set(false);
        until(() -> trainer.trained.size() == 2);
        trainer.busy.set(false);
        until(() -> trainer.trained.size() == 3);
        trainer.busy.set(false);
        until(() -> trainer.trained.size() == 4);
        trainer.busy.set(false);
        until(() -> workspace.queue.works().isEmpty());
        assertThat(trainer.trained).extracting(Configuration::seed).containsExactly(9L, 10L, 11L, 12L);
        assertThat(trainer.trained)
                .allSatisfy(c -> assertThat(c.recipe())
                        .isEqualTo(KeptToyRuns.configuration("kal-net", 3).recipe()));
    }

    @Test
    void repetitions_wait_for_the_run_that_goes_on() throws Exception {
        KeptToyRuns.train(folder, "kal-net", 3);
        open();
        trainer.busy.set(true);
        actions.repeat(newest());
        until(() -> !workspace.queue.works().isEmpty());
        assertThat(trainer.trained).isEmpty();
        trainer.busy.set(false);
        until(() -> !trainer.trained.isEmpty());
    }

    @Test
    void repetitions_leave_a_queue_paused_in_which_others_wait() throws Exception {
        KeptToyRuns.train(folder, "kal-net", 3);
        open();
        workspace.queue.add(List.of(Queued.search("a search", "{}", 1, 0)));
        actions.repeat(newest());
        until(() -> workspace.queue.works().size() == 2);
        assertThat(workspace.queue.goingProperty().get()).isFalse();
    }

    @Test
    void a_configuration_is_shown_to_be_changed() throws Exception {
        KeptToyRuns.train(folder, "mlp", 3);
        open();
        actions.edit(newest());
        assertThat(trainer.edited).containsExactly(KeptToyRuns.configuration("mlp", 3));
    }

    @Test
    void compared_runs_show_in_what_they_differ_and_one_axis_for_what_changes_together() throws Exception {
        KeptToyRuns.train(folder, "kal-net", 1);
        KeptToyRuns.train(folder, "kal-net", 2);
        KeptToyRuns.train(folder, "mlp", 2);
        open();
        list.selected.setAll(list.rows);
        CompareViewModel compare = new CompareViewModel(list);
        compare.compare();
        until(() -> !compare.comparedProperty().get().isEmpty());
        assertThat(compare.names()).containsExactly("mlp #3", "kal-net #2", "kal-net #1");
        assertThat(compare.settings(false)).allMatch(CompareViewModel.Setting::differs);
        assertThat(compare.settings(false).stream()
                        .limit(2)
                        .map(s -> Map.entry(s.name(), s.values()))
                        .toList())
                .containsExactly(
                        Map.entry("preset", List.of("mlp", "kal-net", "kal-net")),
                        Map.entry("seed", List.of("2", "2", "1")));
        assertThat(compare.settings(true)).anyMatch(s -> s.name().equals("epochs") && !s.differs());
        assertThat(compare.settings(true))
                .flatExtracting(CompareViewModel.Setting::values)
                .contains("yes")
                .doesNotContain("true", "false")
                .noneMatch(value -> value.matches("-.*|.*\\.0"));
        assertThat(compare.axes())
                .extracting(RunAxis::name)
                .startsWith("preset")
                .contains("seed")
                .endsWith("Parameters", "Time, s", "Last accuracy, %");
        workspace.library.storeProperty().get().add(KeptToyRuns.untrainedNumbers());
        workspace.library.changed();
        until(() -> list.rows.size() == 4);
        list.selected.setAll(list.rows);
        compare.compare();
        until(() -> compare.runs().size() == 4);
        assertThat(compare.axes())
                .extracting(RunAxis::name)
                .as("the first run has no scores")
                .endsWith("Last accuracy, %");
        assertThat(compare.axes().stream().map(RunAxis::pattern).toList().subList(0, 2))
                .doesNotHaveDuplicates();
    }
}
