package org.kanworkbench.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.kanworkbench.data.DataException;
import org.kanworkbench.data.NumericColumns;
import org.kanworkbench.noise.NoisePlace;
import org.kanworkbench.noise.NoiseShape;
import org.kanworkbench.noise.NoiseUnit;
import org.kanworkbench.noise.fit.Budget;
import org.kanworkbench.noise.fit.Contender;
import org.kanworkbench.noise.fit.KanContender;
import org.kanworkbench.noise.fit.Match;
import org.kanworkbench.noise.fit.MlpContender;
import org.kanworkbench.noise.sweep.StandardSweep;
import org.kanworkbench.noise.sweep.SweepConfiguration;
import org.kanworkbench.noise.sweep.SweepFile;
import org.kanworkbench.noise.target.Range;
import org.kanworkbench.noise.target.StandardFunction;
import org.kanworkbench.noise.target.Target;
import org.kanworkbench.runs.ModelFileException;
import picocli.CommandLine.Option;

/** What to sweep: a configuration file, or the standard sweep with changes. */
final class NoiseOptions {

    @Option(names = "--config", paramLabel = "FILE", description = "Repeats the sweep of a configuration, all of it.")
    private Path config;

    @Option(
            names = "--standard",
            description = "The standard sweep, of which docs/noise.md tells; --seeds and --seed may differ.")
    private boolean standard;

    @Option(
            names = "--function",
            paramLabel = "F",
            description =
                    "A function by its name, or a formula in x, or in x1 to x5, for instance 'sin(2*pi*x)'. May be"
                            + " given several times; names also with commas between.")
    private List<String> functions;

    @Option(names = "--interval", paramLabel = "L,U", split = ",", description = "Where a formula is fitted; -1,1.")
    private List<Double> interval;

    @Option(names = "--csv", paramLabel = "FILE", description = "Fits a column of a table instead.")
    private Path csv;

    @Option(
            names = "--columns",
            paramLabel = "A,B,Y",
            split = ",",
            description = "Inputs, then the output; all columns, the last one the output, by default.")
    private List<String> columns;

    @Option(
            names = "--noise",
            paramLabel = "LEVELS",
            split = ",",
            description = "Noise levels; 0,0.1,0.2,0.3,0.5,0.75,1 by default.")
    private List<Double> levels;

    @Option(
            names = "--noise-unit",
            paramLabel = "U",
            description = "relative: multiples of the signal's standard deviation (default); deviation: in the target's"
                    + " units; snr-db: signal-to-noise ratio in dB.")
    private String unit;

    @Option(
            names = "--noise-on",
            paramLabel = "P",
            description = "targets (default) or inputs of the training rows, or evaluation: inputs of the test rows.")
    private String place;

    @Option(
            names = "--noise-shape",
            paramLabel = "S",
            description = "gaussian (default), uniform, laplace, heavy-tailed, outliers, heteroscedastic.")
    private String shape;

    @Option(
            names = "--models",
            paramLabel = "M",
            split = ",",
            description =
                    "Presets, mlp-relu, mlp-tanh, mlp-silu, polynomial, spline; NAME=MODEL gives one another name."
                            + " kal-net,efficient-kan,mlp-relu,mlp-silu by default.")
    private List<String> models;

    @Option(names = "--hidden", paramLabel = "N", split = ",", description = "Units of the hidden layers; 8.")
    private List<Integer> hidden;

    @Option(
            names = "--match",
            paramLabel = "M",
            description = "parameters (default) or time: the other networks get the first one's size; none.")
    private String match;

    @Option(names = "--dropout", paramLabel = "P", description = "Of the MLPs; 0.")
    private Double dropout;

    @Option(names = "--weight-decay", paramLabel = "D", description = "Of the MLPs, on top of what tuning tries; 0.")
    private Double weightDecay;

    @Option(names = "--orders", paramLabel = "N", split = ",", description = "Every KAN once with each order.")
    private List<Integer> orders;

    @Option(names = "--grids", paramLabel = "N", split = ",", description = "Every B-spline KAN with each grid.")
    private List<Integer> grids;

    @Option(names = "--sizes", paramLabel = "N", split = ",", description = "Training rows; 100.")
    private List<Integer> sizes;

    @Option(names = "--seeds", paramLabel = "N", description = "How many; 10. At least 8 can show a difference.")
    private Integer seeds;

    @Option(names = "--seed", paramLabel = "N", description = "The first one; 0.")
    private Long seed;

    @Option(names = "--steps", paramLabel = "N", description = "Of every network's optimiser, for each setting.")
    private Integer steps;

    @Option(names = "--batch", paramLabel = "N", description = "Most rows of a step.")
    private Integer batch;

    long seed() {
        return seed == null ? 0 : seed;
    }

    SweepConfiguration configuration() throws CommandFailure, DataException, ModelFileException {
        if (config != null) {
            if (Stream.of(
                            functions,
                            interval,
                            csv,
                            columns,
                            levels,
                            unit,
                            place,
                            shape,
                            models,
                            hidden,
                            match,
                            dropout,
                            weightDecay,
                            orders,
                            grids,
                            sizes,
                            seeds,
                            seed,
                            steps,
                            batch)
                    .anyMatch(Objects::nonNull)) {
                throw CommandFailure.badInput(
                        "--config says everything: leave the other options out, or change the file");
            }
            return SweepFile.read(config);
        }
        if (standard
                && Stream.of(
                                functions,
                                interval,
                                csv,
                                columns,
                                levels,
                                unit,
                                place,
                                shape,
                                models,
                                hidden,
                                match,
                                dropout,
                                weightDecay,
                                orders,
                                grids,
                                sizes,
                                steps,
                                batch)
                        .anyMatch(Objects::nonNull)) {
            throw CommandFailure.badInput(
                    "--standard says what is fitted: leave the other options out, or leave it out");
        }
        SweepConfiguration defaults = StandardSweep.configuration();
        return new SweepConfiguration(
                targets(),
                named("--noise-on", place, defaults.place(), NoisePlace.values()),
                named("--noise-shape", shape, defaults.shape(), NoiseShape.values()),
                named("--noise-unit", unit, defaults.unit(), NoiseUnit.values()),
                levels == null ? defaults.levels() : levels,
                sizes == null ? defaults.rows() : sizes,
                contenders(),
                seeds == null ? defaults.seeds() : seeds,
                seed(),
                new Budget(
                        steps == null ? defaults.budget().steps() : steps,
                        batch == null ? defaults.budget().batch() : batch),
                defaults.tuning(),
                List.of());
    }

    private List<Target> targets() throws CommandFailure, DataException {
        if (csv != null) {
            if (functions != null) {
                throw CommandFailure.badInput("--csv and --function exclude each other: leave one out");
            }
            List<String> names = columns == null ? NumericColumns.header(csv) : columns;
            int last = names.size() - 1;
            return List.of(new Target.Table(csv, names.subList(0, last), names.get(last)));
        }
        if (columns != null) {
            throw CommandFailure.badInput("--columns are of a table: name it with --csv FILE");
        }
        if (functions == null) {
            return StandardSweep.configuration().targets();
        }
        List<Target> targets = new ArrayList<>();
        for (String word : functions) {
            targets.addAll(functions(word));
        }
        return targets;
    }

    private List<Target> functions(String word) throws CommandFailure {
        String[] parts = word.split(",");
        if (Arrays.stream(parts).allMatch(part -> StandardFunction.named(part).isPresent())) {
            return Arrays.stream(parts)
                    .<Target>map(part ->
                            new Target.Standard(StandardFunction.named(part).orElseThrow()))
                    .toList();
        }
        if (word.matches("[a-z][a-z0-9]*-[a-z0-9-]*")) {
            throw CommandFailure.badInput("function '" + word + "' is not known: "
                    + NearNames.hint(word, StandardFunction.ids()) + " Or type a formula in x");
        }
        if (interval != null && interval.size() != 2) {
            throw CommandFailure.badInput("--interval has " + interval.size() + " numbers: give lower,upper");
        }
        Range range = interval == null ? new Range(-1, 1) : new Range(interval.get(0), interval.get(1));
        return List.of(new Target.Formula(word, range));
    }

    private List<Contender> contenders() throws CommandFailure {
        List<Integer> units = hidden == null ? StandardSweep.REFERENCE.hidden() : hidden;
        List<String> words = models == null
                ? StandardSweep.contenders().stream().map(Contender::name).toList()
                : models;
        ModelWords parser = new ModelWords(units, dropout == null ? 0 : dropout, weightDecay == null ? 0 : weightDecay);
        List<Contender> parsed =
                parser.parse(words, named("--match", match, Match.Measure.PARAMETERS, Match.Measure.values()));
        return varied(varied(parsed, orders, KanContender::withOrder, "order"), grids, KanContender::withGrid, "grid");
    }

    private interface Variation {
        KanContender of(KanContender kan, int size);
    }

    /** Every KAN once a size, with sizes of its own: what is asked is what more of a basis does. */
    private static List<Contender> varied(
            List<Contender> contenders, List<Integer> sizes, Variation variation, String what) {
        if (sizes == null) {
            return contenders;
        }
        List<Contender> all = new ArrayList<>();
        String firstKan = null;
        for (Contender contender : contenders) {
            if (!(contender instanceof KanContender kan)) {
                all.add(contender);
                continue;
            }
            for (int size : sizes) {
                KanContender varied = variation.of(kan, size).withMatch(Match.NONE);
                varied.network(1);
                all.add(varied.named(kan.name() + " " + what + " " + size));
                firstKan = firstKan == null ? kan.name() : firstKan;
            }
        }
        return renamedMatches(all, firstKan, what, sizes);
    }

    /** Who matched the first KAN now matches its first variant. */
    private static List<Contender> renamedMatches(
            List<Contender> contenders, String from, String what, List<Integer> sizes) {
        Function<Match, Match> renamed = old ->
                old.to().equals(from) ? new Match(old.measure(), from + " " + what + " " + sizes.getFirst()) : old;
        return contenders.stream()
                .map(c -> c instanceof MlpContender mlp ? mlp.withMatch(renamed.apply(mlp.match())) : c)
                .toList();
    }

    private static <E extends Enum<E>> E named(String option, String word, E unlessGiven, E[] values)
            throws CommandFailure {
        if (word == null) {
            return unlessGiven;
        }
        for (E value : values) {
            if (id(value).equals(word)) {
                return value;
            }
        }
        throw CommandFailure.badInput(option + " is '" + word + "': "
                + NearNames.hint(
                        word, Arrays.stream(values).map(NoiseOptions::id).toList()));
    }

    private static String id(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
