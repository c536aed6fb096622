package org.kanworkbench.noise.sweep;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.kanworkbench.noise.contender.Contender;
import org.kanworkbench.noise.contender.KanContender;
import org.kanworkbench.noise.contender.Match;
import org.kanworkbench.noise.contender.MlpContender;

/** KANs with more and less of their basis, to see where it begins to fit the noise. */
public final class Variants {

    private Variants() {}

    private interface Variation {
        KanContender of(KanContender kan, int size);
    }

    /** Every KAN once with each order; without orders the contenders as they are. */
    public static List<Contender> byOrder(List<Contender> contenders, List<Integer> orders) {
        return varied(contenders, orders, KanContender::withOrder, "order");
    }

    /** Every KAN once with each grid; an IllegalArgumentException where one has none. */
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

    /** Every KAN once a size, with sizes of its own: what is asked is what more of a basis does. */
    private static List<Contender> varied(
            List<Contender> contenders, List<Integer> sizes, Variation variation, String what) {
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
                KanContender varied = variation.of(kan, size).withMatch(Match.NONE);
                varied.network(1);
                all.add(varied.named(kan.name() + " " + what + " " + size));
                firstKan = firstKan == null ? kan.name() : firstKan;
            }
        }
        return renamedMatches(all, firstKan, what, sizes);
    }

    /** Who matched the first KAN now matches its first variant. */
    private static List<Contender> renamedMatches(
            List<Contender> contenders, String from, String what, List<Integer> sizes) {
        Function<Match, Match> renamed = old ->
                old.to().equals(from) ? new Match(old.measure(), from + " " + what + " " + sizes.getFirst()) : old;
        return contenders.stream()
                .map(c -> c instanceof MlpContender mlp ? mlp.withMatch(renamed.apply(mlp.match())) : c)
                .toList();
    }
}
