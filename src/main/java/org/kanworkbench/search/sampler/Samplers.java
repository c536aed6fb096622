package org.kanworkbench.search.sampler;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.kanworkbench.data.SeedMixer;
import org.kanworkbench.search.space.Space;

/** The samplers there are. */
public enum Samplers {
    TPE("TPE", "Tree-structured Parzen estimator: learns from all trials where good values lie."),
    RANDOM("Random", "Independent uniform values."),
    GRID("Grid", "Every combination of values, five of each range."),
    CMA_ES("CMA-ES", "Covariance matrix adaptation: for spaces of numbers only, without conditions.");

    private static final int AGAIN = 4;
    private static final int AT_RANDOM = 20;
    private static final int STREAM = 1000;

    private final String label;
    private final String hint;

    Samplers(String label, String hint) {
        this.label = label;
        this.hint = hint;
    }

    public String label() {
        return label;
    }

    public String hint() {
        return hint;
    }

    /**
     * Samplers to be asked in turn until one proposes something new, itself first: others of its kind, then random ones. Of
     * those that plan all their trials themselves alone.
     *
     * @param active values without those of settings that have no meaning with the others
     */
    public List<Sampler> inTurn(Space space, long seed, UnaryOperator<Map<String, Object>> active) {
        List<Sampler> turn = new ArrayList<>(List.of(this == GRID ? new GridSampler(space, active) : of(space, seed)));
        if (this == TPE || this == RANDOM) {
            for (int i = 0; i < AGAIN + AT_RANDOM; i++) {
                turn.add((i < AGAIN ? this : RANDOM).of(space, SeedMixer.mix(seed, STREAM + i)));
            }
        }
        return turn;
    }

    /** Throws IllegalArgumentException, with a remedy, if it is not for that space. */
    public Sampler of(Space space, long seed) {
        return switch (this) {
            case TPE -> new TpeSampler(space, seed);
            case RANDOM -> new RandomSampler(space, seed);
            case GRID -> new GridSampler(space, space::active);
            case CMA_ES -> new CmaEsSampler(space, seed);
        };
    }
}
