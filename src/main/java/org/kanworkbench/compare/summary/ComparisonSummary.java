package org.kanworkbench.compare.summary;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import org.hipparchus.stat.descriptive.rank.Median;
import org.kanworkbench.compare.Comparison;
import org.kanworkbench.compare.Score;
import org.kanworkbench.compare.SizedComparison;
import org.kanworkbench.compare.SizedData;
import org.kanworkbench.statistics.FriedmanTest;
import org.kanworkbench.statistics.Interval;
import org.kanworkbench.statistics.StudentInterval;
import org.kanworkbench.training.Measure;

/**
 * The summary of a comparison, complete or not.
 *
 * @param scores of all trainings, those that tuned the learning rate too
 * @param standings data set by data set, best mean rank first
 * @param tests one per data set, over the seeds that all presets have; presets in the comparison's order; empty without
 *     such a seed
 * @param overall the same over all data sets; empty for one
 * @param equal trainings whose weights are those of another seed, which must not be
 * @param hours of one core, in all trainings
 */
public record ComparisonSummary(
        SizedComparison sized,
        List<Score> scores,
        List<Standing> standings,
        List<Optional<FriedmanTest>> tests,
        Optional<FriedmanTest> overall,
        int equal,
        double hours,
        String verdict) {

    private static final double CONFIDENCE = 0.95;

    public static ComparisonSummary of(SizedComparison sized, List<Score> scores) {
        return new Summing(sized, scores).summary();
    }

    public List<Standing> standings(int data) {
        return standings.stream().filter(s -> s.data() == data).toList();
    }

    public SizedData data(Standing standing) {
        return sized.data().get(standing.data());
    }

    /** Standings that no other one beats in score without costing more, cheapest first. */
    public static List<Standing> front(List<Standing> all, Measure measure, ToDoubleFunction<Standing> cost) {
        List<Standing> front = new ArrayList<>();
        all.stream()
                .filter(s -> !Double.isNaN(s.test()))
                .sorted(Comparator.comparingDouble(cost)
                        .thenComparingDouble(s -> measure == Measure.RMSE ? s.test() : -s.test()))
                .forEach(s -> {
                    if (front.isEmpty()
                            || measure.better(s.test(), front.getLast().test())) {
                        front.add(s);
                    }
                });
        return front;
    }

    private static final class Summing {

        private final SizedComparison sized;
        private final Comparison comparison;
        private final List<Score> scores;
        private final Map<Place, Score> finals = new HashMap<>();

        private record Place(int data, String preset, int seed) {}

        Summing(SizedComparison sized, List<Score> scores) {
            this.sized = sized;
            this.scores = scores;
            comparison = sized.comparison();
            scores.stream()
                    .filter(score -> !score.tuning())
                    .forEach(score -> finals.put(new Place(score.data(), score.preset(), score.turn()), score));
        }

        ComparisonSummary summary() {
            List<Optional<FriedmanTest>> tests = new ArrayList<>();
            List<Standing> standings = new ArrayList<>();
            List<double[]> all = new ArrayList<>();
            for (int d = 0; d < sized.data().size(); d++) {
                List<double[]> blocks = blocks(d);
                all.addAll(blocks);
                tests.add(test(blocks));
                standings.addAll(standings(d, tests.getLast()));
            }
            Optional<FriedmanTest> overall = sized.data().size() > 1 ? test(all) : Optional.empty();
            return new ComparisonSummary(
                    sized,
                    List.copyOf(scores),
                    List.copyOf(standings),
                    List.copyOf(tests),
                    overall,
                    equal(),
                    scores.stream().mapToDouble(Score::seconds).sum() / 3600,
                    new VerdictWords(sized, tests, overall).verdict());
        }

        private static Optional<FriedmanTest> test(List<double[]> blocks) {
            return blocks.isEmpty() ? Optional.empty() : Optional.of(FriedmanTest.of(blocks.toArray(double[][]::new)));
        }

        /** A block per seed that all presets have; what failed comes last. */
        private List<double[]> blocks(int data) {
            double sign = measure(data) == Measure.RMSE ? -1 : 1;
            List<double[]> blocks = new ArrayList<>();
            for (int seed = 0; seed < comparison.seeds(); seed++) {
                double[] block = new double[comparison.presets().size()];
                boolean complete = true;
                for (int p = 0; p < block.length; p++) {
                    Score score =
                            finals.get(new Place(data, comparison.presets().get(p), seed));
                    complete &= score != null;
                    block[p] = score == null || score.failed() ? Double.NEGATIVE_INFINITY : sign * score.test();
                }
                if (complete) {
                    blocks.add(block);
                }
            }
            return blocks;
        }

        private Measure measure(int data) {
            return sized.data().get(data).measure();
        }

        private List<Standing> standings(int data, Optional<FriedmanTest> test) {
            List<Standing> standings = new ArrayList<>();
            for (int p = 0; p < comparison.presets().size(); p++) {
                int place = p;
                standings.add(
                        standing(data, p, test.map(t -> t.meanRanks()[place]).orElse(Double.NaN)));
            }
            standings.sort(Comparator.comparingDouble(Standing::rank));
            return standings;
        }

        private Standing standing(int data, int preset, double rank) {
            String name = comparison.presets().get(preset);
            List<Score> ended = new ArrayList<>();
            for (int seed = 0; seed < comparison.seeds(); seed++) {
                Optional.ofNullable(finals.get(new Place(data, name, seed))).ifPresent(ended::add);
            }
            List<Score> good = ended.stream().filter(score -> !score.failed()).toList();
            double[] tests = good.stream().mapToDouble(Score::test).toArray();
            double rate = ended.isEmpty() ? Double.NaN : ended.getFirst().learningRate();
            List<Double> rates = comparison.learningRates().stream().sorted().toList();
            return new Standing(
                    data,
                    sized.data().get(data).presets().get(preset),
                    rate,
                    rates.size() > 1 && (rate == rates.getFirst() || rate == rates.getLast()),
                    ended.size(),
                    ended.size() - good.size(),
                    mean(good, Score::validation),
                    mean(good, Score::test),
                    interval(tests, measure(data)),
                    median(good, Score::seconds),
                    rank);
        }

        private static double mean(List<Score> scores, ToDoubleFunction<Score> value) {
            return scores.stream().mapToDouble(value).average().orElse(Double.NaN);
        }

        /** Of times, the first of which in a process has the compiler's in it. */
        private static double median(List<Score> scores, ToDoubleFunction<Score> value) {
            return scores.isEmpty()
                    ? Double.NaN
                    : new Median().evaluate(scores.stream().mapToDouble(value).toArray());
        }

        /** Within what the measure can be. */
        private static Interval interval(double[] tests, Measure measure) {
            Interval interval = StudentInterval.mean(tests, CONFIDENCE);
            if (tests.length < 2) {
                return interval;
            }
            return interval.within(0, measure == Measure.ACCURACY ? 1 : Double.POSITIVE_INFINITY);
        }

        private int equal() {
            Set<String> weights = new HashSet<>();
            int equal = 0;
            for (Score score : finals.values()) {
                if (!score.weights().isEmpty()) {
                    equal += weights.add(score.data() + " " + score.preset() + " " + score.weights()) ? 0 : 1;
                }
            }
            return equal;
        }
    }
}
