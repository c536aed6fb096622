package org.kanworkbench.runs.tensorboard;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Events from protocol buffers. Scalars are read as TensorFlow 1 and PyTorch write them, a number, and as TensorFlow 2
 * does, a tensor of one number; whatever else an event may hold is passed over.
 */
final class EventDecoding {

    /** Writers may name a tag's plugin in its first event only. */
    private final Map<String, String> plugins = new HashMap<>();

    /**
     * One record.
     *
     * @param version of the file, in its first record
     */
    record Decoded(Event event, Optional<String> version) {}

    /** An InvalidProtocolBufferException refuses what is no event. */
    Decoded decode(byte[] record) throws IOException {
        CodedInputStream in = CodedInputStream.newInstance(record);
        double wallTime = 0;
        long step = 0;
        Optional<String> version = Optional.empty();
        List<Event.Value> values = new ArrayList<>();
        for (int key = in.readTag(); key != 0; key = in.readTag()) {
            switch (key) {
                case EventEncoding.EVENT_WALL_TIME << 3 | WireFormat.WIRETYPE_FIXED64 -> wallTime = in.readDouble();
                case EventEncoding.EVENT_STEP << 3 | WireFormat.WIRETYPE_VARINT -> step = in.readInt64();
                case EventEncoding.EVENT_FILE_VERSION << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED ->
                    version = Optional.of(in.readStringRequireUtf8());
                case EventEncoding.EVENT_SUMMARY << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED ->
                    nested(in, () -> summary(in, values));
                default -> in.skipField(key);
            }
        }
        return new Decoded(new Event(wallTime, step, values), version);
    }

    /** What reads a message's fields up to its end. */
    @FunctionalInterface
    private interface Fields {
        void read() throws IOException;
    }

    private static void nested(CodedInputStream in, Fields fields) throws IOException {
        int outer = in.pushLimit(in.readRawVarint32());
        fields.read();
        in.checkLastTagWas(0);
        in.popLimit(outer);
    }

    private void summary(CodedInputStream in, List<Event.Value> values) throws IOException {
        for (int key = in.readTag(); key != 0; key = in.readTag()) {
            if (key == (EventEncoding.SUMMARY_VALUE << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED)) {
                nested(in, () -> value(in).ifPresent(values::add));
            } else {
                in.skipField(key);
            }
        }
    }

    private Optional<Event.Value> value(CodedInputStream in) throws IOException {
        String tag = "";
        Optional<Float> simple = Optional.empty();
        Optional<SmallTensor> tensor = Optional.empty();
        Optional<String> plugin = Optional.empty();
        for (int key = in.readTag(); key != 0; key = in.readTag()) {
            switch (key) {
                case EventEncoding.VALUE_TAG << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED ->
                    tag = in.readStringRequireUtf8();
                case EventEncoding.VALUE_SIMPLE << 3 | WireFormat.WIRETYPE_FIXED32 ->
                    simple = Optional.of(in.readFloat());
                case EventEncoding.VALUE_TENSOR << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED -> {
                    SmallTensor read = new SmallTensor();
                    nested(in, () -> read.readFrom(in));
                    tensor = Optional.of(read);
                }
                case EventEncoding.VALUE_METADATA << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED ->
                    plugin = Optional.of(plugin(in.readByteArray()));
                default -> in.skipField(key);
            }
        }
        if (simple.isPresent()) {
            return Optional.of(new Event.Scalar(tag, simple.get()));
        }
        if (plugin.isPresent()) {
            plugins.putIfAbsent(tag, plugin.get());
        }
        String name = tag;
        String known = plugins.getOrDefault(tag, "");
        return tensor.flatMap(t -> t.value(name, known));
    }

    private static String plugin(byte[] metadata) throws IOException {
        byte[] data = lastField(metadata, EventEncoding.METADATA_PLUGIN);
        return new String(lastField(data, EventEncoding.PLUGIN_NAME), StandardCharsets.UTF_8);
    }

    private static byte[] lastField(byte[] message, int field) throws IOException {
        CodedInputStream in = CodedInputStream.newInstance(message);
        byte[] found = {};
        for (int key = in.readTag(); key != 0; key = in.readTag()) {
            if (key == (field << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED)) {
                found = in.readByteArray();
            } else {
                in.skipField(key);
            }
        }
        return found;
    }
}
