package org.kanworkbench.formula;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.kanworkbench.data.ColumnScaling;
import org.kanworkbench.data.Target;
import org.kanworkbench.files.ModelFileException;
import org.kanworkbench.files.model.ModelFile;
import org.kanworkbench.files.model.SavedModel;
import org.kanworkbench.formula.network.ModelConversion;
import org.kanworkbench.formula.network.MultKan;
import org.kanworkbench.formula.pykan.PykanCheckpoint;

/**
 * One output of a trained network from a file, to be turned into a formula, from its inputs' units to its target's.
 *
 * @param columns names of the inputs; empty where they have none
 * @param target name of the output; empty where it has none
 */
public record GivenNetwork(MultKan network, List<String> columns, String target) {

    /** How the names of the files end that can be read. */
    public static final List<String> ENDINGS = List.of(ModelFile.EXTENSION, PykanCheckpoint.CONFIGURATION);

    /** Reads a model file, or what pykan has saved, by outputs. Of two classes the output is what the second has more than the first. */
    public static List<GivenNetwork> read(Path file) throws ModelFileException {
        if (!file.toString().endsWith(ModelFile.EXTENSION)) {
            MultKan network = PykanCheckpoint.read(file);
            return outputs(
                    network,
                    List.of(),
                    IntStream.rangeClosed(1, network.outputs())
                            .mapToObj(o -> network.outputs() == 1 ? "" : "y_" + o)
                            .toList());
        }
        SavedModel saved = ModelFile.read(file);
        try {
            MultKan scaled = ModelConversion.of(saved.model());
            MultKan network = saved.scaling()
                    .map(scaling -> ModelConversion.behind(scaling, scaled))
                    .orElse(scaled);
            List<String> columns = saved.scaling().map(ColumnScaling::names).orElse(List.of());
            return switch (saved.target()) {
                case Target.Numbers numbers ->
                    outputs(ModelConversion.before(numbers.scaling(), network), columns, numbers.names());
                case Target.Classes classes
                when network.outputs() == 2 ->
                    List.of(new GivenNetwork(
                            ModelConversion.difference(network),
                            columns,
                            "class " + classes.names().getLast()));
                case Target.Classes _
                when network.outputs() > 2 ->
                    throw new IllegalArgumentException(
                            "it tells " + network.outputs() + " classes apart, and a formula two: train with two");
                case Target.Classes _ -> outputs(network, columns, List.of(""));
            };
        } catch (IllegalArgumentException e) {
            throw new ModelFileException(file + ": " + e.getMessage());
        }
    }

    private static List<GivenNetwork> outputs(MultKan network, List<String> columns, List<String> names) {
        return IntStream.range(0, network.outputs())
                .mapToObj(o -> new GivenNetwork(network.withOutput(o), columns, names.get(o)))
                .toList();
    }
}
