package org.kanworkbench.files.peer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.kanworkbench.files.ModelFileException;
import org.kanworkbench.files.tensors.NamedTensors;
import org.kanworkbench.files.tensors.TensorShapes;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.NetworkSpec;
import org.kanworkbench.network.Preset;
import org.kanworkbench.network.tensor.Tensor;

/**
 * The mapping of a peer's tensors to a network of ours.
 *
 * @param names the peer's name of each tensor of {@link Model}; values are in the same order, but input and term may
 *     share a dimension
 * @param constants the peer's tensors that the network determines and that are not read
 */
record PeerLayout(Preset preset, NetworkSpec network, Map<String, String> names, Set<String> constants) {

    /** The network with the file's values, if the file has exactly its tensors. */
    Model model(String file, NamedTensors from) throws ModelFileException {
        Set<String> needed = Set.copyOf(names.values());
        for (String name : from.names()) {
            if (!needed.contains(name) && !constants.contains(name)) {
                throw misfit(file, "tensor " + name + " has no place in it");
            }
        }
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (Map.Entry<String, int[]> expected :
                TensorShapes.of(network).shapes().entrySet()) {
            String theirs = names.get(expected.getKey());
            int[] shape = expected.getValue();
            if (!from.names().contains(theirs)) {
                throw misfit(file, "tensor " + theirs + " is missing");
            }
            List<Integer> actual = from.shape(theirs);
            if (!actual.equals(list(shape)) && !actual.equals(joined(shape))) {
                throw misfit(file, "tensor " + theirs + " has shape " + actual + ", not " + list(shape));
            }
            tensors.put(
                    expected.getKey(),
                    finite(file, theirs, new Tensor(shape, from.tensor(theirs).values())));
        }
        return new Model(network, tensors);
    }

    private static Tensor finite(String file, String name, Tensor tensor) throws ModelFileException {
        for (float value : tensor.values()) {
            if (!Float.isFinite(value)) {
                throw new ModelFileException(file + ": tensor " + name + " holds " + value + ": train it again");
            }
        }
        return tensor;
    }

    private ModelFileException misfit(String file, String what) {
        return new ModelFileException(file + " looks like " + preset.name() + " of " + network.shape() + ", but " + what
                + ": save or download it again");
    }

    private static List<Integer> list(int[] shape) {
        return Arrays.stream(shape).boxed().toList();
    }

    /** The shape with the last two of three dimensions joined. */
    private static List<Integer> joined(int[] shape) {
        List<Integer> joined = new ArrayList<>(list(shape));
        if (joined.size() == 3) {
            joined.add(1, joined.remove(1) * joined.remove(1));
        }
        return joined;
    }
}
