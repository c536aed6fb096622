package org.kanworkbench.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ContainerNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Damage that leaves JSON well-formed, most of the time: fields lost, renamed, doubled and swapped; values of every other kind. */
final class JsonMutator implements Mutator {

    private static final String MARK = "@value@";

    /** As they stand in the text. */
    private static final List<String> VALUES = List.of(
            "null",
            "true",
            "0",
            "-1",
            "1e999",
            "-1e-400",
            "NaN",
            "2147483648",
            "9223372036854775808",
            "0.5",
            "1.0",
            "123456789012345678901234567890",
            "1e1000000000",
            "\"\"",
            "\"NaN\"",
            "\"-Infinity\"",
            "\"\\u0000\"",
            "\"a\\nb\\u001b[31m\"",
            "\"../../../etc/passwd\"",
            "\"\\ud800\"",
            "[]",
            "{}",
            "[null]",
            "[[]]",
            "{\"\":null}",
            "[1,2,3,4,5,6,7,8]",
            "8192",
            "200000000",
            "\"bspline\"",
            "\"idx\"",
            "\"convolutions\"",
            "[2147483647]",
            "{\"family\":\"b-spline\",\"grid\":2147483647,\"order\":12}",
            "{\"kind\":\"java.lang.ProcessBuilder\"}");

    private final ObjectMapper mapper = new ObjectMapper();
    private final ByteMutator bytes;

    JsonMutator(List<String> words) {
        bytes = new ByteMutator(words);
    }

    @Override
    public byte[] mutate(byte[] file, SplittableRandom random) {
        JsonNode root;
        try {
            root = mapper.readTree(file);
        } catch (IOException e) {
            return bytes.mutate(file, random);
        }
        if (!(root instanceof ContainerNode<?>) || random.nextInt(4) == 0) {
            return bytes.mutate(file, random);
        }
        for (int left = random.nextInt(1, 4); left > 0; left--) {
            List<ContainerNode<?>> inner = new ArrayList<>();
            collect(root, inner);
            change(inner.get(random.nextInt(inner.size())), random);
        }
        return text(root, random).getBytes(UTF_8);
    }

    private static void collect(JsonNode node, List<ContainerNode<?>> into) {
        if (node instanceof ContainerNode<?> container) {
            into.add(container);
            node.forEach(child -> collect(child, into));
        }
    }

    private static void change(ContainerNode<?> node, SplittableRandom random) {
        switch (node) {
            case ObjectNode object -> change(object, random);
            case ArrayNode array -> change(array, random);
            default -> throw new IllegalStateException(node.toString());
        }
    }

    private static void change(ObjectNode object, SplittableRandom random) {
        List<String> names =
                new ArrayList<>(object.propertyStream().map(p -> p.getKey()).toList());
        if (names.isEmpty()) {
            object.set("x", TextNode.valueOf(MARK));
            return;
        }
        String name = names.get(random.nextInt(names.size()));
        String other = names.get(random.nextInt(names.size()));
        switch (random.nextInt(6)) {
            case 0 -> object.remove(name);
            case 1 -> object.set(name + (random.nextBoolean() ? "\n\u001b[2J" : "x"), object.get(name));
            case 2 -> object.set(name, object.get(other).deepCopy());
            case 3 -> object.set(name, object.deepCopy());
            default -> object.set(name, TextNode.valueOf(MARK));
        }
    }

    private static void change(ArrayNode array, SplittableRandom random) {
        if (array.isEmpty()) {
            array.add(MARK);
            return;
        }
        int at = random.nextInt(array.size());
        switch (random.nextInt(5)) {
            case 0 -> array.remove(at);
            case 1 -> {
                JsonNode copied = array.get(at);
                for (int times = 1 << random.nextInt(10); times > 0; times--) {
                    array.insert(at, copied.deepCopy());
                }
            }
            case 2 -> array.set(at, array.get(random.nextInt(array.size())).deepCopy());
            default -> array.set(at, TextNode.valueOf(MARK));
        }
    }

    private String text(JsonNode root, SplittableRandom random) {
        String text;
        try {
            text = mapper.writeValueAsString(root);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
        String value = random.nextInt(20) == 0
                ? "[".repeat(1 << random.nextInt(17))
                : VALUES.get(random.nextInt(VALUES.size()));
        text = text.replace("\"" + MARK + "\"", value);
        int comma = text.indexOf(',');
        if (random.nextInt(20) == 0 && text.startsWith("{") && comma > 0) {
            // The first field twice.
            return text.substring(0, comma + 1) + text.substring(1);
        }
        return text;
    }
}
