package org.kanworkbench.app.train;

import static java.util.Comparator.comparing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.kanworkbench.app.OnScreen.await;
import static org.kanworkbench.app.OnScreen.text;
import static org.kanworkbench.app.WindowExtension.settle;
import static org.kanworkbench.app.train.TrainWindow.type;
import static org.kanworkbench.app.train.TrainWindow.untilReady;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javafx.scene.control.TextField;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.kanworkbench.app.WindowExtension;
import org.kanworkbench.engine.Network;
import org.kanworkbench.files.model.ModelFile;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.Preset;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.Start;
import org.testfx.framework.junit5.Stop;

/** Configurations and models on their way into files and back, in the real pane. */
@ExtendWith(WindowExtension.class)
class OpenedModelsPaneTest extends SmallMnistPane {

    @Start
    void open(Stage stage) {
        window = new TrainWindow(stage, small);
    }

    @Stop
    void close() {
        window.close();
    }

    /** A node that has just come may be anywhere until the next frame. */
    private static void untilLaidOut(FxRobot robot, String selector) {
        await(() -> robot.lookup(selector).tryQuery().isPresent());
        settle();
    }

    @Test
    void configuration_and_model_survive_the_way_through_their_files(FxRobot robot) {
        untilReady(robot);
        type(robot, "#field-epochs", "1");
        window.choose(folder.resolve("mine.json"));
        robot.clickOn("#file-menu").clickOn("#save-configuration");
        await(() -> window.told().contains("mine.json"));
        type(robot, "#field-epochs", "9");
        robot.clickOn("#file-menu").clickOn("#open-configuration");
        await(() ->
                robot.lookup("#field-epochs").queryAs(TextField.class).getText().equals("1"));

        robot.clickOn("#start");
        await(() -> text(robot, "#result").startsWith("Test accuracy"));
        window.choose(folder.resolve("mine.kan"));
        robot.clickOn("#result-save");
        await(() -> Files.exists(folder.resolve("mine.kan")));
        robot.clickOn("#file-menu").clickOn("#open-model");
        await(() -> robot.lookup("#opened-1-facts").tryQuery().isPresent());
        assertThat(text(robot, "#opened-1-facts")).contains("784 → 64 → 10", "when it was saved");
        int open = window.workspace().models().size();
        robot.clickOn("#file-menu").clickOn("#open-model");
        await(() -> window.told().equals("mine is open already"));
        assertThat(window.workspace().models()).hasSize(open);
        assertThat(window.workspace().models().getLast().modelProperty().get().tensors())
                .isEqualTo(window.workspace()
                        .models()
                        .getFirst()
                        .modelProperty()
                        .get()
                        .tensors());
    }

    @Test
    void a_file_that_the_program_was_started_with_is_opened(FxRobot robot) throws IOException {
        Preset kal = Preset.named("kal-net-faithful").orElseThrow();
        Model model = Network.initialize(kal.network(784, List.of(8), 10), 3).snapshot();
        Path file = PeerFile.write(model, folder.resolve("named.safetensors"));
        Path second = PeerFile.write(model, folder.resolve("second.safetensors"));
        robot.interact(() -> {
            window.pane().open(file);
            window.pane().open(second);
        });
        untilLaidOut(robot, "#answer-kal-net-faithful");
        List<String> names = Stream.of("named", "second")
                .sorted(comparing(name -> !text(robot, "#opened-question-text").contains(name)))
                .toList();
        assertThat(text(robot, "#opened-question-text")).contains(names.getFirst() + ".safetensors");
        robot.clickOn("#answer-kal-net-faithful");
        await(() -> text(robot, "#opened-question-text").contains(names.getLast() + ".safetensors"));
    }

    @Test
    void a_peers_file_is_asked_about_scored_and_saved_as_our_own(FxRobot robot) throws IOException {
        untilReady(robot);
        Preset kal = Preset.named("kal-net-faithful").orElseThrow();
        Model model = Network.initialize(kal.network(784, List.of(8), 10), 3).snapshot();
        window.choose(PeerFile.write(model, folder.resolve("peer.safetensors")));
        robot.clickOn("#file-menu").clickOn("#open-model");
        untilLaidOut(robot, "#answer-kal-net-faithful");
        assertThat(text(robot, "#opened-question-text")).contains("peer.safetensors");
        robot.clickOn("#answer-kal-net-faithful");
        untilLaidOut(robot, "#opened-0-evaluate");
        assertThat(text(robot, "#opened-0-facts")).startsWith("kal-net-faithful · 784 → 8 → 10 · Legendre 3");

        robot.clickOn("#opened-0-evaluate");
        await(() -> text(robot, "#opened-0-scores").contains("of 200)"));
        assertThat(text(robot, "#confusion-toggle")).isEqualTo("Confusion matrix · peer on the test set");
        assertThat(robot.lookup("#confusion-card").query().isVisible()).isTrue();
        settle();

        window.choose(folder.resolve("peer.kan"));
        robot.clickOn("#opened-0-save");
        await(() -> window.told().contains("peer.kan"));
        settle();
        assertThat(ModelFile.read(folder.resolve("peer.kan")).model().tensors()).isEqualTo(model.tensors());

        window.choose(folder.resolve("peer.c"));
        robot.clickOn("#opened-0-export").clickOn("#opened-0-export-c");
        await(() -> window.told().contains("peer.c. The network normalises its inputs by the minimum"));
        assertThat(folder.resolve("peer.c")).content().contains("void peer_predict");

        assertThat(robot.lookup("#opened-0-close").queryButton().getAccessibleText())
                .as("the command palette lists it by this")
                .isEqualTo("Close peer");
        robot.clickOn("#opened-0-close");
        assertThat(window.workspace().models()).isEmpty();
        assertThat(robot.lookup("#opened-0").tryQuery()).isEmpty();
    }
}
