package org.kanworkbench.cli;

import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javafx.application.Platform;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.stage.Window;
import org.kanworkbench.Launcher;

/** The window as it is started, in which somebody presses Start as soon as that is possible. */
final class SignalledWindow {

    /** On the interface thread only. */
    private static boolean pressed;

    private SignalledWindow() {}

    public static void main(String[] args) throws Exception {
        Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().factory())
                .scheduleWithFixedDelay(SignalledWindow::tryStart, 20, 20, TimeUnit.MILLISECONDS);
        Launcher.main(new String[0]);
    }

    private static void tryStart() {
        try {
            Platform.runLater(() -> {
                if (!pressed) {
                    pressed = Window.getWindows().stream()
                            .flatMap(window -> window.getScene().getRoot().lookupAll("#start").stream())
                            .anyMatch(SignalledWindow::press);
                }
            });
        } catch (IllegalStateException e) {
            // The toolkit has not started.
        }
    }

    private static boolean press(Node node) {
        if (node instanceof Button start
                && !start.isDisabled()
                && start.getText().equals("Start")) {
            start.fire();
            return true;
        }
        return false;
    }
}
