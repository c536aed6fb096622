package org.kanworkbench.data.function;

import java.util.List;
import java.util.OptionalDouble;

/** An opened target, with clean points for training and testing. Thread-safe. */
public interface PointSource {

    /** Names of the inputs, for axes and tables. */
    List<String> inputNames();

    default int inputs() {
        return inputNames().size();
    }

    /** One range of points per input. */
    List<Range> domain();

    /** Maximum size of the training set. */
    int mostRows();

    /** Clean training rows, chosen by the seed alone; a larger number extends the same rows. */
    Points training(int rows, long seed);

    /** Clean test rows, always the same and disjoint from training rows. */
    Points test();

    /** Standard deviation of an input, the reference of relative noise on it. */
    default double deviation(int input) {
        return domain().get(input).deviation();
    }

    /** Root mean square of the first input's {@linkplain Range#position position}: uniform on its range, if not overridden. */
    default double meanPosition() {
        return 1 / Math.sqrt(3);
    }

    /** Standard deviation of the clean outputs, the reference of relative noise and decibels. */
    double deviation();

    /** Number of rows of a table that were left out, as they miss a value. */
    default int leftOut() {
        return 0;
    }

    /** The clean output at an input, if the target is a function. */
    OptionalDouble truth(double... x);
}
