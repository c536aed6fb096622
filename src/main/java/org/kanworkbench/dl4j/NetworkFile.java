package org.kanworkbench.dl4j;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.kanworkbench.data.OneLine;
import org.kanworkbench.engine.Inference;
import org.kanworkbench.files.AtomicFile;
import org.kanworkbench.files.ModelFileException;
import org.kanworkbench.files.SaveException;
import org.kanworkbench.files.ZipReader;
import org.kanworkbench.files.model.ModelFile;
import org.kanworkbench.files.model.ModelReader;
import org.kanworkbench.files.model.SavedModel;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.NetworkSpec;
import org.kanworkbench.network.Preset;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Deeplearning4j's zip files, as written and read by {@link ModelSerializer}, with the description of a {@code .kan} file
 * beside the network, which Deeplearning4j ignores.
 */
public record NetworkFile(MultiLayerNetwork network, SavedModel saved) {

    public static final String EXTENSION = ".zip";

    /** The entries of such a file; no other file that the workbench reads has them. */
    private static final String CONFIGURATION = "configuration.json";

    private static final String PARAMETERS = "coefficients.bin";
    private static final int MOST_JSON = 1 << 22;

    /** Converts a model to a network that continues training by the model's recipe, without the schedule. */
    public static NetworkFile of(SavedModel saved) {
        return new NetworkFile(Networks.of(saved.model(), saved.recipe(), saved.seed()), saved);
    }

    /** The network's outputs before its loss, by Deeplearning4j's own methods. */
    public Inference inference() {
        return new NetworkInference(network, saved.model().network().inputs());
    }

    /** Whether a file is one of Deeplearning4j's. */
    public static boolean is(Path file) {
        if (!Files.isRegularFile(file)) {
            return false;
        }
        try (ZipFile zip = new ZipFile(file.toFile())) {
            return zip.getEntry(CONFIGURATION) != null && zip.getEntry(PARAMETERS) != null;
        } catch (IOException _) {
            return false;
        }
    }

    /** Writes a network without optimiser state. */
    public void write(Path file) throws SaveException {
        AtomicFile.write(file, out -> {
            ByteArrayOutputStream plain = new ByteArrayOutputStream();
            ModelSerializer.writeModel(network, plain, false);
            ZipInputStream entries = new ZipInputStream(new ByteArrayInputStream(plain.toByteArray()));
            ZipOutputStream zip = new ZipOutputStream(out);
            for (ZipEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
                zip.putNextEntry(new ZipEntry(entry.getName()));
                entries.transferTo(zip);
            }
            ModelFile.describe(saved, zip);
            zip.finish();
        });
    }

    /**
     * Reads a file that the workbench wrote, and one of Deeplearning4j's as a network of which nothing else is known.
     *
     * @param preset that it comes nearest to
     * @throws ModelFileException with a one-line message, also if a preset is needed and not given
     */
    public static SavedModel read(Path file, Optional<Preset> preset) throws ModelFileException {
        try (ZipReader zip = ZipReader.open(file, EXTENSION)) {
            if (ModelFile.describes(zip)) {
                return ModelReader.asTrained(file, ModelFile.described(zip, file, model(file)), preset);
            }
        }
        Preset nearest = preset.orElseThrow(() -> new ModelFileException(
                file + " does not tell how it was trained: name the preset that comes nearest with --preset"));
        return SavedModel.ofWeights(model(file), nearest.name(), nearest.recipe(), 0);
    }

    /**
     * Deeplearning4j's own reader is unsafe: it creates any Java object that an entry
     * describes, and allocates any size that an array claims.
     *
     * @throws ModelFileException with a one-line message, also for unsupported layers
     */
    private static Model model(Path file) throws ModelFileException {
        Backend.useAny();
        byte[] json;
        byte[] weights;
        try (ZipReader zip = ZipReader.open(file, EXTENSION)) {
            json = zip.read(CONFIGURATION, MOST_JSON);
            weights = zip.read(PARAMETERS, Long.MAX_VALUE);
        }
        try {
            MultiLayerConfiguration configuration =
                    NetworkJson.read(new String(json, StandardCharsets.UTF_8), file + ": " + CONFIGURATION);
            NetworkSpec spec = Networks.spec(configuration);
            INDArray parameters = ArrayFile.read(weights, file + ": " + PARAMETERS);
            long expected = Networks.parameters(configuration);
            if (parameters.length() != expected) {
                throw new ModelFileException(file + " has " + parameters.length() + " weights for a network of "
                        + expected + ": save it again or choose another file");
            }
            if (!parameters.isNaN().none() || !parameters.isInfinite().none()) {
                throw new ModelFileException(file + " holds weights that are no finite numbers: train it again");
            }
            MultiLayerNetwork network = new MultiLayerNetwork(configuration);
            network.init(parameters.castTo(configuration.getDataType()), false);
            return Networks.model(network, spec);
        } catch (ModelFileException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new ModelFileException(
                    file + " holds no network of layers that can be read (" + OneLine.of(OneLine.root(e))
                            + "): choose another file",
                    e);
        }
    }

    /** Outputs of a Deeplearning4j network, by its own methods, before the last layer, which is the loss. */
    private record NetworkInference(MultiLayerNetwork network, int inputs) implements Inference {

        @Override
        public void predict(float[] x, int rows, float[] logits) {
            float[] exact = Arrays.copyOf(x, rows * inputs);
            int last = network.getnLayers() - 2;
            List<INDArray> activations =
                    network.feedForwardToLayer(last, Nd4j.createFromArray(exact).reshape('c', rows, inputs), false);
            INDArray outputs = activations.getLast();
            float[] y = outputs.dup('c').data().asFloat();
            System.arraycopy(y, 0, logits, 0, y.length);
        }
    }
}
