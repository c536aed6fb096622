package org.kanworkbench.app.work;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongConsumer;
import java.util.function.Predicate;
import javafx.animation.AnimationTimer;
import javafx.application.Platform;
import javafx.beans.value.ObservableValue;

/** Counts frames. */
public final class Frames {

    private Frames() {}

    /** Does something at every frame while it is started, given the frame's time in nanoseconds. */
    public static AnimationTimer every(LongConsumer frame) {
        return new AnimationTimer() {
            @Override
            public void handle(long now) {
                frame.accept(now);
            }
        };
    }

    /** Does something at every frame while some state is one of those: an idle window asks for no frames. */
    public static <T> void whenever(ObservableValue<T> state, Predicate<T> one, LongConsumer frame) {
        AnimationTimer frames = every(frame);
        state.subscribe(now -> {
            if (one.test(now)) {
                frames.start();
            } else {
                frames.stop();
            }
        });
    }

    /** Does something on the interface thread when that many frames have begun, and input that waited has been handled. */
    public static void after(int frames, Runnable then) {
        AtomicInteger left = new AtomicInteger(frames);
        new AnimationTimer() {
            @Override
            public void handle(long now) {
                if (left.decrementAndGet() == 0) {
                    stop();
                    Platform.runLater(then);
                }
            }
        }.start();
    }
}
