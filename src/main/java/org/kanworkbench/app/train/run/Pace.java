package org.kanworkbench.app.train.run;

/** The speed of a watched run. */
public enum Pace {
    ONE("1 epoch per frame", 1),
    FIVE("5 epochs per frame", 5),
    FULL("Full speed", Integer.MAX_VALUE);

    private final String label;
    private final int epochsPerFrame;

    Pace(String label, int epochsPerFrame) {
        this.label = label;
        this.epochsPerFrame = epochsPerFrame;
    }

    public String label() {
        return label;
    }

    int epochsPerFrame() {
        return epochsPerFrame;
    }

    /** The time that an epoch takes at least [s], at 60 frames a second. */
    public double secondsPerEpoch() {
        return this == FULL ? 0 : 1.0 / (60 * epochsPerFrame);
    }
}
