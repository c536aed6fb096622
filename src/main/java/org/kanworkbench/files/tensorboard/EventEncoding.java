package org.kanworkbench.files.tensorboard;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * Events as protocol buffers, of which TensorBoard needs only these fields: event.proto, summary.proto, tensor.proto and
 * tensor_shape.proto of TensorFlow.
 */
final class EventEncoding {

    private static final String VERSION = "brain.Event:2";

    private static final int EVENT_WALL_TIME = 1;
    private static final int EVENT_STEP = 2;
    private static final int EVENT_FILE_VERSION = 3;
    private static final int EVENT_SUMMARY = 5;
    private static final int SUMMARY_VALUE = 1;
    private static final int VALUE_TAG = 1;
    private static final int VALUE_SIMPLE = 2;
    private static final int VALUE_TENSOR = 8;
    private static final int VALUE_METADATA = 9;
    private static final int METADATA_PLUGIN = 1;
    private static final int PLUGIN_NAME = 1;
    private static final int TENSOR_TYPE = 1;
    private static final int TENSOR_SHAPE = 2;
    private static final int TENSOR_CONTENT = 4;
    private static final int TENSOR_STRINGS = 8;
    private static final int SHAPE_DIMENSION = 2;
    private static final int DIMENSION_SIZE = 1;

    private static final int DOUBLE = 2;
    private static final int STRING = 7;

    private static final String TEXT_PLUGIN = "text";
    private static final String HISTOGRAM_PLUGIN = "histograms";

    private static final int BUCKET_FIELDS = 3;

    private EventEncoding() {}

    /** Writes the fields of a message. */
    @FunctionalInterface
    private interface Fields {
        void writeTo(CodedOutputStream out) throws IOException;
    }

    /** The first event of every file. */
    static byte[] version(double wallTime) {
        return message(out -> {
            out.writeDouble(EVENT_WALL_TIME, wallTime);
            out.writeString(EVENT_FILE_VERSION, VERSION);
        });
    }

    static byte[] encode(Event event) {
        return message(out -> {
            out.writeDouble(EVENT_WALL_TIME, event.wallTime());
            out.writeInt64(EVENT_STEP, event.step());
            out.writeByteArray(EVENT_SUMMARY, message(summary -> {
                for (Event.Value value : event.values()) {
                    summary.writeByteArray(SUMMARY_VALUE, encode(value));
                }
            }));
        });
    }

    private static byte[] encode(Event.Value value) {
        return message(out -> {
            out.writeString(VALUE_TAG, value.tag());
            switch (value) {
                case Event.Scalar scalar -> out.writeFloat(VALUE_SIMPLE, scalar.value());
                case Event.Text text -> writeTensor(out, TEXT_PLUGIN, tensor(text.text()));
                case Event.Histogram histogram -> writeTensor(out, HISTOGRAM_PLUGIN, tensor(histogram.buckets()));
            }
        });
    }

    private static void writeTensor(CodedOutputStream out, String plugin, byte[] tensor) throws IOException {
        out.writeByteArray(VALUE_TENSOR, tensor);
        byte[] data = message(fields -> fields.writeString(PLUGIN_NAME, plugin));
        out.writeByteArray(VALUE_METADATA, message(fields -> fields.writeByteArray(METADATA_PLUGIN, data)));
    }

    /** A vector with one string. */
    private static byte[] tensor(String text) {
        return message(out -> {
            out.writeEnum(TENSOR_TYPE, STRING);
            out.writeByteArray(TENSOR_SHAPE, shape(1));
            out.writeBytes(TENSOR_STRINGS, ByteString.copyFromUtf8(text));
        });
    }

    /** float64 [buckets, 3]: low, high, count. */
    private static byte[] tensor(List<Event.Bucket> buckets) {
        ByteBuffer rows = ByteBuffer.allocate(buckets.size() * BUCKET_FIELDS * Double.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN);
        buckets.forEach(b -> rows.putDouble(b.low()).putDouble(b.high()).putDouble(b.count()));
        return message(out -> {
            out.writeEnum(TENSOR_TYPE, DOUBLE);
            out.writeByteArray(TENSOR_SHAPE, shape(buckets.size(), BUCKET_FIELDS));
            out.writeByteArray(TENSOR_CONTENT, rows.array());
        });
    }

    private static byte[] shape(int... sizes) {
        return message(out -> {
            for (int size : sizes) {
                out.writeByteArray(SHAPE_DIMENSION, message(fields -> fields.writeInt64(DIMENSION_SIZE, size)));
            }
        });
    }

    private static byte[] message(Fields fields) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        try {
            fields.writeTo(out);
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("memory refuses bytes", e);
        }
        return bytes.toByteArray();
    }
}
