package org.kanworkbench.app.formulas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.kanworkbench.app.OnScreen.await;
import static org.kanworkbench.app.OnScreen.text;
import static org.kanworkbench.app.PaneWindow.choose;
import static org.kanworkbench.app.PaneWindow.write;
import static org.kanworkbench.app.WindowExtension.settle;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.SplittableRandom;
import javafx.geometry.Bounds;
import javafx.geometry.Point2D;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.Slider;
import javafx.scene.control.TableView;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.Clipboard;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.kanworkbench.app.PaneWindow;
import org.kanworkbench.app.WindowExtension;
import org.kanworkbench.app.controls.OneFile;
import org.kanworkbench.app.formulas.state.BundledExample;
import org.kanworkbench.app.formulas.state.CandidateRow;
import org.kanworkbench.app.formulas.state.FormulaSettings;
import org.kanworkbench.app.formulas.state.FormulaSettings.Kind;
import org.kanworkbench.app.formulas.state.FormulaSettings.Shape;
import org.kanworkbench.app.formulas.state.State;
import org.kanworkbench.app.formulas.state.StepList;
import org.kanworkbench.app.session.Workspace;
import org.kanworkbench.app.work.BackgroundWork;
import org.kanworkbench.app.work.Threads;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.data.Target;
import org.kanworkbench.data.source.DataSource;
import org.kanworkbench.data.source.TaskKind;
import org.kanworkbench.data.source.ToyShape;
import org.kanworkbench.formula.network.MultKan.Place;
import org.kanworkbench.network.Preset;
import org.kanworkbench.runs.RunFiles;
import org.kanworkbench.runs.RunKind;
import org.kanworkbench.runs.RunQuery;
import org.kanworkbench.runs.RunState;
import org.kanworkbench.runs.StoredRun;
import org.kanworkbench.runs.store.RunStore;
import org.kanworkbench.training.Configuration;
import org.kanworkbench.training.loop.TrainingRun;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.Start;

/** The real pane in the real window, driven by mouse and keys. */
@ExtendWith(WindowExtension.class)
class FormulasPaneTest {

    @TempDir
    private Path folder;

    private final OneFile file = new OneFile();
    private Workspace workspace;
    private FormulasPane pane;

    @Start
    void open(Stage stage) {
        workspace = new Workspace();
        PaneWindow.open(stage, workspace, _ -> {
            workspace.askForFilesBy(file);
            pane = new FormulasPane(workspace);
            return pane;
        });
        stage.setWidth(1300);
        stage.setHeight(840);
    }

    @AfterEach
    void close() {
        workspace.close();
    }

    private StepList steps() {
        return pane.viewModel.steps;
    }

    private void find(FxRobot robot) {
        robot.clickOn("#formulas-find");
        await(() -> steps().shown() != null && steps().shown().found().isPresent() && !pane.viewModel.work.busy());
    }

    @Test
    void a_network_with_ten_classes_is_no_choice_and_the_menu_says_why(FxRobot robot) {
        robot.interact(() -> {
            workspace.open(
                    "digits", Target.Classes.numbered(10), Optional.empty(), Optional.of(folder.resolve("ten.kan")));
            workspace.open(
                    "moons", Target.Classes.numbered(2), Optional.empty(), Optional.of(folder.resolve("two.kan")));
        });
        MenuButton networks = robot.lookup("#formulas-open-checkpoint").queryAs(MenuButton.class);
        robot.interact(() -> networks.getOnShowing().handle(null));
        assertThat(networks.getItems())
                .extracting(MenuItem::getText)
                .containsExactly("moons", "digits · 10 classes, a formula separates two", "Open file…");
        assertThat(networks.getItems()).extracting(MenuItem::isDisable).containsExactly(false, true, false);
    }

    @Test
    void a_formula_is_found_changed_by_hand_undone_and_copied(FxRobot robot) {
        choose(robot, "#field-formulas-shape", Shape.GIVEN);
        find(robot);
        assertThat(text(robot, "#formulas-rmse")).contains("on 2,000 unseen samples: exact");
        int found = steps().atProperty().get();

        robot.clickOn("#formulas-copy").clickOn("#formulas-copy-sympy");
        assertThat(clipboard(robot)).isEqualTo("exp(y**2 + sin(pi*x))");
        robot.clickOn("#formulas-copy").clickOn("#formulas-copy-excel");
        assertThat(clipboard(robot)).isEqualTo("=EXP(B2^2 + SIN(PI()*A2))+N(\"x in A2, y in B2\")");

        size(robot, 1024, 640);
        robot.clickOn(place(robot));
        assertThat(text(robot, "#formulas-edge-title")).isEqualTo("Edge x → h1 = sin");
        Bounds steps = onScreen(robot, "#formulas-steps");
        assertThat(onScreen(robot, "#formulas-edge").getMaxY()).isLessThan(steps.getMinY());
        assertThat(onScreen(robot, "#formulas-network").getMaxY()).isLessThan(steps.getMinY());
        size(robot, 1300, 840);
        TableView<CandidateRow> table = robot.lookup("#formulas-candidates").queryTableView();
        await(() -> table.getItems().size() > 2
                && table.getItems().get(1).triedProperty().get() != null);
        robot.interact(() -> {
            table.requestFocus();
            table.getSelectionModel().select(1);
        });
        robot.type(KeyCode.ENTER);
        await(() -> steps().atProperty().get() == found + 1 && !pane.viewModel.work.busy());
        assertThat(text(robot, "#formulas-rmse")).endsWith("on 2,000 unseen samples, not as good as the network");

        robot.push(KeyCode.SHORTCUT, KeyCode.Z);
        await(() -> steps().atProperty().get() == found);
        assertThat(text(robot, "#formulas-rmse")).endsWith(": exact");
        robot.clickOn("#formulas-redo");
        await(() -> steps().atProperty().get() == found + 1);

        robot.interact(() -> robot.lookup("#formulas-steps").queryListView().scrollTo(0));
        robot.clickOn("Fit 2, 5, 1");
        await(() -> steps().atProperty().get() == 0);
        assertThat(robot.lookup("#formulas-copy").query().isDisabled()).isTrue();
        robot.interact(
                () -> robot.lookup("#formulas-slider").queryAs(Slider.class).setValue(0.6));
        await(() -> text(robot, "#formulas-pruning").matches(".* of 15 edges · validation RMSE .* → \\d.*"));
        robot.clickOn("#formulas-prune");
        await(() -> steps().atProperty().get() == 1 && !pane.viewModel.work.busy());
        assertThat(steps().all()).hasSize(2);
        assertThat(steps().shown().title()).startsWith("Prune");
    }

    private static void size(FxRobot robot, double width, double height) {
        robot.interact(() -> {
            robot.window(0).setWidth(width);
            robot.window(0).setHeight(height);
        });
        settle();
    }

    private static Bounds onScreen(FxRobot robot, String query) {
        Node node = robot.lookup(query).query();
        return node.localToScreen(node.getLayoutBounds());
    }

    /** Of the edge from x, on the screen. */
    private Point2D place(FxRobot robot) {
        KanPicture picture = robot.lookup("#formulas-network").queryAs(KanPicture.class);
        return picture.localToScreen(
                picture.middle(steps().shown().network().places().getFirst()));
    }

    private static String clipboard(FxRobot robot) {
        String[] text = new String[1];
        robot.interact(() -> text[0] = Clipboard.getSystemClipboard().getString());
        return text[0];
    }

    @Test
    void what_is_wrong_with_a_field_is_told_at_the_field_alone(FxRobot robot) {
        TextInputControl function = robot.lookup("#field-formulas-expression").queryAs(TextInputControl.class);
        robot.interact(() -> function.setText("exp(sin(pi*x)"));

        assertThat(robot.lookup(".field-problem").queryAllAs(Label.class).stream()
                        .filter(Label::isVisible)
                        .map(Label::getText)
                        .filter(text -> !text.isEmpty()))
                .singleElement()
                .asString()
                .contains("closing parenthesis not found");
        assertThat(robot.lookup("#formulas-find").query().isDisabled()).isTrue();
    }

    @Test
    void a_table_is_opened_and_its_target_chosen(FxRobot robot) throws Exception {
        StringBuilder rows = new StringBuilder("area,part,side\n");
        for (int i = 1; i <= 120; i++) {
            double side = 0.03 * i;
            rows.append(side * side + ",part " + i + ",").append(side).append('\n');
        }
        file.choose(Files.writeString(folder.resolve("squares.csv"), rows));
        choose(robot, "#field-formulas-kind", Kind.TABLE);
        assertThat(text(robot, "#formulas-problem")).isEqualTo("Choose a CSV file with a header");
        assertThat(robot.lookup("#formulas-begin").query().isDisabled()).isTrue();
        assertThat(robot.lookup("#formulas-find").query().isDisabled()).isTrue();

        robot.clickOn("#formulas-open-csv").clickOn("#formulas-open-csv-file");
        await(() -> text(robot, "#formulas-csv").equals("squares.csv"));
        await(() -> robot.lookup("#field-formulas-others")
                .queryTextInputControl()
                .getText()
                .equals("part"));
        choose(robot, "#formulas-target", "area");
        MenuButton tables = robot.lookup("#formulas-open-csv").queryAs(MenuButton.class);
        robot.interact(tables::show);
        assertThat(tables.getItems())
                .extracting(MenuItem::getText)
                .containsExactly("squares.csv  ·  " + folder, "Open CSV…");
        robot.interact(tables::hide);
        find(robot);

        assertThat(steps().shown().latex()).isEqualTo("{\\mathrm{side}}^{2}");
        assertThat(text(robot, "#header-context")).startsWith("squares.csv, area");
    }

    @Test
    void a_table_that_another_pane_has_opened_comes_with_the_columns_chosen_there(FxRobot robot) throws Exception {
        Path table = Files.writeString(folder.resolve("known.csv"), "a,b,c,d\n" + "1,2,3,4\n2,3,4,5\n".repeat(20));
        robot.interact(() -> workspace
                .tables()
                .remember(new DataSource.CsvFile(table, List.of("b", "d"), TaskKind.REGRESSION, List.of("a"))));
        choose(robot, "#field-formulas-kind", Kind.TABLE);
        MenuButton tables = robot.lookup("#formulas-open-csv").queryAs(MenuButton.class);
        robot.interact(() -> {
            tables.show();
            tables.getItems().getFirst().fire();
            tables.hide();
        });
        FormulaSettings settings = pane.viewModel.settings;
        await(() -> settings.others.get().equals(List.of("b", "d", "a")));
        assertThat(settings.table.get().target()).isEqualTo("b");
        assertThat(settings.task.get()).isEqualTo(TaskKind.REGRESSION);
    }

    @Test
    void settings_that_come_back_drop_what_is_being_read_for_those_before(FxRobot robot) throws Exception {
        Path table = Files.writeString(folder.resolve("before.csv"), "a,b\n" + "1,2\n2,3\n".repeat(20));
        Queue<Runnable> readings = new ArrayDeque<>();
        FormulaSettings settings = new FormulaSettings();
        SettingsController controller = new SettingsController(
                settings, workspace, new BackgroundWork(new Threads(readings::add, Runnable::run), _ -> {}), file);
        String without = settings.text();
        List<String> shown = new ArrayList<>();
        robot.interact(() -> {
            controller.restore("kind=TABLE\ntable=" + table + "\ntarget=a\n", () -> shown.add("before"));
            controller.restore(without, () -> shown.add("newest"));
            readings.forEach(Runnable::run);
        });
        assertThat(shown).containsExactly("newest");
        assertThat(settings.kind.get()).isEqualTo(Kind.FUNCTION);
        assertThat(settings.table.get()).isNull();
    }

    @Test
    void a_bundled_example_is_sought_and_opens_again(FxRobot robot) throws Exception {
        RunStore store = PaneWindow.openStore(robot, workspace, folder.resolve("store"));
        choose(robot, "#field-formulas-kind", Kind.EXAMPLE);
        choose(
                robot,
                "#field-formulas-example",
                BundledExample.ALL.stream()
                        .filter(one -> one.label().equals("XOR"))
                        .findFirst()
                        .orElseThrow());
        choose(robot, "#field-formulas-shape", Shape.GIVEN);
        write(robot, "#field-formulas-layers", "2,1");
        find(robot);

        assertThat(text(robot, "#header-context")).startsWith("XOR · ");
        assertThat(text(robot, "#formulas-rmse")).contains("unseen samples right");
        await(() -> store.list(RunQuery.NEWEST).stream().anyMatch(r -> r.state() == RunState.FINISHED));
        StoredRun run = store.list(RunQuery.NEWEST).getFirst();
        Path files = store.files(run.description().name()).folder();
        choose(robot, "#field-formulas-kind", Kind.FUNCTION);
        choose(robot, "#field-formulas-shape", Shape.SEARCH);
        write(robot, "#field-formulas-expression", "sin(a*b)+c*exp(d)");
        robot.clickOn("#formulas-find");
        robot.interact(() -> pane.open(run, files));
        await(() -> pane.viewModel.work.problem.get() != null);
        assertThat(pane.viewModel.work.problem.get().details())
                .isEqualTo("Another formula is being sought. Stop that first.");
        assertThat(pane.viewModel.settings.kind.get())
                .as("settings of what is sought")
                .isEqualTo(Kind.FUNCTION);
        robot.type(KeyCode.ESCAPE);
        await(() -> !pane.viewModel.work.busy());
        State before = steps().shown();
        robot.interact(() -> pane.open(run, files));
        await(() -> steps().shown() != before && !pane.viewModel.work.busy());
        assertThat(pane.viewModel.settings.kind.get()).isEqualTo(Kind.EXAMPLE);
        assertThat(pane.viewModel.settings.example.get().name()).isEqualTo("toy:xor");
    }

    @Test
    void a_table_of_two_classes_says_how_many_rows_are_right(FxRobot robot) throws Exception {
        StringBuilder rows = new StringBuilder("x,y,note,side\n");
        SplittableRandom random = new SplittableRandom(4);
        for (int i = 0; i < 200; i++) {
            double x = random.nextDouble(-1, 1);
            double y = random.nextDouble(-1, 1);
            rows.append(x)
                    .append(',')
                    .append(y)
                    .append(",7,")
                    .append(y > x ? "above" : "below")
                    .append('\n');
        }
        file.choose(Files.writeString(folder.resolve("sides.csv"), rows));
        choose(robot, "#field-formulas-kind", Kind.TABLE);
        robot.clickOn("#formulas-open-csv").clickOn("#formulas-open-csv-file");
        await(() -> text(robot, "#formulas-csv").equals("sides.csv"));
        write(robot, "#field-formulas-others", "note");
        choose(robot, "#field-formulas-shape", Shape.GIVEN);
        write(robot, "#field-formulas-layers", "2,1");
        find(robot);

        assertThat(text(robot, "#formulas-rmse")).matches("(9\\d\\.\\d|100\\.0) % of 40 unseen samples right");
        assertThat(text(robot, "#formulas-facts")).contains("above 0 for class below · network");
    }

    @Test
    void the_formula_of_a_network_of_two_classes_says_how_many_samples_are_right(FxRobot robot) throws Exception {
        RunStore store = PaneWindow.openStore(robot, workspace, folder.resolve("store"));
        DataSource moons = new DataSource.Toy(ToyShape.MOONS, 0.1, 200, 0);
        Dataset data = moons.load();
        Preset preset = Preset.named("kal-net").orElseThrow();
        Configuration configuration = new Configuration(
                preset.name(), moons, preset.network(2, 2), preset.recipe().withEpochs(20), 0, 1, Configuration.VECTOR);
        TrainingRun.start(
                        configuration,
                        data,
                        workspace.library.records.training(workspace.library.reserve(), configuration, data))
                .await();
        await(() -> store.list(RunQuery.NEWEST).stream().anyMatch(r -> r.state() == RunState.FINISHED));
        StoredRun run = store.list(RunQuery.NEWEST).getFirst();
        Path model = store.files(run.description().name()).folder().resolve(RunFiles.MODEL);
        robot.interact(() -> workspace.open("moons", data.target(), Optional.empty(), Optional.of(model)));
        choose(robot, "#field-formulas-kind", Kind.CHECKPOINT);
        MenuButton networks = robot.lookup("#formulas-open-checkpoint").queryAs(MenuButton.class);
        robot.interact(() -> {
            networks.getOnShowing().handle(null);
            networks.getItems().getFirst().fire();
        });
        await(() -> !robot.lookup("#formulas-find").query().isDisabled());
        choose(robot, "#field-formulas-shape", Shape.GIVEN);
        write(robot, "#field-formulas-layers", "2,1");
        robot.interact(() -> pane.viewModel.settings.functions.choose(
                f -> List.of("x", "x^2", "tanh").contains(f.name())));
        find(robot);

        int samples = data.test().size();
        assertThat(text(robot, "#formulas-rmse")).matches("\\d+\\.\\d % of " + samples + " unseen samples right.*");
        assertThat(text(robot, "#formulas-facts"))
                .contains(" · above 0 for class " + data.target().names().getLast() + " · network ")
                .contains(" · RMSE of the logit ", " on " + samples + " unseen samples");
        robot.clickOn("#formulas-tab-network");
        assertThat(text(robot, "#formulas-agreement-text"))
                .startsWith("Against the network before its edges became functions, at 2,000 points drawn at random")
                .contains("the same class at ", "; largest difference ");
    }

    @Test
    void a_search_is_kept_in_runs_and_opens_again(FxRobot robot) throws Exception {
        RunStore store = PaneWindow.openStore(robot, workspace, folder.resolve("store"));
        write(robot, "#field-formulas-expression", "a+2*b");
        find(robot);
        await(() -> store.list(RunQuery.NEWEST).stream().anyMatch(r -> r.state() == RunState.FINISHED));

        StoredRun run = store.list(RunQuery.NEWEST).getFirst();
        assertThat(run.description().kind()).isEqualTo(RunKind.FORMULA);
        assertThat(run.message()).startsWith("a + 2*b (complexity 5, validation RMSE ");
        assertThat(store.files(run.description().name()).folder().resolve("result.json"))
                .content()
                .contains("\"fit\"", "\"2, 1\"");
        State before = steps().shown();
        write(robot, "#field-formulas-expression", "a*b");
        Path files = store.files(run.description().name()).folder();
        robot.interact(() -> pane.open(run, files));

        await(() -> steps().shown() != before && !pane.viewModel.work.busy());
        assertThat(steps().all()).hasSize(1);
        assertThat(steps().shown().latex()).isEqualTo("a + 2 b");
        assertThat(steps().shown().network().parameters())
                .isEqualTo(before.network().parameters());
        assertThat(steps().shown().networkRmse()).isEqualTo(before.networkRmse());
        assertThat(store.list(RunQuery.NEWEST)).hasSize(1);
        assertThat(pane.viewModel.settings.expression.get()).isEqualTo("a+2*b");
    }

    /** Also ties, and an undone change is none. A file that was damaged is told in one line. */
    @Test
    void what_was_changed_by_hand_opens_again_with_its_run(FxRobot robot) throws Exception {
        RunStore store = PaneWindow.openStore(robot, workspace, folder.resolve("store"));
        write(robot, "#field-formulas-expression", "a+b^2");
        choose(robot, "#field-formulas-shape", Shape.GIVEN);
        write(robot, "#field-formulas-layers", "2,1");
        find(robot);
        await(() -> store.list(RunQuery.NEWEST).stream().anyMatch(r -> r.state() == RunState.FINISHED));
        StoredRun run = store.list(RunQuery.NEWEST).getFirst();
        Path files = store.files(run.description().name()).folder();
        Path changed = files.resolve("changed.json");
        assertThat(changed).doesNotExist();

        robot.clickOn(place(robot));
        robot.interact(() -> pane.viewModel.edge.lock(true));
        await(() -> steps().shown().title().equals("Lock a → output") && Files.exists(changed));
        await(() -> !pane.viewModel.work.busy());
        robot.interact(() -> pane.viewModel.edge.choose(new Place(0, 0, 1)));
        robot.interact(robot.lookup("#formulas-remove").queryButton()::fire);
        await(() -> steps().shown().title().equals("Remove b → output") && !pane.viewModel.work.busy());
        robot.clickOn("#formulas-undo");
        await(() -> steps().shown().title().equals("Lock a → output")
                && content(changed).contains("Lock")
                && store.storedFiles(run.id()).stream()
                        .anyMatch(kept -> kept.path().equals("changed.json")));
        State before = steps().shown();
        robot.interact(() -> pane.open(run, files));

        await(() -> steps().shown() != before && !pane.viewModel.work.busy());
        assertThat(steps().all()).extracting(State::title).containsExactly("Formula", "Lock a → output");
        assertThat(steps().shown().network().ties().locked()).containsExactly(new Place(0, 0, 0));
        assertThat(steps().shown().network().parameters())
                .isEqualTo(before.network().parameters());
        assertThat(steps().shown().latex()).isEqualTo(before.latex());
        robot.clickOn("#formulas-undo");
        await(() -> !content(changed).contains("Lock"));
        robot.interact(() -> pane.open(run, files));
        await(() -> steps().all().size() == 1 && !pane.viewModel.work.busy());

        Files.writeString(changed, "{\"format\":1,\"step\":\"Lock\",\"networks\":[{\"layers\":[]},{\"layers\":[]}]}");
        robot.interact(() -> pane.open(run, files));
        await(() -> pane.viewModel.work.problem.get() != null);
        assertThat(pane.viewModel.work.problem.get().details())
                .contains("changed.json holds no network", "repeat the search");
    }

    private static String content(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void escape_stops_a_search_and_its_steps_stay(FxRobot robot) {
        write(robot, "#field-formulas-expression", "sin(a*b)+c*exp(d)");
        robot.clickOn("#formulas-find");
        await(() -> steps().atProperty().get() >= 1);
        Node stop = robot.lookup("#formulas-stop").query();
        assertThat(stop.isFocused()).as("has the keyboard").isTrue();
        assertThat(pane.losses()).as("when the window is closed now").hasSize(1);
        robot.type(KeyCode.ESCAPE);
        await(() -> !pane.viewModel.work.busy());
        assertThat(pane.losses()).isEmpty();

        assertThat(steps().all()).hasSizeGreaterThan(1);
        assertThat(stop.isVisible()).isFalse();
        await(() -> robot.lookup("#formulas-find").query().isFocused());

        int last = steps().atProperty().get();
        robot.press(KeyCode.CONTROL).type(KeyCode.Z).release(KeyCode.CONTROL);
        await(() -> steps().atProperty().get() == last - 1);
    }
}
