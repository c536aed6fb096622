package org.kanworkbench.app.noise.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.kanworkbench.network.Preset;
import org.kanworkbench.network.Presets;
import org.kanworkbench.network.basis.NoBasis;

/**
 * A selectable model for comparisons. Its series, and so its colour, is independent of the selection.
 *
 * @param name of the contender, and of its model
 * @param series index into the palette of model colours; from 6 on lines are dashed
 */
public record Candidate(String name, int series) {

    /** Those that are seen first have the colours that differ most. */
    private static final List<Candidate> USUAL = List.of(
            new Candidate("kal-net", 0),
            new Candidate("efficient-kan", 1),
            new Candidate("kac-net", 6),
            new Candidate("torchkan", 7),
            new Candidate("kag-net", 8),
            new Candidate("mlp-relu", 2),
            new Candidate("mlp-silu", 3),
            new Candidate("mlp-tanh", 9),
            new Candidate("polynomial", 4),
            new Candidate("spline", 5));

    public static final List<Candidate> ALL = withOtherPresets();

    private static List<Candidate> withOtherPresets() {
        List<Candidate> all = new ArrayList<>(USUAL);
        for (Preset preset : Presets.ALL) {
            boolean kan = !(preset.hiddenLayer().basis() instanceof NoBasis);
            if (kan && USUAL.stream().noneMatch(c -> c.name().equals(preset.name()))) {
                all.add(new Candidate(preset.name(), all.size()));
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

    /**
     * The line of a model of a sweep, where several variants of one candidate may be side by side.
     *
     * @param place among the sweep's models
     */
    public static int series(String model, int place) {
        Optional<Candidate> candidate = named(model);
        return candidate.isEmpty()
                ? place
                : candidate.get().name().equals(model) ? candidate.get().series() : ALL.size() + place;
    }

    public static int series(String model) {
        return named(model).map(Candidate::series).orElse(0);
    }
}
