package org.kanworkbench.app.activations.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.kanworkbench.app.OnScreen.await;
import static org.kanworkbench.app.OnScreen.text;

import java.util.List;
import java.util.Optional;
import javafx.scene.control.ComboBox;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.kanworkbench.app.WholeWindow;
import org.kanworkbench.app.WindowExtension;
import org.kanworkbench.app.session.Workspace;
import org.kanworkbench.data.Dataset.ImageShape;
import org.kanworkbench.data.Target;
import org.kanworkbench.engine.Network;
import org.kanworkbench.network.NetworkSpec;
import org.kanworkbench.network.Preset;
import org.kanworkbench.network.stem.Stem;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.Start;

/** Clicks and reads in the real window. */
@ExtendWith(WindowExtension.class)
class KernelsTest {

    private final WholeWindow whole = new WholeWindow();
    private final Workspace workspace = whole.workspace();

    @Start
    void start(Stage stage) {
        whole.open(stage, "activations");
    }

    @AfterEach
    void close() {
        workspace.close();
    }

    private void open(FxRobot robot, String name, String preset) {
        robot.interact(() -> open(name, preset));
        await(() -> text(robot, "#edge-title").contains("→"));
    }

    /** On images of 8 × 8 pixels in three colours. */
    private void open(String name, String preset) {
        Preset form = Preset.named(preset).orElseThrow();
        Stem stem = form.stem().fitted(8 * 8 * 3).withChannels(List.of(4, 5));
        Preset small = new Preset(name, "", stem, form.hiddenLayer(), form.lastLayer(), List.of(6), form.recipe());
        NetworkSpec network = small.network(8 * 8 * 3, 2);
        workspace
                .open(name, new Target.Classes(List.of("a", "b")), Optional.of(new ImageShape(8, 8, 3)))
                .update(Network.initialize(network, 1).snapshot());
    }

    @Test
    void a_kernel_shows_its_edge_functions_by_stage_and_channel(FxRobot robot) {
        open(robot, "net", "conv-kal");
        robot.clickOn("#view-kernels");
        // Nine taps of each of three colours.
        await(() -> text(robot, "#kernel-facts").startsWith("27 edge functions"));
        assertThat(robot.lookup("#kernel-picture").query().isVisible()).isTrue();
        robot.interact(() -> robot.lookup("#kernel-stage")
                .queryAs(ComboBox.class)
                .getSelectionModel()
                .select(1));
        await(() -> text(robot, "#kernel-facts").startsWith("36 edge functions"));
        assertThat(robot.lookup("#kernel-channel").queryAs(ComboBox.class).getItems())
                .hasSize(5);

        String[] meanwhile = new String[1];
        robot.interact(() -> {
            open("other", "conv-kal");
            meanwhile[0] = text(robot, "#kernel-facts");
        });
        assertThat(meanwhile[0]).as("of the model before").isEmpty();
        await(() -> text(robot, "#kernel-facts").startsWith("36 edge functions"));
    }

    @Test
    void plain_convolutions_have_no_such_view(FxRobot robot) {
        open(robot, "plain", "kanvolver");
        assertThat(robot.lookup("#view-kernels").query().isVisible()).isFalse();
    }
}
