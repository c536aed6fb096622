package org.kanworkbench.files.tensors;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.kanworkbench.files.ModelFileException;
import org.kanworkbench.network.LayerTensor;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.NetworkSpec;
import org.kanworkbench.network.stem.Convolutions;
import org.kanworkbench.network.stem.KanConvolutions;
import org.kanworkbench.network.stem.Stem;
import org.kanworkbench.network.tensor.Tensor;

/** The required tensors of a network's file, as {@link Model} names them. */
public record TensorShapes(Map<String, int[]> shapes) {

    public static TensorShapes of(NetworkSpec network) {
        Map<String, int[]> shapes = new LinkedHashMap<>();
        addStem(network.stem(), shapes);
        for (int l = 0; l < network.layers().size(); l++) {
            for (LayerTensor tensor : LayerTensor.of(network.layers().get(l))) {
                shapes.put(tensor.name(l), tensor.shape(network.layers().get(l)));
            }
        }
        return new TensorShapes(shapes);
    }

    private static void addStem(Stem stem, Map<String, int[]> shapes) {
        if (stem instanceof KanConvolutions convolutions) {
            shapes.putAll(convolutions.shapes());
        }
        if (stem instanceof Convolutions convolutions) {
            for (int s = 0; s < convolutions.channels().size(); s++) {
                int outputs = convolutions.channels().get(s);
                shapes.put(
                        "stem." + s + ".weight",
                        new int[] {outputs, convolutions.inputChannels(s), Convolutions.KERNEL, Convolutions.KERNEL});
                shapes.put("stem." + s + ".bias", new int[] {outputs});
            }
        }
    }

    /** Total number of values. */
    public long values() {
        return shapes.values().stream()
                .mapToLong(shape -> Arrays.stream(shape).asLongStream().reduce(1, (a, b) -> a * b))
                .sum();
    }

    /** Whether the file has exactly these tensors. */
    public boolean fit(NamedTensors file) throws ModelFileException {
        if (!file.names().equals(shapes.keySet())) {
            return false;
        }
        for (Map.Entry<String, int[]> expected : shapes.entrySet()) {
            if (!file.shape(expected.getKey())
                    .equals(Arrays.stream(expected.getValue()).boxed().toList())) {
                return false;
            }
        }
        return true;
    }

    /** The file's tensors, if they are exactly these and finite. */
    public Map<String, Tensor> pick(String file, NamedTensors from) throws ModelFileException {
        for (String name : from.names()) {
            if (!shapes.containsKey(name)) {
                throw misfit(file, "tensor " + name + " has no place in its network");
            }
        }
        return pickPrefixed(file, from, "");
    }

    /** One of several models in a file: that whose tensors' names have the given prefix. */
    public static Model model(String file, NamedTensors from, String prefix, NetworkSpec network)
            throws ModelFileException {
        return new Model(network, of(network).pickPrefixed(file, from, prefix));
    }

    private Map<String, Tensor> pickPrefixed(String file, NamedTensors from, String prefix) throws ModelFileException {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (Map.Entry<String, int[]> expected : shapes.entrySet()) {
            tensors.put(expected.getKey(), checked(file, prefix + expected.getKey(), from, expected.getValue()));
        }
        return tensors;
    }

    /** A tensor of that shape with finite values only. */
    public static Tensor checked(String file, String name, NamedTensors from, int[] shape) throws ModelFileException {
        if (!from.names().contains(name)) {
            throw misfit(file, "tensor " + name + " is missing");
        }
        Tensor tensor = from.tensor(name);
        if (!Arrays.equals(tensor.shape(), shape)) {
            throw misfit(
                    file,
                    "tensor " + name + " has shape " + Arrays.toString(tensor.shape()) + ", not "
                            + Arrays.toString(shape) + " as its network");
        }
        for (float value : tensor.values()) {
            if (!Float.isFinite(value)) {
                throw misfit(file, "tensor " + name + " holds " + value);
            }
        }
        return tensor;
    }

    private static ModelFileException misfit(String file, String what) {
        return new ModelFileException(file + ": " + what + ": save or download the model again");
    }
}
