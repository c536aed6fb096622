package org.kanworkbench.runs.tensorboard;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kanworkbench.runs.ModelFileException;
import org.kanworkbench.runs.tensorboard.Event.Bucket;
import org.kanworkbench.runs.tensorboard.Event.Histogram;
import org.kanworkbench.runs.tensorboard.Event.Scalar;
import org.kanworkbench.runs.tensorboard.Event.Text;
import org.kanworkbench.runs.tensorboard.EventFile.Point;
import org.kanworkbench.runs.tensorboard.NaiveRecords.Field;

class EventFileTest {

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

        assertThat(read).isEqualTo(new EventFile(List.of(scalars, text), false));
        assertThat(read.curve("b/c")).containsExactly(new Point(5, SECONDS, Float.NEGATIVE_INFINITY));
        assertThat(read.curve("none")).isEmpty();
    }

    /** Written by TensorFlow 2.18's own operations: scalars of both kinds, a text of two parts, and a histogram. */
    @Test
    void a_file_of_TensorFlow_is_read() throws IOException {
        Path file = folder.resolve("events.out.tfevents.tensorflow");
        try (InputStream in = EventFileTest.class.getResourceAsStream("/golden/tensorboard/" + file.getFileName())) {
            Files.copy(in, file);
        }

        EventFile read = EventFile.read(file);

        assertThat(read.truncated()).isFalse();
        assertThat(read.curve("loss/train")).extracting(Point::step).containsExactly(0L, 10L, 20L);
        assertThat(read.curve("loss/train")).extracting(Point::value).containsExactly(0.5f, -1.25f, 3e-8f);
        assertThat(read.curve("precise")).extracting(Point::value).containsExactly(0.5f, -1.25f, 3e-8f);
        assertThat(read.curve("v2/float")).extracting(Point::value).containsExactly(0.75f);
        assertThat(read.curve("v2/double")).extracting(Point::value).containsExactly(0.1f);
        assertThat(read.events().getLast().values()).containsExactly(new Text("notes", "**grün**\nsecond"));
        assertThat(read.events()).hasSize(9);
    }

    @Test
    void a_file_cut_anywhere_gives_the_records_that_are_whole() throws IOException {
        List<Event> events =
                List.of(event(1, new Scalar("a", 1)), event(2, new Scalar("a", 2)), event(3, new Text("t", "x")));
        byte[] whole = Files.readAllBytes(written(events.toArray(Event[]::new)));
        List<Integer> ends = new ArrayList<>();
        int end = 0;
        for (byte[] record : NaiveRecords.records(whole)) {
            end += record.length + 16;
            ends.add(end);
        }
        for (int length = ends.getFirst(); length <= whole.length; length++) {
            int cut = length;
            EventFile read = EventFile.read(bytes(Arrays.copyOf(whole, length)));
            long records = ends.stream().filter(e -> e <= cut).count();
            assertThat(read.events()).isEqualTo(events.subList(0, (int) records - 1));
            assertThat(read.truncated()).isEqualTo(!ends.contains(length));
        }
        for (int length = 0; length < ends.getFirst(); length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> EventFile.read(bytes(cut))).hasMessageContaining("no whole record");
        }
    }

    private Path bytes(byte[] content) throws IOException {
        return Files.write(folder.resolve("bytes"), content);
    }

    @Test
    void a_flipped_bit_anywhere_before_the_last_record_is_noticed() throws IOException {
        byte[] whole = Files.readAllBytes(written(event(1, new Scalar("a", 1)), event(2, new Scalar("a", 2))));
        int last = whole.length - 16 - NaiveRecords.records(whole).getLast().length;
        for (int at = 0; at < last; at++) {
            byte[] bad = whole.clone();
            bad[at] ^= 4;
            assertThatThrownBy(() -> EventFile.read(bytes(bad)))
                    .isInstanceOf(ModelFileException.class)
                    .hasMessageContaining("damaged");
        }
    }

    @Test
    void a_record_that_claims_more_than_the_file_has_costs_nothing() throws IOException {
        byte[] length = {-1, -1, -1, -1, -1, -1, -1, 127};
        int checksum = NaiveRecords.maskedChecksum(length);
        byte[] lie = Arrays.copyOf(length, 40);
        for (int i = 0; i < Integer.BYTES; i++) {
            lie[8 + i] = (byte) (checksum >>> 8 * i);
        }
        assertThatThrownBy(() -> EventFile.read(bytes(lie))).hasMessageContaining("no whole record");
    }

    @Test
    void sound_records_of_other_things_are_refused() throws IOException {
        for (String content : List.of("", "\u0012\u0005hello", "\u00ff\u00ff\u00ff", "\u001a\u000fsomething else.")) {
            byte[] record = NaiveRecords.frame(content.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
            assertThatThrownBy(() -> EventFile.read(bytes(record)))
                    .isInstanceOf(ModelFileException.class)
                    .hasMessageContaining("no event");
        }
        assertThatThrownBy(() -> EventFile.read(folder)).isInstanceOf(ModelFileException.class);
    }
}
