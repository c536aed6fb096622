package org.kanworkbench.files.model;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.kanworkbench.files.AtomicFile;
import org.kanworkbench.files.ModelFileException;
import org.kanworkbench.files.SaveException;
import org.kanworkbench.files.json.JsonSize;
import org.kanworkbench.files.tensors.Safetensors;
import org.kanworkbench.files.tensors.SafetensorsWriter;
import org.kanworkbench.files.tensors.TensorShapes;
import org.kanworkbench.network.Model;

/**
 * A model as a safetensors file: its tensors in float32, and the description of a {@code .kan} file in the metadata,
 * which other readers ignore.
 */
public final class WeightsFile {

    public static final String EXTENSION = ".safetensors";

    private static final List<String> TEXTS =
            List.of(ModelDescription.SPEC, ModelDescription.RECIPE, ModelDescription.METRICS);

    private WeightsFile() {}

    /** Writes the file atomically; an older one stays until then. */
    public static void write(SavedModel saved, Path file) throws SaveException {
        AtomicFile.write(file, out -> write(saved, out));
    }

    private static void write(SavedModel saved, OutputStream out) throws IOException {
        ModelDescription description = ModelDescription.of(saved);
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put(ModelDescription.SPEC, text(description.specText(false)));
        metadata.put(ModelDescription.RECIPE, text(description.recipeText()));
        metadata.put(ModelDescription.METRICS, text(description.metricsText()));
        SafetensorsWriter.write(saved.model().tensors(), metadata, out);
    }

    private static String text(byte[] json) {
        return new String(json, StandardCharsets.UTF_8);
    }

    /** The model, if the file describes the network of its tensors. */
    static Optional<SavedModel> read(Path file, Safetensors tensors) throws ModelFileException {
        if (!tensors.metadata().keySet().containsAll(TEXTS)) {
            return Optional.empty();
        }
        ModelDescription description = ModelDescription.read(name -> text(file, tensors, name));
        TensorShapes shapes = TensorShapes.of(description.spec().network());
        Model model = new Model(description.spec().network(), shapes.pick(file.toString(), tensors));
        return Optional.of(description.with(model, Optional.empty()));
    }

    private static ModelDescription.Text text(Path file, Safetensors tensors, String key) throws ModelFileException {
        String where = file + ", " + key;
        byte[] json = tensors.metadata().get(key).getBytes(StandardCharsets.UTF_8);
        return new ModelDescription.Text(JsonSize.checked(where, json), where);
    }
}
