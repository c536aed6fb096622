package org.kanworkbench.runs.tensorboard;

import com.google.protobuf.InvalidProtocolBufferException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.kanworkbench.data.FileErrors;
import org.kanworkbench.runs.ModelFileException;

/**
 * What a TensorBoard event file holds of curves and texts.
 *
 * @param events in the file's order, those without such values left out
 * @param truncated whether the file ends within a record, as while a run still writes, or where it was cut off
 */
public record EventFile(List<Event> events, boolean truncated) {

    private static final String VERSIONS = "brain.Event:";

    /** A point of a curve. */
    public record Point(long step, double wallTime, float value) {}

    public EventFile {
        events = List.copyOf(events);
    }

    /** Reads all records that are whole. Checksums that differ, and files of another kind, are refused. */
    public static EventFile read(Path file) throws ModelFileException {
        int record = 0;
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            Records.Reader records = new Records.Reader(in, Files.size(file));
            EventDecoding decoding = new EventDecoding();
            List<Event> events = new ArrayList<>();
            for (Optional<byte[]> next = records.next(); next.isPresent(); next = records.next()) {
                record++;
                EventDecoding.Decoded decoded = decoding.decode(next.get());
                if (record == 1) {
                    checkVersion(file, decoded.version());
                }
                if (!decoded.event().values().isEmpty()) {
                    events.add(decoded.event());
                }
            }
            if (record == 0) {
                throw new ModelFileException(file + " holds no whole record: choose another event file");
            }
            return new EventFile(events, records.truncated());
        } catch (ModelFileException e) {
            throw e;
        } catch (Records.DamageException e) {
            throw damaged(file, record + 1, e.getMessage(), e);
        } catch (InvalidProtocolBufferException e) {
            throw damaged(file, record, "it is no event", e);
        } catch (IOException e) {
            throw new ModelFileException(
                    file + " cannot be read (" + FileErrors.reason(e) + "): check that it exists and may be read", e);
        }
    }

    private static void checkVersion(Path file, Optional<String> version) throws ModelFileException {
        if (version.filter(v -> v.startsWith(VERSIONS)).isEmpty()) {
            throw new ModelFileException(file + " does not begin with the version " + VERSIONS
                    + "N: it is no event file of TensorBoard, choose another");
        }
    }

    private static ModelFileException damaged(Path file, int record, String what, IOException cause) {
        String kind = record == 1 ? " is damaged or no event file (record " : " is damaged (record ";
        return new ModelFileException(file + kind + record + ": " + what + "): copy it again or choose another", cause);
    }

    /** The points under that name, in the file's order. */
    public List<Point> curve(String tag) {
        List<Point> points = new ArrayList<>();
        for (Event event : events) {
            for (Event.Value value : event.values()) {
                if (value instanceof Event.Scalar scalar && scalar.tag().equals(tag)) {
                    points.add(new Point(event.step(), event.wallTime(), scalar.value()));
                }
            }
        }
        return points;
    }
}
