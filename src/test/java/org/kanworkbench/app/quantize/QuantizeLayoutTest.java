package org.kanworkbench.app.quantize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.testfx.util.WaitForAsyncUtils.waitFor;
import static org.testfx.util.WaitForAsyncUtils.waitForFxEvents;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import javafx.scene.control.ComboBox;
import javafx.scene.control.TabPane;
import javafx.scene.control.TableView;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.kanworkbench.app.OpenModel;
import org.kanworkbench.app.WorkbenchApplication;
import org.kanworkbench.app.Workspace;
import org.kanworkbench.app.shell.LayoutWalk;
import org.kanworkbench.app.shell.Settings;
import org.kanworkbench.app.shell.Theme;
import org.kanworkbench.app.shell.WindowSizes;
import org.kanworkbench.app.shell.WorkbenchWindow;
import org.kanworkbench.data.DataSource;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.data.ToyShape;
import org.kanworkbench.engine.Network;
import org.kanworkbench.network.Preset;
import org.kanworkbench.quantize.compare.Comparison.Timing;
import org.kanworkbench.runs.SavedModel;
import org.kanworkbench.training.Configuration;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

/** The pane in the whole window, from the smallest window to a large screen: all that is shown is there to be read and pressed. */
@ExtendWith(ApplicationExtension.class)
class QuantizeLayoutTest {

    private final Workspace workspace = new Workspace();
    private Stage stage;

    @Start
    void start(Stage shown) {
        stage = shown;
        WorkbenchWindow window = WorkbenchApplication.window(stage, workspace, Settings.temporary(Theme.LIGHT));
        window.show("quantize");
        stage.setWidth(1280);
        stage.setHeight(800);
        stage.show();
    }

    @AfterEach
    void close() {
        workspace.close();
    }

    private void open(FxRobot robot) {
        DataSource.Toy source = new DataSource.Toy(ToyShape.MOONS, 0.1, 200, 0);
        Dataset dataset = source.load();
        Preset preset = Preset.named("kal-net").orElseThrow().forPlane();
        Configuration configuration = new Configuration(
                "kal-net",
                source,
                preset.network(dataset.inputs(), dataset.outputs()),
                preset.recipe(),
                0,
                1,
                Configuration.VECTOR);
        robot.interact(() -> {
            OpenModel model = workspace.open("kal-net #1", dataset);
            model.describe(weights -> SavedModel.trained(weights, configuration, dataset, OptionalDouble.empty()));
            model.update(Network.initialize(configuration.network(), 1).snapshot());
        });
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
                        .filter(row -> row.scheme().name().equals("w2"))
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

    private static void await(BooleanSupplier condition) {
        try {
            waitFor(60, TimeUnit.SECONDS, () -> {
                waitForFxEvents();
                return condition.getAsBoolean();
            });
        } catch (TimeoutException e) {
            throw new AssertionError("did not happen within 60 s", e);
        }
    }
}
