package org.kanworkbench.noise.sweep;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.kanworkbench.noise.contender.Contender;
import org.kanworkbench.noise.contender.KanContender;
import org.kanworkbench.noise.contender.Match;
import org.kanworkbench.noise.contender.MlpContender;

/** Variants of KANs with larger and smaller bases, to find where overfitting starts. */
public final class Variants {

    private Variants() {}

    /** Every KAN with each order; without orders the unchanged contenders. */
    public static List<Contender> byOrder(List<Contender> contenders, List<Integer> orders) {
        return varied(contenders, orders, KanContender::withOrder, "order");
    }

    /** Every KAN with each grid. Throws IllegalArgumentException for a KAN without a grid. */
    public static List<Contender> byGrid(List<Contender> contenders, List<Integer> grids) {
        return varied(contenders, grids, KanContender::withGrid, "grid");
    }

    /** The orders of what {@link #byOrder} made; empty where it had none. */
    public static List<Integer> orders(List<Contender> contenders) {
        return sizes(contenders, KanContender::order, "order");
    }

    /** The grids of what {@link #byGrid} made; empty where it had none. */
    public static List<Integer> grids(List<Contender> contenders) {
        return sizes(contenders, KanContender::grid, "grid");
    }

    private static List<Integer> sizes(List<Contender> contenders, ToIntFunction<KanContender> size, String what) {
        return contenders.stream()
                .filter(c -> c instanceof KanContender && c.name().contains(" " + what + " "))
                .map(c -> size.applyAsInt((KanContender) c))
                .distinct()
                .toList();
    }

    /** Every KAN once per basis size, with its own layer sizes, as the effect of the basis is to be measured. */
    private static List<Contender> varied(
            List<Contender> contenders,
            List<Integer> sizes,
            BiFunction<KanContender, Integer, KanContender> variation,
            String what) {
        if (sizes.isEmpty()) {
            return contenders;
        }
        List<Contender> all = new ArrayList<>();
        String firstKan = null;
        for (Contender contender : contenders) {
            if (!(contender instanceof KanContender kan)) {
                all.add(contender);
                continue;
            }
            for (int size : sizes) {
                KanContender varied = variation.apply(kan, size).withMatch(Match.NONE);
                varied.network(1);
                all.add(varied.named(kan.name() + " " + what + " " + size));
                firstKan = firstKan == null ? kan.name() : firstKan;
            }
        }
        return renamedMatches(all, firstKan, what, sizes);
    }

    /** Contenders that matched the first KAN now match its first variant. */
    private static List<Contender> renamedMatches(
            List<Contender> contenders, String from, String what, List<Integer> sizes) {
        Function<Match, Match> renamed = old ->
                old.to().equals(from) ? new Match(old.measure(), from + " " + what + " " + sizes.getFirst()) : old;
        return contenders.stream()
                .map(c -> c instanceof MlpContender mlp ? mlp.withMatch(renamed.apply(mlp.match())) : c)
                .toList();
    }
}
