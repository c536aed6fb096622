package org.kanworkbench.formula;

import java.nio.file.Path;
import java.util.List;
import org.kanworkbench.data.Target;
import org.kanworkbench.files.ModelFileException;
import org.kanworkbench.files.model.ModelFile;
import org.kanworkbench.files.model.SavedModel;
import org.kanworkbench.formula.network.ModelConversion;
import org.kanworkbench.formula.network.MultKan;
import org.kanworkbench.formula.pykan.PykanCheckpoint;

/**
 * A trained network from a file, to be turned into a formula, from its inputs' units to its target's.
 *
 * @param columns names of the inputs; empty where they have none
 */
public record GivenNetwork(MultKan network, List<String> columns) {

    /** How the names of the files end that can be read. */
    public static final List<String> ENDINGS = List.of(ModelFile.EXTENSION, PykanCheckpoint.CONFIGURATION);

    /** Reads a model file, or what pykan has saved. */
    public static GivenNetwork read(Path file) throws ModelFileException {
        if (!file.toString().endsWith(ModelFile.EXTENSION)) {
            return new GivenNetwork(PykanCheckpoint.read(file), List.of());
        }
        SavedModel saved = ModelFile.read(file);
        try {
            MultKan network = ModelConversion.of(saved.model());
            if (saved.target() instanceof Target.Numbers numbers) {
                network = ModelConversion.before(numbers.scaling(), network);
            }
            return saved.scaling().isEmpty()
                    ? new GivenNetwork(network, List.of())
                    : new GivenNetwork(
                            ModelConversion.behind(saved.scaling().get(), network),
                            saved.scaling().get().names());
        } catch (IllegalArgumentException e) {
            throw new ModelFileException(file + ": " + e.getMessage());
        }
    }
}
