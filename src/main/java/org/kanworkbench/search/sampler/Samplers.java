package org.kanworkbench.search.sampler;

import org.kanworkbench.search.space.Space;

/** The samplers there are. */
public enum Samplers {
    TPE("TPE", "Tree-structured Parzen estimator: learns from all trials where good values lie."),
    RANDOM("Random", "Independent uniform values."),
    GRID("Grid", "Every combination of values, five of each range."),
    CMA_ES("CMA-ES", "Covariance matrix adaptation: for spaces of numbers only, without conditions.");

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

    /** Throws IllegalArgumentException, with a remedy, if it is not for that space. */
    public Sampler of(Space space, long seed) {
        return switch (this) {
            case TPE -> new TpeSampler(space, seed);
            case RANDOM -> new RandomSampler(space, seed);
            case GRID -> new GridSampler(space);
            case CMA_ES -> new CmaEsSampler(space, seed);
        };
    }
}
