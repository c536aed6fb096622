package org.kanworkbench.files.tensorboard;

import java.util.List;
import java.util.stream.Collectors;

/**
 * An event at a step, as defined in TensorFlow's event.proto.
 *
 * @param wallTime seconds since 1970
 */
public record Event(double wallTime, long step, List<Value> values) {

    public Event {
        values = List.copyOf(values);
    }

    /** A named value; TensorBoard groups names by the part before a slash. */
    public sealed interface Value {

        String tag();
    }

    /** A point of a curve. */
    public record Scalar(String tag, float value) implements Value {}

    /** Markdown. */
    public record Text(String tag, String text) implements Value {

        /** Preformatted text. */
        public static Text verbatim(String tag, String text) {
            return new Text(tag, text.lines().map(line -> "    " + line).collect(Collectors.joining("\n")));
        }
    }

    /** A histogram of adjacent ranges in ascending order. */
    public record Histogram(String tag, List<Bucket> buckets) implements Value {

        public Histogram {
            buckets = List.copyOf(buckets);
        }
    }

    /** @param count of values from low (inclusive) to high (exclusive, except in the last bucket) */
    public record Bucket(double low, double high, long count) {}
}
