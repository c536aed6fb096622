package org.kanworkbench.runs;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.kanworkbench.network.Model;

/** Weights that runs begin with, kept as long as those runs are, whatever becomes of the file or model that they were. */
public final class StartWeights {

    private static final String FOLDER = "start-weights";
    private static final int HASH = 12;

    private StartWeights() {}

    /**
     * Keeps a model's weights; the same under the same name.
     *
     * @param home the data folder
     * @param name what a person calls the model
     */
    public static Path keep(SavedModel model, Path home, String name) throws IOException {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        ModelFile.write(model, content);
        Path folder = Files.createDirectories(home.toAbsolutePath().resolve(FOLDER));
        String plain = name.replaceAll("[^\\w-]+", "-");
        Path file = folder.resolve(plain + "-" + hash(content.toByteArray()) + ModelFile.EXTENSION);
        if (!Files.exists(file)) {
            AtomicFile.write(file, out -> content.writeTo(out));
        }
        return file;
    }

    private static String hash(byte[] content) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
            return HexFormat.of().formatHex(digest).substring(0, HASH);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What a person called the model whose weights those are. */
    public static String name(String file) {
        return Path.of(file).getFileName().toString().replaceFirst("(-[0-9a-f]{" + HASH + "})?\\.kan$", "");
    }

    /** Reads what {@link org.kanworkbench.training.Configuration#start} names. */
    public static Model read(String file) throws ModelFileException {
        return ModelFile.read(Path.of(file)).model();
    }
}
