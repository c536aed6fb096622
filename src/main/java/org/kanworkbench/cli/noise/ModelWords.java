package org.kanworkbench.cli.noise;

import java.util.ArrayList;
import java.util.List;
import org.kanworkbench.cli.command.CommandFailure;
import org.kanworkbench.cli.command.NearNames;
import org.kanworkbench.noise.contender.Contender;
import org.kanworkbench.noise.contender.Match;
import org.kanworkbench.noise.contender.NamedModels;

/** Models on the command line, by name; {@code NAME=MODEL} renames one, so that it can be included twice. */
record ModelWords(NamedModels models) {

    /**
     * @param hidden units of the network that others match, or of all
     * @param dropout of MLPs
     * @param weightDecay of MLPs
     */
    ModelWords(List<Integer> hidden, double dropout, double weightDecay) {
        // MLPs with two hidden layers: with as many parameters they fit better than with one.
        this(new NamedModels(
                hidden,
                hidden.size() > 1 ? hidden : List.of(hidden.getFirst(), hidden.getFirst()),
                dropout,
                weightDecay));
    }

    /** The models in order; all networks but the first match it as requested. */
    List<Contender> parse(List<String> words, Match.Measure measure) throws CommandFailure {
        List<Contender> contenders = new ArrayList<>();
        String first = null;
        for (String word : words) {
            int equals = word.indexOf('=');
            String model = word.substring(equals + 1);
            Contender contender = models.of(model, equals < 0 ? word : word.substring(0, equals))
                    .orElseThrow(() -> CommandFailure.badInput(
                            "model '" + model + "' is not known: " + NearNames.hint(model, NamedModels.all())));
            if (contender instanceof Contender.Trained trained) {
                if (first == null) {
                    first = trained.name();
                } else if (measure != Match.Measure.NONE) {
                    contender = trained.withMatch(new Match(measure, first));
                }
            }
            contenders.add(contender);
        }
        return contenders;
    }
}
