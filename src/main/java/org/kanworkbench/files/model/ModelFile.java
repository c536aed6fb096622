package org.kanworkbench.files.model;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.kanworkbench.files.AtomicFile;
import org.kanworkbench.files.ModelFileException;
import org.kanworkbench.files.SaveException;
import org.kanworkbench.files.ZipReader;
import org.kanworkbench.files.json.JsonFormat;
import org.kanworkbench.files.json.JsonSize;
import org.kanworkbench.files.json.VersionedJson;
import org.kanworkbench.files.tensors.PackedTensors;
import org.kanworkbench.files.tensors.Safetensors;
import org.kanworkbench.files.tensors.SafetensorsWriter;
import org.kanworkbench.files.tensors.StoredWeights;
import org.kanworkbench.files.tensors.TensorShapes;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.NetworkSpec;

/**
 * Models as {@code .kan} files: a zip of {@code spec.json} (format version, preset, network), {@code recipe.json},
 * {@code metrics.json} (seed, data set, classes or targets, image size, scaling of columns, scores, versions) and
 * {@code weights.safetensors}; for weights with fewer bits, {@code quantization.json} has their formats.
 */
public final class ModelFile {

    public static final String EXTENSION = ".kan";

    private static final String JSON = ".json";
    static final String WEIGHTS = "weights.safetensors";
    static final String QUANTIZATION = "quantization.json";

    private static final int MAX_JSON = 1 << 22;
    private static final long MAX_TENSOR_HEADER = 1 << 24;

    /**
     * A fixed time, so that the same model always gives the same bytes. For 1 January 1980, Java would add a field that
     * depends on the time zone.
     */
    private static final LocalDateTime ENTRY_TIME = LocalDateTime.of(1980, 2, 1, 0, 0);

    /** The content of {@code quantization.json}. */
    record Quantization(String scheme, List<PackedTensors.TensorStorage> kept) {}

    private ModelFile() {}

    /** Writes the file atomically; an older one stays until then. */
    public static void write(SavedModel saved, Path file) throws SaveException {
        AtomicFile.write(file, out -> write(saved, out));
    }

    /** The content of the file. */
    public static void write(SavedModel saved, OutputStream out) throws IOException {
        ZipOutputStream zip = new ZipOutputStream(out);
        describe(saved, saved.stored().isPresent(), zip);
        if (saved.stored().isPresent()) {
            StoredWeights stored = saved.stored().get();
            begin(zip, QUANTIZATION);
            zip.write(
                    JsonFormat.STRICT.writeValueAsBytes(new Quantization(stored.scheme(), PackedTensors.list(stored))));
        }
        // Uncompressed, so that no reader has to trust a small file that asks for much memory.
        zip.setLevel(Deflater.NO_COMPRESSION);
        begin(zip, WEIGHTS);
        writeWeights(saved, zip);
        zip.finish();
    }

    /** Adds what the file says beside the weights, float32 ones, to a zip of another format. */
    public static void describe(SavedModel saved, ZipOutputStream zip) throws IOException {
        describe(saved, false, zip);
    }

    private static void describe(SavedModel saved, boolean packed, ZipOutputStream zip) throws IOException {
        ModelDescription description = ModelDescription.of(saved);
        begin(zip, ModelDescription.SPEC + JSON);
        zip.write(description.specText(packed));
        begin(zip, ModelDescription.RECIPE + JSON);
        zip.write(description.recipeText());
        begin(zip, ModelDescription.METRICS + JSON);
        zip.write(description.metricsText());
    }

    private static void writeWeights(SavedModel saved, OutputStream out) throws IOException {
        if (saved.stored().isPresent()) {
            SafetensorsWriter.writeContents(
                    PackedTensors.contents(saved.stored().get()), Map.of(), out);
        } else {
            SafetensorsWriter.write(saved.model().tensors(), Map.of(), out);
        }
    }

    /** Bytes of the weights in a model's file, including scales and names. */
    public static long weightBytes(StoredWeights weights) {
        CountingStream counting = new CountingStream();
        try {
            SafetensorsWriter.writeContents(PackedTensors.contents(weights), Map.of(), counting);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return counting.bytes;
    }

    private static final class CountingStream extends OutputStream {
        private long bytes;

        @Override
        public void write(int one) {
            bytes++;
        }

        @Override
        public void write(byte[] some, int from, int count) {
            bytes += count;
        }
    }

    private static void begin(ZipOutputStream zip, String name) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setTimeLocal(ENTRY_TIME);
        zip.putNextEntry(entry);
    }

    public static SavedModel read(Path file) throws ModelFileException {
        try (ZipReader zip = ZipReader.open(file, EXTENSION)) {
            ModelDescription description = description(zip, file);
            Weights weights = weights(zip, file, description.spec().network());
            return description.with(weights.model(), weights.stored());
        }
    }

    private static ModelDescription description(ZipReader zip, Path file) throws ModelFileException {
        return ModelDescription.read(name -> {
            String entry = name + JSON;
            return new ModelDescription.Text(json(zip, file, entry), where(file, entry));
        });
    }

    /** Whether a zip has what {@link #describe} adds. */
    public static boolean describes(ZipReader zip) {
        return zip.names().contains(ModelDescription.SPEC + JSON);
    }

    /** A model that such a zip holds and describes. */
    public static SavedModel described(ZipReader zip, Path file, Model model) throws ModelFileException {
        ModelDescription description = description(zip, file);
        if (!description.spec().network().equals(model.network())) {
            throw new ModelFileException(file + ": " + ModelDescription.SPEC + JSON
                    + " describes another network than the file holds: save it again or choose another file");
        }
        return description.with(model, Optional.empty());
    }

    private record Weights(Model model, Optional<StoredWeights> stored) {}

    private static Weights weights(ZipReader zip, Path file, NetworkSpec network) throws ModelFileException {
        TensorShapes shapes = TensorShapes.of(network);
        // Eight bytes per value: other tools may have written float64.
        byte[] content = zip.read(WEIGHTS, MAX_TENSOR_HEADER + Double.BYTES * shapes.values());
        String where = where(file, WEIGHTS);
        Safetensors tensors = Safetensors.parse(where, content);
        if (!zip.names().contains(QUANTIZATION)) {
            return new Weights(new Model(network, shapes.pick(where, tensors)), Optional.empty());
        }
        Quantization how =
                VersionedJson.read(json(zip, file, QUANTIZATION), where(file, QUANTIZATION), Quantization.class);
        PackedTensors packed = new PackedTensors(where, tensors, shapes, how.kept());
        Model model = new Model(network, shapes.pick(where, packed));
        return new Weights(model, Optional.of(new StoredWeights(how.scheme(), packed.all())));
    }

    private static byte[] json(ZipReader zip, Path file, String entry) throws ModelFileException {
        return JsonSize.checked(where(file, entry), zip.read(entry, MAX_JSON));
    }

    private static String where(Path file, String entry) {
        return file + ", " + entry;
    }
}
