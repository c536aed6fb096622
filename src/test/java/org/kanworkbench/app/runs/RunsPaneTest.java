package org.kanworkbench.app.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.kanworkbench.app.OnScreen.await;
import static org.kanworkbench.app.OnScreen.text;
import static org.kanworkbench.app.runs.ShownRuns.clickRow;
import static org.kanworkbench.app.runs.ShownRuns.select;
import static org.kanworkbench.app.runs.ShownRuns.table;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javafx.application.Platform;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.control.Labeled;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.kanworkbench.app.PaneWindow;
import org.kanworkbench.app.WindowExtension;
import org.kanworkbench.app.chart.LinePlot;
import org.kanworkbench.app.chart.Mark;
import org.kanworkbench.app.controls.OneFile;
import org.kanworkbench.app.runs.run.RunColumn;
import org.kanworkbench.app.session.Workspace;
import org.kanworkbench.app.work.Problem;
import org.kanworkbench.data.source.DrawnDigit;
import org.kanworkbench.files.DigitFile;
import org.kanworkbench.files.tensors.Safetensors;
import org.kanworkbench.quantize.onnx.OnnxReader;
import org.kanworkbench.runs.RunDescription;
import org.kanworkbench.runs.RunGroup;
import org.kanworkbench.runs.RunKind;
import org.kanworkbench.runs.RunQuery;
import org.kanworkbench.runs.RunState;
import org.kanworkbench.runs.StoredRun;
import org.kanworkbench.runs.export.RunExport;
import org.kanworkbench.runs.recording.WorkRecorder;
import org.kanworkbench.runs.store.RunStore;
import org.kanworkbench.runs.store.StoreArchive;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.Start;
import org.testfx.framework.junit5.Stop;

/** The real pane in the real window, over a store of runs that were really trained. */
@ExtendWith(WindowExtension.class)
class RunsPaneTest {

    @TempDir
    private Path folder;

    private final Workspace workspace = new Workspace();
    private final HandTrainer trainer = new HandTrainer();
    private final ShownAgain shownAgain = new ShownAgain();
    private final OneFile file = new OneFile();
    private RunsPane pane;

    @Start
    void open(Stage stage) {
        PaneWindow.open(stage, workspace, navigator -> {
            workspace.askForFilesBy(file);
            pane = new RunsPane(workspace, navigator, trainer, shownAgain, () -> false);
            return pane;
        });
    }

    @Stop
    void close() {
        workspace.close();
    }

    private void openStore(FxRobot robot, int rows) {
        PaneWindow.openStore(robot, workspace, folder);
        await(() -> table(robot).getItems().size() == rows);
    }

    private static TableColumn<StoredRun, ?> column(FxRobot robot, String id) {
        return table(robot).getColumns().stream()
                .filter(column -> id.equals(column.getId()))
                .findFirst()
                .orElseThrow();
    }

    private static List<Long> seeds(FxRobot robot) {
        return table(robot).getItems().stream()
                .map(run -> run.description().seed())
                .toList();
    }

    @Test
    void a_head_sorts_typing_searches_and_escape_shows_all_again(FxRobot robot) throws Exception {
        for (long seed : List.of(1, 2, 3)) {
            KeptToyRuns.train(folder, seed == 2 ? "mlp" : "kal-net", seed);
        }
        openStore(robot, 3);
        assertThat(seeds(robot)).containsExactly(3L, 2L, 1L);
        // Not with the mouse: on the headless platform every click is a popup trigger, which heads don't sort by.
        robot.interact(() -> table(robot).getSortOrder().setAll(List.of(column(robot, "column-seed"))));
        await(() -> seeds(robot).equals(List.of(1L, 2L, 3L)));
        clickRow(robot, 0);
        robot.write("mlp");
        await(() -> seeds(robot).equals(List.of(2L)));
        assertThat(text(robot, "#runs-count")).isEqualTo("1 run found");
        robot.type(KeyCode.ESCAPE);
        await(() -> seeds(robot).equals(List.of(1L, 2L, 3L)));
    }

    @Test
    void several_runs_are_overlaid_deleted_and_brought_back(FxRobot robot) throws Exception {
        for (long seed : List.of(1, 2, 3)) {
            KeptToyRuns.train(folder, "kal-net", seed);
        }
        openStore(robot, 3);
        assertThat(text(robot, "#preview-title")).as("the newest at first").isEqualTo("kal-net #3");
        clickRow(robot, 0);
        Node delete = robot.lookup("#preview-delete").query();
        Bounds ofOne = delete.localToScene(delete.getLayoutBounds());
        robot.press(KeyCode.SHIFT).type(KeyCode.DOWN).release(KeyCode.SHIFT);
        await(() -> text(robot, "#preview-title").equals("2 runs selected"));
        robot.interact(() -> delete.getScene().getRoot().layout());
        assertThat(delete.localToScene(delete.getLayoutBounds()))
                .as("it stays, whatever is selected")
                .isEqualTo(ofOne);
        await(() -> robot.lookup("#preview-accuracy-plot")
                        .queryAs(LinePlot.class)
                        .series()
                        .size()
                == 2);
        assertThat(robot.lookup("#preview-loss-plot").queryAs(LinePlot.class).getYTitle())
                .isEqualTo("Cross-entropy, nats");
        robot.type(KeyCode.DELETE);
        await(() -> seeds(robot).equals(List.of(1L)));
        assertThat(text(robot, "#preview-title")).as("in their place").isEqualTo("kal-net #1");
        assertThat(text(robot, ".toast-text")).startsWith("2 runs deleted");
        robot.clickOn("Undo");
        await(() -> seeds(robot).equals(List.of(3L, 2L, 1L)));

        clickRow(robot, 2);
        robot.type(KeyCode.DELETE);
        await(() -> seeds(robot).equals(List.of(3L, 2L)));
        robot.press(KeyCode.CONTROL).type(KeyCode.Z).release(KeyCode.CONTROL);
        await(() -> seeds(robot).equals(List.of(3L, 2L, 1L)));
        assertThat(robot.lookup(".toast-text").queryAll())
                .as("what tells of it")
                .isEmpty();
    }

    @Test
    void what_is_told_moves_no_row_under_the_pointer(FxRobot robot) throws Exception {
        KeptToyRuns.train(folder, "kal-net", 1);
        KeptToyRuns.train(folder, "kal-net", 2);
        openStore(robot, 2);
        clickRow(robot, 0);
        Bounds before = bounds(robot, 1);
        robot.interact(() -> {
            workspace.tell("Something went well.");
            pane.viewModel.problem.set(new Problem("Something could not be done", "why"));
        });
        await(() -> robot.lookup(".toast-text").tryQuery().isPresent()
                && robot.lookup(".error-card").query().isVisible());
        assertThat(bounds(robot, 1)).isEqualTo(before);
    }

    private static Bounds bounds(FxRobot robot, int row) {
        Node node = robot.lookup((TableRow<?> r) -> r.isVisible() && r.getIndex() == row)
                .query();
        return node.localToScene(node.getLayoutBounds());
    }

    @Test
    void an_interrupted_run_is_resumed_by_its_number_and_one_that_cannot_be_is_told(FxRobot robot) throws Exception {
        KeptToyRuns.interrupt(folder, "kal-net", 1);
        KeptToyRuns.train(folder, "kal-net", 2);
        openStore(robot, 2);
        assertThat(workspace.library.interruptedProperty().get())
                .as("the process before this one found it")
                .isEmpty();
        robot.interact(() -> pane.runs.resume(1));
        await(() -> trainer.resumed.size() == 1);
        robot.interact(() -> pane.runs.open(2));
        await(() -> trainer.opened.size() == 1);
        robot.interact(() -> pane.runs.resume(2));
        await(() -> pane.viewModel.problem.get() != null);
        assertThat(pane.viewModel.problem.get().what()).isEqualTo("Run 2 could not be resumed");
    }

    @Test
    void a_stopped_sweep_is_resumed_where_a_finished_one_is_opened(FxRobot robot) throws Exception {
        RunDescription sweep = RunDescription.begun(RunKind.SWEEP, "mlp", "sine", 0, "vector", 0, "{}", "sweep", 384);
        try (RunStore store = RunStore.open(folder)) {
            WorkRecorder recorder = new WorkRecorder(store);
            long id = recorder.begin(sweep);
            recorder.end(id, new WorkRecorder.Outcome(RunState.STOPPED, 259, 1, "", Map.of()));
            recorder.takeUp(
                    RunDescription.begun(RunKind.SWEEP, "mlp", "sine", 0, "vector", 0, "{}", "sweep", 400), 259);
            recorder.end(id, new WorkRecorder.Outcome(RunState.STOPPED, 300, 1, "", Map.of()));
        }
        openStore(robot, 1);
        clickRow(robot, 0);
        await(() -> text(robot, "#preview-open").equals("Resume"));
        assertThat(robot.lookup("Fit 259").tryQuery()).isPresent();
        assertThat(table(robot).getItems().getFirst().description().plannedEpochs())
                .isEqualTo(400);
        assertThat(robot.lookup("Resumed").tryQuery()).isPresent();
        assertThat(pane.viewModel.ink(table(robot).getItems().getFirst()))
                .as("a sweep has no curve, and takes no colour from those that have")
                .isEmpty();
        robot.clickOn("#preview-open");
        await(() -> !shownAgain.asked.isEmpty());
        assertThat(shownAgain.asked).containsExactly("sweep 1");
    }

    @ParameterizedTest
    @EnumSource(names = {"SWEEP", "SEARCH", "FORMULA", "QUANTISATION"})
    void models_are_exported_of_work_that_has_one(RunKind kind, FxRobot robot) throws Exception {
        try (RunStore store = RunStore.open(folder)) {
            WorkRecorder recorder = new WorkRecorder(store);
            long id = recorder.begin(RunDescription.begun(kind, "mlp", "sine", 0, "vector", 0, "{}", "key", 10));
            recorder.end(id, new WorkRecorder.Outcome(RunState.FINISHED, 10, 1, "", Map.of()));
        }
        openStore(robot, 1);
        clickRow(robot, 0);
        await(() -> !item(robot, "export-csv").isDisable());
        assertThat(item(robot, "export").isDisable()).isEqualTo(kind != RunKind.QUANTISATION);
    }

    @Test
    void tags_and_notes_are_kept_when_their_field_is_left(FxRobot robot) throws Exception {
        KeptToyRuns.train(folder, "kal-net", 1);
        openStore(robot, 1);
        clickRow(robot, 0);
        robot.interact(() -> robot.lookup("#preview-tags").query().requestFocus());
        robot.write("first, baseline").type(KeyCode.ENTER);
        await(() -> table(robot).getItems().getFirst().tags().equals(List.of("first", "baseline")));
        robot.interact(() -> robot.lookup("#preview-notes").query().requestFocus());
        robot.write("slow");
        robot.interact(() -> {
            TextField name = robot.lookup("#preview-name").queryAs(TextField.class);
            name.requestFocus();
            name.clear();
        });
        robot.interact(() -> table(robot).requestFocus());
        await(() -> table(robot).getItems().getFirst().notes().equals("slow"));
        assertThat(text(robot, "#preview-title")).as("still selected").isEqualTo("kal-net #1");
        assertThat(robot.lookup("#preview-name").queryAs(TextField.class).getText())
                .isEqualTo("kal-net");
    }

    @Test
    void enter_compares_several_and_opens_one_and_escape_leads_back(FxRobot robot) throws Exception {
        KeptToyRuns.train(folder, "mlp", 2);
        KeptToyRuns.train(folder, "kal-net", 1);
        openStore(robot, 2);
        clickRow(robot, 0);
        robot.press(KeyCode.SHIFT).type(KeyCode.DOWN).release(KeyCode.SHIFT);
        robot.type(KeyCode.ENTER);
        await(() -> robot.lookup("#compare").query().isVisible());
        assertThat(text(robot, "#compare-title")).isEqualTo("2 runs compared");
        assertThat(robot.lookup("#compare-loss-plot").queryAs(LinePlot.class).getYTitle())
                .isEqualTo("Cross-entropy, nats");
        assertThat(robot.lookup("#compare-accuracy-plot")
                        .queryAs(LinePlot.class)
                        .series())
                .hasSize(2)
                .allMatch(line -> line.size() >= KeptToyRuns.EPOCHS);
        assertThat(robot.lookup("#compare-settings .differs").queryAllAs(Labeled.class))
                .extracting(Labeled::getText)
                .contains("preset", "mlp", "kal-net");
        robot.type(KeyCode.ESCAPE);
        await(() -> !robot.lookup("#compare").query().isVisible());
        clickRow(robot, 1);
        robot.type(KeyCode.ENTER);
        await(() -> trainer.opened.size() == 1);
        assertThat(trainer.opened.getFirst().run().description().preset()).isEqualTo("mlp");
    }

    @Test
    void a_compared_run_that_is_not_drawn_has_no_marks(FxRobot robot) throws Exception {
        KeptToyRuns.train(folder, "kal-net", 1);
        try (RunStore store = RunStore.open(folder)) {
            store.add(KeptToyRuns.untrainedNumbers());
        }
        KeptToyRuns.changeRate(folder, 2, 1, 0.5);
        openStore(robot, 2);
        clickRow(robot, 0);
        robot.press(KeyCode.SHIFT).type(KeyCode.DOWN).release(KeyCode.SHIFT);
        robot.type(KeyCode.ENTER);
        await(() -> robot.lookup("#compare").query().isVisible());
        assertThat(robot.lookup("#compare-accuracy-plot")
                        .queryAs(LinePlot.class)
                        .marks())
                .extracting(Mark::text)
                .isNotEmpty()
                .noneMatch(text -> text.contains("0.5"));
    }

    @Test
    void groups_lead_to_the_runs_of_a_configuration(FxRobot robot) throws Exception {
        KeptToyRuns.train(folder, "kal-net", 1);
        KeptToyRuns.train(folder, "kal-net", 2);
        KeptToyRuns.train(folder, "mlp", 1);
        openStore(robot, 3);
        clickRow(robot, 0);
        robot.write("mlp");
        await(() -> seeds(robot).size() == 1);
        assertThat(text(robot, "#runs-count")).isEqualTo("1 run found");
        robot.clickOn("#runs-group");
        assertThat(text(robot, "#runs-count")).isEmpty();
        for (String narrowing : List.of("#runs-search", "#runs-kinds", "#runs-trials")) {
            assertThat(robot.lookup(narrowing).query().isDisabled()).isTrue();
        }
        TableView<?> groups = robot.lookup("#runs-groups").queryAs(TableView.class);
        await(() -> groups.getItems().size() == 2);
        robot.interact(() -> {
            groups.requestFocus();
            groups.getSelectionModel().select(kalNet(groups));
        });
        robot.type(KeyCode.ENTER);
        await(() -> seeds(robot).equals(List.of(2L, 1L)));
        assertThat(robot.lookup("#runs-search").query().isDisabled()).isFalse();
        robot.type(KeyCode.ESCAPE);
        await(() -> seeds(robot).size() == 3);
    }

    private static int kalNet(TableView<?> groups) {
        return ((RunGroup) groups.getItems().getFirst()).preset().equals("kal-net") ? 0 : 1;
    }

    @Test
    void runs_go_out_as_files_and_all_of_them_as_an_archive_that_comes_back(FxRobot robot) throws Exception {
        KeptToyRuns.train(folder.resolve("other"), "kal-net", 1);
        openStore(robot, 0);
        Node preview = robot.lookup("#runs-preview").query();
        await(() -> robot.lookup("#runs-empty").query().isVisible() && !preview.isManaged());
        new DigitFile(folder.resolve("other")).change(none -> none.with(new DrawnDigit(new byte[784]), 3));
        robot.interact(() -> workspace.digits.open(folder, Platform::runLater));
        Path archive = folder.resolve("all.zip");
        try (RunStore other = RunStore.open(folder.resolve("other"))) {
            StoreArchive.write(other, archive);
        }
        file.choose(archive);
        choose(robot, "take-in");
        await(() -> seeds(robot).equals(List.of(1L)) && preview.isManaged());
        await(() -> workspace.digits.digitsProperty().get().digits().size() == 1);
        file.choose(folder.resolve("weights.safetensors"));
        choose(robot, "export-safetensors");
        await(() -> told("weights.safetensors"));
        assertThat(Safetensors.read(file.chosen()).names()).isNotEmpty();
        file.choose(folder.resolve("net.onnx"));
        choose(robot, "export-onnx");
        await(() -> told("net.onnx"));
        assertThat(OnnxReader.read(file.chosen())).isNotNull();
        file.choose(folder.resolve("net.html"));
        choose(robot, "export-html");
        await(() -> told("net.html"));
        assertThat(file.chosen()).content().contains("Draw with the mouse");
        file.choose(folder.resolve("scores.csv"));
        choose(robot, "export-csv");
        await(() -> told("scores.csv"));
        assertThat(Files.readAllLines(file.chosen())).hasSizeGreaterThan(KeptToyRuns.EPOCHS);
    }

    @Test
    void a_model_from_elsewhere_becomes_a_run_that_opens(FxRobot robot) throws Exception {
        KeptToyRuns.train(folder.resolve("other"), "kal-net", 1);
        file.choose(folder.resolve("net.kan"));
        try (RunStore other = RunStore.open(folder.resolve("other"))) {
            new RunExport(other).write(other.list(RunQuery.NEWEST).getFirst(), file.chosen());
        }
        openStore(robot, 0);
        choose(robot, "import-model");
        await(() -> table(robot).getItems().size() == 1);
        StoredRun run = table(robot).getItems().getFirst();
        assertThat(run.description().kind()).isEqualTo(RunKind.IMPORTED);
        assertThat(run.message()).isEqualTo("Imported from net.kan.");
        assertThat(run.bestScore()).isPresent();
        clickRow(robot, 0);
        robot.type(KeyCode.ENTER);
        await(() -> trainer.models.equals(List.of("kal-net #1")));
    }

    @Test
    void runs_without_epochs_are_compared_without_charts(FxRobot robot) throws Exception {
        try (RunStore store = RunStore.open(folder)) {
            KeptToyRuns.list(store, 2);
        }
        openStore(robot, 2);
        clickRow(robot, 0);
        robot.press(KeyCode.SHIFT).type(KeyCode.DOWN).release(KeyCode.SHIFT);
        robot.clickOn("#runs-compare");
        await(() -> robot.lookup("#compare").query().isVisible());
        assertThat(robot.lookup("#compare-curves").query().isVisible()).isFalse();
    }

    @Test
    void selected_runs_go_to_tensorboard_and_pictures_of_a_comparison_to_files(FxRobot robot) throws Exception {
        KeptToyRuns.train(folder, "kal-net", 1);
        KeptToyRuns.train(folder, "mlp", 2);
        openStore(robot, 2);
        clickRow(robot, 0);
        robot.press(KeyCode.SHIFT).type(KeyCode.DOWN).release(KeyCode.SHIFT);
        file.choose(folder.resolve("logs"));
        choose(robot, "export-tensorboard");
        await(() -> told("2 runs written"));
        assertThat(file.chosen().resolve("run-1-kal-net-1")).isDirectory();
        assertThat(file.chosen().resolve("run-2-mlp-2")).isDirectory();

        robot.clickOn("#runs-compare");
        await(() -> robot.lookup("#compare").query().isVisible());
        for (String ending : List.of(".png", ".svg", ".csv")) {
            file.choose(folder.resolve("parallel" + ending));
            robot.interact(() -> robot.lookup("#parallel-export").queryAs(MenuButton.class).getItems().stream()
                    .filter(item -> item.getText().toLowerCase().contains(ending.substring(1)))
                    .findFirst()
                    .orElseThrow()
                    .fire());
            await(() -> Files.exists(file.chosen()));
        }
        assertThat(Files.readAllLines(file.chosen()))
                .hasSize(3)
                .first()
                .asString()
                .startsWith("run,preset,");
    }

    @Test
    void problems_are_told_beside_a_comparison_and_beside_the_presets_too(FxRobot robot) throws Exception {
        KeptToyRuns.train(folder, "kal-net", 1);
        KeptToyRuns.train(folder, "mlp", 2);
        openStore(robot, 2);
        file.choose(Files.createFile(folder.resolve("no folder")).resolve("runs.zip"));
        choose(robot, "archive");
        await(() -> robot.lookup(".error-card").query().isVisible());
        assertThat(workspace.notices).as("where the card is seen").isEmpty();
        select(robot, 0, 1);
        robot.type(KeyCode.ENTER);
        await(() -> robot.lookup("#compare").query().isVisible());
        choose(robot, "archive");
        await(() -> told("The archive could not be written: "));
        robot.clickOn("#runs-tab-presets");
        robot.interact(() -> pane.runs.open(99));
        await(() -> told("Run 99 could not be opened: "));
    }

    @Test
    void closing_asks_while_archives_are_written_and_while_the_store_is_repaired(FxRobot robot) throws Exception {
        openStore(robot, 0);
        Path first = folder.resolve("runs.zip");
        Path second = folder.resolve("again.zip");
        robot.interact(() -> {
            file.choose(first);
            item(robot, "archive").fire();
            file.choose(second);
            item(robot, "archive").fire();
            assertThat(pane.losses())
                    .containsExactly(
                            "Writing all runs to " + first + " has not ended. Closing cuts it off.",
                            "Writing all runs to " + second + " has not ended. Closing cuts it off.");
        });
        await(() -> told("All runs exported to " + first) && told("All runs exported to " + second));
        robot.interact(() -> {
            assertThat(pane.losses()).isEmpty();
            workspace.library.repair(workspace::tell);
            assertThat(pane.losses())
                    .containsExactly("The experiment store is being repaired. The program ends when that is done.");
        });
        await(() -> told("Run store repaired"));
        assertThat(pane.losses()).isEmpty();
    }

    @Test
    void hyper_parameters_are_columns_that_sort(FxRobot robot) throws Exception {
        KeptToyRuns.train(folder, "mlp", 1);
        KeptToyRuns.train(folder, "kal-net", 2);
        openStore(robot, 2);
        TableColumn<StoredRun, ?> basis = column(robot, "column-basis");
        assertThat(basis.isVisible()).isFalse();
        robot.interact(() -> {
            basis.setVisible(true);
            table(robot).getSortOrder().setAll(List.of(basis));
        });
        await(() -> seeds(robot).equals(List.of(2L, 1L)));
        assertThat(RunColumn.BASIS.text(table(robot).getItems().getFirst())).isEqualTo("legendre");
        assertThat(RunColumn.LAYERS.text(table(robot).getItems().getFirst())).isEqualTo("2 → 8 → 2");
        assertThat(RunColumn.LEARNING_RATE
                        .value(table(robot).getItems().getFirst())
                        .getAsDouble())
                .isEqualTo(KeptToyRuns.configuration("kal-net", 2).recipe().learningRate());
    }

    private boolean told(String part) {
        return workspace.notices.stream().anyMatch(notice -> notice.text().contains(part));
    }

    private static void choose(FxRobot robot, String item) {
        robot.interact(() -> item(robot, item).fire());
    }

    private static MenuItem item(FxRobot robot, String id) {
        return robot.lookup("#runs-files").queryAs(MenuButton.class).getItems().stream()
                .flatMap(i ->
                        i instanceof Menu menu ? Stream.concat(Stream.of(i), menu.getItems().stream()) : Stream.of(i))
                .filter(i -> id.equals(i.getId()))
                .findFirst()
                .orElseThrow();
    }
}
