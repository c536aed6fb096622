package org.kanworkbench.noise.contender;

/**
 * Whether a network takes its size from another's.
 *
 * @param to name of the other; empty for {@link Measure#NONE}
 */
public record Match(Measure measure, String to) {

    /** What is to be as nearly equal as units allow. */
    public enum Measure {
        /** The network keeps the sizes that it has. */
        NONE,
        /** Trained parameters. */
        PARAMETERS,
        /** Time of a training step on this machine. */
        TIME
    }

    public static final Match NONE = new Match(Measure.NONE, "");

    public static Match parameters(String to) {
        return new Match(Measure.PARAMETERS, to);
    }

    public static Match time(String to) {
        return new Match(Measure.TIME, to);
    }
}
