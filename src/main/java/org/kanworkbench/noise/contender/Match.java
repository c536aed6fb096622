package org.kanworkbench.noise.contender;

/**
 * The rule that matches a network's size to another's.
 *
 * @param to name of the other; empty for {@link Measure#NONE}
 */
public record Match(Measure measure, String to) {

    /** The quantity to match as closely as the number of units allows. */
    public enum Measure {
        /** No matching: the network has its own sizes. */
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
}
