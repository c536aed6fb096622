package org.kanworkbench.files.tensorboard;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kanworkbench.files.tensorboard.Event.Bucket;
import org.kanworkbench.files.tensorboard.Event.Histogram;
import org.kanworkbench.files.tensorboard.Event.Scalar;
import org.kanworkbench.files.tensorboard.Event.Text;
import org.kanworkbench.files.tensorboard.EventFile.Point;
import org.kanworkbench.files.tensorboard.NaiveRecords.Field;

class EventWriterTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-01-02T03:04:05.250Z"), ZoneOffset.UTC);
    private static final double SECONDS = 1767323045.25;

    @TempDir
    private Path folder;

    private Path written(Event... events) throws IOException {
        try (EventWriter writer = EventWriter.create(folder, CLOCK)) {
            for (Event event : events) {
                writer.write(event.step(), event.values());
            }
        }
        return folder.resolve("events.out.tfevents.1767323045.kanworkbench");
    }

    private static Event event(long step, Event.Value... values) {
        return new Event(SECONDS, step, List.of(values));
    }

    @Test
    void records_are_framed_and_fields_numbered_as_TensorFlow_says() throws IOException {
        Path file = written(
                event(-3, new Scalar("loss/train", 0.1f), new Scalar("ü", Float.NaN)),
                event(1L << 40, new Text("t", "**ß**")));

        List<byte[]> records = NaiveRecords.records(Files.readAllBytes(file));

        assertThat(records).hasSize(3);
        assertThat(records)
                .allSatisfy(r -> assertThat(NaiveRecords.at(r, 1).value()).isEqualTo(Double.doubleToLongBits(SECONDS)));
        assertThat(text(NaiveRecords.at(records.get(0), 3))).isEqualTo("brain.Event:2");
        assertThat(NaiveRecords.at(records.get(1), 2).value()).isEqualTo(-3);
        assertThat(NaiveRecords.at(records.get(2), 2).value()).isEqualTo(1L << 40);
        List<Field> values =
                NaiveRecords.fields(NaiveRecords.at(records.get(1), 5).bytes());
        assertThat(values).hasSize(2).allSatisfy(v -> assertThat(v.number()).isEqualTo(1));
        assertThat(text(NaiveRecords.at(values.get(0).bytes(), 1))).isEqualTo("loss/train");
        assertThat(NaiveRecords.at(values.get(0).bytes(), 2).value()).isEqualTo(Float.floatToIntBits(0.1f));
        byte[] text = NaiveRecords.at(records.get(2), 5, 1).bytes();
        assertThat(NaiveRecords.at(text, 8, 1).value()).as("DT_STRING").isEqualTo(7);
        assertThat(NaiveRecords.at(text, 8, 2, 2, 1).value()).as("dimension").isEqualTo(1);
        assertThat(text(NaiveRecords.at(text, 8, 8))).isEqualTo("**ß**");
        assertThat(text(NaiveRecords.at(text, 9, 1, 1))).isEqualTo("text");
    }

    @Test
    void a_histogram_is_a_float64_tensor_of_low_high_and_count_a_row() throws IOException {
        Path file =
                written(event(7, new Histogram("weights/w", List.of(new Bucket(-1, 0.5, 3), new Bucket(0.5, 2, 1)))));

        byte[] value = NaiveRecords.at(
                        NaiveRecords.records(Files.readAllBytes(file)).get(1), 5, 1)
                .bytes();

        assertThat(NaiveRecords.at(value, 8, 1).value()).as("DT_DOUBLE").isEqualTo(2);
        List<Field> shape = NaiveRecords.fields(NaiveRecords.at(value, 8, 2).bytes());
        assertThat(shape)
                .extracting(dimension -> NaiveRecords.at(dimension.bytes(), 1).value())
                .containsExactly(2L, 3L);
        ByteBuffer content =
                ByteBuffer.wrap(NaiveRecords.at(value, 8, 4).bytes()).order(ByteOrder.LITTLE_ENDIAN);
        double[] rows = new double[6];
        content.asDoubleBuffer().get(rows);
        assertThat(rows).containsExactly(-1, 0.5, 3, 0.5, 2, 1);
        assertThat(content.capacity()).isEqualTo(rows.length * Double.BYTES);
        assertThat(text(NaiveRecords.at(value, 9, 1, 1))).isEqualTo("histograms");
    }

    private static String text(Field field) {
        return new String(field.bytes(), UTF_8);
    }

    @Test
    void what_was_written_is_read() throws IOException {
        Event scalars = event(5, new Scalar("a", Float.MIN_VALUE), new Scalar("b/c", Float.NEGATIVE_INFINITY));
        Event text = event(6, new Text("x", "two\nlines"));

        EventFile read = EventFile.read(written(scalars, text));

        assertThat(read).isEqualTo(new EventFile(List.of(scalars, text)));
        assertThat(read.curve("b/c")).containsExactly(new Point(5, SECONDS, Float.NEGATIVE_INFINITY));
        assertThat(read.curve("none")).isEmpty();
    }
}
