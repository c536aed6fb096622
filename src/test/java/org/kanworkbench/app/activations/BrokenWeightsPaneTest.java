package org.kanworkbench.app.activations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.kanworkbench.app.OnScreen.await;
import static org.kanworkbench.app.OnScreen.text;
import static org.kanworkbench.app.OnScreen.visible;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.kanworkbench.app.OnScreen;
import org.kanworkbench.app.WholeWindow;
import org.kanworkbench.app.WindowExtension;
import org.kanworkbench.app.activations.edge.EdgePlot;
import org.kanworkbench.app.session.Workspace;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.data.Dataset.ImageShape;
import org.kanworkbench.data.Target;
import org.kanworkbench.data.source.DataSource;
import org.kanworkbench.data.source.ToyShape;
import org.kanworkbench.engine.InitialModel;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.tensor.Tensor;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.Start;
import org.testfx.framework.junit5.Stop;

/** Weights that are no numbers, in the real window. */
@ExtendWith(WindowExtension.class)
class BrokenWeightsPaneTest {

    private static final int SIDE = 28;
    private static final int TERMS = 3;

    private final WholeWindow whole = new WholeWindow();
    private final Workspace workspace = whole.workspace();

    @Start
    void open(Stage stage) {
        whole.open(stage, "activations");
    }

    @Stop
    void close() {
        whole.close();
    }

    private static Model weights(int inputs, int hidden, int outputs) {
        return InitialModel.of("kal-net", inputs, List.of(hidden), outputs, 1);
    }

    /** A coefficient of the first layer, counted over outputs, inputs and terms, becomes NaN; -1 for all of them. */
    private static Model broken(Model model, int coefficient) {
        Map<String, Tensor> tensors = new LinkedHashMap<>(model.tensors());
        Tensor old = model.tensor("layers.0.basis_weight");
        float[] values = old.values().clone();
        for (int c = 0; c < values.length; c++) {
            values[c] = c == coefficient || coefficient < 0 ? Float.NaN : values[c];
        }
        tensors.put("layers.0.basis_weight", new Tensor(old.shape(), values));
        return new Model(model.network(), tensors);
    }

    @Test
    void one_edge_of_a_map_is_marked_and_its_curve_is_a_gap_with_a_note(FxRobot robot) {
        robot.interact(() -> workspace
                .open("net", new Target.Classes(List.of("a", "b")), Optional.of(new ImageShape(SIDE, SIDE)))
                .update(broken(weights(SIDE * SIDE, 4, 2), 0)));
        await(() -> text(robot, "#edge-title").contains("→"));
        assertThat(text(robot, "#activations-broken")).startsWith("One edge").contains("not numbers");

        robot.clickOn(OnScreen.at(robot, "#unit-grid", 0.1, 0.1));
        await(() -> text(robot, "#map-title").startsWith("h1:"));
        robot.clickOn(OnScreen.at(robot, "#importance-map", 0.5 / SIDE, 0.5 / SIDE));
        await(() -> text(robot, "#edge-title").equals("pixel (0, 0) → h1"));

        assertThat(visible(robot, "#edge-broken")).isTrue();
        assertThat(visible(robot, "#activations-error")).isFalse();
        assertThat(robot.lookup("#edge-plot")
                        .queryAs(EdgePlot.class)
                        .csv()
                        .lines()
                        .skip(1))
                .allMatch(line -> line.endsWith("NaN"));
    }

    @Test
    void a_small_network_whose_weights_are_all_lost_is_still_drawn_and_mends_with_its_next_weights(FxRobot robot) {
        Dataset data = DataSource.Toy.of(ToyShape.XOR).load();
        Model whole = weights(2, TERMS, 2);
        robot.interact(() -> workspace.open("net", data).update(broken(whole, -1)));
        await(() -> text(robot, "#edge-title").contains("→"));
        assertThat(visible(robot, "#edge-broken")).isTrue();
        assertThat(visible(robot, "#network-picture")).isTrue();

        robot.clickOn("#view-layer");
        assertThat(text(robot, "#activations-broken")).startsWith("6 edges");

        robot.interact(() -> workspace.models().getFirst().update(whole));
        await(() -> !visible(robot, "#edge-broken"));
        await(() -> text(robot, "#activations-broken").isEmpty());
        assertThat(visible(robot, "#activations-error")).isFalse();
    }
}
