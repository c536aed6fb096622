package org.kanworkbench.noise.statistics;

import java.util.List;

/**
 * The capacity analysis of one basis at several orders or grid sizes, at one noise level: the size at which overfitting
 * starts.
 *
 * @param preset with the basis, and the size of its other dimension where there are several
 * @param what {@code order} or {@code grid}
 * @param sizes of the basis, ascending
 * @param snrDb on clean test rows, one per size
 * @param best the size with the highest signal-to-noise ratio
 * @param onset the smallest larger size that is significantly worse, by a paired 95 % confidence interval; 0 if none is
 */
public record Capacity(
        String preset, String what, double level, List<Integer> sizes, List<Double> snrDb, int best, int onset) {
    public Capacity {
        sizes = List.copyOf(sizes);
        snrDb = List.copyOf(snrDb);
    }
}
