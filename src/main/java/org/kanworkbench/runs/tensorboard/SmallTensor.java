package org.kanworkbench.runs.tensorboard;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The first number, or the texts, of a tensor in an event: as far as scalars and texts need it. */
final class SmallTensor {

    private int type;
    private ByteString content = ByteString.EMPTY;
    private Optional<Float> number = Optional.empty();
    private final List<String> texts = new ArrayList<>();

    void readFrom(CodedInputStream in) throws IOException {
        for (int key = in.readTag(); key != 0; key = in.readTag()) {
            switch (key) {
                case EventEncoding.TENSOR_TYPE << 3 | WireFormat.WIRETYPE_VARINT -> type = in.readEnum();
                case EventEncoding.TENSOR_CONTENT << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED ->
                    content = in.readBytes();
                case EventEncoding.TENSOR_FLOATS << 3 | WireFormat.WIRETYPE_FIXED32 -> take(in.readFloat());
                case EventEncoding.TENSOR_FLOATS << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED ->
                    first(in.readBytes(), Float.BYTES).ifPresent(b -> take(b.getFloat()));
                case EventEncoding.TENSOR_DOUBLES << 3 | WireFormat.WIRETYPE_FIXED64 -> take((float) in.readDouble());
                case EventEncoding.TENSOR_DOUBLES << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED ->
                    first(in.readBytes(), Double.BYTES).ifPresent(b -> take((float) b.getDouble()));
                case EventEncoding.TENSOR_STRINGS << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED ->
                    texts.add(in.readBytes().toStringUtf8());
                default -> in.skipField(key);
            }
        }
    }

    private void take(float value) {
        if (number.isEmpty()) {
            number = Optional.of(value);
        }
    }

    private static Optional<ByteBuffer> first(ByteString packed, int bytes) {
        return packed.size() < bytes
                ? Optional.empty()
                : Optional.of(packed.asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN));
    }

    /** What the tensor is for a plugin; empty for plugins other than those of scalars and texts. */
    Optional<Event.Value> value(String tag, String plugin) {
        return switch (plugin) {
            case EventEncoding.SCALAR_PLUGIN -> scalar().map(value -> new Event.Scalar(tag, value));
            case EventEncoding.TEXT_PLUGIN -> Optional.of(new Event.Text(tag, String.join("\n", texts)));
            default -> Optional.empty();
        };
    }

    private Optional<Float> scalar() {
        return switch (type) {
            case EventEncoding.FLOAT ->
                number.or(() -> first(content, Float.BYTES).map(ByteBuffer::getFloat));
            case EventEncoding.DOUBLE ->
                number.or(() -> first(content, Double.BYTES).map(b -> (float) b.getDouble()));
            default -> Optional.empty();
        };
    }
}
