package org.kanworkbench.files.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.kanworkbench.data.source.DataSource;
import org.kanworkbench.files.DigitFile;
import org.kanworkbench.files.ModelFileException;
import org.kanworkbench.files.json.AddedFields;
import org.kanworkbench.files.json.JsonFormat;
import org.kanworkbench.files.json.VersionedJson;
import org.kanworkbench.training.Configuration;

/** Configurations as text that is kept, compared and told apart. */
public final class ConfigurationText {

    private static final int KEY_CHARACTERS = 16;

    private ConfigurationText() {}

    /** What a configuration file would hold, with data where it is wherever the reader stands. */
    public static String of(Configuration configuration) {
        return ConfigurationFile.text(absolute(configuration));
    }

    private static Configuration absolute(Configuration c) {
        return c.withData(c.data().located(Path::toAbsolutePath));
    }

    /** The same run on another machine: its own digits, and start weights where that keeps them. */
    public static Configuration moved(Configuration c, Path home) {
        DataSource data =
                c.data() instanceof DataSource.OwnDigits own ? new DigitFile(home).source(own.besideMnist()) : c.data();
        return c.withData(data).withStart(StartWeights.moved(c.start(), home));
    }

    /** @param where what messages call the text */
    public static Configuration parse(String text, String where) throws ModelFileException {
        return VersionedJson.read(
                text.getBytes(StandardCharsets.UTF_8), where, ConfigurationFile.FORMAT, Configuration.class);
    }

    /**
     * The same for configurations that differ in nothing but seed and threads. A field that is added later changes it only
     * where it is not what its absence means.
     */
    public static String key(Configuration configuration) {
        try {
            ObjectNode root = JsonFormat.STRICT.valueToTree(absolute(configuration));
            root.remove(List.of("seed", "threads"));
            AddedFields.reduce(root);
            byte[] text = JsonFormat.STRICT.writeValueAsBytes(root);
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text);
            return HexFormat.of().formatHex(digest).substring(0, KEY_CHARACTERS);
        } catch (JsonProcessingException | NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * In what configurations differ: of every field that is not the same in all, its path and each one's value, in their
     * order, empty where one lacks it.
     *
     * @param texts JSON objects; one that cannot be read counts as one without fields
     */
    public static Map<String, List<String>> differences(List<String> texts) {
        List<Map<String, String>> fields =
                texts.stream().map(ConfigurationText::fields).toList();
        TreeSet<String> paths = new TreeSet<>();
        fields.forEach(f -> paths.addAll(f.keySet()));
        Map<String, List<String>> differences = new LinkedHashMap<>();
        for (String path : paths) {
            List<String> values =
                    fields.stream().map(f -> f.getOrDefault(path, "")).toList();
            if (values.stream().distinct().count() > 1) {
                differences.put(path, values);
            }
        }
        return differences;
    }

    /**
     * Every leaf of a JSON object by its path, for instance {@code recipe.learningRate}; of a configuration also those that
     * it lacks, being older, as what their absence means.
     */
    public static Map<String, String> fields(String text) {
        Map<String, String> fields = new TreeMap<>();
        try {
            JsonNode root = JsonFormat.STRICT.readTree(text);
            if (root instanceof ObjectNode configuration && root.has("recipe")) {
                AddedFields.complete(configuration);
            }
            collect("", root, fields);
        } catch (JsonProcessingException e) {
            return Map.of();
        }
        return fields;
    }

    private static void collect(String path, JsonNode node, Map<String, String> to) {
        if (node.isObject()) {
            node.properties()
                    .forEach(f -> collect(path.isEmpty() ? f.getKey() : path + "." + f.getKey(), f.getValue(), to));
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                collect(path + "[" + i + "]", node.get(i), to);
            }
        } else {
            to.put(path, node.asText());
        }
    }
}
