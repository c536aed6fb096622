package org.kanworkbench.dl4j;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipFile;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.kanworkbench.data.FileErrors;
import org.kanworkbench.engine.Inference;
import org.kanworkbench.network.Model;
import org.kanworkbench.runs.AtomicFile;
import org.kanworkbench.runs.ModelFileException;
import org.kanworkbench.runs.SaveException;
import org.kanworkbench.runs.SavedModel;

/** Deeplearning4j's zip files, which {@link ModelSerializer} writes and reads. */
public record NetworkFile(MultiLayerNetwork network, int inputs) {

    public static final String EXTENSION = ".zip";

    /** The entries that such a file has, and no other that the workbench reads. */
    private static final String CONFIGURATION = "configuration.json";

    private static final String PARAMETERS = "coefficients.bin";

    /** What a model becomes: a network that trains on as the model's recipe says, but for the schedule. */
    public static NetworkFile of(SavedModel saved) {
        return new NetworkFile(
                Networks.of(saved.model(), saved.recipe(), saved.seed()),
                saved.model().network().inputs());
    }

    /** The network's answers before its loss, by Deeplearning4j's own methods. */
    public Inference inference() {
        return new NetworkInference(network, inputs);
    }

    /** Whether a file is one of Deeplearning4j's. */
    public static boolean is(Path file) {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            return zip.getEntry(CONFIGURATION) != null && zip.getEntry(PARAMETERS) != null;
        } catch (IOException _) {
            return false;
        }
    }

    /** Writes a network without its optimiser's moments. */
    public void write(Path file) throws SaveException {
        AtomicFile.write(file, out -> ModelSerializer.writeModel(network, out, false));
    }

    /** The network of a file, as Deeplearning4j reads it. */
    static MultiLayerNetwork read(Path file) throws ModelFileException {
        try (InputStream content = Files.newInputStream(file)) {
            return ModelSerializer.restoreMultiLayerNetwork(content, false);
        } catch (IOException e) {
            throw new ModelFileException(
                    file + " cannot be read as a network of Deeplearning4j (" + reason(e) + "): choose another file",
                    e);
        } catch (RuntimeException e) {
            throw new ModelFileException(
                    file + " holds no network of layers that can be read (" + reason(e) + "): choose another file", e);
        }
    }

    /**
     * The model of a file.
     *
     * @throws ModelFileException of one line, also for a network of other layers than the workbench has
     */
    public static Model model(Path file) throws ModelFileException {
        MultiLayerNetwork network = read(file);
        try {
            return Networks.model(network);
        } catch (IllegalArgumentException e) {
            throw new ModelFileException(file + ": " + e.getMessage(), e);
        }
    }

    /** The innermost cause's first line. */
    private static String reason(Exception failure) {
        Throwable root = failure;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        String message = root instanceof IOException io ? FileErrors.reason(io) : root.getMessage();
        return message == null || message.isBlank()
                ? root.getClass().getSimpleName()
                : message.lines().findFirst().orElseThrow().strip();
    }
}
