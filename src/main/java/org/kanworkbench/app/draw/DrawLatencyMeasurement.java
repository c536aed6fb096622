package org.kanworkbench.app.draw;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javafx.application.Platform;
import javafx.beans.value.ChangeListener;
import javafx.beans.value.ObservableValue;
import javafx.event.Event;
import javafx.event.EventType;
import javafx.geometry.Point2D;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.stage.Stage;
import org.kanworkbench.app.OpenModel;
import org.kanworkbench.app.WorkbenchApplication;
import org.kanworkbench.app.Workspace;
import org.kanworkbench.app.shell.Settings;
import org.kanworkbench.app.shell.Theme;
import org.kanworkbench.cli.bench.Measurement;
import org.kanworkbench.cli.bench.Result;
import org.kanworkbench.data.DrawnDigit;
import org.kanworkbench.engine.Network;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.NetworkSpec;
import org.kanworkbench.network.Preset;

/**
 * How long the bars take to follow the pen, in the real window with two models open (untrained: weights take no time): from a mouse event on the sheet to
 * the new values in the bars, and to the end of the frame that lays them out. Needs a display or the headless platform.
 */
public final class DrawLatencyMeasurement implements Measurement {

    private static final List<String> CLASSES = List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");
    private static final double WIDTH = 1280;
    private static final double HEIGHT = 800;
    private static final int STROKES = 12;
    private static final int EVENTS = 25;

    /** Strokes before the first timed one. */
    private static final int WARM_UP = 4;

    private static final long TIMEOUT_S = 30;

    @Override
    public String name() {
        return "draw-latency";
    }

    @Override
    public void measure(Consumer<Result> out) throws Exception {
        NetworkSpec kalNet =
                Preset.named("kal-net").orElseThrow().network(DrawnDigit.SIDE * DrawnDigit.SIDE, CLASSES.size());
        Model weights = Network.initialize(kalNet, 0).snapshot();
        try {
            Platform.startup(() -> Platform.setImplicitExit(false));
        } catch (IllegalStateException e) {
            // Another measurement has started it.
        }
        try (Workspace workspace = new Workspace()) {
            Stage stage = call(() -> window(workspace, weights));
            try {
                measure(stage, out);
            } finally {
                call(() -> {
                    stage.close();
                    return stage;
                });
            }
        }
    }

    private static Stage window(Workspace workspace, Model weights) {
        Stage stage = new Stage();
        WorkbenchApplication.window(stage, workspace, Settings.temporary(Theme.LIGHT))
                .show("draw");
        stage.setWidth(WIDTH);
        stage.setHeight(HEIGHT);
        stage.show();
        for (String name : new String[] {"first", "second"}) {
            OpenModel open = workspace.open(name, CLASSES);
            open.update(weights);
        }
        return stage;
    }

    private static void measure(Stage stage, Consumer<Result> out) throws Exception {
        int timed = (STROKES - WARM_UP) * EVENTS;
        double[] toValues = new double[timed];
        double[] toFrame = new double[timed];
        int n = 0;
        for (int stroke = 0; stroke < STROKES; stroke++) {
            double x = 60 + 25 * stroke;
            once(stage, MouseEvent.MOUSE_PRESSED, x, 60);
            for (int i = 1; i <= EVENTS; i++) {
                long[] nanos = once(stage, MouseEvent.MOUSE_DRAGGED, x + i % 5, 60 + 10 * i);
                if (stroke >= WARM_UP) {
                    toValues[n] = nanos[0] / 1e6;
                    toFrame[n++] = nanos[1] / 1e6;
                }
            }
            call(() -> {
                fire(sheet(stage), MouseEvent.MOUSE_RELEASED, 0, 0);
                return stage;
            });
        }
        out.accept(Result.median("stroke to bars' values", toValues, "ms"));
        out.accept(Result.median("stroke to bars' frame", toFrame, "ms"));
    }

    /** Nanoseconds from one event to the last card's new values and to the end of the next frame's layout. */
    private static long[] once(Stage stage, EventType<MouseEvent> type, double x, double y) throws Exception {
        CompletableFuture<long[]> done = new CompletableFuture<>();
        Platform.runLater(() -> {
            ModelCard last = (ModelCard)
                    stage.getScene().getRoot().lookupAll(".model-card").toArray()[1];
            long start = System.nanoTime();
            new AnswerWait(stage, last, start, done).begin();
            fire(sheet(stage), type, x, y);
        });
        return done.get(TIMEOUT_S, TimeUnit.SECONDS);
    }

    /** Listens for one answer, then for the end of one frame. */
    private record AnswerWait(Stage stage, ModelCard card, long start, CompletableFuture<long[]> done) {

        void begin() {
            card.column().probabilitiesProperty().addListener(new ChangeListener<>() {
                @Override
                public void changed(ObservableValue<? extends double[]> values, double[] before, double[] now) {
                    values.removeListener(this);
                    awaitFrame(System.nanoTime() - start);
                }
            });
        }

        private void awaitFrame(long toValues) {
            Runnable[] listener = new Runnable[1];
            listener[0] = () -> {
                stage.getScene().removePostLayoutPulseListener(listener[0]);
                done.complete(new long[] {toValues, System.nanoTime() - start});
            };
            stage.getScene().addPostLayoutPulseListener(listener[0]);
            Platform.requestNextPulse();
        }
    }

    private static InkSheet sheet(Stage stage) {
        return (InkSheet) stage.getScene().getRoot().lookup(".ink-sheet");
    }

    private static void fire(InkSheet sheet, EventType<MouseEvent> type, double x, double y) {
        Point2D scene = sheet.localToScene(new Point2D(x, y).multiply(sheet.magnification()));
        Point2D screen = sheet.localToScreen(sheet.sceneToLocal(scene));
        boolean down = type != MouseEvent.MOUSE_RELEASED;
        Event.fireEvent(
                sheet,
                new MouseEvent(
                        type,
                        scene.getX(),
                        scene.getY(),
                        screen.getX(),
                        screen.getY(),
                        MouseButton.PRIMARY,
                        1,
                        false,
                        false,
                        false,
                        false,
                        down,
                        false,
                        false,
                        false,
                        false,
                        false,
                        null));
    }

    private static <T> T call(Callable<T> work) throws Exception {
        FutureTask<T> task = new FutureTask<>(work);
        Platform.runLater(task);
        return task.get(TIMEOUT_S, TimeUnit.SECONDS);
    }
}
