package org.kanworkbench.cli.noise;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.kanworkbench.cli.command.Choices;
import org.kanworkbench.cli.command.CommandFailure;
import org.kanworkbench.cli.command.NearNames;
import org.kanworkbench.network.Limits;
import org.kanworkbench.noise.contender.Contender;
import org.kanworkbench.noise.contender.KanContender;
import org.kanworkbench.noise.contender.Match;
import org.kanworkbench.noise.contender.MlpContender;
import org.kanworkbench.noise.contender.NamedModels;
import org.kanworkbench.noise.sweep.StandardSweep;
import org.kanworkbench.noise.sweep.Variants;
import picocli.CommandLine.Option;

/** The models of a sweep and their sizes. */
final class ModelOptions {

    @Option(
            names = "--models",
            paramLabel = "M",
            split = ",",
            description = "Presets, mlp-relu, mlp-tanh, mlp-silu, polynomial or spline; NAME=MODEL gives a model "
                    + "another name; kal-net,efficient-kan,mlp-relu,mlp-silu by default.")
    private List<String> models;

    @Option(
            names = "--hidden",
            paramLabel = "N",
            split = ",",
            description = "Units of the hidden layers; 8 by default.")
    private List<Integer> hidden;

    @Option(
            names = "--match",
            paramLabel = "M",
            description = "parameters (default) or time: the other networks are matched to the first; none: sizes "
                    + "as given.")
    private String match;

    @Option(names = "--dropout", paramLabel = "P", description = "Dropout of the MLPs; 0 by default.")
    private Double dropout;

    @Option(
            names = "--weight-decay",
            paramLabel = "D",
            description = "Weight decay of the MLPs, added to what tuning tries; 0 by default.")
    private Double weightDecay;

    @Option(
            names = "--orders",
            paramLabel = "N",
            split = ",",
            description = "Fits every KAN once with each of these orders.")
    private List<Integer> orders;

    @Option(
            names = "--grids",
            paramLabel = "N",
            split = ",",
            description = "Fits every B-spline KAN once with each of these grids.")
    private List<Integer> grids;

    boolean given() {
        return Stream.of(models, hidden, match, dropout, weightDecay, orders, grids)
                .anyMatch(Objects::nonNull);
    }

    List<Contender> contenders() throws CommandFailure {
        List<Integer> units = hidden == null ? StandardSweep.REFERENCE.hidden() : hidden;
        List<String> words = models == null
                ? StandardSweep.contenders().stream().map(Contender::name).toList()
                : models;
        List<Contender> parsed = parse(
                words,
                // MLPs with two hidden layers: with as many parameters they fit better than with one.
                new NamedModels(
                        units,
                        units.size() > 1 ? units : List.of(units.getFirst(), units.getFirst()),
                        dropout == null ? 0 : dropout,
                        weightDecay == null ? 0 : weightDecay),
                Choices.named("--match", match, Match.Measure.PARAMETERS, Match.Measure.values()));
        boolean mlp = parsed.stream().anyMatch(MlpContender.class::isInstance);
        if (!mlp && (dropout != null || weightDecay != null)) {
            throw CommandFailure.badInput((dropout != null ? "--dropout" : "--weight-decay")
                    + " is of MLPs: name one with --models, or leave it out");
        }
        if (orders != null && parsed.stream().noneMatch(KanContender.class::isInstance)) {
            throw CommandFailure.badInput("--orders are of KANs: name one with --models, or leave it out");
        }
        for (int order : orders == null ? List.<Integer>of() : orders) {
            Choices.within("--orders", order, 1, Limits.MAX_ORDER);
        }
        for (int grid : grids == null ? List.<Integer>of() : grids) {
            Choices.within("--grids", grid, 1, Limits.MAX_GRID);
        }
        if (grids != null && parsed.stream().noneMatch(KanContender.class::isInstance)) {
            throw CommandFailure.badInput("--grids are of B-spline KANs: name one with --models, or leave it out");
        }
        return Variants.byGrid(
                Variants.byOrder(parsed, orders == null ? List.of() : orders), grids == null ? List.of() : grids);
    }

    /** The models in order, {@code NAME=MODEL} under another name; all networks but the first match it as requested. */
    private static List<Contender> parse(List<String> words, NamedModels models, Match.Measure measure)
            throws CommandFailure {
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
