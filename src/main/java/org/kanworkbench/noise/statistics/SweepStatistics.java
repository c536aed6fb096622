package org.kanworkbench.noise.statistics;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.hipparchus.stat.regression.SimpleRegression;
import org.kanworkbench.noise.contender.KanContender;
import org.kanworkbench.noise.contender.Match;
import org.kanworkbench.noise.statistics.FitGrid.Case;
import org.kanworkbench.noise.sweep.FinishedFit;
import org.kanworkbench.noise.sweep.SweepConfiguration;
import org.kanworkbench.statistics.Bootstrap;
import org.kanworkbench.statistics.Interval;
import org.kanworkbench.statistics.StudentInterval;

/**
 * Summarises a sweep. Seeds are the independent units: everything that shares a seed is averaged first. Targets, levels
 * and sizes are fixed effects: conclusions hold for these only.
 */
public final class SweepStatistics {

    /** Of the main comparison, and of the intervals of pairs beside it: one false positive in a hundred sweeps of equal models. */
    public static final double LEVEL = 0.01;

    /** Confidence of bands and exponents, each individually. */
    public static final double CONFIDENCE = 0.95;

    private final SweepConfiguration configuration;
    private final FitGrid grid;
    private final Differences differences;

    private SweepStatistics(SweepConfiguration configuration, List<FinishedFit> fits) {
        this.configuration = configuration;
        grid = new FitGrid(configuration, fits);
        differences = new Differences(grid);
    }

    /** Summarises any number of fits, in any order. */
    public static SweepSummary summarize(SweepConfiguration configuration, List<FinishedFit> fits) {
        return new SweepStatistics(configuration, fits)
                .summary((int) fits.stream().filter(f -> f.row().diverged()).count());
    }

    private SweepSummary summary(int diverged) {
        Groups groups = Groups.of(configuration.contenders());
        boolean empty = grid.seeds().isEmpty();
        boolean comparable = groups.comparable() && !empty;
        Optional<Difference> overall =
                comparable ? Optional.of(differences.of(groups, grid.noisyCases(), 1 - LEVEL)) : Optional.empty();
        List<Difference> pairs = comparable ? differences.pairs(groups, grid.noisyCases(), 1 - LEVEL) : List.of();
        List<LevelDifference> byLevel = comparable ? byLevel(groups) : List.of();
        return new SweepSummary(
                grid.seeds().size(),
                empty ? List.of() : bands(),
                overall,
                pairs,
                byLevel,
                empty || configuration.rows().size() < 2 ? List.of() : exponents(),
                empty ? List.of() : capacities(),
                diverged,
                VerdictWords.of(overall, pairs, byLevel, configuration, groups.comparable()));
    }

    /** Bonferroni intervals, with simultaneous confidence. */
    private List<LevelDifference> byLevel(Groups groups) {
        double confidence = 1 - LEVEL / configuration.levels().size();
        List<LevelDifference> levels = new ArrayList<>();
        for (double level : configuration.levels()) {
            List<Case> cases =
                    grid.cases().stream().filter(c -> c.level() == level).toList();
            Interval interval = StudentInterval.mean(differences.decibels(groups, cases), confidence);
            Difference difference = differences.of(groups, cases, CONFIDENCE).withInterval(interval);
            boolean clear = difference.p() <= LEVEL && !interval.contains(0);
            levels.add(new LevelDifference(level, difference, clear));
        }
        return levels;
    }

    private List<Band> bands() {
        Map<String, List<Case>> parts = new LinkedHashMap<>();
        parts.put("", grid.cases());
        if (configuration.targets().size() > 1) {
            grid.cases()
                    .forEach(c -> parts.computeIfAbsent(c.target(), _ -> new ArrayList<>())
                            .add(c));
        }
        List<Band> bands = new ArrayList<>();
        parts.forEach((target, cases) -> {
            for (int rows : configuration.rows()) {
                for (String model : grid.models()) {
                    for (double level : configuration.levels()) {
                        bands.add(band(
                                target,
                                model,
                                level,
                                rows,
                                cases.stream()
                                        .filter(c -> c.level() == level && c.rows() == rows)
                                        .toList()));
                    }
                }
            }
        });
        return bands;
    }

    private Band band(String target, String model, double level, int rows, List<Case> cases) {
        List<String> alone = List.of(model);
        double[] mse = grid.geometricMeans(cases, alone, fit -> fit.row().testMse());
        double[] snr = grid.means(cases, alone, fit -> fit.row().snrDb());
        return new Band(
                target,
                model,
                level,
                rows,
                Bootstrap.mean(mse),
                Bootstrap.mean(mse, CONFIDENCE),
                Bootstrap.mean(snr),
                Bootstrap.mean(snr, CONFIDENCE),
                Bootstrap.mean(grid.means(cases, alone, fit -> fit.row().parameters())),
                Bootstrap.mean(grid.means(cases, alone, fit -> fit.row().flops())),
                Bootstrap.mean(grid.means(cases, alone, FinishedFit::milliseconds)),
                mse.length);
    }

    private List<ErrorExponent> exponents() {
        return grid.models().stream()
                .flatMap(model -> configuration.levels().stream().map(level -> exponent(model, level)))
                .toList();
    }

    private ErrorExponent exponent(String model, double level) {
        double[] slopes = grid.seeds().stream()
                .mapToDouble(seed -> slope(model, level, seed))
                .toArray();
        return new ErrorExponent(model, level, Bootstrap.mean(slopes), Bootstrap.mean(slopes, CONFIDENCE));
    }

    /**
     * The slope of ln error over ln rows; targets share the slope, not the intercept, as all of them have every size.
     */
    private double slope(String model, double level, long seed) {
        SimpleRegression line = new SimpleRegression();
        for (Case at : grid.cases()) {
            if (at.level() == level) {
                double error = grid.fit(at, model, seed).row().testMse();
                line.addData(Math.log(at.rows()), Math.log(Math.max(error, Double.MIN_NORMAL)));
            }
        }
        return line.getSlope();
    }

    private List<Capacity> capacities() {
        List<Capacity> capacities = new ArrayList<>();
        for (String what : List.of("order", "grid")) {
            Map<String, TreeMap<Integer, String>> families = new LinkedHashMap<>();
            configuration.contenders().forEach(contender -> {
                if (contender instanceof KanContender kan) {
                    int size = what.equals("order") ? kan.order() : kan.grid();
                    if (size > 0) {
                        families.computeIfAbsent(family(kan, what), _ -> new TreeMap<>())
                                .put(size, kan.name());
                    }
                }
            });
            families.forEach((preset, models) -> {
                if (models.size() > 1) {
                    configuration.levels().forEach(level -> capacities.add(capacity(preset, what, level, models)));
                }
            });
        }
        return capacities;
    }

    /** The preset, and of what else may differ, the other dimension among it, what the preset's contenders differ in. */
    private String family(KanContender kan, String what) {
        List<KanContender> like = configuration.contenders().stream()
                .filter(KanContender.class::isInstance)
                .map(KanContender.class::cast)
                .filter(c -> c.preset().equals(kan.preset()))
                .toList();
        List<Function<KanContender, String>> parts = List.of(
                c -> what.equals("order") ? "grid " + c.grid() : "order " + c.order(),
                c -> hidden(c, like),
                c -> c.normalized() ? "normalised" : "without norm");
        return kan.preset()
                + parts.stream()
                        .filter(part -> like.stream().map(part).distinct().count() > 1)
                        .map(part -> " " + part.apply(kan))
                        .collect(Collectors.joining());
    }

    /** Of widths that are matched, those of one that has its own: what differs by matching alone is one family. */
    private static String hidden(KanContender kan, List<KanContender> like) {
        KanContender own = kan.match().measure() == Match.Measure.NONE
                ? kan
                : like.stream()
                        .filter(c -> c.hidden().size() == kan.hidden().size())
                        .min(Comparator.comparing(c -> c.match().measure() != Match.Measure.NONE))
                        .orElseThrow();
        return "hidden " + own.hidden().stream().map(String::valueOf).collect(Collectors.joining(" → "));
    }

    private Capacity capacity(String preset, String what, double level, TreeMap<Integer, String> models) {
        List<Case> cases = grid.cases().stream().filter(c -> c.level() == level).toList();
        List<Double> snr = new ArrayList<>();
        int best = models.firstKey();
        double most = Double.NEGATIVE_INFINITY;
        for (Map.Entry<Integer, String> model : models.entrySet()) {
            snr.add(Bootstrap.mean(grid.means(
                    cases, List.of(model.getValue()), fit -> fit.row().snrDb())));
            if (snr.getLast() > most) {
                most = snr.getLast();
                best = model.getKey();
            }
        }
        int onset = 0;
        for (int size : models.tailMap(best, false).keySet()) {
            Groups sizes = Groups.pair(models.get(best), models.get(size));
            Interval loss = Bootstrap.mean(differences.decibels(sizes, cases), CONFIDENCE);
            if (loss.low() > 0 && Double.isFinite(loss.low())) {
                onset = size;
                break;
            }
        }
        return new Capacity(preset, what, level, List.copyOf(models.keySet()), snr, best, onset);
    }
}
