package org.kanworkbench.noise.target;

import java.util.List;
import java.util.OptionalDouble;

/** A target, opened: clean points to train and test on. Thread-safe. */
public interface PointSource {

    /** Names of the inputs, for axes and tables. */
    List<String> inputNames();

    default int inputs() {
        return inputNames().size();
    }

    /** One range per input: where its points are. */
    List<Range> domain();

    /** The largest training set that there is. */
    int mostRows();

    /** Clean training rows; which ones depends on the seed alone, and more rows begin with the same ones. */
    Points training(int rows, long seed);

    /** Clean test rows, always the same, none of them a training row. */
    Points test();

    /** Standard deviation of the clean outputs: what relative noise and decibels refer to. */
    double deviation();

    /** The clean output at a place, where the target is a function. */
    OptionalDouble truth(double... x);
}
