package org.kanworkbench.app.noise.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.kanworkbench.network.Activation;
import org.kanworkbench.network.Preset;
import org.kanworkbench.network.Presets;
import org.kanworkbench.network.basis.NoBasis;

/**
 * A selectable model for comparisons. Its series, and so its colour, is independent of the selection.
 *
 * @param name of the contender, and of the preset where it is a KAN
 * @param series index into the palette of model colours; from 6 on lines are dashed
 * @param activation of MLPs' hidden layers; null for others
 */
public record Candidate(String name, Kind kind, int series, Activation activation) {

    public enum Kind {
        KAN,
        MLP,
        POLYNOMIAL,
        SPLINE
    }

    /** Those that are seen first have the colours that differ most. */
    private static final List<Candidate> USUAL = List.of(
            new Candidate("kal-net", Kind.KAN, 0, null),
            new Candidate("efficient-kan", Kind.KAN, 1, null),
            new Candidate("kac-net", Kind.KAN, 6, null),
            new Candidate("torchkan", Kind.KAN, 7, null),
            new Candidate("kag-net", Kind.KAN, 8, null),
            new Candidate("mlp-relu", Kind.MLP, 2, Activation.RELU),
            new Candidate("mlp-silu", Kind.MLP, 3, Activation.SILU),
            new Candidate("mlp-tanh", Kind.MLP, 9, Activation.TANH),
            new Candidate("polynomial", Kind.POLYNOMIAL, 4, null),
            new Candidate("spline", Kind.SPLINE, 5, null));

    public static final List<Candidate> ALL = withOtherPresets();

    private static List<Candidate> withOtherPresets() {
        List<Candidate> all = new ArrayList<>(USUAL);
        for (Preset preset : Presets.ALL) {
            boolean kan = !(preset.hiddenLayer().basis() instanceof NoBasis);
            if (kan && USUAL.stream().noneMatch(c -> c.name().equals(preset.name()))) {
                all.add(new Candidate(preset.name(), Kind.KAN, all.size(), null));
            }
        }
        return List.copyOf(all);
    }

    /** Whether it has a place of its own in the inspector, not only in the menu of further presets. */
    boolean usual() {
        return USUAL.contains(this);
    }

    /** The candidate of a model's name; variants are called after their candidate, with more words behind. */
    public static Optional<Candidate> named(String model) {
        return ALL.stream()
                .filter(c -> model.equals(c.name()) || model.startsWith(c.name() + " "))
                .findFirst();
    }

    public static int series(String model) {
        return named(model).map(Candidate::series).orElse(0);
    }
}
