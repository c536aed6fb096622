package org.kanworkbench.app.quantize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.kanworkbench.app.OnScreen.await;
import static org.kanworkbench.app.OnScreen.text;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.ListView;
import javafx.scene.control.TabPane;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import javafx.stage.Window;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.kanworkbench.app.PaneWindow;
import org.kanworkbench.app.WholeWindow;
import org.kanworkbench.app.WindowExtension;
import org.kanworkbench.app.models.OpenModel;
import org.kanworkbench.app.quantize.scheme.SchemePicture;
import org.kanworkbench.app.quantize.scheme.SchemeRow;
import org.kanworkbench.app.session.Workspace;
import org.kanworkbench.app.shell.LayoutWalk;
import org.kanworkbench.app.shell.WindowSizes;
import org.kanworkbench.app.shell.WorkbenchWindow;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.data.source.DataSource;
import org.kanworkbench.data.source.ToyShape;
import org.kanworkbench.engine.Network;
import org.kanworkbench.files.model.SavedModel;
import org.kanworkbench.network.Preset;
import org.kanworkbench.quantize.compare.Comparison.Timing;
import org.kanworkbench.quantize.compare.RoundingHistogram;
import org.kanworkbench.quantize.compare.SchemeResult;
import org.kanworkbench.runs.RunDescription;
import org.kanworkbench.runs.RunKind;
import org.kanworkbench.runs.RunState;
import org.kanworkbench.runs.recording.WorkRecorder;
import org.kanworkbench.runs.store.RunStore;
import org.kanworkbench.training.Configuration;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.Start;

/** Moves and clicks with a robot in the real window; all that is shown is there to be read in every window. */
@ExtendWith(WindowExtension.class)
class QuantizePaneTest {

    private final WholeWindow whole = new WholeWindow();
    private final Workspace workspace = whole.workspace();
    private WorkbenchWindow window;
    private Stage stage;

    @Start
    void start(Stage shown) {
        stage = shown;
        whole.open(stage, "quantize");
        window = whole.window();
    }

    @AfterEach
    void close() {
        workspace.close();
    }

    private void open(FxRobot robot) {
        DataSource.Toy moons = new DataSource.Toy(ToyShape.MOONS, 0.1, 400, 0);
        open(robot, "kal-net", moons, moons.load());
    }

    private void open(FxRobot robot, String named, DataSource source, Dataset dataset) {
        Preset preset = source.fitted(
                Preset.named(named).orElseThrow(), dataset.target().loss(), dataset.inputs());
        Configuration configuration = new Configuration(
                named,
                source,
                preset.network(dataset.inputs(), dataset.outputs()),
                preset.recipe(),
                0,
                1,
                Configuration.VECTOR);
        robot.interact(() -> {
            OpenModel model = workspace.open(named + " #1", dataset);
            model.describe(weights -> SavedModel.trained(weights, configuration, dataset, OptionalDouble.empty()));
            model.update(Network.initialize(configuration.network(), 1).snapshot());
        });
    }

    @SuppressWarnings("unchecked")
    private static TableView<SchemeRow> table(FxRobot robot) {
        return robot.lookup("#quantize-table").queryAs(TableView.class);
    }

    @Test
    void leads_to_training_while_there_is_no_model(FxRobot robot) {
        robot.clickOn("#quantize-train");

        await(() -> robot.lookup("#start").tryQuery().filter(Node::isVisible).isPresent());
    }

    @Test
    void charts_are_named_after_the_model_s_score_also_before_it_is_measured(FxRobot robot) throws Exception {
        DataSource product = new DataSource.Function("x*y?rows=50");
        open(robot, "kal-net", product, product.load());
        for (String chart : List.of("#quantize-by-bits", "#quantize-by-size")) {
            assertThat(robot.lookup(chart).queryAs(SchemePicture.class).svg())
                    .contains("Test RMSE")
                    .doesNotContain("accuracy");
        }
    }

    @Test
    void the_box_names_the_model_that_is_left_when_the_chosen_one_is_closed(FxRobot robot) {
        open(robot);
        open(robot);
        ComboBox<OpenModel> box = robot.lookup("#quantize-model").queryComboBox();
        robot.interact(() -> box.setValue(workspace.models().getFirst()));
        robot.interact(() -> workspace.close(workspace.models().getFirst()));
        assertThat(box.getValue()).isSameAs(workspace.models().getFirst());
    }

    @Test
    void measures_all_schemes_and_shows_what_the_chosen_one_does(FxRobot robot) {
        open(robot);
        robot.interact(() -> {
            @SuppressWarnings("unchecked")
            ComboBox<Timing> timing = robot.lookup("#quantize-timing").queryAs(ComboBox.class);
            timing.setValue(Timing.QUICK);
        });

        robot.clickOn("#quantize-measure");
        await(() -> table(robot).getItems().stream()
                        .allMatch(row -> row.resultProperty().get() != null
                                || !row.refusalProperty().get().isEmpty())
                && robot.lookup("#quantize-cancel").query().isDisabled());
        robot.interact(() -> table(robot).getSelectionModel().select(row(robot, "w2")));
        List<SchemeRow> before = List.copyOf(table(robot).getItems());
        robot.interact(() -> {
            TableColumn<SchemeRow, ?> speedup = table(robot).getColumns().stream()
                    .filter(column -> column.getText().startsWith("Speed-up"))
                    .findFirst()
                    .orElseThrow();
            speedup.setSortType(TableColumn.SortType.DESCENDING);
            table(robot).getSortOrder().add(speedup);
        });
        assertThat(table(robot).getItems().getFirst().simulated()).isFalse();
        assertThat(table(robot).getItems().getLast().simulated())
                .as("without a speed-up")
                .isTrue();
        robot.interact(() -> table(robot).getSortOrder().clear());
        assertThat(table(robot).getItems()).isEqualTo(before);

        assertThat(text(robot, "#quantize-summary"))
                .contains("kal-net #1 in float32")
                .contains("of 100)");
        select(robot, "Weights");
        @SuppressWarnings("unchecked")
        ComboBox<RoundingHistogram> tensor = robot.lookup("#quantize-tensor").queryAs(ComboBox.class);
        await(() -> tensor.getItems().size() > 1);
        robot.interact(() -> tensor.getSelectionModel().selectLast());
        RoundingHistogram last = tensor.getValue();
        robot.interact(() -> table(robot).getSelectionModel().select(row(robot, "w4")));
        await(() -> tensor.getValue() != null && tensor.getValue() != last);
        assertThat(tensor.getValue().tensor() + tensor.getValue().term())
                .as("the same weights of another scheme")
                .isEqualTo(last.tensor() + last.term());
        robot.interact(() -> table(robot).getSelectionModel().select(row(robot, "w2")));
        select(robot, "Edge functions");
        await(() -> text(robot, "#quantize-edge-summary").contains("→ h"));
        assertThat(robot.lookup("#quantize-most-changed")
                        .queryAs(ListView.class)
                        .getItems())
                .hasSizeGreaterThan(1);
        robot.interact(() ->
                robot.lookup("#quantize-edge-layer").queryAs(ComboBox.class).setValue(1));
        await(() -> text(robot, "#quantize-edge-summary").contains("→ class"));
        robot.interact(() -> table(robot).getSelectionModel().select(row(robot, "int8-static")));
        assertThat(text(robot, "#quantize-edge-summary")).isEqualTo(Words.INTEGERS);
        select(robot, "Weights");
        assertThat(text(robot, "#untouched")).isEqualTo(Words.INTEGERS);
        assertThat(tensor.getItems()).isEmpty();
        assertThat(row(robot, "w2").resultProperty().get().latencies()).hasSize(3);
    }

    @Test
    void where_nothing_is_rounded_that_is_said(FxRobot robot) {
        DataSource.Toy moons = DataSource.Toy.of(ToyShape.MOONS);
        open(robot, "wav-kan", moons, moons.load());
        @SuppressWarnings("unchecked")
        ComboBox<Timing> timing = robot.lookup("#quantize-timing").queryAs(ComboBox.class);
        robot.interact(() -> {
            timing.setValue(Timing.NONE);
            table(robot)
                    .getItems()
                    .forEach(row -> row.wanted.set(
                            List.of("float32", "w4", "int8-dynamic").contains(row.scheme.name())));
        });
        robot.clickOn("#quantize-measure");
        await(() -> row(robot, "w4").resultProperty().get() != null
                && robot.lookup("#quantize-cancel").query().isDisabled());
        assertThat(text(robot, "#quantize-summary")).contains("All weights stay in float32 under int8-dynamic: ");
        robot.interact(() -> table(robot).getSelectionModel().select(row(robot, "int8-dynamic")));
        select(robot, "Weights");
        @SuppressWarnings("unchecked")
        ComboBox<RoundingHistogram> tensor = robot.lookup("#quantize-tensor").queryAs(ComboBox.class);
        await(() -> tensor.getValue() != null);
        assertThat(tensor.getValue().errors().high()).as("rounding error").isZero();
        assertThat(opens(robot, "int8-dynamic")).as("its weights alone").isFalse();
        assertThat(opens(robot, "w4")).isTrue();

        SchemeResult measured = row(robot, "w4").resultProperty().get();
        open(robot);
        choose(robot, 1);
        assertThat(row(robot, "w4").resultProperty().get())
                .as("of the other model")
                .isNull();
        assertThat(robot.lookup("#quantize-export").query().isDisabled()).isTrue();
        choose(robot, 0);
        assertThat(row(robot, "w4").resultProperty().get()).as("as it was").isSameAs(measured);
        assertThat(text(robot, "#quantize-summary")).contains("under int8-dynamic: ");
    }

    /** Whether the menu of a scheme opens its quantised weights. */
    private static boolean opens(FxRobot robot, String scheme) {
        boolean[] opens = new boolean[1];
        List<Node> lines = new ArrayList<>();
        robot.interact(() -> table(robot).scrollTo(row(robot, scheme)));
        await(() -> {
            table(robot).lookupAll(".table-row-cell").stream()
                    .filter(node -> ((TableRow<?>) node).getItem() == row(robot, scheme))
                    .forEach(lines::add);
            return !lines.isEmpty();
        });
        robot.interact(() -> {
            ((Button) lines.getFirst().lookup(".button-icon")).fire();
            ContextMenu menu = Window.getWindows().stream()
                    .filter(ContextMenu.class::isInstance)
                    .map(ContextMenu.class::cast)
                    .findFirst()
                    .orElseThrow();
            opens[0] = !menu.getItems().get(1).isDisable();
            menu.hide();
        });
        return opens[0];
    }

    @Test
    void letters_choose_a_model_by_its_name(FxRobot robot) {
        DataSource.Toy moons = new DataSource.Toy(ToyShape.MOONS, 0.1, 400, 0);
        open(robot, "kal-net", moons, moons.load());
        open(robot, "mlp", moons, moons.load());
        @SuppressWarnings("unchecked")
        ComboBox<OpenModel> models = robot.lookup("#quantize-model").queryAs(ComboBox.class);
        choose(robot, 0);
        robot.interact(models::requestFocus);
        robot.write("ml");
        assertThat(models.getValue().name()).isEqualTo("mlp #1");
    }

    private void choose(FxRobot robot, int model) {
        @SuppressWarnings("unchecked")
        ComboBox<OpenModel> models = robot.lookup("#quantize-model").queryAs(ComboBox.class);
        robot.interact(() -> models.setValue(workspace.models().get(model)));
    }

    private static void select(FxRobot robot, String tab) {
        TabPane tabs = robot.lookup("#quantize-tabs").queryAs(TabPane.class);
        robot.interact(() -> tabs.getSelectionModel()
                .select(tabs.getTabs().stream()
                        .filter(t -> t.getText().equals(tab))
                        .findFirst()
                        .orElseThrow()));
    }

    private static SchemeRow row(FxRobot robot, String name) {
        return table(robot).getItems().stream()
                .filter(row -> row.scheme.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void a_scheme_typed_in_joins_the_table_and_nonsense_is_told_of(FxRobot robot) {
        open(robot);
        int before = table(robot).getItems().size();

        robot.clickOn("#quantize-own").write("w4/layer2=8").type(KeyCode.ENTER);
        assertThat(table(robot).getItems()).hasSize(before + 1);
        assertThat(robot.lookup("#quantize-own").queryAs(TextField.class).getText())
                .isEmpty();
        robot.clickOn("#quantize-own").write("w4:nonsense");
        robot.clickOn("#quantize-add");

        assertThat(table(robot).getItems()).hasSize(before + 1);
        assertThat(robot.lookup("#quantize-error").query().isVisible()).isTrue();
    }

    @Test
    void a_comparison_that_cannot_be_read_is_told_also_while_no_model_is_open(FxRobot robot, @TempDir Path folder)
            throws Exception {
        try (RunStore store = RunStore.open(folder)) {
            WorkRecorder recorder = new WorkRecorder(store);
            long run = recorder.begin(
                    RunDescription.begun(RunKind.QUANTISATION, "mlp", "moons", 0, "vector", 0, "{}", "key", 1));
            recorder.end(run, new WorkRecorder.Outcome(RunState.FINISHED, 1, 1, "", Map.of()));
        }
        PaneWindow.openStore(robot, workspace, folder);
        robot.clickOn("#rail-runs");
        await(() ->
                robot.lookup("#preview-open").tryQuery().filter(Node::isVisible).isPresent());
        robot.clickOn("#preview-open");
        await(() -> text(robot, "#header-title").equals("Quantize"));
        Node error = robot.lookup("#quantize-error").query();
        await(() -> Stream.iterate(error, Objects::nonNull, Node::getParent).allMatch(Node::isVisible));
    }

    @Test
    void finds_where_it_hurts(FxRobot robot) {
        open(robot);

        robot.clickOn("#quantize-parts");

        await(() -> robot.lookup("#quantize-by-layer")
                        .queryAs(SensitivityPicture.class)
                        .getPrefHeight()
                > 48);
    }

    private List<String> amiss(FxRobot robot) {
        return WindowSizes.amiss(robot, stage.getScene(), LayoutWalk::amiss);
    }

    @Test
    void the_pane_fits_every_window_without_a_model_and_before_measuring(FxRobot robot) {
        List<String> found = new ArrayList<>(amiss(robot));
        open(robot);
        found.addAll(amiss(robot));
        assertThat(found).isEmpty();
    }

    @Test
    void what_was_measured_fits_every_window_in_every_tab(FxRobot robot) {
        open(robot);
        @SuppressWarnings("unchecked")
        ComboBox<Timing> timing = robot.lookup("#quantize-timing").queryAs(ComboBox.class);
        robot.interact(() -> timing.setValue(Timing.NONE));
        robot.clickOn("#quantize-parts");
        await(() -> !robot.lookup("#quantize-parts").query().isDisabled());
        robot.clickOn("#quantize-measure");
        await(() -> robot.lookup("#quantize-cancel").query().isDisabled());
        @SuppressWarnings("unchecked")
        TableView<SchemeRow> table = robot.lookup("#quantize-table").queryAs(TableView.class);
        robot.interact(() -> table.getSelectionModel()
                .select(table.getItems().stream()
                        .filter(row -> row.scheme.name().equals("w2"))
                        .findFirst()
                        .orElseThrow()));
        List<String> found = new ArrayList<>();
        TabPane tabs = robot.lookup("#quantize-tabs").queryAs(TabPane.class);
        for (int tab = 0; tab < tabs.getTabs().size(); tab++) {
            int shown = tab;
            robot.interact(() -> tabs.getSelectionModel().select(shown));
            amiss(robot).forEach(what -> found.add(tabs.getTabs().get(shown).getText() + ", " + what));
        }
        assertThat(found).isEmpty();
    }
}
