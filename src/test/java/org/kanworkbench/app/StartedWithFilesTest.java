package org.kanworkbench.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.kanworkbench.app.OnScreen.await;

import java.nio.file.Path;
import java.util.List;
import javafx.scene.control.Label;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.kanworkbench.Launcher;
import org.kanworkbench.app.session.Workspace;
import org.kanworkbench.app.shell.WorkbenchWindow;
import org.kanworkbench.app.shell.settings.Settings;
import org.kanworkbench.app.shell.settings.Theme;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.Start;
import org.testfx.framework.junit5.Stop;

/** The window as a desktop opens it for a file that a person chose. */
@ExtendWith(WindowExtension.class)
class StartedWithFilesTest {

    private final Workspace workspace = new Workspace();

    @Start
    void open(Stage stage) {
        workspace.measureNothing();
        WorkbenchWindow window = WorkbenchApplication.window(stage, workspace, Settings.temporary(Theme.LIGHT));
        stage.show();
        window.open(Path.of("no-such-folder", "digits.kan"));
    }

    @Stop
    void close() {
        workspace.close();
    }

    @Test
    void file_that_cannot_be_opened_is_told_of_in_the_window(FxRobot robot) {
        await(() -> robot.lookup("#refusal .error-message").queryAllAs(Label.class).stream()
                .anyMatch(message -> message.getText().contains("digits.kan")));
    }

    @Test
    void files_of_the_window_are_known_by_their_names_and_no_command_is_taken_for_one() {
        assertThat(List.of("digits.kan", "/tmp/a b/NET.PTH", "weights.safetensors", "parts.CSV", "train.json"))
                .allMatch(Launcher::isForWindow);
        assertThat(List.of("train", "runs", "kan", "--help", "digits.onnx")).noneMatch(Launcher::isForWindow);
    }
}
