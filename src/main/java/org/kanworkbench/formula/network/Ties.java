package org.kanworkbench.formula.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.kanworkbench.formula.network.MultKan.Place;

/**
 * Edges whose numbers are not free in training.
 *
 * @param locked keep their numbers, and stay what they are
 * @param tied groups that have the same numbers, as far as their edges are of one kind
 */
public record Ties(Set<Place> locked, List<Set<Place>> tied) {

    public static final Ties NONE = new Ties(Set.of(), List.of());

    public Ties {
        locked = Set.copyOf(locked);
        tied = tied.stream().map(Set::copyOf).filter(group -> group.size() > 1).toList();
    }

    /** All that are locked or tied. */
    public Set<Place> places() {
        Set<Place> all = new HashSet<>(locked);
        tied.forEach(all::addAll);
        return all;
    }

    /** The place and those that are tied to it. */
    public Set<Place> group(Place place) {
        return tied.stream().filter(group -> group.contains(place)).findFirst().orElse(Set.of(place));
    }

    public Ties withLock(Place place, boolean lock) {
        Set<Place> other = new HashSet<>(locked);
        if (lock) {
            other.addAll(group(place));
        } else {
            other.removeAll(group(place));
        }
        return new Ties(other, tied);
    }

    /** With both groups as one. */
    public Ties withTie(Place a, Place b) {
        Set<Place> both = new HashSet<>(group(a));
        both.addAll(group(b));
        List<Set<Place>> groups = new ArrayList<>(tied);
        groups.remove(group(a));
        groups.remove(group(b));
        groups.add(both);
        return new Ties(locked, groups);
    }

    public Ties without(Place place) {
        return mapped(p -> p.equals(place) ? Optional.empty() : Optional.of(p));
    }

    /** Where edges have other places, or none. */
    Ties mapped(Function<Place, Optional<Place>> places) {
        Function<Set<Place>, Set<Place>> all =
                group -> group.stream().map(places).flatMap(Optional::stream).collect(Collectors.toSet());
        return new Ties(all.apply(locked), tied.stream().map(all).toList());
    }

    /** Whether edges can have the same numbers. */
    public static boolean alike(Edge a, Edge b) {
        return kind(a).equals(kind(b));
    }

    private static List<Object> kind(Edge edge) {
        return List.of(edge.parameters(), edge instanceof Edge.Function f ? f.function() : Edge.Spline.class);
    }

    /** Numbers of a network that are free, and how all of its numbers come from them. */
    public static final class Free {

        /** Of each number of the network, the free one; -1 for a locked one. */
        private final int[] from;

        private final double[] fixed;
        private final int count;

        public Free(MultKan network) {
            fixed = network.parameters();
            from = new int[fixed.length];
            Map<List<Object>, Integer> first = new HashMap<>();
            int at = 0;
            int free = 0;
            for (Place place : network.places()) {
                Edge edge = network.edge(place);
                boolean locked = network.ties().locked.contains(place);
                // Only edges of one kind have the same numbers.
                List<Object> kind = List.of(network.ties().group(place), kind(edge));
                int begin = locked ? -1 : first.getOrDefault(kind, free);
                if (begin == free) {
                    first.put(kind, free);
                    free += edge.parameters();
                }
                for (int p = 0; p < edge.parameters(); p++) {
                    from[at + p] = locked ? -1 : begin + p;
                }
                at += edge.parameters();
            }
            count = free;
        }

        /** What they are now: of tied numbers, their mean. */
        public double[] start() {
            double[] sums = new double[count];
            int[] counts = new int[count];
            for (int p = 0; p < from.length; p++) {
                if (from[p] >= 0) {
                    sums[from[p]] += fixed[p];
                    counts[from[p]]++;
                }
            }
            for (int f = 0; f < count; f++) {
                sums[f] /= counts[f];
            }
            return sums;
        }

        /** Whether no number is tied or locked. */
        public boolean whole() {
            return count == from.length;
        }

        /** All numbers of the network. */
        public double[] all(double[] free) {
            double[] all = fixed.clone();
            for (int p = 0; p < all.length; p++) {
                if (from[p] >= 0) {
                    all[p] = free[from[p]];
                }
            }
            return all;
        }

        /** The derivative by free numbers from that by all. */
        public void reduce(double[] all, double[] free) {
            Arrays.fill(free, 0);
            for (int p = 0; p < all.length; p++) {
                if (from[p] >= 0) {
                    free[from[p]] += all[p];
                }
            }
        }

        /** The same for columns of derivatives, number × row. */
        public void reduce(double[][] all, double[][] free) {
            for (double[] column : free) {
                Arrays.fill(column, 0);
            }
            for (int p = 0; p < all.length; p++) {
                if (from[p] >= 0) {
                    double[] to = free[from[p]];
                    for (int r = 0; r < to.length; r++) {
                        to[r] += all[p][r];
                    }
                }
            }
        }
    }
}
