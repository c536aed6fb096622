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
import java.util.Map;
import org.kanworkbench.network.GridUpdate;
import org.kanworkbench.network.Initialization;
import org.kanworkbench.network.LayerSpec;
import org.kanworkbench.network.NetworkSpec;
import org.kanworkbench.network.NoStem;
import org.kanworkbench.network.Recipe;
import org.kanworkbench.network.Selection;
import org.kanworkbench.training.Configuration;

/**
 * Fields that older files lack, with what their absence means. Records that stand in files alone say it themselves, by
 * {@link JsonProperty#defaultValue()}. All other fields must be there.
 */
final class AddedFields extends BeanDeserializerModifier {

    private static final long serialVersionUID = 1;

    private static final Map<Class<?>, Map<String, Object>> ADDED = Map.of(
            Recipe.class, Map.of("averaging", 0.0, "selection", Selection.NONE, "gridUpdate", GridUpdate.OFF),
            Configuration.class, Map.of("start", ""),
            NetworkSpec.class, Map.of("stem", new NoStem()),
            LayerSpec.class, Map.of("edgeScale", false, "initialization", Initialization.KAIMING, "basisBias", false));

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

    /** Not by the format itself, which is asking. */
    private static JsonNode parsed(String json) {
        try {
            return new ObjectMapper().readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Reads an object after adding what it lacks. */
    private static final class Completing extends DelegatingDeserializer {

        private static final long serialVersionUID = 1;

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
                added.forEach((name, value) -> {
                    if (!object.has(name)) {
                        object.set(name, JsonFormat.STRICT.valueToTree(value));
                    }
                });
            }
            JsonParser completed = given.traverse(parser.getCodec());
            completed.nextToken();
            return super.deserialize(completed, context);
        }
    }
}
