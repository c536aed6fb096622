package org.kanworkbench.noise.contender;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.kanworkbench.network.Activation;
import org.kanworkbench.network.Preset;
import org.kanworkbench.network.Presets;

/**
 * Models by their names: a preset, {@code mlp-relu}, {@code mlp-tanh}, {@code mlp-silu}, {@code polynomial} or
 * {@code spline}.
 *
 * @param kanHidden units of KANs' hidden layers
 * @param mlpHidden units of MLPs' hidden layers
 * @param dropout of MLPs
 * @param weightDecay of MLPs
 */
public record NamedModels(List<Integer> kanHidden, List<Integer> mlpHidden, double dropout, double weightDecay) {

    private static final List<Activation> ACTIVATIONS = List.of(Activation.RELU, Activation.TANH, Activation.SILU);
    private static final String POLYNOMIAL = "polynomial";
    private static final String SPLINE = "spline";

    /** All names. */
    public static List<String> all() {
        return Stream.of(
                        Presets.ALL.stream().map(Preset::name),
                        ACTIVATIONS.stream().map(NamedModels::mlp),
                        Stream.of(POLYNOMIAL, SPLINE))
                .flatMap(names -> names)
                .toList();
    }

    private static String mlp(Activation activation) {
        return "mlp-" + activation.name().toLowerCase(Locale.ROOT);
    }

    /**
     * The model, if it is known; it matches none.
     *
     * @param name of the contender
     */
    public Optional<Contender> of(String model, String name) {
        if (model.equals(POLYNOMIAL)) {
            return Optional.of(new Contender.Polynomial(name));
        }
        if (model.equals(SPLINE)) {
            return Optional.of(new Contender.SmoothingSpline(name));
        }
        if (Preset.named(model).isPresent()) {
            return Optional.of(new KanContender(model, kanHidden).named(name));
        }
        return ACTIVATIONS.stream()
                .filter(activation -> model.equals(mlp(activation)))
                .findFirst()
                .map(activation -> new MlpContender(name, activation, mlpHidden, dropout, weightDecay, Match.NONE));
    }
}
