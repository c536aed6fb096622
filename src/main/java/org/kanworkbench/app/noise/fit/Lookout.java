package org.kanworkbench.app.noise.fit;

import java.util.Arrays;
import org.kanworkbench.data.function.PointSource;
import org.kanworkbench.noise.fit.Probe;

/**
 * Where functions of several inputs are looked at: a line along one of them, a plane over that one and another.
 *
 * @param across the input along which the line goes, from 0
 * @param up the plane's other input; the same as {@code across} where there is one input only
 * @param at shares of the way through every input's range, at which those inputs are held that a picture does not show
 */
record Lookout(int across, int up, double[] at) {

    private static final double MIDDLE = 0.5;

    static Lookout of(int inputs) {
        double[] middle = new double[inputs];
        Arrays.fill(middle, MIDDLE);
        return new Lookout(0, Math.min(1, inputs - 1), middle);
    }

    int inputs() {
        return at.length;
    }

    /** The plane's other input becomes another one, if it was this. */
    Lookout withAcross(int input) {
        return new Lookout(input, up == input ? across : up, at);
    }

    Lookout withUp(int input) {
        return new Lookout(across == input ? up : across, input, at);
    }

    Lookout withHeld(int input, double share) {
        double[] moved = at.clone();
        moved[input] = share;
        return new Lookout(across, up, moved);
    }

    /** The inputs that are held, in their own units. */
    double[] held(PointSource source) {
        double[] values = Probe.middle(source);
        for (int i = 0; i < values.length; i++) {
            values[i] = source.domain().get(i).at(at[i]);
        }
        return values;
    }
}
