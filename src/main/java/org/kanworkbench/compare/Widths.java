package org.kanworkbench.compare;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.IntToDoubleFunction;
import org.kanworkbench.network.Limits;
import org.kanworkbench.network.NetworkSpec;
import org.kanworkbench.network.Preset;
import org.kanworkbench.network.cost.PredictionCost;
import org.kanworkbench.training.Engines;
import org.kanworkbench.training.loop.TrialRun;

/**
 * Finds the widths in which presets have as much of a quantity as another network. Hidden layers keep the proportions of
 * the preset's.
 *
 * @param engine whose steps are measured
 * @param proceed asked during measurements; false ends them
 */
record Widths(LoadedData data, Engines engines, String engine, BooleanSupplier proceed) {

    /** A network whose narrowest form has more than so many times the wanted size cannot be compared. */
    private static final double MOST_EXCESS = 1.25;

    /** A measurement is over much sooner. */
    private static final int MANY_EPOCHS = 100_000;

    private static final double CLOSE = 0.03;
    private static final int MOST_MEASUREMENTS = 6;

    /**
     * All presets of a comparison in their sizes.
     *
     * @throws InterruptedException if told not to proceed
     */
    List<SizedPreset> match(Comparison comparison) throws InterruptedException {
        String first = comparison.presets().getFirst();
        List<Integer> own = data.fitted(first).hidden();
        double wanted = comparison.size();
        if (wanted == 0 && comparison.quantity() != Quantity.NONE) {
            wanted = size(comparison.quantity(), first, own);
        }
        List<SizedPreset> sized = new ArrayList<>();
        for (String preset : comparison.presets()) {
            sized.add(
                    preset.equals(first) && comparison.size() == 0
                            ? sized(preset, own, comparison.quantity() == Quantity.TIME ? wanted : 0)
                            : match(comparison.quantity(), preset, wanted));
        }
        return sized;
    }

    private SizedPreset match(Quantity quantity, String preset, double wanted) throws InterruptedException {
        return switch (quantity) {
            case NONE -> sized(preset, data.fitted(preset).hidden(), 0);
            case PARAMETERS, FLOPS -> {
                int width = nearest(w -> counted(quantity, preset, hidden(preset, w)), wanted);
                double found = counted(quantity, preset, hidden(preset, width));
                check(quantity, preset, found, wanted);
                if (width == Limits.MAX_UNITS && found * MOST_EXCESS < wanted) {
                    throw new IllegalArgumentException(String.format(
                            Locale.ROOT,
                            "%s has %,.0f %s at most, %,.0f are wanted: name a smaller size",
                            preset,
                            found,
                            quantity.label(),
                            wanted));
                }
                yield sized(preset, hidden(preset, width), 0);
            }
            case TIME -> {
                Timed timed =
                        timed(data.fitted(preset).hidden().getFirst(), wanted, w -> micros(preset, hidden(preset, w)));
                if (hidden(preset, timed.width()).equals(hidden(preset, 1))) {
                    check(quantity, preset, timed.micros(), wanted);
                }
                yield sized(preset, hidden(preset, timed.width()), timed.micros());
            }
        };
    }

    private static void check(Quantity quantity, String preset, double least, double wanted) {
        if (least > MOST_EXCESS * wanted) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "%s has %,.0f %s at the least, %,.0f are wanted: name a larger size, or leave it out",
                    preset,
                    least,
                    quantity.label(),
                    wanted));
        }
    }

    private SizedPreset sized(String preset, List<Integer> hidden, double stepMicros) {
        NetworkSpec network = data.network(preset, hidden);
        return new SizedPreset(preset, hidden, network.parameters(), PredictionCost.flops(network), stepMicros);
    }

    /**
     * None of one unit where a norm over it would be constant.
     *
     * @param width of the first hidden layer
     */
    private List<Integer> hidden(String preset, int width) {
        List<Integer> own = data.fitted(preset).hidden();
        List<Integer> ones = Collections.nCopies(own.size(), 1);
        int least = data.network(preset, ones).obstacle(Integer.MAX_VALUE).isPresent() ? 2 : 1;
        return own.stream()
                .map(units -> Math.max(least, (int) Math.round((double) units * width / own.getFirst())))
                .toList();
    }

    private double size(Quantity quantity, String preset, List<Integer> hidden) throws InterruptedException {
        return quantity == Quantity.TIME ? micros(preset, hidden) : counted(quantity, preset, hidden);
    }

    /** Infinite for a network that is too large to exist. */
    private double counted(Quantity quantity, String preset, List<Integer> hidden) {
        try {
            NetworkSpec network = data.network(preset, hidden);
            return quantity == Quantity.PARAMETERS ? network.parameters() : PredictionCost.flops(network);
        } catch (IllegalArgumentException e) {
            if (hidden.equals(hidden(preset, 1))) {
                throw e;
            }
            return Double.POSITIVE_INFINITY;
        }
    }

    /**
     * The width whose size is nearest to the wanted one; the smaller one of a tie.
     *
     * @param size grows with the width
     */
    static int nearest(IntToDoubleFunction size, double wanted) {
        int below = 0;
        int above = 1;
        while (above < Limits.MAX_UNITS && size.applyAsDouble(above) < wanted) {
            below = above;
            above = Math.min(Limits.MAX_UNITS, 2 * above);
        }
        while (above - below > 1) {
            int middle = (below + above) >>> 1;
            if (size.applyAsDouble(middle) < wanted) {
                below = middle;
            } else {
                above = middle;
            }
        }
        return below > 0 && wanted - size.applyAsDouble(below) <= size.applyAsDouble(above) - wanted ? below : above;
    }

    private double micros(String preset, List<Integer> hidden) throws InterruptedException {
        Preset fitted = data.fitted(preset);
        Optional<TrialRun.Cost> cost = TrialRun.of(
                engines,
                data.configuration(preset, hidden, MANY_EPOCHS, fitted.recipe().learningRate(), 0, engine),
                data.fitting(),
                proceed);
        if (cost.isEmpty() && !proceed.getAsBoolean()) {
            throw new InterruptedException();
        }
        return cost.orElseThrow(() -> new IllegalArgumentException(preset + " cannot be timed on "
                                + data.whole().name() + ": leave it out, or match by parameters"))
                        .msPerStep()
                * 1e3;
    }

    /** Measures a step of a network of a width, in microseconds. */
    interface Stopwatch {
        double micros(int width) throws InterruptedException;
    }

    /** A width and what its step takes. */
    record Timed(int width, double micros) {}

    /** By interpolation between measured widths, as a step takes longer the wider a network is. */
    static Timed timed(int first, double wanted, Stopwatch stopwatch) throws InterruptedException {
        TreeMap<Integer, Double> measured = new TreeMap<>();
        int width = first;
        while (measured.size() < MOST_MEASUREMENTS && !measured.containsKey(width)) {
            double micros = stopwatch.micros(width);
            measured.put(width, micros);
            if (Math.abs(micros / wanted - 1) <= CLOSE) {
                break;
            }
            width = next(measured, wanted);
        }
        int best = measured.keySet().stream()
                .min((a, b) -> Double.compare(Math.abs(measured.get(a) - wanted), Math.abs(measured.get(b) - wanted)))
                .orElseThrow();
        return new Timed(best, measured.get(best));
    }

    /** The width to be measured next. */
    private static int next(TreeMap<Integer, Double> measured, double wanted) {
        Integer below = null;
        Integer above = null;
        for (int width : measured.keySet()) {
            if (measured.get(width) < wanted) {
                below = width;
            } else if (above == null) {
                above = width;
            }
        }
        if (below == null || above == null || above < below) {
            int width = below == null ? above : below;
            double factor = Math.clamp(wanted / measured.get(width), 0.25, 4);
            long next = Math.round(width * factor);
            return Math.clamp(
                    below == null ? Math.min(next, width - 1) : Math.max(next, width + 1), 1, Limits.MAX_UNITS);
        }
        if (above - below == 1) {
            return below;
        }
        double share = (wanted - measured.get(below)) / (measured.get(above) - measured.get(below));
        return Math.clamp(Math.round(below + share * (above - below)), below + 1, above - 1);
    }
}
