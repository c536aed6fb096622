package org.kanworkbench.bench.window;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javafx.application.Platform;
import javafx.beans.InvalidationListener;
import javafx.beans.Observable;
import javafx.geometry.Point2D;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.input.MouseButton;
import org.kanworkbench.bench.figures.Measurement;
import org.kanworkbench.bench.figures.Result;
import org.kanworkbench.data.Target;
import org.kanworkbench.data.source.DrawnDigit;
import org.kanworkbench.engine.Network;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.NetworkSpec;
import org.kanworkbench.network.Preset;

/**
 * Measures the latency of the bars in the real window with two models open (untrained, as weights do not affect time):
 * from a mouse event on the sheet to the new values in the bars, and to the end of the frame that lays them out. Needs
 * a display or the headless platform.
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
    public void measure(Consumer<Result> out) throws Exception {
        NetworkSpec kalNet =
                Preset.named("kal-net").orElseThrow().network(DrawnDigit.SIDE * DrawnDigit.SIDE, CLASSES.size());
        Model weights = Network.initialize(kalNet, 0).snapshot();
        try (WindowDriver driver = WindowDriver.open(WIDTH, HEIGHT)) {
            driver.show("draw");
            driver.call(() -> {
                for (String name : new String[] {"first", "second"}) {
                    driver.workspace()
                            .open(name, new Target.Classes(CLASSES), Optional.empty())
                            .update(weights);
                }
                return null;
            });
            driver.settle();
            measure(driver, out);
        }
    }

    private static void measure(WindowDriver driver, Consumer<Result> out) throws Exception {
        int timed = (STROKES - WARM_UP) * EVENTS;
        double[] toValues = new double[timed];
        double[] toFrame = new double[timed];
        int n = 0;
        for (int stroke = 0; stroke < STROKES; stroke++) {
            double x = 0.14 + 0.06 * stroke;
            once(driver, sheet -> {
                driver.point(sheet, new Point2D(x, 0.14));
                driver.robot().mousePress(MouseButton.PRIMARY);
            });
            for (int i = 1; i <= EVENTS; i++) {
                Point2D next = new Point2D(x + 0.0025 * (i % 5), 0.14 + 0.024 * i);
                long[] nanos = once(driver, sheet -> driver.point(sheet, next));
                if (stroke >= WARM_UP) {
                    toValues[n] = nanos[0] / 1e6;
                    toFrame[n++] = nanos[1] / 1e6;
                }
            }
            driver.call(() -> {
                driver.robot().mouseRelease(MouseButton.PRIMARY);
                return null;
            });
        }
        out.accept(Result.quartiles("stroke to bars' values", toValues, "ms"));
        out.accept(Result.quartiles("stroke to bars' frame", toFrame, "ms"));
    }

    /** Nanoseconds from one event on the sheet to the last card's new values and to the end of the next frame's layout. */
    private static long[] once(WindowDriver driver, Consumer<Node> event) throws Exception {
        CompletableFuture<long[]> done = new CompletableFuture<>();
        driver.call(() -> {
            Parent last =
                    (Parent) driver.scene().getRoot().lookupAll(".model-card").toArray()[1];
            Node sheet = driver.find(".ink-sheet", Node.class);
            new AnswerWait(driver.scene(), (Parent) last.lookup(".probability-bar"), System.nanoTime(), done).begin();
            event.accept(sheet);
            return null;
        });
        return done.get(TIMEOUT_S, TimeUnit.SECONDS);
    }

    /** Waits for one prediction, after which a bar needs layout, then for the end of one frame. */
    private record AnswerWait(Scene scene, Parent bar, long start, CompletableFuture<long[]> done) {

        void begin() {
            bar.needsLayoutProperty().addListener(new InvalidationListener() {
                @Override
                public void invalidated(Observable needsLayout) {
                    needsLayout.removeListener(this);
                    awaitFrame(System.nanoTime() - start);
                }
            });
        }

        private void awaitFrame(long toValues) {
            Runnable[] listener = new Runnable[1];
            listener[0] = () -> {
                scene.removePostLayoutPulseListener(listener[0]);
                done.complete(new long[] {toValues, System.nanoTime() - start});
            };
            scene.addPostLayoutPulseListener(listener[0]);
            Platform.requestNextPulse();
        }
    }
}
