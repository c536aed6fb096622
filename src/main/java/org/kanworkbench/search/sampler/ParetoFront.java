package org.kanworkbench.search.sampler;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Trials with two objectives, both to be minimised. */
public final class ParetoFront {

    private ParetoFront() {}

    /** Indices of those that no other one is better than in one and as good in the other objective, in order. */
    public static List<Integer> of(List<List<Double>> losses) {
        return front(losses, IntStream.range(0, losses.size()).boxed().toList());
    }

    private static List<Integer> front(List<List<Double>> losses, List<Integer> among) {
        return among.stream()
                .filter(i -> among.stream().noneMatch(j -> dominates(losses.get(j), losses.get(i))))
                .toList();
    }

    private static boolean dominates(List<Double> a, List<Double> b) {
        return a.get(0) <= b.get(0) && a.get(1) <= b.get(1) && (a.get(0) < b.get(0) || a.get(1) < b.get(1));
    }

    /** Front after front, until there are {@code count}: of the last one, those first that add most hypervolume. */
    static List<Integer> order(List<List<Double>> losses, int count) {
        List<Integer> order = new ArrayList<>();
        List<Integer> rest =
                new ArrayList<>(IntStream.range(0, losses.size()).boxed().toList());
        while (order.size() < count) {
            List<Integer> front = front(losses, rest);
            rest.removeAll(front);
            order.addAll(order.size() + front.size() <= count ? front : spread(losses, front, count - order.size()));
        }
        return order;
    }

    /** Greedily, with the worst of the front as reference, a tenth beyond it. */
    private static List<Integer> spread(List<List<Double>> losses, List<Integer> front, int count) {
        double[] reference = {reference(losses, front, 0), reference(losses, front, 1)};
        List<Integer> chosen = new ArrayList<>();
        List<Integer> left = new ArrayList<>(front);
        while (chosen.size() < count) {
            double before = volume(losses, chosen, reference);
            Integer next = left.stream()
                    .max(Comparator.comparingDouble(i -> {
                        List<Integer> with = new ArrayList<>(chosen);
                        with.add(i);
                        return volume(losses, with, reference) - before;
                    }))
                    .orElseThrow();
            chosen.add(next);
            left.remove(next);
        }
        return chosen;
    }

    private static double reference(List<List<Double>> losses, List<Integer> front, int objective) {
        double worst = front.stream()
                .mapToDouble(i -> losses.get(i).get(objective))
                .max()
                .orElseThrow();
        return worst + 0.1 * Math.max(Math.abs(worst), 1e-12);
    }

    private static double volume(List<List<Double>> losses, List<Integer> chosen, double[] reference) {
        List<Integer> sorted = chosen.stream()
                .sorted(Comparator.comparingDouble(i -> losses.get(i).getFirst()))
                .toList();
        double volume = 0;
        double lowest = reference[1];
        for (int i : sorted) {
            double height = losses.get(i).get(1);
            if (height < lowest) {
                volume += (reference[0] - losses.get(i).getFirst()) * (lowest - height);
                lowest = height;
            }
        }
        return volume;
    }
}
