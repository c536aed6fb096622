package org.kanworkbench.files.model;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.data.Sha256;
import org.kanworkbench.files.AtomicFile;
import org.kanworkbench.files.DataFolder;
import org.kanworkbench.files.ModelFileException;
import org.kanworkbench.network.Model;
import org.kanworkbench.training.Configuration;

/** Initial weights of runs, stored as long as those runs, independently of the original file or model. */
public final class StartWeights {

    /** Name of their folder in the data folder. */
    public static final String FOLDER = "start-weights";

    private static final int HASH = 12;

    /** Of a model's name in a file name, which systems allow 255 bytes. */
    private static final int LONGEST = 100;

    private static final Pattern KEPT = Pattern.compile("[\\w-]+-([0-9a-f]{" + HASH + "})\\.kan");

    private StartWeights() {}

    /**
     * Stores a model's weights; equal weights have the same file name.
     *
     * @param home the data folder
     * @param name the model's display name
     */
    public static Path keep(SavedModel model, Path home, String name) throws IOException {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        ModelFile.write(model, content);
        Path folder = home.toAbsolutePath().resolve(FOLDER);
        DataFolder.make(folder);
        String plain = name.replaceAll("[^\\w-]+", "-");
        plain = plain.substring(0, Math.min(plain.length(), LONGEST));
        Path file =
                folder.resolve(plain + "-" + Sha256.of(content.toByteArray()).substring(0, HASH) + ModelFile.EXTENSION);
        if (!Files.exists(file)) {
            AtomicFile.write(file, out -> content.writeTo(out));
        }
        return file;
    }

    /** The display name of the model with those weights. */
    public static String name(String file) {
        return Path.of(file).getFileName().toString().replaceFirst("(-[0-9a-f]{" + HASH + "})?\\.kan$", "");
    }

    /** All stored initial weights of a data folder. */
    public static List<Path> files(Path home) throws IOException {
        Path folder = home.resolve(FOLDER);
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(
                            file -> KEPT.matcher(file.getFileName().toString()).matches())
                    .sorted()
                    .toList();
        }
    }

    /** Whether a file name contains a digest of the content, as names from {@link #keep} do. */
    public static boolean sound(Path file) throws IOException {
        Matcher name = KEPT.matcher(file.getFileName().toString());
        return name.matches() && name.group(1).equals(Sha256.of(file).substring(0, HASH));
    }

    /** The path in this data folder of weights from another one. */
    public static String moved(String file, Path home) {
        String name = file.substring(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
        return KEPT.matcher(name).matches()
                ? home.toAbsolutePath().resolve(FOLDER).resolve(name).toString()
                : file;
    }

    /**
     * A run's data with the column scaling and the order of classes of its initial weights. IllegalArgumentExceptions as
     * {@link Dataset#seenBy}.
     *
     * @param data from the configuration's source
     */
    public static Dataset scaled(Dataset data, Configuration configuration) throws ModelFileException {
        return configuration.start().isEmpty()
                ? data
                : ModelFile.read(Path.of(configuration.start())).seen(data);
    }

    /** Reads the weights that {@link Configuration#start} names. */
    public static Model read(String file) throws ModelFileException {
        return ModelFile.read(Path.of(file)).model();
    }
}
