package org.kanworkbench.quantize.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.kanworkbench.data.Examples;
import org.kanworkbench.data.Target;
import org.kanworkbench.engine.Predictor;
import org.kanworkbench.engine.workers.Workers;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.NetworkSpec;
import org.kanworkbench.quantize.QuantizedModel;
import org.kanworkbench.quantize.TensorReport;
import org.kanworkbench.quantize.scheme.Arithmetic;
import org.kanworkbench.quantize.scheme.BitRule;
import org.kanworkbench.quantize.scheme.QuantizeException;
import org.kanworkbench.quantize.scheme.Scheme;
import org.kanworkbench.quantize.scheme.WeightFormat;
import org.kanworkbench.quantize.scheme.WeightFormat.Float32;
import org.kanworkbench.quantize.scheme.WeightTensor;
import org.kanworkbench.training.Evaluation;
import org.kanworkbench.training.Evaluator;

/** Sensitivity analysis: quantises one layer or basis term at a time, with everything else in float32. */
public final class Sensitivity {

    /**
     * A part of a network's weights to quantise alone.
     *
     * @param layer from 0, {@link BitRule#STEM}, or none for all
     * @param term of the basis, {@link BitRule#BASE}, or none for all
     * @param label for instance {@code layer 1}, {@code layer 1, P₃} or {@code P₃}
     */
    public record Part(OptionalInt layer, OptionalInt term, String label) {}

    /**
     * The effect of quantising one part.
     *
     * @param weights number of weights in the part
     * @param rmsError root mean square of their quantisation error
     * @param rms root mean square of the weights themselves
     */
    public record Effect(Part part, long weights, double rmsError, double rms, Score score) {}

    private Sensitivity() {}

    /** Every layer, every term of every layer, and every term of all layers where there are several. */
    public static List<Part> parts(NetworkSpec network) {
        List<Part> parts = new ArrayList<>();
        List<Part> everywhere = new ArrayList<>();
        int layer = Integer.MIN_VALUE;
        for (WeightTensor tensor : WeightTensor.of(network)) {
            OptionalInt here = OptionalInt.of(tensor.layer());
            String name = tensor.layer() == BitRule.STEM ? "stem" : "layer " + (tensor.layer() + 1);
            if (tensor.layer() != layer) {
                layer = tensor.layer();
                parts.add(new Part(here, OptionalInt.empty(), name));
            }
            for (int place = 0;
                    tensor.layer() != BitRule.STEM && place < tensor.terms().size();
                    place++) {
                OptionalInt term = OptionalInt.of(tensor.terms().get(place));
                String label = term.getAsInt() == BitRule.BASE
                        ? "base"
                        : tensor.labels().get(place);
                parts.add(new Part(here, term, name + ", " + label));
                Part all = new Part(OptionalInt.empty(), term, label);
                if (!everywhere.contains(all)) {
                    everywhere.add(all);
                }
            }
        }
        if (network.layers().size() > 1) {
            parts.addAll(everywhere);
        }
        return parts;
    }

    /**
     * Quantises and evaluates part by part.
     *
     * @param target what the model predicts
     * @param rows the samples to evaluate
     * @param batch see {@link Comparison.Task}
     * @param format of the quantised part
     * @param found receives each effect on this thread
     * @param proceed checked often; false cancels the work
     * @return in the order of {@link #parts}; empty if cancelled
     */
    public static Optional<List<Effect>> measure(
            Model model,
            Target target,
            Examples rows,
            int batch,
            WeightFormat format,
            int threads,
            Consumer<Effect> found,
            BooleanSupplier proceed)
            throws QuantizeException {
        Evaluator evaluator = new Evaluator(rows, target, batch);
        List<Effect> effects = new ArrayList<>();
        try (Workers workers = new Workers(threads)) {
            Optional<Evaluation> float32 = evaluate(evaluator, model, rows, batch, workers, proceed);
            if (float32.isEmpty()) {
                return Optional.empty();
            }
            for (Part part : parts(model.network())) {
                Scheme scheme = new Scheme(
                        part.label(),
                        new Float32(),
                        Arithmetic.SIMULATED,
                        List.of(new BitRule(part.layer(), part.term(), format)));
                QuantizedModel rounded = QuantizedModel.of(model, scheme);
                Optional<Evaluation> scored = evaluate(evaluator, rounded.model(), rows, batch, workers, proceed);
                if (scored.isEmpty()) {
                    return Optional.empty();
                }
                Effect effect = effect(part, rounded, Score.of(rows, float32.get(), scored.get()));
                effects.add(effect);
                found.accept(effect);
            }
        }
        return Optional.of(effects);
    }

    private static Optional<Evaluation> evaluate(
            Evaluator evaluator, Model model, Examples rows, int batch, Workers workers, BooleanSupplier proceed) {
        return evaluator.evaluate(new Predictor(model, batch, rows.features().background(), workers), proceed);
    }

    private static Effect effect(Part part, QuantizedModel rounded, Score score) {
        long weights = 0;
        double error = 0;
        double square = 0;
        for (TensorReport report : rounded.reports()) {
            if (report.touched()) {
                weights += report.weights();
                error += report.weights() * report.rmsError() * report.rmsError();
                square += report.weights() * report.rms() * report.rms();
            }
        }
        return new Effect(part, weights, Math.sqrt(error / weights), Math.sqrt(square / weights), score);
    }
}
