package org.kanworkbench.files.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.kanworkbench.data.Sha256;
import org.kanworkbench.data.source.DataSource;
import org.kanworkbench.files.DigitFile;
import org.kanworkbench.files.ModelFileException;
import org.kanworkbench.files.json.AddedFields;
import org.kanworkbench.files.json.JsonFormat;
import org.kanworkbench.files.json.VersionedJson;
import org.kanworkbench.network.recipe.Loss;
import org.kanworkbench.training.Configuration;
import org.kanworkbench.training.Measure;

/** Configurations as text, for storage, comparison and identification. */
public final class ConfigurationText {

    private static final int KEY_CHARACTERS = 16;

    private ConfigurationText() {}

    /** The content of a configuration file, with absolute data paths. */
    public static String of(Configuration configuration) {
        return ConfigurationFile.text(absolute(configuration));
    }

    private static Configuration absolute(Configuration c) {
        return c.withData(c.data().located(Path::toAbsolutePath));
    }

    /** The configuration for another machine: with its own digits file, and initial weights from its data folder. */
    public static Configuration moved(Configuration c, Path home) {
        DataSource data =
                c.data() instanceof DataSource.OwnDigits own ? new DigitFile(home).source(own.besideMnist()) : c.data();
        return c.withData(data).withStart(StartWeights.moved(c.start(), home));
    }

    /** @param where what messages call the text */
    public static Configuration parse(String text, String where) throws ModelFileException {
        return VersionedJson.read(text, where, ConfigurationFile.FORMAT, Configuration.class);
    }

    /**
     * A key that is equal for configurations that differ only in seed and threads. A field added later changes it only
     * if it differs from its default.
     */
    public static String key(Configuration configuration) {
        try {
            ObjectNode root = JsonFormat.STRICT.valueToTree(absolute(configuration));
            root.remove(List.of("seed", "threads"));
            AddedFields.reduce(root);
            return Sha256.of(JsonFormat.STRICT.writeValueAsBytes(root)).substring(0, KEY_CHARACTERS);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What the scores of a run with that configuration are; accuracy where it does not say. */
    public static Measure measure(String text) {
        String loss = text.contains(Loss.MSE.name()) ? fields(text).getOrDefault("recipe.loss", "") : "";
        return Measure.of(loss.equals(Loss.MSE.name()) ? Loss.MSE : Loss.CROSS_ENTROPY);
    }

    /**
     * The differences between configurations: the path of every differing field, with the value in each configuration
     * in order, empty if missing.
     *
     * @param texts JSON objects; an unreadable one counts as empty
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
     * Every leaf of a JSON object by its path, for instance {@code recipe.learningRate}, lists of values as one; for an older
     * configuration, with the defaults of missing fields.
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
        } else if (node.isArray() && node.valueStream().allMatch(JsonNode::isValueNode)) {
            to.put(path, node.valueStream().map(JsonNode::asText).collect(Collectors.joining(", ")));
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                collect(path + "[" + i + "]", node.get(i), to);
            }
        } else {
            to.put(path, node.asText());
        }
    }
}
