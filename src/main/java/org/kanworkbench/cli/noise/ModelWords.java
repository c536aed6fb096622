package org.kanworkbench.cli.noise;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.kanworkbench.cli.command.CommandFailure;
import org.kanworkbench.cli.command.NearNames;
import org.kanworkbench.network.Activation;
import org.kanworkbench.network.Preset;
import org.kanworkbench.network.Presets;
import org.kanworkbench.noise.contender.Contender;
import org.kanworkbench.noise.contender.KanContender;
import org.kanworkbench.noise.contender.Match;
import org.kanworkbench.noise.contender.MlpContender;

/**
 * Model names on the command line: a preset, {@code mlp-relu}, {@code mlp-tanh}, {@code mlp-silu}, {@code polynomial},
 * {@code spline}; {@code NAME=MODEL} renames one, so that it can be included twice.
 *
 * @param hidden units of the network that others match, or of all
 * @param dropout of MLPs
 * @param weightDecay of MLPs
 */
record ModelWords(List<Integer> hidden, double dropout, double weightDecay) {

    private static final String MLP = "mlp-";
    private static final List<Activation> ACTIVATIONS = List.of(Activation.RELU, Activation.TANH, Activation.SILU);
    private static final String POLYNOMIAL = "polynomial";
    private static final String SPLINE = "spline";

    /** The models in order; all networks but the first match it as requested. */
    List<Contender> parse(List<String> words, Match.Measure measure) throws CommandFailure {
        List<Contender> contenders = new ArrayList<>();
        String first = null;
        for (String word : words) {
            int equals = word.indexOf('=');
            Contender contender = model(word.substring(equals + 1), equals < 0 ? word : word.substring(0, equals));
            if (contender instanceof Contender.Trained trained) {
                if (first == null) {
                    first = trained.name();
                } else if (measure != Match.Measure.NONE) {
                    contender = matching(trained, new Match(measure, first));
                }
            }
            contenders.add(contender);
        }
        return contenders;
    }

    private static Contender matching(Contender.Trained trained, Match match) {
        return switch (trained) {
            case KanContender kan -> kan.withMatch(match);
            case MlpContender mlp -> mlp.withMatch(match);
        };
    }

    private Contender model(String model, String name) throws CommandFailure {
        if (model.equals(POLYNOMIAL)) {
            return new Contender.Polynomial(name);
        }
        if (model.equals(SPLINE)) {
            return new Contender.SmoothingSpline(name);
        }
        for (Activation activation : ACTIVATIONS) {
            if (model.equals(mlp(activation))) {
                // Two hidden layers: with as many parameters they fit better than one.
                List<Integer> layers = hidden.size() > 1 ? hidden : List.of(hidden.getFirst(), hidden.getFirst());
                return new MlpContender(name, activation, layers, dropout, weightDecay, Match.NONE);
            }
        }
        if (Preset.named(model).isEmpty()) {
            throw CommandFailure.badInput("model '" + model + "' is not known: " + NearNames.hint(model, known()));
        }
        return new KanContender(model, hidden).named(name);
    }

    private static String mlp(Activation activation) {
        return MLP + activation.name().toLowerCase(Locale.ROOT);
    }

    private static List<String> known() {
        return Stream.of(
                        Presets.ALL.stream().map(Preset::name),
                        ACTIVATIONS.stream().map(ModelWords::mlp),
                        Stream.of(POLYNOMIAL, SPLINE))
                .flatMap(names -> names)
                .toList();
    }
}
