package org.kanworkbench.app.activations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.kanworkbench.app.OnScreen.at;
import static org.kanworkbench.app.OnScreen.await;
import static org.kanworkbench.app.OnScreen.text;
import static org.kanworkbench.app.OnScreen.visible;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.Region;
import javafx.scene.paint.Paint;
import javafx.scene.text.Text;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.kanworkbench.app.WholeWindow;
import org.kanworkbench.app.WindowExtension;
import org.kanworkbench.app.activations.columns.EffectPicture;
import org.kanworkbench.app.activations.edge.EdgePlot;
import org.kanworkbench.app.activations.edge.SmallMultiples;
import org.kanworkbench.app.activations.layer.NetworkPicture;
import org.kanworkbench.app.models.OpenModel;
import org.kanworkbench.app.session.Workspace;
import org.kanworkbench.bench.window.WindowRobot;
import org.kanworkbench.data.ColumnScaling;
import org.kanworkbench.data.DataException;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.data.Dataset.ImageShape;
import org.kanworkbench.data.Target;
import org.kanworkbench.data.source.DataSource;
import org.kanworkbench.data.source.ToyShape;
import org.kanworkbench.engine.InitialModel;
import org.kanworkbench.explain.SnapshotSeries.Snapshot;
import org.kanworkbench.network.Model;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.Start;
import org.testfx.framework.junit5.Stop;

/** What the pane shows is of the model that is chosen, whatever was looked at before. */
@ExtendWith(WindowExtension.class)
class StateOfModelsTest {

    private static final int SIDE = 28;
    private static final List<String> VIEWS = List.of("#view-network", "#view-layer", "#view-attribution");

    private final WholeWindow whole = new WholeWindow();
    private final Workspace workspace = whole.workspace();

    private Stage stage;

    @Start
    void open(Stage shown) {
        stage = shown;
        whole.open(stage, "activations");
    }

    @Stop
    void close() {
        whole.close();
    }

    private static Model weights(int inputs, List<Integer> hidden, int outputs, long seed) {
        return InitialModel.of("kal-net", inputs, hidden, outputs, seed);
    }

    private OpenModel pictures(FxRobot robot, String name) {
        OpenModel[] open = new OpenModel[1];
        robot.interact(() -> {
            open[0] = workspace.open(name, Target.Classes.numbered(10), Optional.of(new ImageShape(SIDE, SIDE)));
            open[0].update(weights(SIDE * SIDE, List.of(16), 10, 1));
        });
        await(() -> text(robot, "#edge-title").startsWith("pixel"));
        return open[0];
    }

    private OpenModel plane(FxRobot robot, String name) {
        OpenModel[] open = new OpenModel[1];
        robot.interact(() -> {
            open[0] = workspace.open(name, DataSource.Toy.of(ToyShape.XOR).load());
            open[0].update(weights(2, List.of(4), 2, 1));
        });
        await(() -> text(robot, "#edge-title").startsWith("x"));
        return open[0];
    }

    private OpenModel table(FxRobot robot, String name) throws DataException {
        Dataset airfoil = new DataSource.CsvFile(Path.of("sample-data", "airfoil", "airfoil.csv")).load();
        OpenModel[] open = new OpenModel[1];
        robot.interact(() -> {
            open[0] = workspace.open(name, airfoil);
            open[0].update(weights(5, List.of(4), 1, 1));
        });
        await(() -> visible(robot, "#view-columns"));
        return open[0];
    }

    @Test
    void columns_are_those_of_the_model_that_is_chosen(FxRobot robot) throws DataException {
        OpenModel airfoil = table(robot, "airfoil");
        robot.clickOn("#view-columns");
        await(() -> text(robot, "#columns-facts").contains("301 test rows of airfoil"));
        String first = columns(robot);
        assertThat(first).contains("frequency", "angle", "chord", "velocity", "thickness", " ± ");

        EffectPicture effect = robot.lookup("#effect-curve").queryAs(EffectPicture.class);
        ComboBox<String> column = robot.lookup("#effect-column").queryComboBox();
        await(() -> column.getValue() != null);
        assertThat(first).as("the most important first").startsWith("Columns: " + column.getValue());
        robot.interact(() -> column.setValue("velocity"));
        await(() -> effect.csv().startsWith("velocity,"));
        String before = effect.csv();
        assertThat(before.lines().skip(1).map(line -> Double.parseDouble(line.split(",")[0])))
                .hasSize(121)
                .isSorted()
                .allSatisfy(velocity -> assertThat(velocity).isBetween(31.69, 71.31));

        robot.interact(() -> airfoil.update(weights(5, List.of(4), 1, 2)));
        await(() -> !columns(robot).equals(first));
        await(() -> !effect.csv().equals(before));
        assertThat(column.getValue()).isEqualTo("velocity");

        plane(robot, "moons");
        assertThat(visible(robot, "#view-columns")).isFalse();
        assertThat(selected(robot)).containsExactly("#view-network");
        robot.interact(() -> model(robot).setValue(airfoil));
        await(() -> visible(robot, "#view-columns"));
        robot.clickOn("#view-columns");
        robot.interact(() -> workspace.close(airfoil));
        assertThat(selected(robot)).containsExactly("#view-network");
    }

    @Test
    void why_no_effect_is_shown_is_told(FxRobot robot) throws DataException {
        Dataset airfoil = new DataSource.CsvFile(Path.of("sample-data", "airfoil", "airfoil.csv")).load();
        robot.interact(() ->
                workspace.open("faithful", airfoil).update(InitialModel.of("kal-net-faithful", 5, List.of(4), 1, 1)));
        await(() -> visible(robot, "#view-columns"));
        robot.clickOn("#view-columns");
        await(() -> text(robot, "#effect-facts").contains("scales its inputs by the range of each batch"));
        assertThat(robot.lookup("#effect-column").query().getParent().isVisible())
                .isFalse();
        assertThat(visible(robot, "#effect-curve")).isFalse();
        table(robot, "airfoil");
        await(() -> visible(robot, "#effect-curve"));
        assertThat(text(robot, "#effect-facts")).startsWith("Partial dependence");
    }

    private static String columns(FxRobot robot) {
        return robot.lookup("#columns-bars").query().getAccessibleText();
    }

    @Test
    void chips_have_the_colours_of_the_model_that_is_chosen(FxRobot robot) {
        OpenModel first = plane(robot, "first");
        List<Paint> before = chips(robot);
        OpenModel second = plane(robot, "second");
        await(() -> !chips(robot).equals(before));

        robot.interact(() -> model(robot).setValue(first));
        await(() -> chips(robot).equals(before));
        assertThat(first.series()).isNotEqualTo(second.series());
    }

    private static List<Paint> chips(FxRobot robot) {
        return robot.lookup(".edge-term .edge-mark").queryAllAs(Region.class).stream()
                .map(mark -> mark.getBackground() == null
                        ? null
                        : mark.getBackground().getFills().getFirst().getFill())
                .toList();
    }

    @SuppressWarnings("unchecked")
    private static ComboBox<OpenModel> model(FxRobot robot) {
        return robot.lookup("#activations-model").queryAs(ComboBox.class);
    }

    @Test
    void where_the_chosen_model_is_closed_the_newest_is_shown_and_new_ones_after_it(FxRobot robot) {
        OpenModel first = plane(robot, "first");
        plane(robot, "second");
        OpenModel third = plane(robot, "third");
        robot.interact(() -> model(robot).setValue(first));
        robot.interact(() -> workspace.close(first));
        assertThat(model(robot).getValue()).isSameAs(third);
        OpenModel fourth = plane(robot, "fourth");
        await(() -> model(robot).getValue() == fourth);
    }

    @Test
    void one_view_is_always_selected_and_it_is_the_one_that_is_shown(FxRobot robot) {
        OpenModel large = pictures(robot, "large");
        assertThat(selected(robot)).containsExactly("#view-layer");
        robot.clickOn("#view-attribution");

        OpenModel small = plane(robot, "small");
        assertThat(selected(robot)).containsExactly("#view-network");
        assertThat(visible(robot, "#network-picture")).isTrue();

        robot.clickOn("#view-layer");
        robot.interact(() -> robot.lookup("#activations-layer")
                .queryAs(ComboBox.class)
                .getSelectionModel()
                .select(1));
        await(() -> text(robot, "#map-title").startsWith("class"));
        assertThat(selected(robot)).as("another layer of the same model").containsExactly("#view-layer");

        robot.interact(() -> workspace.close(small));
        await(() -> model(robot).getValue() == large);
        assertThat(selected(robot)).containsExactly("#view-layer");
    }

    private static List<String> selected(FxRobot robot) {
        return VIEWS.stream()
                .filter(view -> visible(robot, view)
                        && robot.lookup(view).queryAs(ToggleButton.class).isSelected())
                .toList();
    }

    @Test
    void pins_name_their_model_and_go_with_it_and_zoom_does_not_outlive_it(FxRobot robot) {
        OpenModel first = plane(robot, "first");
        NetworkPicture picture = robot.lookup("#network-picture").queryAs(NetworkPicture.class);
        robot.interact(picture::requestFocus);
        robot.type(KeyCode.RIGHT, KeyCode.ENTER, KeyCode.PLUS);
        await(() -> robot.lookup(".pinned-edge").queryAll().size() == 1);
        assertThat(picture.zoom()).isGreaterThan(1);

        plane(robot, "second");
        assertThat(picture.zoom()).isEqualTo(1);
        EdgePlot pinned = robot.lookup("#pinned-plot").queryAs(EdgePlot.class);
        await(() -> pinned.csv().lines().findFirst().orElseThrow().endsWith(" · first"));
        robot.interact(() -> first.rename("renamed"));
        assertThat(robot.lookup(".pinned-edge .type-label").queryAs(Label.class).getText())
                .endsWith(" · renamed");

        robot.interact(() -> workspace.close(first));
        assertThat(robot.lookup(".pinned-edge").queryAll()).isEmpty();
        assertThat(visible(robot, "#pinned-edges")).isFalse();
    }

    @Test
    void edges_of_a_tables_columns_say_that_these_are_standardised_and_tell_their_units(
            FxRobot robot, @TempDir Path folder) throws Exception {
        String rows = IntStream.range(0, 50)
                .mapToObj(i -> (100 + i) + "," + i * i + "\n")
                .collect(Collectors.joining());
        Path table = Files.writeString(folder.resolve("table.csv"), "weight,price\n" + rows);
        Dataset data = new DataSource.CsvFile(table).load();
        robot.interact(() -> workspace.open("table", data).update(weights(1, List.of(2), data.outputs(), 1)));
        await(() -> text(robot, "#edge-title").startsWith("weight → "));
        EdgePlot edge = robot.lookup("#edge-plot").queryAs(EdgePlot.class);

        assertThat(edge.svg()).contains(">input x (standardised)<");
        assertThat(robot.lookup("#small-multiples")
                        .queryAs(SmallMultiples.class)
                        .svg())
                .contains(">input x (standardised)<");
        assertThat(text(robot, "#edge-inputs"))
                .contains("standardised (weight 10")
                .contains(" to 14");
        List<String> lines = edge.csv().lines().toList();
        assertThat(lines.getFirst()).startsWith("x (standardised),weight,");
        ColumnScaling.Column weight = data.scaling().orElseThrow().columns().getFirst();
        String[] point = lines.get(1).split(",");
        assertThat(Double.parseDouble(point[1]))
                .isCloseTo(weight.mean() + weight.deviation() * Double.parseDouble(point[0]), within(1e-3));
    }

    @Test
    void another_order_of_the_models_changes_nothing_of_what_is_looked_at(FxRobot robot) {
        OpenModel first = plane(robot, "first");
        plane(robot, "second");
        robot.interact(() -> model(robot).setValue(first));
        await(() -> text(robot, "#header-context").equals("first"));
        NetworkPicture picture = robot.lookup("#network-picture").queryAs(NetworkPicture.class);
        robot.interact(picture::requestFocus);
        robot.type(KeyCode.RIGHT, KeyCode.ENTER);
        await(() -> robot.lookup(".pinned-edge").queryAll().size() == 1);

        robot.interact(() -> workspace.arrange(workspace.models().reversed()));

        assertThat(workspace.models()).last().isSameAs(first);
        assertThat(text(robot, "#header-context")).isEqualTo("first");
        assertThat(robot.lookup(".pinned-edge").queryAll()).hasSize(1);
    }

    @Test
    void nothing_is_cut_off_or_hidden_by_another_part_at_small_sizes(FxRobot robot) throws DataException {
        table(robot, "airfoil");
        OpenModel net = pictures(robot, "net");
        for (int[] size : new int[][] {{1024, 640}, {1280, 800}}) {
            robot.interact(() -> {
                stage.setWidth(size[0]);
                stage.setHeight(size[1]);
            });
            for (String view : List.of("#view-layer", "#view-attribution")) {
                robot.clickOn(view);
                robot.interact(() -> {});
                assertThat(cut(robot)).as("%d × %d, %s", size[0], size[1], view).isEmpty();
                Bounds middle = bounds(robot, ".activations-middle");
                assertThat(bounds(robot, "#activations-facts").getMaxX()).isLessThanOrEqualTo(middle.getMaxX());
                assertThat(bounds(robot, "#edge-plot").getMinX()).isGreaterThanOrEqualTo(middle.getMaxX());
            }
            robot.interact(() -> model(robot).setValue(model(robot).getItems().getFirst()));
            await(() -> visible(robot, "#view-columns"));
            robot.clickOn("#view-columns");
            await(() -> text(robot, "#columns-facts").contains("airfoil"));
            assertThat(cut(robot)).as("%d × %d, columns", size[0], size[1]).isEmpty();
            robot.interact(() -> model(robot).setValue(net));
            await(() -> visible(robot, "#view-attribution"));
        }
    }

    private static Bounds bounds(FxRobot robot, String selector) {
        Node node = robot.lookup(selector).query();
        return node.localToScene(node.getLayoutBounds());
    }

    private static List<String> cut(FxRobot robot) {
        List<String> found = new ArrayList<>();
        robot.interact(() -> robot.lookup("#activations-pane .text").queryAllAs(Text.class).stream()
                .filter(text -> text.getText().endsWith("...") && WindowRobot.isShown(text))
                .forEach(text -> found.add(text.getText())));
        return found;
    }

    @Test
    void a_new_name_is_shown_wherever_the_model_is_named(FxRobot robot) {
        OpenModel model = plane(robot, "before");
        robot.interact(() -> model.rename("after"));
        assertThat(text(robot, "#header-context")).isEqualTo("after");
        assertThat(model(robot).getButtonCell().getText()).isEqualTo("after");
    }

    @Test
    void what_is_explained_are_the_newest_weights_whatever_moment_was_looked_at(FxRobot robot) {
        OpenModel model = pictures(robot, "net");
        robot.interact(() -> model.remember(List.of(
                new Snapshot(0, 0, weights(SIDE * SIDE, List.of(16), 10, 7), OptionalDouble.empty()),
                new Snapshot(9, 1, model.modelProperty().get(), OptionalDouble.of(0.5)))));
        robot.clickOn("#timeline-first");
        assertThat(text(robot, "#timeline-position")).isEqualTo("epoch 0.00");

        robot.interact(() -> workspace.explained.set(new float[SIDE * SIDE]));

        await(() -> text(robot, "#timeline-position").endsWith("newest"));
        await(() -> text(robot, "#attribution-sentence").contains("predicts"));
        assertThat(selected(robot)).containsExactly("#view-attribution");
    }

    @Test
    void no_trace_is_left_when_the_last_model_is_closed(FxRobot robot) {
        OpenModel model = pictures(robot, "net");
        robot.clickOn("#view-attribution");
        robot.clickOn(at(robot, "#edge-plot", 0.5, 0.5));
        robot.interact(() -> workspace.close(model));
        assertThat(visible(robot, "#activations-empty")).isTrue();
        assertThat(visible(robot, "#timeline")).isFalse();
        robot.interact(() -> workspace.explained.set(new float[SIDE * SIDE]));
        assertThat(visible(robot, "#activations-empty")).isTrue();
    }
}
