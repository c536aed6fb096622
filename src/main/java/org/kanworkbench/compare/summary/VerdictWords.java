package org.kanworkbench.compare.summary;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.kanworkbench.compare.Comparison;
import org.kanworkbench.compare.SizedComparison;
import org.kanworkbench.data.Counted;
import org.kanworkbench.network.Field;
import org.kanworkbench.statistics.FriedmanTest;

/** Words the verdict: per data set and over all of them. */
record VerdictWords(SizedComparison sized, List<Optional<FriedmanTest>> tests, Optional<FriedmanTest> overall) {

    private List<String> presets() {
        return sized.comparison().presets();
    }

    String verdict() {
        if (presets().size() < 2) {
            return "Only one preset: nothing to compare.";
        }
        List<String> sentences = new ArrayList<>();
        for (int d = 0; d < tests.size(); d++) {
            String name = sized.data().get(d).name();
            sentences.add(
                    name + ": " + tests.get(d).map(test -> words(test, "seed")).orElse("no seed is complete yet."));
        }
        overall.ifPresent(test -> sentences.add(
                "All data sets: " + words(test, "ranking") + " This is about these data sets, not about others."));
        return String.join(" ", sentences);
    }

    /** @param block what the presets are ranked on: a seed, or one on one of the data sets */
    private String words(FriedmanTest test, String block) {
        String evidence = String.format(
                Locale.ROOT,
                "Friedman's test, p %s, %s",
                test.p() < 0.001 ? "< 0.001" : String.format(Locale.ROOT, "= %.3f", test.p()),
                Counted.of(test.blocks(), block));
        if (Double.isInfinite(test.criticalDifference())) {
            return String.format(
                    Locale.ROOT,
                    "%s of %d presets%s cannot show a significant difference between any two of them; more seeds may.",
                    Counted.of(test.blocks(), block),
                    presets().size(),
                    test.tied() ? ", some of which are equal there," : "");
        }
        if (test.p() > FriedmanTest.LEVEL) {
            return "no significant difference between the presets (" + evidence + ").";
        }
        int best = IntStream.range(0, presets().size())
                .reduce((a, b) -> test.meanRanks()[b] < test.meanRanks()[a] ? b : a)
                .orElseThrow();
        StringBuilder words = new StringBuilder(String.format(
                Locale.ROOT,
                "the presets differ (%s, critical difference of mean ranks %s). Best mean rank: %s (%s)",
                evidence,
                plain(test.criticalDifference()),
                presets().get(best),
                plain(test.meanRanks()[best])));
        String alike = named(p -> p != best && !test.differ(p, best));
        words.append(
                alike.isEmpty()
                        ? ", significantly ahead of all others."
                        : "; not significantly different from it: " + alike + ".");
        int mlp = presets().indexOf(Comparison.MLP);
        String ahead = named(p -> test.differ(p, mlp) && test.meanRanks()[p] < test.meanRanks()[mlp]);
        String behind = named(p -> test.differ(p, mlp) && test.meanRanks()[p] > test.meanRanks()[mlp]);
        words.append(" Significantly ahead of the MLP: ").append(ahead.isEmpty() ? "none" : ahead);
        words.append("; behind it: ").append(behind.isEmpty() ? "none" : behind).append('.');
        return words.toString();
    }

    private static String plain(double ranks) {
        return Field.plain(Math.round(100 * ranks) / 100.0);
    }

    private String named(IntPredicate which) {
        return IntStream.range(0, presets().size())
                .filter(which)
                .mapToObj(presets()::get)
                .collect(Collectors.joining(", "));
    }
}
