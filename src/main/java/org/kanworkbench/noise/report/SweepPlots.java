package org.kanworkbench.noise.report;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import org.kanworkbench.noise.Decimals;
import org.kanworkbench.noise.contender.Contender;
import org.kanworkbench.noise.statistics.Band;
import org.kanworkbench.noise.statistics.Capacity;
import org.kanworkbench.noise.statistics.LevelDifference;
import org.kanworkbench.noise.statistics.SweepSummary;
import org.kanworkbench.noise.sweep.SweepConfiguration;
import org.kanworkbench.noise.target.Target;
import org.kanworkbench.plot.Plot;
import org.kanworkbench.statistics.Interval;

/** The plots of a sweep. */
public final class SweepPlots {

    /** Characters of a target in the name of a file. */
    private static final int LONGEST = 100;

    private static final String SNR = "signal-to-noise ratio of the prediction, dB";

    private final SweepConfiguration configuration;
    private final SweepSummary summary;
    private final List<String> models;
    private final String noise;
    private final Set<String> targets = new LinkedHashSet<>();
    private final Map<String, String> files;

    private SweepPlots(SweepConfiguration configuration, SweepSummary summary) {
        this.configuration = configuration;
        this.summary = summary;
        models = configuration.contenders().stream().map(Contender::name).toList();
        noise = "noise " + configuration.place().label() + ", "
                + configuration.unit().label();
        summary.bands().forEach(band -> targets.add(band.target()));
        files = files(targets);
    }

    public static List<Plot> of(SweepConfiguration configuration, SweepSummary summary) {
        return new SweepPlots(configuration, summary).plots();
    }

    private List<Plot> plots() {
        List<Plot> plots = new ArrayList<>();
        int largest = configuration.rows().stream().max(Integer::compare).orElseThrow();
        for (String target : targets) {
            plots.add(snr(target, largest));
            plots.add(mse(target, largest));
        }
        if (!summary.byLevel().isEmpty()) {
            plots.add(difference());
        }
        if (configuration.rows().size() > 1) {
            configuration.levels().forEach(level -> plots.add(bySize(level)));
        }
        summary.capacities().stream()
                .map(c -> c.preset() + " " + c.what())
                .distinct()
                .forEach(family -> plots.add(capacity(family)));
        return plots;
    }

    private static String where(String target) {
        return target.isEmpty() ? "all targets" : target;
    }

    private String error(String target) {
        if (target.isEmpty() && configuration.targets().size() > 1) {
            return "geometric mean over targets of the test MSE";
        }
        boolean known = configuration.targets().stream()
                .noneMatch(t -> t instanceof Target.Table
                        && (target.isEmpty() || t.label().equals(target)));
        return "mean squared error on " + (known ? "clean test samples" : "test rows, their own noise included");
    }

    private String file(String kind, String target) {
        return kind + files.get(target);
    }

    /** What names of files end with, by target: short ones, no two alike even where case does not count. */
    private static Map<String, String> files(Set<String> targets) {
        Map<String, String> files = new HashMap<>();
        Set<String> taken = new HashSet<>();
        for (String target : targets) {
            String plain = target.isEmpty() ? "" : "-" + target.replaceAll("[^A-Za-z0-9]+", "-");
            String cut = plain.substring(0, Math.min(LONGEST, plain.length()));
            String file = cut;
            for (int number = 2; !taken.add(file.toLowerCase(Locale.ROOT)); number++) {
                file = cut + "-" + number;
            }
            files.put(target, file);
        }
        return files;
    }

    private Plot snr(String target, int rows) {
        return new Plot(
                file("snr", target),
                "Signal-to-noise ratio against noise: " + where(target),
                noise,
                SNR,
                false,
                false,
                curves(at(target, rows), Band::level, Band::snrDb, Band::snrInterval));
    }

    private Plot mse(String target, int rows) {
        return new Plot(
                file("mse", target),
                "Test error against noise: " + where(target),
                noise,
                error(target),
                false,
                true,
                curves(at(target, rows), Band::level, Band::mse, Band::mseInterval));
    }

    private static Predicate<Band> at(String target, int rows) {
        return b -> b.target().equals(target) && b.rows() == rows && Double.isFinite(b.level());
    }

    /** One of every model, over x. */
    private List<Plot.Curve> curves(
            Predicate<Band> which,
            ToDoubleFunction<Band> x,
            ToDoubleFunction<Band> value,
            Function<Band, Interval> interval) {
        List<Plot.Curve> curves = new ArrayList<>();
        for (String model : models) {
            List<Band> bands = summary.bands().stream()
                    .filter(b -> b.model().equals(model))
                    .filter(which)
                    .toList();
            curves.add(new Plot.Curve(
                    model,
                    models.indexOf(model),
                    array(bands, x),
                    array(bands, value),
                    array(bands, b -> interval.apply(b).low()),
                    array(bands, b -> interval.apply(b).high())));
        }
        return curves;
    }

    private static <T> double[] array(List<T> list, ToDoubleFunction<T> value) {
        return list.stream().mapToDouble(value).toArray();
    }

    private Plot difference() {
        List<LevelDifference> levels = summary.byLevel().stream()
                .filter(l -> Double.isFinite(l.level()))
                .toList();
        String first = summary.byLevel().getFirst().difference().first();
        String second = summary.byLevel().getFirst().difference().second();
        return new Plot(
                "difference",
                "Difference: " + first + " minus " + second,
                noise,
                "difference of signal-to-noise ratios, dB, above 0: " + first + " ahead",
                false,
                false,
                List.of(new Plot.Curve(
                        "difference",
                        0,
                        array(levels, LevelDifference::level),
                        array(levels, l -> l.difference().decibels()),
                        array(levels, l -> l.difference().interval().low()),
                        array(levels, l -> l.difference().interval().high()))));
    }

    private Plot bySize(double level) {
        return new Plot(
                "size-" + level,
                "Test error against training size, noise " + Decimals.exact(level),
                "training samples",
                error(""),
                true,
                true,
                curves(b -> b.target().isEmpty() && b.level() == level, Band::rows, Band::mse, Band::mseInterval));
    }

    private Plot capacity(String family) {
        List<Plot.Curve> curves = new ArrayList<>();
        for (Capacity capacity : summary.capacities()) {
            if (family.equals(capacity.preset() + " " + capacity.what())) {
                curves.add(new Plot.Curve(
                        "noise " + Decimals.exact(capacity.level()),
                        curves.size(),
                        array(capacity.sizes(), Integer::doubleValue),
                        array(capacity.snrDb(), Double::doubleValue)));
            }
        }
        return new Plot(
                "capacity-" + family.replace(' ', '-'), family + " against noise", family, SNR, false, false, curves);
    }
}
