package org.kanworkbench.files.tensorboard;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.kanworkbench.files.tensorboard.NaiveRecords.Field;

/** Curves and texts of an event file as the workbench writes them; its histograms are left out. */
public record EventFile(List<Event> events) {

    private static final int FIXED_32 = 5;

    /** A point of a curve. */
    public record Point(long step, double wallTime, float value) {}

    public static EventFile read(Path file) throws IOException {
        List<byte[]> records = NaiveRecords.records(Files.readAllBytes(file));
        return new EventFile(records.stream().skip(1).map(EventFile::event).toList());
    }

    private static Event event(byte[] record) {
        double wallTime = 0;
        long step = 0;
        List<Event.Value> values = new ArrayList<>();
        for (Field field : NaiveRecords.fields(record)) {
            switch (field.number()) {
                case 1 -> wallTime = Double.longBitsToDouble(field.value());
                case 2 -> step = field.value();
                case 5 ->
                    NaiveRecords.fields(field.bytes()).stream()
                            .map(value -> value(value.bytes()))
                            .forEach(values::addAll);
                default -> throw new AssertionError("field " + field.number() + " of an event");
            }
        }
        return new Event(wallTime, step, values);
    }

    private static List<Event.Value> value(byte[] message) {
        String tag = new String(NaiveRecords.at(message, 1).bytes(), UTF_8);
        Field content = NaiveRecords.fields(message).stream()
                .filter(field -> field.number() != 1)
                .findFirst()
                .orElseThrow();
        if (content.wireType() == FIXED_32) {
            return List.of(new Event.Scalar(tag, Float.intBitsToFloat((int) content.value())));
        }
        return new String(NaiveRecords.at(message, 9, 1, 1).bytes(), UTF_8).equals("text")
                ? List.of(new Event.Text(
                        tag, new String(NaiveRecords.at(message, 8, 8).bytes(), UTF_8)))
                : List.of();
    }

    /** The points under that name, in the file's order. */
    public List<Point> curve(String tag) {
        return events.stream()
                .flatMap(event -> event.values().stream()
                        .filter(value ->
                                value instanceof Event.Scalar && value.tag().equals(tag))
                        .map(value -> new Point(event.step(), event.wallTime(), ((Event.Scalar) value).value())))
                .toList();
    }
}
