package org.kanworkbench.runs;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.kanworkbench.data.ColumnScaling;
import org.kanworkbench.data.Dataset.ImageShape;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.NetworkSpec;
import org.kanworkbench.network.Recipe;

/**
 * Models as {@code .kan} files: a zip of {@code spec.json} (format version, preset, network), {@code recipe.json},
 * {@code metrics.json} (seed, data set, classes, image size, scaling of columns, scores, versions) and {@code weights.safetensors};
 * where weights are kept in fewer bits, {@code quantization.json} says how.
 */
public final class ModelFile {

    public static final String EXTENSION = ".kan";

    /** Of files in float32 throughout: older workbenches read them. */
    static final int PLAIN_FORMAT = 1;

    static final int FORMAT = 2;
    static final String SPEC = "spec.json";
    static final String RECIPE = "recipe.json";
    static final String METRICS = "metrics.json";
    static final String WEIGHTS = "weights.safetensors";
    static final String QUANTIZATION = "quantization.json";

    private static final int MAX_JSON = 1 << 22;
    private static final long MAX_TENSOR_HEADER = 1 << 24;
    private static final String TEST_ACCURACY = "testAccuracy";

    /**
     * The same model gives the same bytes, whenever and wherever it is saved. On 1 January 1980 Java would add a field that
     * depends on the time zone.
     */
    private static final LocalDateTime ENTRY_TIME = LocalDateTime.of(1980, 2, 1, 0, 0);

    private record Spec(String preset, NetworkSpec network) {}

    /**
     * @param image height and width; empty for other rows than pictures
     * @param columns empty where columns were not scaled
     */
    record Metrics(
            long seed,
            String dataset,
            List<String> classes,
            List<Integer> image,
            List<ColumnScaling.Column> columns,
            Map<String, Double> scores,
            Map<String, String> versions) {}

    /** What {@code quantization.json} holds. */
    record Quantization(String scheme, List<PackedTensors.Kept> kept) {}

    private ModelFile() {}

    /** Writes the file whole or not at all; an older one stays until then. */
    public static void write(SavedModel saved, Path file) throws SaveException {
        AtomicFile.write(file, out -> write(saved, out));
    }

    /** The file's content. */
    public static void write(SavedModel saved, OutputStream out) throws IOException {
        Map<String, Double> scores = new TreeMap<>();
        saved.testAccuracy().ifPresent(accuracy -> scores.put(TEST_ACCURACY, accuracy));
        Metrics metrics = new Metrics(
                saved.seed(),
                saved.dataset(),
                saved.classes(),
                saved.image()
                        .map(shape -> List.of(shape.height(), shape.width()))
                        .orElse(List.of()),
                saved.scaling().map(ColumnScaling::columns).orElse(List.of()),
                scores,
                versions());
        ZipOutputStream zip = new ZipOutputStream(out);
        begin(zip, SPEC);
        int format = saved.stored().isPresent() ? FORMAT : PLAIN_FORMAT;
        zip.write(VersionedJson.write(new Spec(saved.preset(), saved.model().network()), format));
        begin(zip, RECIPE);
        zip.write(JsonFormat.STRICT.writeValueAsBytes(saved.recipe()));
        begin(zip, METRICS);
        zip.write(JsonFormat.STRICT.writeValueAsBytes(metrics));
        if (saved.stored().isPresent()) {
            StoredWeights stored = saved.stored().get();
            begin(zip, QUANTIZATION);
            zip.write(
                    JsonFormat.STRICT.writeValueAsBytes(new Quantization(stored.scheme(), PackedTensors.list(stored))));
        }
        // Not packed, so that no reader has to trust a small file that asks for much memory.
        zip.setLevel(Deflater.NO_COMPRESSION);
        begin(zip, WEIGHTS);
        writeWeights(saved, zip);
        zip.finish();
    }

    private static void writeWeights(SavedModel saved, OutputStream out) throws IOException {
        if (saved.stored().isPresent()) {
            SafetensorsWriter.writeContents(
                    PackedTensors.contents(saved.stored().get()), Map.of(), out);
        } else {
            SafetensorsWriter.write(saved.model().tensors(), Map.of(), out);
        }
    }

    /** Bytes of the weights in a model's file, scales and names included. */
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

    private static Map<String, String> versions() {
        Map<String, String> versions = new TreeMap<>();
        versions.put(
                "workbench",
                Optional.ofNullable(ModelFile.class.getPackage().getImplementationVersion())
                        .orElse("unpackaged"));
        versions.put("java", Runtime.version().toString());
        versions.put("os", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        versions.put("architecture", System.getProperty("os.arch"));
        return versions;
    }

    public static SavedModel read(Path file) throws ModelFileException {
        try (ZipReader zip = ZipReader.open(file, EXTENSION)) {
            Spec spec = VersionedJson.read(json(zip, file, SPEC), where(file, SPEC), FORMAT, Spec.class);
            Recipe recipe = VersionedJson.read(json(zip, file, RECIPE), where(file, RECIPE), Recipe.class);
            Metrics metrics = VersionedJson.read(json(zip, file, METRICS), where(file, METRICS), Metrics.class);
            Weights weights = weights(zip, file, spec.network());
            checkClasses(file, metrics, spec.network());
            checkInputs(file, metrics, spec.network());
            Double accuracy = metrics.scores().get(TEST_ACCURACY);
            checkAccuracy(file, accuracy);
            return new SavedModel(
                    weights.model(),
                    spec.preset(),
                    recipe,
                    metrics.seed(),
                    metrics.dataset(),
                    metrics.classes(),
                    image(metrics),
                    metrics.columns().isEmpty() ? Optional.empty() : Optional.of(new ColumnScaling(metrics.columns())),
                    accuracy == null ? OptionalDouble.empty() : OptionalDouble.of(accuracy),
                    weights.stored());
        }
    }

    private record Weights(Model model, Optional<StoredWeights> stored) {}

    private static Weights weights(ZipReader zip, Path file, NetworkSpec network) throws ModelFileException {
        TensorShapes shapes = TensorShapes.of(network);
        // Eight bytes a value: other tools may have written float64.
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

    private static Optional<ImageShape> image(Metrics metrics) {
        List<Integer> sides = metrics.image();
        return sides.isEmpty() ? Optional.empty() : Optional.of(new ImageShape(sides.get(0), sides.get(1)));
    }

    private static void checkInputs(Path file, Metrics metrics, NetworkSpec network) throws ModelFileException {
        List<Integer> sides = metrics.image();
        boolean image = sides.isEmpty()
                || sides.size() == 2 && sides.get(0) > 0 && (long) sides.get(0) * sides.get(1) == network.inputs();
        if (!image) {
            throw new ModelFileException(where(file, METRICS) + ": image: " + sides + " is no height and width of "
                    + network.inputs() + " inputs: save the model again");
        }
        int columns = metrics.columns().size();
        if (columns > 0 && columns != network.inputs()) {
            throw new ModelFileException(where(file, METRICS) + ": columns: there are " + columns + " for "
                    + network.inputs() + " inputs: save the model again");
        }
    }

    private static void checkAccuracy(Path file, Double accuracy) throws ModelFileException {
        if (accuracy != null && !(accuracy >= 0 && accuracy <= 1)) {
            throw new ModelFileException(where(file, METRICS) + ": scores: " + TEST_ACCURACY + " is " + accuracy
                    + ", no share between 0 and 1: save the model again");
        }
    }

    private static void checkClasses(Path file, Metrics metrics, NetworkSpec network) throws ModelFileException {
        if (metrics.classes().size() != network.outputs()) {
            throw new ModelFileException(where(file, METRICS) + ": classes: there are "
                    + metrics.classes().size() + " names for " + network.outputs() + " outputs: save the model again");
        }
    }
}
