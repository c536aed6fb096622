package org.kanworkbench.dl4j.layers;

import java.io.IOException;
import org.kanworkbench.files.ModelFileException;
import org.kanworkbench.files.json.VersionedJson;
import org.kanworkbench.network.LayerSpec;
import org.kanworkbench.network.basis.Bases;
import org.nd4j.shade.jackson.core.JsonGenerator;
import org.nd4j.shade.jackson.core.JsonParser;
import org.nd4j.shade.jackson.databind.DeserializationContext;
import org.nd4j.shade.jackson.databind.ObjectMapper;
import org.nd4j.shade.jackson.databind.SerializerProvider;
import org.nd4j.shade.jackson.databind.deser.std.StdDeserializer;
import org.nd4j.shade.jackson.databind.ser.std.StdSerializer;

/** A layer's specification within Deeplearning4j's JSON, in the form of the workbench's own files. */
final class LayerSpecJson {

    private static final int FORMAT = 1;
    private static final String WHERE = "KanLayer";
    private static final ObjectMapper TREES = new ObjectMapper();

    private LayerSpecJson() {}

    static final class Writer extends StdSerializer<LayerSpec> {

        private static final long serialVersionUID = 1;

        Writer() {
            super(LayerSpec.class);
        }

        @Override
        public void serialize(LayerSpec spec, JsonGenerator to, SerializerProvider provider) throws IOException {
            Class<?> basis = spec.basis().getClass();
            if (Bases.ALL.stream().noneMatch(family -> family.getClass() == basis)) {
                throw new IOException(WHERE + ": a basis of your own (" + basis.getName()
                        + ") cannot be read back from a file: save params() and build the network in code");
            }
            // YAML has no raw values.
            to.writeTree(TREES.readTree(VersionedJson.text(spec, FORMAT)));
        }
    }

    static final class Reader extends StdDeserializer<LayerSpec> {

        private static final long serialVersionUID = 1;

        Reader() {
            super(LayerSpec.class);
        }

        @Override
        public LayerSpec deserialize(JsonParser from, DeserializationContext context) throws IOException {
            try {
                return VersionedJson.read(from.readValueAsTree().toString(), WHERE, FORMAT, LayerSpec.class);
            } catch (ModelFileException e) {
                throw new IOException(e.getMessage(), e);
            }
        }
    }
}
