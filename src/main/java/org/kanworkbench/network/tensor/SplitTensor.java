package org.kanworkbench.network.tensor;

import java.util.Arrays;
import java.util.List;

/**
 * A three-dimensional tensor whose terms, the last dimension, are stored in different formats. Throws
 * IllegalArgumentException for parts that do not make up the whole.
 */
public record SplitTensor(int[] shape, List<Part> parts) implements StoredTensor {

    /**
     * A part with some of the terms.
     *
     * @param terms their indices in the whole's last dimension
     * @param values [output][input][index in the list]
     */
    public record Part(List<Integer> terms, StoredTensor values) {

        public Part {
            terms = List.copyOf(terms);
        }
    }

    public SplitTensor {
        parts = List.copyOf(parts);
        boolean[] kept = new boolean[shape.length == 3 ? shape[2] : 0];
        for (Part part : parts) {
            int[] expected = {shape[0], shape[1], part.terms().size()};
            if (!Arrays.equals(part.values().shape(), expected)) {
                throw new IllegalArgumentException("part of shape "
                        + Arrays.toString(part.values().shape()) + ", not " + Arrays.toString(expected));
            }
            for (int term : part.terms()) {
                if (term < 0 || term >= kept.length || kept[term]) {
                    throw new IllegalArgumentException(
                            "term " + term + " of " + kept.length + " is kept twice or does not exist");
                }
                kept[term] = true;
            }
        }
        for (boolean one : kept) {
            if (!one) {
                throw new IllegalArgumentException("some of " + kept.length + " terms are missing");
            }
        }
    }

    /** Extracts some of the terms of a three-dimensional tensor, [output][input][index in the list]. */
    public static Tensor select(Tensor whole, List<Integer> terms) {
        int[] shape = whole.shape();
        int edges = shape[0] * shape[1];
        float[] values = new float[edges * terms.size()];
        for (int e = 0; e < edges; e++) {
            for (int t = 0; t < terms.size(); t++) {
                values[e * terms.size() + t] = whole.values()[e * shape[2] + terms.get(t)];
            }
        }
        return new Tensor(new int[] {shape[0], shape[1], terms.size()}, values);
    }

    @Override
    public Tensor float32() {
        int edges = shape[0] * shape[1];
        float[] values = new float[edges * shape[2]];
        for (Part part : parts) {
            float[] from = part.values().float32().values();
            int count = part.terms().size();
            for (int e = 0; e < edges; e++) {
                for (int t = 0; t < count; t++) {
                    values[e * shape[2] + part.terms().get(t)] = from[e * count + t];
                }
            }
        }
        return new Tensor(shape, values);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SplitTensor t && Arrays.equals(shape, t.shape) && parts.equals(t.parts);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(shape) + parts.hashCode();
    }

    @Override
    public String toString() {
        return "SplitTensor" + Arrays.toString(shape);
    }
}
