package org.kanworkbench.app.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.kanworkbench.app.OnScreen.await;
import static org.kanworkbench.app.OnScreen.text;
import static org.kanworkbench.app.WindowExtension.settle;
import static org.kanworkbench.app.train.TrainWindow.type;
import static org.kanworkbench.app.train.TrainWindow.untilReady;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javafx.css.PseudoClass;
import javafx.scene.Node;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.kanworkbench.app.WindowExtension;
import org.kanworkbench.app.chart.LinePlot;
import org.kanworkbench.app.chart.PlotSeries;
import org.kanworkbench.app.chart.ScatterPicture;
import org.kanworkbench.app.chart.StatTile;
import org.kanworkbench.app.chart.card.PlotCard;
import org.kanworkbench.app.train.run.LiveRun.Phase;
import org.kanworkbench.app.train.run.Scores;
import org.kanworkbench.bench.window.WindowRobot;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.data.source.DataSource;
import org.kanworkbench.data.source.TaskKind;
import org.kanworkbench.data.source.ToyShape;
import org.kanworkbench.training.Evaluation;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.Start;
import org.testfx.framework.junit5.Stop;

/** Networks that predict numbers, in the real pane: a typed function, and a table with two targets. */
@ExtendWith(WindowExtension.class)
class NumbersPaneTest extends SmallMnistPane {

    @Start
    void open(Stage stage) {
        window = new TrainWindow(stage, small);
    }

    @Stop
    void close() {
        window.close();
    }

    @Test
    void a_typed_function_is_learned_and_its_errors_are_seen(FxRobot robot) {
        untilReady(robot);
        robot.clickOn("#data-menu").clickOn("#data-function-0");
        await(() -> text(robot, "#summary").startsWith("2 → 8 → 1"));
        type(robot, "#function-text", "2000+100*x*y?rows=200");
        robot.type(KeyCode.ENTER);
        settle();
        await(() -> text(robot, "#data-menu").equals("2000+100*x*y"));
        assertThat(text(robot, "#data-facts")).contains("200 training / 2,000 test", "predicts f(x, y)");
        readsNothing(() -> robot.clickOn("#function-text").type(KeyCode.ENTER), robot);
        type(robot, "#field-epochs", "60");
        robot.clickOn("#start");
        await(() -> window.pane().viewModel.live.phaseProperty().get() == Phase.IDLE
                && text(robot, "#result").startsWith("Test RMSE"));
        settle();

        assertThat(text(robot, "#result")).contains("R² 0.9", "(2,000 samples)");
        StatTile tile = robot.lookup("#tile-accuracy").queryAs(StatTile.class);
        assertThat(tile.getLabel()).isEqualTo("Test RMSE");
        // The deviation is 33: a network that had learned nothing would be as wrong as that.
        assertThat(Double.parseDouble(text(robot, "#tile-accuracy .type-figure")))
                .isBetween(0.0, 15.0);
        for (String[] card : new String[][] {{"#loss-plot", "RMSE"}, {"#accuracy-plot", "R²"}}) {
            assertThat(((PlotCard) robot.lookup(card[0]).query().getParent()).getTitle())
                    .isEqualTo(card[1]);
        }
        ScatterPicture picture = robot.lookup("#predicted-plot").queryAs(ScatterPicture.class);
        assertThat(picture.getAccessibleText()).endsWith(", 2,000 samples");
        assertThat(text(robot, "#predictions-title")).contains("f(x, y): RMSE ");
        assertThat(robot.lookup("#confusion-card").query().isVisible()).isFalse();
        assertThat(text(robot, "#surface-title")).isEqualTo("Predicted f(x, y) · kal-net #1");
        assertThat(robot.lookup("#pace").query().isVisible())
                .as("only classes are watched frame by frame")
                .isFalse();
        assertThat(text(robot, "#surface-legend")).matches("1,9\\d\\d to 2,\\d\\d\\d; bluer = higher");
        assertThat(robot.lookup("#result-draw").query().isVisible()).isFalse();

        Path file = folder.resolve("xy.kan");
        window.choose(file);
        robot.interact(() -> robot.lookup("#result-save").queryButton().fire());
        await(() -> Files.exists(file));
        robot.interact(() -> window.pane().open(file));
        await(() -> robot.lookup("#opened-1-evaluate").tryQuery().isPresent());
        assertThat(robot.lookup("#opened-1-draw").query().isVisible()).isFalse();
        robot.interact(() -> robot.lookup("#opened-1-evaluate").queryButton().fire());
        await(() -> text(robot, "#predictions-title").startsWith("xy · "));

        type(robot, "#function-text", "log(x)?range=-1..1");
        robot.type(KeyCode.ENTER);
        await(() -> window.pane().viewModel.problem.get() != null);
        assertThat(window.pane().viewModel.problem.get().details()).contains("another interval");
        TextField function = robot.lookup("#function-text").queryAs(TextField.class);
        PseudoClass wrong = PseudoClass.getPseudoClass("wrong");
        await(() -> function.getPseudoClassStates().contains(wrong));
        assertThat(function.getText()).isEqualTo("log(x)?range=-1..1");
        type(robot, "#function-text", "2000+100*x*y?rows=200");
        robot.type(KeyCode.ENTER);
        await(() -> !function.getPseudoClassStates().contains(wrong));

        assertThat(offeredSizes(robot)).first().isEqualTo("121 parameters");
        chooseMoons(robot);
        assertThat(offeredSizes(robot)).first().isNotEqualTo("121 parameters");
        assertThat(curves(robot)).isEmpty();
        assertThat(robot.lookup("#predictions-card").query().isVisible())
                .as("predictions on other data")
                .isFalse();
        robot.interact(() -> robot.lookup("#run-1").queryAs(ToggleButton.class).fire());
        await(() -> text(robot, "#data-menu").equals("2000+100*x*y"));
        assertThat(curves(robot)).isNotEmpty();
        chooseMoons(robot);
        assertThat(curves(robot)).isEmpty();
    }

    @Test
    void of_many_samples_some_are_drawn_in_the_models_colour_and_all_are_exported(FxRobot robot) throws Exception {
        String rows = IntStream.range(0, 20_000)
                .mapToObj(i -> i + "," + 0.5 * i + "\n")
                .collect(Collectors.joining());
        Dataset table = new DataSource.CsvFile(Files.writeString(folder.resolve("long.csv"), "x,y\n" + rows)).load();
        Evaluation scores = new Evaluation.Regression(
                List.of(new Evaluation.Fit("y", 0, 1)), 4000, 0, table.test().numbers(), 0);
        untilReady(robot);
        robot.interact(() ->
                window.pane().viewModel.shown.show(new Scores("kal-net #5", 4, table, scores, "the validation set")));
        ScatterPicture picture = robot.lookup("#predicted-plot").queryAs(ScatterPicture.class);
        assertThat(picture.getAccessibleText()).endsWith(", 3,000 samples");
        assertThat(picture.series()).isEqualTo(4);
        assertThat(text(robot, "#predictions-title")).endsWith("on the validation set · 3,000 of 4,000 samples drawn");

        Path file = folder.resolve("predicted.csv");
        window.choose(file);
        robot.interact(() -> robot.lookup("#predicted-export")
                .queryAs(MenuButton.class)
                .getItems()
                .getLast()
                .fire());
        await(() -> Files.exists(file));
        assertThat(Files.readAllLines(file)).hasSize(4001);

        Dataset words = new DataSource.CsvFile(Files.writeString(
                        folder.resolve("words.csv"), "town,kind,y\n" + "Rome,a,1\nRome,b,2\n".repeat(40)))
                .load();
        assertThat(TableSummary.of(words).rows().stream().map(List::getFirst))
                .containsExactly("Column", "town=Rome (constant)", "kind (2 words)");
        assertThat(TableSummary.of(words).columns().get(1).counts()).containsExactly(32, 32);

        Dataset wind = new DataSource.CsvFile(Files.writeString(
                        folder.resolve("wind.csv"), "wind,y\n" + "14.6,1.5\n0.0,2.5\n29.9,3.25\n".repeat(40)))
                .load();
        assertThat(TableSummary.of(wind).rows().get(1)).startsWith("wind", "0");

        // Evenly spread, from end to end.
        assertThat(TableSummary.of(table).columns()).hasSize(2).allSatisfy(column -> {
            assertThat(Arrays.stream(column.counts()).sum()).isEqualTo(16_000);
            assertThat(Arrays.stream(column.counts()))
                    .allSatisfy(count -> assertThat(count).isBetween(600, 733));
        });
    }

    /** Of the presets' networks, in the list from which they are chosen. */
    private static List<String> offeredSizes(FxRobot robot) {
        ComboBox<?> presets = robot.lookup("#field-preset").queryAs(ComboBox.class);
        robot.interact(presets::show);
        List<String> sizes = robot.lookup(".preset-figures .type-label").queryAllAs(Label.class).stream()
                .map(Label::getText)
                .filter(told -> told.endsWith("parameters"))
                .toList();
        robot.interact(presets::hide);
        return sizes;
    }

    private static List<String> columns(FxRobot robot) {
        return robot.lookup("#sample-columns .label").queryAllAs(Label.class).stream()
                .map(Label::getText)
                .toList();
    }

    private static void chooseMoons(FxRobot robot) {
        robot.clickOn("#data-menu").clickOn("#data-moons");
        await(() -> text(robot, "#data-menu").equals("Two moons"));
        settle();
    }

    private static List<PlotSeries> curves(FxRobot robot) {
        settle();
        return robot.lookup("#loss-plot").queryAs(LinePlot.class).series();
    }

    @Test
    void a_table_that_was_changed_has_its_new_columns_when_it_is_opened_again(FxRobot robot) throws IOException {
        List<String> rows =
                IntStream.range(0, 60).mapToObj(i -> i + "," + 1.5 * i).toList();
        Path file = Files.writeString(folder.resolve("grows.csv"), "x,y\n" + String.join("\n", rows));
        untilReady(robot);
        window.choose(file);
        robot.clickOn("#data-menu").clickOn("#data-csv");
        await(() -> text(robot, "#table-target").equals("y"));

        Files.writeString(
                file, "x,y,z\n" + rows.stream().map(row -> row + ",1.5").collect(Collectors.joining("\n")) + "1");
        window.choose(file);
        robot.clickOn("#data-menu").clickOn("#data-csv");
        await(() -> text(robot, "#table-target").equals("z"));
        assertThat(robot.lookup("#table-ignored").queryAs(MenuButton.class).getItems())
                .hasSize(3);
    }

    /** What had been chosen before took the place of it when it was read. */
    private void readsNothing(Runnable chooseAgain, FxRobot robot) {
        CompletableFuture<DataSource> found = new CompletableFuture<>();
        robot.interact(() -> window.pane().viewModel.data.open(folder, found::join));
        chooseAgain.run();
        settle();
        assertThat(window.pane().viewModel.data.loadingProperty().get()).isFalse();
        found.complete(DataSource.Toy.of(ToyShape.MOONS));
    }

    @Test
    void the_columns_to_predict_are_chosen_from_a_table(FxRobot robot) throws IOException {
        String rows = IntStream.range(0, 60)
                .mapToObj(i -> i + "," + 1.5 * i + "," + i % 7 + "," + (i % 3) + "\n")
                .collect(Collectors.joining());
        Path file = Files.writeString(folder.resolve("parts.csv"), "x,force,torque,class\n" + rows + "60,,4,0\n");
        untilReady(robot);
        window.choose(file);
        robot.clickOn("#data-menu").clickOn("#data-csv");
        await(() -> text(robot, "#table-target").equals("class"));
        assertThat(text(robot, "#data-facts")).contains("3 classes", "1 of 61 rows left out");
        await(() -> columns(robot).contains("torque"));
        assertThat(columns(robot))
                .startsWith("Column", "Min", "Mean", "Max", "Distribution", "x", "0")
                .contains("force");
        assertThat(text(robot, "#sample-notes"))
                .matches("Samples of each class: [012]: 1\\d, [012]: 1\\d, [012]: 1\\d\n1 of 61 rows left out.*");

        robot.clickOn("#table-target");
        settle();
        robot.clickOn("#target-torque").clickOn("#target-class").clickOn("#target-force");
        robot.type(KeyCode.ESCAPE);
        robot.clickOn("#table-ignored");
        settle();
        robot.clickOn("#ignored-class");
        robot.type(KeyCode.ESCAPE);
        DataSource wanted = new DataSource.CsvFile(file, List.of("force", "torque"), TaskKind.AUTO, List.of("class"));
        await(() ->
                wanted.equals(window.pane().viewModel.editor.sourceProperty().get()));
        await(() -> text(robot, "#table-target").equals("force, torque"));
        assertThat(text(robot, "#table-ignored")).isEqualTo("class");
        assertThat(text(robot, "#data-facts")).contains("1 input", "predicts force, torque");
        await(() -> text(robot, "#summary").startsWith("1 → 8 → 2"));

        MenuItem predict = robot.lookup("#file-menu").queryAs(MenuButton.class).getItems().stream()
                .filter(item -> "predict-table".equals(item.getId()))
                .findFirst()
                .orElseThrow();
        assertThat(predict.isDisable()).isTrue();
        TrainWindow.type(robot, "#field-epochs", "3");
        robot.clickOn("#start");
        await(() -> !predict.isDisable());
        await(() -> window.pane().viewModel.live.phaseProperty().get() == Phase.IDLE);
        Path fresh = Files.writeString(folder.resolve("fresh.csv"), "note,x\na,1\nb,\nc,2.5\n");
        window.choose(fresh);
        robot.interact(predict::fire);
        await(() -> window.pane().viewModel.problem.get() != null);
        assertThat(window.pane().viewModel.problem.get().details()).endsWith("choose another name to save to");
        Path predicted = folder.resolve("with predictions.csv");
        window.choose(fresh, predicted);
        robot.interact(predict::fire);
        await(() -> Files.exists(predicted));
        assertThat(Files.readAllLines(predicted))
                .startsWith("note,x,predicted force,predicted torque,remark")
                .hasSize(4)
                .contains("b,,,,x is missing");
        await(() -> window.told().endsWith("; 1 row of 3 without a prediction, as values are missing"));

        String kinds = IntStream.range(0, 60)
                .mapToObj(i -> "k" + i % 2 + "," + i + ".5," + i % 7 + "\n")
                .collect(Collectors.joining());
        window.choose(Files.writeString(folder.resolve("kinds.csv"), "kind,size,weight\n" + kinds));
        robot.clickOn("#data-menu").clickOn("#data-csv");
        await(() -> text(robot, "#table-target").equals("kind"));
        assertThat(robot.lookup("#data-menu").query().isFocused())
                .as("Enter chooses data again")
                .isTrue();
        assertThat(text(robot, "#data-facts")).contains("2 inputs", "2 classes");
        assertThat(text(robot, "#surface-scaled")).isEqualTo("x axis: size · y axis: weight");
        Label axes = robot.lookup("#surface-scaled").queryAs(Label.class);
        assertThat(axes.getWidth()).isGreaterThanOrEqualTo(axes.prefWidth(-1));

        robot.clickOn("#table-target");
        settle();
        robot.clickOn("#target-size");
        robot.type(KeyCode.ESCAPE);
        await(() -> robot.lookup("#table-name").query().isVisible());
        assertThat(text(robot, "#table-name")).isEqualTo("With these columns the table could not be opened:");
        assertThat(text(robot, "#table-target")).as("what was asked for").isEqualTo("kind, size");
        robot.clickOn("#table-target");
        settle();
        robot.clickOn("#target-kind");
        robot.type(KeyCode.ESCAPE);
        await(() -> text(robot, "#data-facts").contains("predicts size"));
        assertThat(text(robot, "#data-facts")).as("each word is one").contains("3 inputs");
        robot.clickOn("#table-ignored");
        settle();
        robot.clickOn("#ignored-kind");
        robot.type(KeyCode.ESCAPE);
        await(() -> text(robot, "#data-facts").contains("1 input"));
        assertThat(text(robot, "#data-facts")).contains("predicts size");
        assertThat(robot.lookup("#table-name").query().isVisible()).isFalse();

        String named = IntStream.range(0, 260)
                .mapToObj(i -> "no. " + i / 3 + (i % 2 == 0 ? ",red," : ",blue,") + i + "," + i % 7 / 2.0 + "\n")
                .collect(Collectors.joining());
        window.choose(Files.writeString(folder.resolve("named.csv"), "id,col_our,size,weight\n" + named));
        robot.clickOn("#data-menu").clickOn("#data-csv");
        await(() -> text(robot, "#table-target").equals("weight"));
        assertThat(text(robot, "#data-menu")).isEqualTo("kinds");
        assertThat(text(robot, "#table-name")).isEqualTo("Columns of named.csv, which could not be opened:");
        assertThat(robot.lookup("#start").queryButton().isDisabled())
                .as("nobody trains the table before unawares")
                .isTrue();
        robot.clickOn((Node node) -> "Dismiss".equals(node.getAccessibleText()) && WindowRobot.isShown(node));
        await(() -> text(robot, "#table-target").equals("size"));
        robot.clickOn("#data-menu").clickOn("#data-csv");
        await(() -> text(robot, "#table-target").equals("weight"));
        robot.clickOn("#table-ignored");
        settle();
        robot.clickOn("#ignored-id");
        // The second by the keyboard.
        robot.type(KeyCode.DOWN, KeyCode.SPACE);
        robot.type(KeyCode.ESCAPE);
        await(() -> text(robot, "#data-menu").equals("named"));
        assertThat(text(robot, "#data-facts")).contains("1 input", "predicts weight");
        await(() -> text(robot, "#table-ignored").equals("id, col_our"));
        assertThat(robot.lookup("#table-ignored .label").queryAllAs(Labeled.class))
                .extracting(Labeled::getText)
                .as("as it is drawn")
                .contains("id, col_our");

        Menu recent = (Menu) robot.lookup("#data-menu").queryAs(MenuButton.class).getItems().stream()
                .filter(Menu.class::isInstance)
                .findFirst()
                .orElseThrow();
        assertThat(recent.getItems())
                .extracting(MenuItem::getText)
                .startsWith("named.csv  ·  " + folder, "kinds.csv  ·  " + folder, "parts.csv  ·  " + folder);
        robot.interact(recent.getItems().get(2)::fire);
        await(() -> text(robot, "#data-menu").equals("parts"));
        robot.interact(recent.getItems().get(1)::fire);
        await(() -> text(robot, "#data-menu").equals("named"));
        assertThat(robot.lookup("#table-name").query().isVisible()).isFalse();
    }
}
