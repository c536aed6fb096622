package org.kanworkbench.quantize;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.kanworkbench.files.tensors.StoredWeights;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.tensor.SplitTensor;
import org.kanworkbench.network.tensor.StoredTensor;
import org.kanworkbench.network.tensor.Tensor;
import org.kanworkbench.quantize.scheme.BitRule;
import org.kanworkbench.quantize.scheme.QuantizeException;
import org.kanworkbench.quantize.scheme.Rounding;
import org.kanworkbench.quantize.scheme.Scheme;
import org.kanworkbench.quantize.scheme.WeightFormat;
import org.kanworkbench.quantize.scheme.WeightTensor;

/**
 * A model with weights quantised by a scheme, those alone that its arithmetic computes with. Edge scales are multiplied
 * into the coefficients ({@link EdgeScales}).
 *
 * @param model the values of the quantised weights, in float32
 * @param stored every tensor of that model in its storage format
 * @param reports on every tensor, including those left in float32
 */
public record QuantizedModel(Scheme scheme, Model model, Map<String, StoredTensor> stored, List<TensorReport> reports) {

    public QuantizedModel {
        stored = Collections.unmodifiableMap(new LinkedHashMap<>(stored));
        reports = List.copyOf(reports);
    }

    /** Quantises without calibration rows. Throws QuantizeException as below. */
    public static QuantizedModel of(Model model, Scheme scheme) throws QuantizeException {
        return of(model, scheme, Optional.empty(), () -> true).orElseThrow();
    }

    /**
     * Quantises every weight to its format. Throws QuantizeException for schemes that quantise nothing, name missing
     * layers or terms, or need calibration rows that are not given.
     *
     * @param calibration rows for {@link Rounding#FITTED}
     * @param proceed checked often while codes are fitted, the only slow part; false cancels
     * @return empty if cancelled
     */
    public static Optional<QuantizedModel> of(
            Model whole, Scheme scheme, Optional<Calibration> calibration, BooleanSupplier proceed)
            throws QuantizeException {
        check(whole, scheme);
        boolean untouched = scheme.untouched();
        Model model = untouched ? whole : EdgeScales.folded(whole);
        Map<String, StoredTensor> stored = new LinkedHashMap<>(model.tensors());
        for (WeightTensor weights : WeightTensor.of(model.network())) {
            stored.put(weights.name(), rounded(model.tensor(weights.name()), weights, scheme));
        }
        if (scheme.fitted()) {
            Calibration rows = calibration.orElseThrow(() -> new QuantizeException(
                    "scheme " + scheme.name() + " fits its codes to calibration rows: give it some"));
            Optional<Map<String, StoredTensor>> fitted = FittedRounding.fit(model, scheme, stored, rows, proceed);
            if (fitted.isEmpty()) {
                return Optional.empty();
            }
            stored = fitted.get();
        }
        Map<String, Tensor> values = new LinkedHashMap<>();
        stored.forEach((name, tensor) -> values.put(name, tensor.float32()));
        List<TensorReport> reports = Reports.of(whole, model, values, scheme);
        if (!untouched
                && reports.stream().noneMatch(r -> r.touched() || r.reason().equals(Reports.IN_FLOAT))) {
            throw new QuantizeException(
                    "scheme " + scheme.name() + " rounds no weight of this network: give it bits for some of them");
        }
        return Optional.of(new QuantizedModel(scheme, new Model(model.network(), values), stored, reports));
    }

    /** The storage formats for a model's file. */
    public StoredWeights weights() {
        return new StoredWeights(scheme.name(), stored);
    }

    private static void check(Model model, Scheme scheme) throws QuantizeException {
        for (BitRule rule : scheme.rules()) {
            if (!rule.fits(model.network())) {
                throw new QuantizeException("scheme " + scheme.name()
                        + " has a rule for weights that this network does not have: leave it out");
            }
        }
        for (Map.Entry<String, Tensor> entry : model.tensors().entrySet()) {
            for (float value : entry.getValue().values()) {
                if (!Float.isFinite(value)) {
                    throw new QuantizeException(
                            "tensor " + entry.getKey() + " holds " + value + ": choose a model that is sound");
                }
            }
        }
    }

    /** Terms of one format share scales if the format allows it. */
    private static StoredTensor rounded(Tensor before, WeightTensor weights, Scheme scheme) {
        Map<WeightFormat, List<Integer>> places = new LinkedHashMap<>();
        for (int place = 0; place < weights.terms().size(); place++) {
            WeightFormat format = weights.format(scheme, place);
            places.computeIfAbsent(format, _ -> new ArrayList<>()).add(place);
        }
        if (places.size() == 1) {
            return WeightRounding.round(before, places.keySet().iterator().next());
        }
        List<SplitTensor.Part> parts = new ArrayList<>();
        places.forEach((format, terms) -> parts.add(
                new SplitTensor.Part(terms, WeightRounding.round(SplitTensor.select(before, terms), format))));
        return new SplitTensor(before.shape(), parts);
    }
}
