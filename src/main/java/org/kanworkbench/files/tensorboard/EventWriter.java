package org.kanworkbench.files.tensorboard;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.zip.CRC32C;
import org.kanworkbench.data.FileErrors;
import org.kanworkbench.files.SaveException;

/** Appends events to a new file in a folder, each immediately, so that TensorBoard shows a run while it is running. */
public final class EventWriter implements Closeable {

    /** TensorBoard treats every file with {@code tfevents} in its name as an event file. */
    private static final String NAME = "events.out.tfevents.%010d.kanworkbench";

    private static final int FRAME = Long.BYTES + 2 * Integer.BYTES;
    private static final int MASK_DELTA = 0xa282ead8;

    private final Path file;
    private final OutputStream out;
    private final InstantSource clock;

    private EventWriter(Path file, OutputStream out, InstantSource clock) {
        this.file = file;
        this.out = out;
        this.clock = clock;
    }

    /** @param clock for the events' wall time */
    public static EventWriter create(Path folder, InstantSource clock) throws SaveException {
        Instant now = clock.instant();
        Path file = folder.resolve(String.format(Locale.ROOT, NAME, now.getEpochSecond()));
        OutputStream out;
        try {
            out = new BufferedOutputStream(
                    Files.newOutputStream(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
        } catch (IOException e) {
            throw failure(file, e);
        }
        EventWriter writer = new EventWriter(file, out, clock);
        try {
            writer.append(EventEncoding.version(seconds(now)));
        } catch (SaveException e) {
            writer.close();
            throw e;
        }
        return writer;
    }

    /** Appends the values of a step. */
    public void write(long step, List<Event.Value> values) throws SaveException {
        append(EventEncoding.encode(new Event(seconds(clock.instant()), step, values)));
    }

    private void append(byte[] event) throws SaveException {
        try {
            out.write(record(event));
            out.flush();
        } catch (IOException e) {
            throw failure(file, e);
        }
    }

    /**
     * TensorFlow's framing (tensorflow/core/lib/io/record_writer.h), little-endian: length in 64 bits, its masked checksum in
     * 32, the bytes, their masked checksum.
     */
    private static byte[] record(byte[] content) {
        ByteBuffer record = ByteBuffer.allocate(FRAME + content.length).order(ByteOrder.LITTLE_ENDIAN);
        record.putLong(content.length);
        record.putInt(masked(record.array(), Long.BYTES));
        record.put(content);
        record.putInt(masked(content, content.length));
        return record.array();
    }

    /**
     * The format rotates checksums by 15 bits and adds a constant, so that checksums of data with checksums stay sound.
     */
    private static int masked(byte[] bytes, int length) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes, 0, length);
        return Integer.rotateRight((int) checksum.getValue(), 15) + MASK_DELTA;
    }

    @Override
    public void close() throws SaveException {
        try {
            out.close();
        } catch (IOException e) {
            throw failure(file, e);
        }
    }

    private static double seconds(Instant time) {
        return time.getEpochSecond() + time.getNano() / 1e9;
    }

    private static SaveException failure(Path file, IOException e) {
        return new SaveException(
                "cannot write " + file + " (" + FileErrors.reason(e) + "): free some space or choose another folder",
                e);
    }
}
