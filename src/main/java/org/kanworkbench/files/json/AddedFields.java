package org.kanworkbench.files.json;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.deser.BeanDeserializerModifier;
import com.fasterxml.jackson.databind.deser.std.DelegatingDeserializer;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.kanworkbench.data.ColumnScaling;
import org.kanworkbench.data.source.DataSource;
import org.kanworkbench.data.source.TaskKind;
import org.kanworkbench.network.Field;
import org.kanworkbench.network.Initialization;
import org.kanworkbench.network.LayerSpec;
import org.kanworkbench.network.NetworkSpec;
import org.kanworkbench.network.basis.Fourier;
import org.kanworkbench.network.recipe.Recipe;
import org.kanworkbench.network.recipe.RecipeField;
import org.kanworkbench.network.stem.NoStem;
import org.kanworkbench.training.Checkpoint;
import org.kanworkbench.training.Configuration;

/**
 * Fields that older files lack, with their defaults. Records used only in files declare them by
 * {@link JsonProperty#defaultValue()}. All other fields are required.
 */
public final class AddedFields extends BeanDeserializerModifier {

    private static final Map<Class<?>, Map<String, Object>> ADDED = Map.of(
            Recipe.class, ofRecipes(),
            Configuration.class, Map.of("start", ""),
            Checkpoint.EpochSums.class, Map.of("squaredErrors", List.of()),
            ColumnScaling.Column.class, Map.of("range", List.of()),
            DataSource.CsvFile.class, Map.of("target", List.of(), "task", TaskKind.AUTO, "ignored", List.of()),
            NetworkSpec.class, Map.of("stem", new NoStem()),
            Fourier.class, Map.of("lower", -1.0, "upper", 1.0, "constant", true),
            LayerSpec.class, Map.of("edgeScale", false, "initialization", Initialization.KAIMING, "basisBias", false));

    /** Fields that configuration keys in stores include even with the default value; later fields are omitted. */
    private static final Set<String> ALWAYS_IN_KEYS =
            Set.of("averaging", "selection", "gridUpdate", "stem", "edgeScale", "initialization", "basisBias");

    /** By the first name of their paths: for a missing object, all its fields are added. */
    private static Map<String, Object> ofRecipes() {
        Map<String, Object> added = new LinkedHashMap<>();
        RecipeField.ALL.stream().filter(field -> field.is(Field.Trait.ADDED)).forEach(field -> {
            String[] path = field.path().split("\\.");
            if (path.length == 1) {
                added.put(path[0], field.usual());
            } else {
                @SuppressWarnings("unchecked")
                Map<String, Object> part =
                        (Map<String, Object>) added.computeIfAbsent(path[0], _ -> new LinkedHashMap<>());
                part.put(path[1], field.usual());
            }
        });
        return added;
    }

    /** Adds missing fields to a configuration. */
    public static void complete(ObjectNode configuration) {
        each(configuration, AddedFields::complete);
    }

    /** Removes fields with the default value, except those that keys have always included. */
    public static void reduce(ObjectNode configuration) {
        each(
                configuration,
                (part, added) -> added.forEach((name, value) -> {
                    if (!ALWAYS_IN_KEYS.contains(name) && tree(value).equals(part.get(name))) {
                        part.remove(name);
                    }
                }));
    }

    private static void complete(ObjectNode part, Map<String, Object> added) {
        added.forEach((name, value) -> {
            if (!part.has(name)) {
                part.set(name, tree(value));
            }
        });
    }

    private static JsonNode tree(Object value) {
        return JsonFormat.STRICT.valueToTree(value);
    }

    /** Visits the objects of a configuration that have added fields; missing objects are skipped. */
    private static void each(ObjectNode configuration, BiConsumer<ObjectNode, Map<String, Object>> what) {
        JsonNode network = configuration.path("network");
        one(configuration, Configuration.class, what);
        one(configuration.path("recipe"), Recipe.class, what);
        JsonNode data = configuration.path("data");
        if (data.path("kind").asText().equals("csv")) {
            one(data, DataSource.CsvFile.class, what);
        }
        one(network, NetworkSpec.class, what);
        network.path("layers").forEach(layer -> {
            one(layer, LayerSpec.class, what);
            if (layer.path("basis").path("family").asText().equals("fourier")) {
                one(layer.path("basis"), Fourier.class, what);
            }
        });
    }

    private static void one(JsonNode part, Class<?> type, BiConsumer<ObjectNode, Map<String, Object>> what) {
        if (part instanceof ObjectNode object) {
            what.accept(object, ADDED.get(type));
        }
    }

    @Override
    public JsonDeserializer<?> modifyDeserializer(
            DeserializationConfig config, BeanDescription type, JsonDeserializer<?> deserializer) {
        Map<String, Object> added = new HashMap<>(ADDED.getOrDefault(type.getBeanClass(), Map.of()));
        for (BeanPropertyDefinition property : type.findProperties()) {
            String value = property.getMetadata().getDefaultValue();
            if (value != null) {
                added.put(property.getName(), parsed(value));
            }
        }
        return added.isEmpty() ? deserializer : new Completing(deserializer, added);
    }

    /** Not by the format itself, which would recurse. */
    private static JsonNode parsed(String json) {
        try {
            return new ObjectMapper().readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Reads an object after adding missing fields. */
    private static final class Completing extends DelegatingDeserializer {

        private final transient Map<String, Object> added;

        Completing(JsonDeserializer<?> reader, Map<String, Object> added) {
            super(reader);
            this.added = added;
        }

        @Override
        protected JsonDeserializer<?> newDelegatingInstance(JsonDeserializer<?> reader) {
            return new Completing(reader, added);
        }

        @Override
        public Object deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            JsonNode given = context.readTree(parser);
            if (given instanceof ObjectNode object) {
                complete(object, added);
            }
            JsonParser completed = given.traverse(parser.getCodec());
            completed.nextToken();
            return super.deserialize(completed, context);
        }
    }
}
