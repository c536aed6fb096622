package org.kanworkbench.runs.tensorboard;

import java.util.List;

/**
 * What was told at a step, as TensorFlow's event.proto has it.
 *
 * @param wallTime seconds since 1970
 */
public record Event(double wallTime, long step, List<Value> values) {

    public Event {
        values = List.copyOf(values);
    }

    /** One value under its name; TensorBoard groups names by what stands before a slash. */
    public sealed interface Value {

        String tag();
    }

    /** A point of a curve. */
    public record Scalar(String tag, float value) implements Value {}

    /** Markdown. */
    public record Text(String tag, String text) implements Value {}
}
