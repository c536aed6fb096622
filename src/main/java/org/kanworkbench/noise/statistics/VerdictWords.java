package org.kanworkbench.noise.statistics;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.DoublePredicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.kanworkbench.data.Counted;
import org.kanworkbench.noise.Decimals;
import org.kanworkbench.noise.NoiseUnit;
import org.kanworkbench.noise.statistics.Verdict.Outcome;
import org.kanworkbench.noise.sweep.SweepConfiguration;
import org.kanworkbench.statistics.SignFlipTest;

/** Words the verdict. A difference requires both test and interval to be significant. */
final class VerdictWords {

    private VerdictWords() {}

    static Verdict of(
            Optional<Difference> overall,
            List<Difference> pairs,
            List<LevelDifference> levels,
            SweepConfiguration configuration,
            boolean comparable) {
        if (!comparable) {
            return new Verdict(Outcome.UNDECIDED, "Only one model: nothing to compare.");
        }
        int fewest = SignFlipTest.fewest(SweepStatistics.LEVEL);
        if (overall.isEmpty() || overall.get().seeds() < fewest) {
            return new Verdict(
                    Outcome.UNDECIDED,
                    format(
                            "No significant difference can be shown yet: %s complete, at least %d needed.",
                            complete(overall.map(Difference::seeds).orElse(0)), fewest));
        }
        Difference d = overall.get();
        int noisy = configuration.noisyLevels().size();
        boolean unlikely = d.p() <= SweepStatistics.LEVEL;
        boolean apart = !d.interval().contains(0);
        boolean clear = unlikely && apart;
        String evidence = format(
                "%s dB of signal-to-noise ratio, 99 %% CI %s to %s, p = %s, over %d seeds, %s and %s%s",
                Decimals.signed(2, d.decibels()),
                Decimals.signed(2, d.interval().low()),
                Decimals.signed(2, d.interval().high()),
                Decimals.p(d.p()),
                d.seeds(),
                Counted.of(configuration.targets().size(), "target"),
                Counted.of(noisy, "noise level"),
                noisy < configuration.levels().size() ? ", clean data left out" : "");
        if (!clear) {
            return new Verdict(
                    Outcome.NO_DIFFERENCE,
                    format("No significant difference between %s and %s (%s).", d.first(), d.second(), evidence)
                            + (unlikely == apart
                                    ? ""
                                    : format(
                                            " Test and interval disagree: significant is what both p ≤ %s and an interval without 0 show.",
                                            SweepStatistics.LEVEL))
                            + perLevel(levels, configuration)
                            + perPair(pairs));
        }
        boolean firstBetter = d.decibels() > 0;
        String better = firstBetter ? d.first() : d.second();
        String worse = firstBetter ? d.second() : d.first();
        String minus = firstBetter ? "" : d.first() + " minus " + d.second() + ": ";
        return new Verdict(
                firstBetter ? Outcome.FIRST_BETTER : Outcome.SECOND_BETTER,
                capital(better) + " did better than " + worse + " (" + minus + evidence + ")."
                        + perLevel(levels, configuration)
                        + perPair(pairs));
    }

    private static String perLevel(List<LevelDifference> levels, SweepConfiguration configuration) {
        if (levels.size() < 2) {
            return "";
        }
        boolean any = levels.stream().anyMatch(LevelDifference::clear);
        Difference names = levels.getFirst().difference();
        String ahead = Stream.of(
                        ahead(names.first(), levels, configuration, d -> d > 0),
                        ahead(names.second(), levels, configuration, d -> d < 0))
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining("; "));
        return ahead.isEmpty()
                ? ""
                : " By noise level (" + (any ? "* significant" : "none significant") + "): " + ahead + ".";
    }

    /** At which levels a side is ahead; empty for none. */
    private static String ahead(
            String side, List<LevelDifference> levels, SweepConfiguration configuration, DoublePredicate which) {
        String where = levels.stream()
                .filter(l -> which.test(l.difference().decibels()))
                .map(l -> level(l.level(), configuration.unit()) + (l.clear() ? "*" : ""))
                .collect(Collectors.joining(", "));
        return where.isEmpty() ? "" : side + " ahead at " + where;
    }

    /** Holm's correction (1979), which controls the family-wise error rate of all pairs. */
    private static String perPair(List<Difference> pairs) {
        if (pairs.size() < 2 || pairs.getFirst().seeds() < SignFlipTest.fewest(SweepStatistics.LEVEL / pairs.size())) {
            return "";
        }
        List<Difference> byP =
                pairs.stream().sorted(Comparator.comparingDouble(Difference::p)).toList();
        List<String> clear = new ArrayList<>();
        for (int i = 0; i < byP.size() && byP.get(i).p() <= SweepStatistics.LEVEL / (byP.size() - i); i++) {
            Difference d = byP.get(i);
            clear.add(format(
                    "%s ahead of %s by %.2f dB",
                    d.decibels() > 0 ? d.first() : d.second(),
                    d.decibels() > 0 ? d.second() : d.first(),
                    Math.abs(d.decibels())));
        }
        return " Pairwise: " + (clear.isEmpty() ? "no significant difference" : String.join(", ", clear)) + ".";
    }

    private static String complete(int seeds) {
        return Counted.of(seeds, "seed") + (seeds == 1 ? " is" : " are");
    }

    private static String capital(String text) {
        return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }

    private static String level(double level, NoiseUnit unit) {
        if (Double.isInfinite(level)) {
            return "no noise";
        }
        return Decimals.exact(level) + (unit == NoiseUnit.SNR_DB ? " dB" : "");
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
