package org.kanworkbench.noise.statistics;

import java.util.List;

/**
 * One basis at several orders or grid sizes, at one noise level: where more of it begins to fit the noise.
 *
 * @param preset whose basis it is
 * @param what {@code order} or {@code grid}
 * @param sizes of the basis, ascending
 * @param snrDb on clean test rows, one per size
 * @param best the size with the highest ratio
 * @param onset the smallest size above it that is worse, by a paired 95 % interval; 0 where none is
 */
public record Capacity(
        String preset, String what, double level, List<Integer> sizes, List<Double> snrDb, int best, int onset) {
    public Capacity {
        sizes = List.copyOf(sizes);
        snrDb = List.copyOf(snrDb);
    }
}
