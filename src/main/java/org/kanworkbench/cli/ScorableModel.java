package org.kanworkbench.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.NetworkSpec;
import org.kanworkbench.network.Preset;
import org.kanworkbench.network.Tensor;
import org.kanworkbench.runs.ConfigurationFile;
import org.kanworkbench.runs.ModelFile;
import org.kanworkbench.runs.ModelFileException;
import org.kanworkbench.runs.PeerCheckpoint;
import org.kanworkbench.runs.Safetensors;
import org.kanworkbench.runs.SavedModel;
import org.kanworkbench.training.Configuration;

/**
 * A model from a file, and what scoring it needs to know.
 *
 * @param batch rows of the batches that it was trained with
 */
record ScorableModel(Model model, String preset, int batch) {

    private static final String WEIGHTS = ".safetensors";

    /** @param preset the network of a file that holds weights alone */
    static ScorableModel read(Path file, Optional<String> preset) throws CommandFailure, ModelFileException {
        String name = String.valueOf(file.getFileName());
        if (name.endsWith(PeerCheckpoint.EXTENSION)) {
            return ofPeer(PeerCheckpoint.read(file, named(preset)));
        }
        if (name.endsWith(WEIGHTS)) {
            return ofWeights(file, preset);
        }
        if (!name.endsWith(ModelFile.EXTENSION)) {
            throw CommandFailure.badInput(file + " is no model file: name a " + ModelFile.EXTENSION + ", " + WEIGHTS
                    + " or " + PeerCheckpoint.EXTENSION + " file");
        }
        SavedModel saved = ModelFile.read(file);
        if (preset.isPresent() && !preset.get().equals(saved.preset())) {
            throw CommandFailure.badInput(
                    file + " was trained as " + saved.preset() + ", not " + preset.get() + ": leave --preset out");
        }
        return new ScorableModel(saved.model(), saved.preset(), saved.recipe().batch());
    }

    private static ScorableModel ofWeights(Path file, Optional<String> preset)
            throws CommandFailure, ModelFileException {
        Safetensors weights = Safetensors.read(file);
        if (PeerCheckpoint.hasPeerNames(weights)) {
            return ofPeer(PeerCheckpoint.of(file, weights, named(preset)));
        }
        return preset.isPresent()
                ? ofPreset(file, weights, PresetOption.named(preset.get()))
                : ofConfiguration(file, weights);
    }

    private static Optional<Preset> named(Optional<String> preset) throws CommandFailure {
        return preset.isPresent() ? Optional.of(PresetOption.named(preset.get())) : Optional.empty();
    }

    private static ScorableModel ofPeer(PeerCheckpoint peer) {
        return new ScorableModel(
                peer.model(), peer.preset().name(), peer.preset().recipe().batch());
    }

    private static ScorableModel ofConfiguration(Path file, Safetensors weights)
            throws CommandFailure, ModelFileException {
        String name = file.getFileName().toString();
        Path beside =
                file.resolveSibling(name.substring(0, name.length() - WEIGHTS.length()) + ConfigurationFile.EXTENSION);
        if (!Files.exists(beside)) {
            throw CommandFailure.badInput(
                    file + " holds weights alone: say what network they are for with --preset, or put " + beside
                            + " beside it");
        }
        Configuration configuration = ConfigurationFile.read(beside);
        return new ScorableModel(
                model(configuration.network(), weights),
                configuration.preset(),
                configuration.recipe().batch());
    }

    /** Layer sizes follow from the weights' shapes. */
    private static ScorableModel ofPreset(Path file, Safetensors weights, Preset preset)
            throws CommandFailure, ModelFileException {
        List<Integer> outputs = new ArrayList<>();
        int inputs = 0;
        for (int l = 0; weightOf(weights, l).isPresent(); l++) {
            List<Integer> shape = weights.entry(weightOf(weights, l).get()).shape();
            inputs = l == 0 ? preset.stem().inputs(shape.get(1)) : inputs;
            outputs.add(shape.getFirst());
        }
        if (outputs.isEmpty()) {
            throw CommandFailure.badInput(
                    file + " has no tensor layers.0.base_weight: name a file that the workbench has written");
        }
        int classes = outputs.removeLast();
        return new ScorableModel(
                model(preset.network(inputs, outputs, classes), weights),
                preset.name(),
                preset.recipe().batch());
    }

    private static Optional<String> weightOf(Safetensors weights, int layer) {
        return List.of("base_weight", "basis_weight").stream()
                .map(weight -> "layers." + layer + "." + weight)
                .filter(weights.names()::contains)
                .findFirst();
    }

    private static Model model(NetworkSpec network, Safetensors weights) throws ModelFileException {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (String name : weights.names()) {
            tensors.put(name, weights.tensor(name));
        }
        return new Model(network, tensors);
    }
}
