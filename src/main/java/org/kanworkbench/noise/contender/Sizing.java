package org.kanworkbench.noise.contender;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.kanworkbench.network.NetworkSpec;
import org.kanworkbench.noise.fit.SplineFit;
import org.kanworkbench.noise.training.TimeMatch;

/** Computes sizes of contenders that match another's. */
public final class Sizing {

    /** Maximum width of a hidden layer. */
    public static final int MOST_UNITS = 512;

    private Sizing() {}

    /** Throws IllegalArgumentException unless names are unique and matched contenders exist. */
    public static void check(List<Contender> contenders) {
        Set<String> names = new HashSet<>();
        for (Contender contender : contenders) {
            if (contender.name().isBlank() || contender.name().contains(",")) {
                throw new IllegalArgumentException(
                        "a model is called \"" + contender.name() + "\": give it a name without commas");
            }
            if (!names.add(contender.name())) {
                throw new IllegalArgumentException(
                        "two models are called \"" + contender.name() + "\": give them different names");
            }
        }
        for (Contender contender : contenders) {
            if (contender instanceof Contender.Trained trained
                    && trained.match().measure() != Match.Measure.NONE) {
                reference(trained, contenders);
            }
        }
    }

    /**
     * The same contenders, all with their own sizes.
     *
     * @param inputs of the target
     * @param timed sizes found by matching time; see {@link TimeMatch}
     */
    public static List<Contender> resolve(List<Contender> contenders, int inputs, List<TimedSize> timed) {
        return contenders.stream()
                .map(contender -> switch (contender) {
                    case Contender.Trained trained -> resolve(trained, contenders, inputs, timed);
                    case Contender.SmoothingSpline spline
                    when inputs > SplineFit.MOST_INPUTS ->
                        throw new IllegalArgumentException(spline.name() + ": a spline takes up to "
                                + SplineFit.MOST_INPUTS + " inputs, not " + inputs
                                + ": leave it out, or some of the columns");
                    case Contender.Polynomial _, Contender.SmoothingSpline _ -> contender;
                })
                .toList();
    }

    private static Contender.Trained resolve(
            Contender.Trained contender, List<Contender> all, int inputs, List<TimedSize> timed) {
        return switch (contender.match().measure()) {
            case NONE -> contender;
            case PARAMETERS ->
                matchParameters(
                        contender, reference(contender, all).network(inputs).parameters(), inputs);
            case TIME ->
                contender.withWidth(timed.stream()
                        .filter(t -> t.contender().equals(contender.name()) && t.inputs() == inputs)
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException(contender.name() + " matches the time of "
                                + contender.match().to() + ", which has not been measured for " + inputs + " inputs"))
                        .units());
        };
    }

    /** The width with the nearest number of parameters; the smaller one of a tie. */
    static Contender.Trained matchParameters(Contender.Trained contender, long parameters, int inputs) {
        Contender.Trained best = null;
        long least = Long.MAX_VALUE;
        for (int units = narrowest(contender, inputs); ; units++) {
            Contender.Trained tried = contender.withWidth(units);
            NetworkSpec network = tried.network(inputs);
            long distance = Math.abs(network.parameters() - parameters);
            if (distance >= least) {
                return best;
            }
            if (units > MOST_UNITS) {
                throw tooLarge(contender, "has as many parameters");
            }
            best = tried;
            least = distance;
        }
    }

    /** The least width of hidden layers: a norm over one unit would be constant. */
    public static int narrowest(Contender.Trained contender, int inputs) {
        return contender
                        .withWidth(1)
                        .network(inputs)
                        .obstacle(Integer.MAX_VALUE)
                        .isPresent()
                ? 2
                : 1;
    }

    /** @param what it lacks at every width that is possible */
    public static IllegalArgumentException tooLarge(Contender.Trained contender, String what) {
        String to = contender.match().to();
        return new IllegalArgumentException(contender.name() + ": no width up to " + MOST_UNITS + " " + what + " as "
                + to + ": make " + to + " smaller, give " + contender.name()
                + " more hidden layers, or match nothing");
    }

    public static Contender.Trained reference(Contender.Trained contender, List<Contender> all) {
        String to = contender.match().to();
        return all.stream()
                .filter(c -> c.name().equals(to))
                .filter(Contender.Trained.class::isInstance)
                .map(Contender.Trained.class::cast)
                .filter(c -> c.match().measure() == Match.Measure.NONE)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(contender.name() + " is to match \"" + to
                        + "\", which is no network with sizes of its own here: choose one of "
                        + all.stream()
                                .filter(c -> c instanceof Contender.Trained t
                                        && t.match().measure() == Match.Measure.NONE)
                                .map(Contender::name)
                                .collect(Collectors.joining(", "))));
    }
}
