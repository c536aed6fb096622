package org.kanworkbench.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Damage of a safetensors file, or of the JSON that one of its metadata holds as text. */
final class CheckpointMutator implements Mutator {

    private final ObjectMapper mapper = new ObjectMapper();
    private final Mutator file = new SafetensorsMutator();
    private final JsonMutator text;

    CheckpointMutator(List<String> words) {
        this.text = new JsonMutator(words);
    }

    @Override
    public byte[] mutate(byte[] whole, SplittableRandom random) {
        if (random.nextInt(3) == 0) {
            return file.mutate(whole, random);
        }
        try {
            int length =
                    (int) ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN).getLong();
            ObjectNode header = (ObjectNode) mapper.readTree(whole, Long.BYTES, length);
            ObjectNode metadata = (ObjectNode) header.get("__metadata__");
            String key = metadata.fieldNames().next();
            byte[] damaged = text.mutate(metadata.get(key).asText().getBytes(UTF_8), random);
            metadata.put(key, new String(damaged, UTF_8));
            byte[] json = mapper.writeValueAsBytes(header);
            byte[] data = Arrays.copyOfRange(whole, Long.BYTES + length, whole.length);
            return ByteBuffer.allocate(Long.BYTES + json.length + data.length)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(json.length)
                    .put(json)
                    .put(data)
                    .array();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
