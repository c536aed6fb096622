package org.kanworkbench.app.activations;

import static org.kanworkbench.app.OnScreen.await;

import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.application.Platform;
import javafx.geometry.Point2D;
import javafx.scene.input.MouseButton;
import javafx.scene.robot.Robot;
import javafx.util.Duration;

/** Drags as a person does: in 0.4 s, whether the window keeps up or not. */
final class Hand {

    private static final Duration DRAG = Duration.millis(400);
    private static final int MOVES = 12;

    private Hand() {}

    /**
     * Presses, moves and lets go; returns when all of it has happened.
     *
     * @param during happens after every move, on the interface thread
     */
    static void drag(Point2D from, Point2D to, Runnable during) {
        Timeline[] drag = new Timeline[1];
        boolean[] done = new boolean[1];
        Platform.runLater(() -> {
            Robot robot = new Robot();
            robot.mouseMove(from);
            drag[0] = new Timeline();
            drag[0].getKeyFrames().add(new KeyFrame(Duration.millis(1), _ -> robot.mousePress(MouseButton.PRIMARY)));
            for (int m = 1; m <= MOVES; m++) {
                Point2D at = from.interpolate(to, (double) m / MOVES);
                drag[0].getKeyFrames().add(new KeyFrame(DRAG.multiply((double) m / MOVES), _ -> {
                    robot.mouseMove(at);
                    during.run();
                }));
            }
            drag[0].setOnFinished(_ -> {
                robot.mouseRelease(MouseButton.PRIMARY);
                done[0] = true;
            });
            drag[0].play();
        });
        await(() -> done[0]);
    }
}
