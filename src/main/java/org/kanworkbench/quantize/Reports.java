package org.kanworkbench.quantize;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.tensor.Tensor;
import org.kanworkbench.quantize.scheme.Scheme;
import org.kanworkbench.quantize.scheme.WeightFormat;
import org.kanworkbench.quantize.scheme.WeightFormat.Float32;
import org.kanworkbench.quantize.scheme.WeightTensor;

/** Creates reports on a model's tensors. */
final class Reports {

    private static final String LEFT_ALONE = "the scheme leaves it as it is";

    /** Of what the scheme would round, had it a product. */
    static final String IN_FLOAT = "computed in float32: " + TensorReport.NO_PRODUCTS;

    private Reports() {}

    /**
     * Reports on all tensors, in the order of the model.
     *
     * @param whole the model before edge scales are multiplied in
     * @param model the model after
     * @param values of that model's tensors after quantisation
     */
    static List<TensorReport> of(Model whole, Model model, Map<String, Tensor> values, Scheme scheme) {
        Map<String, List<TensorReport>> rounded = new LinkedHashMap<>();
        for (WeightTensor weights : WeightTensor.of(model.network())) {
            String name = weights.name();
            rounded.put(name, ofTerms(weights, scheme, model.tensor(name), values.get(name)));
        }
        List<TensorReport> all = new ArrayList<>();
        whole.tensors().forEach((name, tensor) -> {
            if (rounded.containsKey(name)) {
                all.addAll(rounded.get(name));
            } else {
                boolean folded = !model.tensors().containsKey(name);
                all.add(TensorReport.left(name, "", folded ? 0 : Float.SIZE, reason(name, folded), tensor.values()));
            }
        });
        return all;
    }

    /** One per term. */
    private static List<TensorReport> ofTerms(WeightTensor weights, Scheme scheme, Tensor before, Tensor after) {
        List<TensorReport> reports = new ArrayList<>();
        for (int place = 0; place < weights.terms().size(); place++) {
            WeightFormat format = weights.format(scheme, place);
            boolean asIs = scheme.format(weights.layer(), weights.terms().get(place)) instanceof Float32;
            String label = weights.labels().get(place);
            float[] was = weights.term(before, place);
            reports.add(
                    format instanceof Float32
                            ? TensorReport.left(weights.name(), label, format.bits(), asIs ? LEFT_ALONE : IN_FLOAT, was)
                            : TensorReport.rounded(
                                    weights.name(), label, format.bits(), was, weights.term(after, place)));
        }
        return reports;
    }

    private static String reason(String name, boolean folded) {
        if (folded) {
            return "multiplied into the basis weights";
        }
        if (name.contains(".input_norm.")) {
            return "one value an input";
        }
        String last = name.substring(name.lastIndexOf('.') + 1);
        return switch (last) {
            case "running_min", "running_max" -> "the range of a layer's inputs: two values";
            case "prelu" -> "one value per layer";
            case "basis_scale" -> LEFT_ALONE;
            case "basis_value", "edge_shift", "edge_stretch" -> "values of the basis";
            default -> "one value per output";
        };
    }
}
