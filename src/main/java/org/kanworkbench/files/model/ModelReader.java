package org.kanworkbench.files.model;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.kanworkbench.files.ModelFileException;
import org.kanworkbench.files.peer.PeerCheckpoint;
import org.kanworkbench.files.peer.PresetNeededException;
import org.kanworkbench.files.tensors.Safetensors;
import org.kanworkbench.files.tensors.TensorShapes;
import org.kanworkbench.network.LayerTensor;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.NetworkSpec;
import org.kanworkbench.network.Preset;
import org.kanworkbench.network.Presets;
import org.kanworkbench.training.Configuration;

/** Reads models from all supported files: our own, plain weights, and other implementations' checkpoints. */
public final class ModelReader {

    /** The supported file extensions. */
    public static final List<String> EXTENSIONS =
            List.of(ModelFile.EXTENSION, PeerCheckpoint.EXTENSION, WeightsFile.EXTENSION);

    private ModelReader() {}

    /** What a model is called that a file holds: the file's name without its ending. */
    public static String title(Path file) {
        return file.getFileName().toString().replaceFirst("\\.[^.]+$", "");
    }

    /** Whether a file has the extension of a model. */
    public static boolean isNamedAsModel(String file) {
        String name = file.toLowerCase(Locale.ROOT);
        return EXTENSIONS.stream().anyMatch(name::endsWith);
    }

    /**
     * Reads a model. For a file of weights alone, classes are numbered, and seed and data set are empty.
     *
     * @param preset architecture of a file of weights that does not specify it
     * @throws PresetNeededException if a preset is required and not given
     */
    public static SavedModel read(Path file, Optional<Preset> preset) throws ModelFileException {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        if (name.endsWith(PeerCheckpoint.EXTENSION)) {
            return ofPeer(PeerCheckpoint.read(file, preset));
        }
        if (name.endsWith(WeightsFile.EXTENSION)) {
            return ofWeights(file, preset);
        }
        if (name.endsWith(".zip")) {
            throw new ModelFileException(
                    file + " is not a model file: if it is a network of Deeplearning4j or a run archive,"
                            + " import it with `import`");
        }
        if (name.endsWith(".onnx")) {
            throw new ModelFileException(file + " is an ONNX graph, which can be scored, but not converted: name the "
                    + ModelFile.EXTENSION + " file that it is of");
        }
        if (!name.endsWith(ModelFile.EXTENSION)) {
            throw new ModelFileException(file + " is not a model file: name a " + ModelFile.EXTENSION + ", "
                    + WeightsFile.EXTENSION + " or " + PeerCheckpoint.EXTENSION + " file");
        }
        return asTrained(file, ModelFile.read(file), preset);
    }

    /** A model that its file describes, of which another preset cannot be asked. */
    public static SavedModel asTrained(Path file, SavedModel saved, Optional<Preset> preset) throws ModelFileException {
        if (preset.isPresent() && !preset.get().name().equals(saved.preset())) {
            throw new ModelFileException(file + " was trained as " + saved.preset() + ", not "
                    + preset.get().name() + ": leave --preset out");
        }
        return saved;
    }

    private static SavedModel ofWeights(Path file, Optional<Preset> preset) throws ModelFileException {
        Safetensors weights = Safetensors.read(file);
        Optional<SavedModel> described = WeightsFile.read(file, weights);
        if (described.isPresent()) {
            return asTrained(file, described.get(), preset);
        }
        if (PeerCheckpoint.hasPeerNames(weights)) {
            return ofPeer(PeerCheckpoint.of(file, weights, preset));
        }
        if (preset.isPresent()) {
            NetworkSpec network = network(file, weights, preset.get());
            return SavedModel.ofWeights(
                    model(file, network, weights),
                    preset.get().name(),
                    preset.get().recipe(),
                    0);
        }
        String name = file.getFileName().toString();
        Path beside = file.resolveSibling(
                name.substring(0, name.length() - WeightsFile.EXTENSION.length()) + ConfigurationFile.EXTENSION);
        if (!Files.exists(beside)) {
            throw undescribed(file, weights, beside);
        }
        Configuration c = ConfigurationFile.read(beside);
        return SavedModel.ofWeights(model(file, c.network(), weights), c.preset(), c.recipe(), c.seed());
    }

    private static SavedModel ofPeer(PeerCheckpoint peer) {
        return SavedModel.ofWeights(
                peer.model(), peer.preset().name(), peer.preset().recipe(), 0);
    }

    private static ModelFileException undescribed(Path file, Safetensors weights, Path beside)
            throws ModelFileException {
        List<Preset> fitting = new ArrayList<>();
        for (Preset candidate : Presets.ALL) {
            try {
                if (TensorShapes.of(network(file, weights, candidate)).fit(weights)) {
                    fitting.add(candidate);
                }
            } catch (ModelFileException _) {
                // Another preset may match.
            }
        }
        String message = file + " holds weights alone: say what network they are for with --preset, or put " + beside
                + " beside it";
        return fitting.isEmpty() ? new ModelFileException(message) : new PresetNeededException(message, fitting);
    }

    /** Layer sizes are derived from the weights' shapes. */
    private static NetworkSpec network(Path file, Safetensors weights, Preset preset) throws ModelFileException {
        List<Integer> outputs = new ArrayList<>();
        int inputs = 0;
        for (int l = 0; weightOf(weights, l).isPresent(); l++) {
            String name = weightOf(weights, l).get();
            List<Integer> shape = weights.shape(name);
            if (shape.size() < 2) {
                throw new ModelFileException(file + ": tensor " + name + " has shape " + shape
                        + ", not one of outputs and inputs: save or download it again");
            }
            inputs = l == 0 ? shape.get(1) : inputs;
            outputs.add(shape.getFirst());
        }
        if (outputs.isEmpty()) {
            throw new ModelFileException(file + " has no tensor " + LayerTensor.BASE_WEIGHT.name(0)
                    + ": name a file that the workbench has written");
        }
        int classes = outputs.removeLast();
        try {
            return preset.network(preset.stem().inputs(inputs), outputs, classes);
        } catch (IllegalArgumentException e) {
            throw new ModelFileException(
                    file + " does not fit the network of " + preset.name() + ": " + e.getMessage(), e);
        }
    }

    private static Optional<String> weightOf(Safetensors weights, int layer) {
        return Stream.of(LayerTensor.BASE_WEIGHT, LayerTensor.BASIS_WEIGHT)
                .map(tensor -> tensor.name(layer))
                .filter(weights.names()::contains)
                .findFirst();
    }

    private static Model model(Path file, NetworkSpec network, Safetensors weights) throws ModelFileException {
        return new Model(network, TensorShapes.of(network).pick(file.toString(), weights));
    }
}
