package org.kanworkbench.files.peer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
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
 * @param parts the peer's tensors that make up each one of {@link Model}, one after the other
 * @param constants the peer's tensors that the network determines and that are not read
 */
record PeerLayout(Preset preset, NetworkSpec network, Map<String, List<Part>> parts, Set<String> constants) {

    /**
     * A tensor of the peer.
     *
     * @param strict whether it must have our shape, but that input and term may share a dimension; else its values count
     * @param axes its axes in our order; none if they are in it
     */
    record Part(String name, boolean strict, List<Integer> axes) {

        static Part same(String name) {
            return new Part(name, true, List.of());
        }

        static Part flat(String name) {
            return new Part(name, false, List.of());
        }

        static Part turned(String name, Integer... axes) {
            return new Part(name, false, List.of(axes));
        }

        float[] values(NamedTensors from) throws ModelFileException {
            float[] values = from.tensor(name).values();
            return axes.isEmpty() ? values : turned(values, from.shape(name));
        }

        private float[] turned(float[] values, List<Integer> shape) {
            int[] stride = new int[shape.size()];
            int all = 1;
            for (int d = shape.size() - 1; d >= 0; d--) {
                stride[d] = all;
                all *= shape.get(d);
            }
            float[] turned = new float[all];
            for (int n = 0; n < all; n++) {
                int rest = n;
                int at = 0;
                for (int d = axes.size() - 1; d >= 0; d--) {
                    at += rest % shape.get(axes.get(d)) * stride[axes.get(d)];
                    rest /= shape.get(axes.get(d));
                }
                turned[n] = values[at];
            }
            return turned;
        }
    }

    /** A peer whose tensors are ours under other names. */
    static PeerLayout named(Preset preset, NetworkSpec network, Map<String, String> names, Set<String> constants) {
        Map<String, List<Part>> parts = new LinkedHashMap<>();
        names.forEach((ours, theirs) -> parts.put(ours, List.of(Part.same(theirs))));
        return new PeerLayout(preset, network, parts, constants);
    }

    /** The network with the file's values, if the file has exactly its tensors. */
    Model model(String file, NamedTensors from) throws ModelFileException {
        Set<String> needed =
                parts.values().stream().flatMap(List::stream).map(Part::name).collect(Collectors.toSet());
        for (String name : from.names()) {
            if (!needed.contains(name) && !constants.contains(name)) {
                throw misfit(file, "tensor " + name + " has no place in it");
            }
        }
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (Map.Entry<String, int[]> expected :
                TensorShapes.of(network).shapes().entrySet()) {
            List<Part> theirs = parts.get(expected.getKey());
            tensors.put(
                    expected.getKey(),
                    new Tensor(expected.getValue(), values(file, theirs, expected.getValue(), from)));
        }
        return new Model(network, tensors);
    }

    private float[] values(String file, List<Part> theirs, int[] shape, NamedTensors from) throws ModelFileException {
        long wanted = Arrays.stream(shape).asLongStream().reduce(1, (a, b) -> a * b);
        float[] values = {};
        for (Part part : theirs) {
            if (!from.names().contains(part.name())) {
                throw misfit(file, "tensor " + part.name() + " is missing");
            }
            float[] more = part.values(from);
            List<Integer> actual = from.shape(part.name());
            boolean last = part == theirs.getLast();
            if ((last ? values.length + more.length != wanted : more.length > wanted)
                    || part.strict() && !actual.equals(list(shape)) && !actual.equals(joined(shape))) {
                throw misfit(file, "tensor " + part.name() + " has shape " + actual + ", not " + list(shape));
            }
            checkFinite(file, part.name(), more);
            values = Arrays.copyOf(values, values.length + more.length);
            System.arraycopy(more, 0, values, values.length - more.length, more.length);
        }
        return values;
    }

    private static void checkFinite(String file, String name, float[] values) throws ModelFileException {
        for (float value : values) {
            if (!Float.isFinite(value)) {
                throw new ModelFileException(file + ": tensor " + name + " holds " + value + ": train it again");
            }
        }
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
