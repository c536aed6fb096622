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
 * A model with its weights rounded as a scheme asks; what computes with them does not matter here. Edge scales are part of
 * the coefficients ({@link EdgeScales}).
 *
 * @param model what the rounded weights stand for, in float32
 * @param stored every tensor of that model as a file would keep it
 * @param reports what became of every tensor, those untouched included
 */
public record RoundedModel(Scheme scheme, Model model, Map<String, StoredTensor> stored, List<TensorReport> reports) {

    public RoundedModel {
        stored = Collections.unmodifiableMap(new LinkedHashMap<>(stored));
        reports = List.copyOf(reports);
    }

    /** Rounds without calibration rows. QuantizeExceptions as below. */
    public static RoundedModel of(Model model, Scheme scheme) throws QuantizeException {
        return of(model, scheme, Optional.empty());
    }

    /** Rounds to the end. Parameters and QuantizeExceptions as below. */
    public static RoundedModel of(Model model, Scheme scheme, Optional<Calibration> calibration)
            throws QuantizeException {
        return of(model, scheme, calibration, () -> true).orElseThrow();
    }

    /**
     * Rounds every weight as its format asks. A QuantizeException refuses schemes that round nothing, name what is not there or
     * need calibration rows that are missing.
     *
     * @param calibration rows that {@link Rounding#FITTED} asks for
     * @param goOn asked often while codes are fitted, the one thing that takes long
     * @return empty when told to stop
     */
    public static Optional<RoundedModel> of(
            Model whole, Scheme scheme, Optional<Calibration> calibration, BooleanSupplier goOn)
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
            Optional<Map<String, StoredTensor>> fitted = FittedRounding.fit(model, scheme, stored, rows, goOn);
            if (fitted.isEmpty()) {
                return Optional.empty();
            }
            stored = fitted.get();
        }
        Map<String, Tensor> values = new LinkedHashMap<>();
        stored.forEach((name, tensor) -> values.put(name, tensor.float32()));
        List<TensorReport> reports = Reports.of(whole, model, values, scheme);
        if (!untouched && reports.stream().noneMatch(TensorReport::touched)) {
            throw new QuantizeException(
                    "scheme " + scheme.name() + " rounds no weight of this network: give it bits for some of them");
        }
        return Optional.of(new RoundedModel(scheme, new Model(model.network(), values), stored, reports));
    }

    /** For a model's file. */
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

    /** Terms of one format share their scales where the format lets them. */
    private static StoredTensor rounded(Tensor before, WeightTensor weights, Scheme scheme) {
        Map<WeightFormat, List<Integer>> places = new LinkedHashMap<>();
        for (int place = 0; place < weights.terms().size(); place++) {
            WeightFormat format = scheme.format(weights.layer(), weights.terms().get(place));
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
