package org.kanworkbench.files.tensorboard;

import java.util.List;
import java.util.stream.Collectors;

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
    public record Text(String tag, String text) implements Value {

        /** A text that is shown as it is, its line breaks included. */
        public static Text verbatim(String tag, String text) {
            return new Text(tag, text.lines().map(line -> "    " + line).collect(Collectors.joining("\n")));
        }
    }

    /** How often values lie where: neighbouring ranges in rising order. */
    public record Histogram(String tag, List<Bucket> buckets) implements Value {

        public Histogram {
            buckets = List.copyOf(buckets);
        }
    }

    /** @param count of values from low up to high, which the last bucket of a histogram includes */
    public record Bucket(double low, double high, long count) {}
}
