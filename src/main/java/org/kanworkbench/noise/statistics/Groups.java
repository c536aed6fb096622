package org.kanworkbench.noise.statistics;

import java.util.List;
import java.util.function.Predicate;
import org.kanworkbench.noise.contender.Contender;
import org.kanworkbench.noise.contender.KanContender;
import org.kanworkbench.noise.contender.MlpContender;

/**
 * The two groups of models in a comparison.
 *
 * @param firstLabel for instance {@code KANs (kal-net, efficient-kan)}
 */
record Groups(List<String> first, List<String> second, String firstLabel, String secondLabel) {

    static Groups of(List<Contender> contenders) {
        List<String> kans = names(contenders, KanContender.class::isInstance);
        List<String> mlps = names(contenders, MlpContender.class::isInstance);
        if (!kans.isEmpty() && !mlps.isEmpty()) {
            return new Groups(kans, mlps, label("KAN", kans), label("MLP", mlps));
        }
        List<String> all = names(contenders, _ -> true);
        return all.size() < 2 ? new Groups(all, List.of(), all.getFirst(), "") : pair(all.get(0), all.get(1));
    }

    /** One model against another. */
    static Groups pair(String first, String second) {
        return new Groups(List.of(first), List.of(second), first, second);
    }

    boolean comparable() {
        return !second.isEmpty();
    }

    private static List<String> names(List<Contender> contenders, Predicate<Contender> which) {
        return contenders.stream().filter(which).map(Contender::name).toList();
    }

    private static String label(String kind, List<String> names) {
        return names.size() == 1 ? names.getFirst() : "the " + kind + "s (" + String.join(", ", names) + ")";
    }
}
