package org.kanworkbench.quantize;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.kanworkbench.network.LayerSpec;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.tensor.QuantizedTensor;
import org.kanworkbench.network.tensor.SplitTensor;
import org.kanworkbench.network.tensor.StoredTensor;
import org.kanworkbench.network.tensor.Tensor;
import org.kanworkbench.quantize.scheme.Rounding;
import org.kanworkbench.quantize.scheme.Scheme;
import org.kanworkbench.quantize.scheme.WeightFormat.Integers;
import org.kanworkbench.quantize.scheme.WeightTensor;

/** The edge weights of one layer while codes are chosen for them; terms in the order of {@code EdgeTerms}. */
final class LayerCodes {

    /**
     * One term of all edges.
     *
     * @param trained [output][input][columns of the tensor], as trained
     * @param rounded in the same places, what stands for them so far; written to
     * @param columns of the tensor in the model
     * @param column the term's
     * @param tensor whose codes are to be chosen; null where they stay
     * @param place of the term in that tensor's last dimension
     */
    private record Term(float[] trained, float[] rounded, int columns, int column, QuantizedTensor tensor, int place) {}

    private final int inputs;
    private final int outputs;
    private final List<Term> terms = new ArrayList<>();
    private final Map<String, StoredTensor> stored = new LinkedHashMap<>();

    private LayerCodes(LayerSpec spec) {
        inputs = spec.inputs();
        outputs = spec.outputs();
    }

    /** @param stored all tensors of the model, rounded to the nearest; they are copied */
    static LayerCodes of(Model model, int layer, Scheme scheme, Map<String, StoredTensor> stored) {
        LayerCodes codes = new LayerCodes(model.network().layers().get(layer));
        for (WeightTensor weights : WeightTensor.of(model.network())) {
            if (weights.layer() == layer) {
                codes.add(weights, scheme, model.tensor(weights.name()), stored.get(weights.name()));
            }
        }
        return codes;
    }

    private void add(WeightTensor weights, Scheme scheme, Tensor trained, StoredTensor nearest) {
        StoredTensor copy = copy(nearest);
        stored.put(weights.name(), copy);
        float[] rounded = copy.float32().values().clone();
        int columns = weights.terms().size();
        for (int column = 0; column < columns; column++) {
            boolean fitted = scheme.format(weights.layer(), weights.terms().get(column)) instanceof Integers format
                    && format.rounding() == Rounding.FITTED;
            QuantizedTensor tensor = null;
            int place = column;
            if (fitted && copy instanceof QuantizedTensor whole) {
                tensor = whole;
            } else if (fitted && copy instanceof SplitTensor split) {
                for (SplitTensor.Part part : split.parts()) {
                    if (part.terms().contains(column)) {
                        tensor = (QuantizedTensor) part.values();
                        place = part.terms().indexOf(column);
                    }
                }
            }
            terms.add(new Term(trained.values(), rounded, columns, column, tensor, place));
        }
    }

    private static StoredTensor copy(StoredTensor tensor) {
        return switch (tensor) {
            case QuantizedTensor q ->
                new QuantizedTensor(q.shape(), q.bits(), q.block(), q.codes().clone(), q.scales(), q.zeroPoints());
            case SplitTensor split ->
                new SplitTensor(
                        split.shape(),
                        split.parts().stream()
                                .map(part -> new SplitTensor.Part(part.terms(), copy(part.values())))
                                .toList());
            default -> tensor;
        };
    }

    int terms() {
        return terms.size();
    }

    /** Whether the codes of a term are to be chosen. */
    boolean free(int term) {
        return terms.get(term).tensor() != null;
    }

    boolean any() {
        return terms.stream().anyMatch(term -> term.tensor() != null);
    }

    /** @param to receives the trained weight of every output */
    void trained(int term, int input, float[] to) {
        Term t = terms.get(term);
        for (int o = 0; o < outputs; o++) {
            to[o] = t.trained()[at(t, o, input)];
        }
    }

    /** @param to receives the weight of every output as it is so far */
    void rounded(int term, int input, float[] to) {
        Term t = terms.get(term);
        for (int o = 0; o < outputs; o++) {
            to[o] = t.rounded()[at(t, o, input)];
        }
    }

    private int at(Term term, int output, int input) {
        return (output * inputs + input) * term.columns() + term.column();
    }

    /**
     * Gives one weight of every output the code that leaves the least of what is missing.
     *
     * @param products of the expanded input with what is missing, one an output
     * @param energy of the expanded input, its product with itself
     * @param ridge how much the weight's own distance counts
     * @param changes receives by how much each weight has changed
     * @return whether any has
     */
    boolean improve(int term, int input, float[] products, double energy, double ridge, float[] changes) {
        Term t = terms.get(term);
        QuantizedTensor q = t.tensor();
        int least = (q.symmetric() ? 1 : 0) - (1 << q.bits() - 1);
        int most = (1 << q.bits() - 1) - 1;
        int places = QuantizedTensor.terms(q.shape());
        boolean changed = false;
        for (int o = 0; o < outputs; o++) {
            int at = at(t, o, input);
            int block = q.blockOf(o, input, t.place());
            float scale = q.scales()[block];
            int zero = q.symmetric() ? 0 : q.zeroPoints()[block];
            double best = (energy * t.rounded()[at] + products[o] + ridge * t.trained()[at])
                    / Math.max(energy + ridge, Float.MIN_NORMAL);
            int code = (int) Math.clamp(Math.rint(best / scale) + zero, least, most);
            float weight = scale * (code - zero);
            changes[o] = weight - t.rounded()[at];
            changed |= changes[o] != 0;
            t.rounded()[at] = weight;
            q.codes()[(o * inputs + input) * places + t.place()] = (byte) code;
        }
        return changed;
    }

    /** The layer's tensors with the codes that were chosen. */
    Map<String, StoredTensor> stored() {
        return stored;
    }
}
