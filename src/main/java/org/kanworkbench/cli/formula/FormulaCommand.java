package org.kanworkbench.cli.formula;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.kanworkbench.cli.command.CommandFailure;
import org.kanworkbench.cli.command.CommandRecords;
import org.kanworkbench.cli.command.CommonOptions;
import org.kanworkbench.cli.command.DataOption;
import org.kanworkbench.cli.command.Interruption;
import org.kanworkbench.cli.command.NearNames;
import org.kanworkbench.cli.command.OutputFile;
import org.kanworkbench.cli.command.PresetOption;
import org.kanworkbench.cli.command.Rows;
import org.kanworkbench.cli.command.StoreOption;
import org.kanworkbench.data.DataException;
import org.kanworkbench.data.function.FunctionTarget;
import org.kanworkbench.expression.Notation;
import org.kanworkbench.files.AtomicFile;
import org.kanworkbench.formula.FormulaData;
import org.kanworkbench.formula.FormulaRun;
import org.kanworkbench.formula.FormulaSearch;
import org.kanworkbench.formula.FormulaSearch.Stage;
import org.kanworkbench.formula.Found;
import org.kanworkbench.formula.GivenNetwork;
import org.kanworkbench.formula.Listing;
import org.kanworkbench.formula.SameFormula;
import org.kanworkbench.formula.Samples;
import org.kanworkbench.formula.network.CandidateFunction;
import org.kanworkbench.formula.network.ModelConversion;
import org.kanworkbench.formula.network.MultKan.Width;
import org.kanworkbench.formula.network.Terms;
import org.kanworkbench.network.Activation;
import org.kanworkbench.network.InputScaling;
import org.kanworkbench.network.Normalization;
import org.kanworkbench.network.Preset;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Trains networks on rows with a numeric target, and turns one into an equation. */
@Command(
        name = "formula",
        description =
                "Finds an equation for a numeric target: trains small networks, prunes them, replaces their edges by"
                        + " functions, and writes what they compute as a formula. Prints one line per stage, then the formula"
                        + " with its error on rows that it has not seen.",
        sortOptions = false)
public final class FormulaCommand implements Callable<Integer> {

    private static final int USUAL_COMPLEXITY = 60;

    /** Share of the test rows by which a network has to be better than its formula to be told of. */
    private static final double NOTABLE = 0.01;

    /** No other network is tried after so many seconds. */
    private static final double SECONDS = 30;

    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "MODEL",
            arity = "0..1",
            description = "A network to turn into a formula, instead of one that is trained here: a .kan file without"
                    + " layer norm and with one output, or one that pykan has saved with saveckpt, by its file NAME_config.yml."
                    + " Without --data it is asked for values of its own.")
    private Path model;

    @Option(
            names = "--data",
            paramLabel = "D",
            description =
                    "A CSV file with a header and numeric columns, the last one the target; a toy set of two classes"
                            + " (toy:moons); or a function of up to ten"
                            + " variables, for instance 'function:exp(sin(pi*x)+y^2)?range=-1..1&rows=1000&noise=0&seed=0',"
                            + " where x=0..1 gives one variable a range of its own, and noise is a share of the target's"
                            + " deviation.")
    private String data;

    @Option(names = "--target", paramLabel = "NAME", description = "The target's column, where it is not the last.")
    private String target;

    @Option(
            names = "--shape",
            paramLabel = "2,5,1",
            description =
                    "Nodes of the network's layers, inputs first; 1+2 is one that adds and two that multiply two sums"
                            + " each. By default the smallest networks are tried first.")
    private String shape;

    @Option(names = "--hidden", paramLabel = "N", description = "One hidden layer of so many nodes.")
    private Integer hidden;

    @Option(
            names = "--preset",
            paramLabel = "P",
            description =
                    "Edges of the networks as this preset's: its basis, order or grid, and base activation, over the range"
                            + " of what goes into them. What a preset has between its layers is left out. By default, and of"
                            + " efficient-kan, they are cubic B-splines with SiLU.")
    private String preset;

    @Option(names = "--seed", paramLabel = "N", description = "Random seed of the networks' starts; 0 by default.")
    private long seed;

    @Option(
            names = "--seeds",
            paramLabel = "K",
            description = "Repeats everything with so many seeds, and tells how often each formula comes out.")
    private int seeds = 1;

    @Option(
            names = "--max-complexity",
            paramLabel = "C",
            description = "Most constants, variables, operators and functions of the formula; " + USUAL_COMPLEXITY
                    + " by default.")
    private int maxComplexity = USUAL_COMPLEXITY;

    @Option(
            names = "--functions",
            paramLabel = "F,…",
            split = ",",
            description = "Functions that edges may become, by name or as formulas of x, for instance"
                    + " x,x^2,sin,x*exp(-x); all that have names by default.")
    private List<String> functions;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Writes the formula as LaTeX (.tex), Python (.py), Java (.java) or C (.c).")
    private Path out;

    @Mixin
    private StoreOption keeping;

    @Mixin
    private CommonOptions common;

    @Override
    public Integer call() throws Exception {
        Optional<Notation> notation = out == null ? Optional.empty() : Optional.of(notation());
        Optional<GivenNetwork> start = model == null ? Optional.empty() : Optional.of(GivenNetwork.read(model));
        FormulaData rows = rows(start);
        FormulaSearch.Settings settings = new FormulaSearch.Settings(
                start.map(GivenNetwork::network),
                shape(rows.names().size()),
                form(),
                seed,
                complexity(),
                candidates(),
                SECONDS);
        Rows<Void> printed = new Rows<>(common);
        AtomicBoolean stopped = new AtomicBoolean();
        try (Interruption.Work work = Interruption.of(spec).begin();
                ForkJoinPool pool = new ForkJoinPool(common.threads());
                CommandRecords records = keeping.open(spec.commandLine().getErr())) {
            work.stopsBy(() -> stopped.set(true));
            List<Found> survivors = new ArrayList<>();
            for (int k = 0; k < seeds(); k++) {
                FormulaSearch.Settings own = settings.withSeed(seed + k);
                long began = System.nanoTime();
                FormulaRun run = new FormulaRun(
                        records.records(),
                        question(rows.names().size()),
                        data == null ? model.toString() : data,
                        own.seed());
                FormulaSearch.Listener told = stage -> {
                    print(printed, stage, rows.train().classes());
                    run.stage(stage);
                };
                FormulaSearch.Result result = pool.invoke(ForkJoinTask.adapt(() ->
                        FormulaSearch.run(rows.train(), rows.validation(), rows.names(), own, told, stopped::get)));
                run.end(result.best(), result.front(), stopped.get());
                Found best = print(printed, rows, result, own, (System.nanoTime() - began) / 1e9, stopped.get());
                survivors.add(best);
                if (notation.isPresent() && k == 0) {
                    write(notation.get(), best);
                    printed.printWritten(out);
                }
            }
            if (seeds > 1) {
                print(printed, SameFormula.groups(survivors));
            }
        }
        return 0;
    }

    private boolean table() {
        return !data.startsWith(FunctionTarget.PREFIX) && !data.startsWith(DataOption.TOY);
    }

    private FormulaRun.Question question(int inputs) {
        return new FormulaRun.Question(
                data == null ? "" : table() ? Path.of(data).toAbsolutePath().toString() : data,
                target == null ? "" : target,
                model == null ? "" : model.toAbsolutePath().toString(),
                shape != null ? shape : hidden == null ? "" : inputs + "," + hidden + ",1",
                preset == null ? "" : preset,
                maxComplexity,
                functions == null ? List.of() : functions);
    }

    private FormulaData rows(Optional<GivenNetwork> start) throws CommandFailure, DataException {
        if (data == null && start.isEmpty()) {
            throw CommandFailure.badInput(
                    "no data: name a CSV file or a function with --data, for instance --data 'function:x*y'");
        }
        if (start.isPresent() && (shape != null || hidden != null || preset != null)) {
            throw CommandFailure.badInput(model + " has its shape and edges: leave --shape, --hidden and --preset out");
        }
        Optional<FormulaData> own =
                start.isPresent() ? Optional.of(FormulaData.of(start.get(), seed)) : Optional.empty();
        FormulaData rows = data == null
                ? own.orElseThrow()
                : data.startsWith(DataOption.TOY)
                        ? FormulaData.of(DataOption.toy(data).load())
                        : FormulaData.read(data, target);
        if (own.isPresent() && own.get().names().size() != rows.names().size()) {
            throw CommandFailure.badInput(data + " has " + rows.names().size() + " inputs, but " + model + " "
                    + own.get().names().size() + ": choose the data that it was trained on");
        }
        return rows;
    }

    private void print(Rows<Void> rows, Stage stage, boolean classes) {
        String error = classes ? "hinge loss" : "RMSE";
        String name = stage.kind().name().toLowerCase(Locale.ROOT);
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("stage", name);
        fields.put("shape", stage.network().toString());
        fields.put("train_rmse", finite(stage.trainRmse()));
        fields.put("validation_rmse", finite(stage.validationRmse()));
        fields.put("edges", stage.network().edges());
        fields.put("seconds", Math.round(stage.seconds() * 1000) / 1000.0);
        rows.printOther(
                fields,
                String.format(
                        Locale.ROOT,
                        "%-8s %-16s train %s %.3g  validation %s %.3g  %d edges  %.1f s",
                        name,
                        stage.network(),
                        error,
                        stage.trainRmse(),
                        error,
                        stage.validationRmse(),
                        stage.network().edges(),
                        stage.seconds()));
    }

    private Found print(
            Rows<Void> printed,
            FormulaData rows,
            FormulaSearch.Result result,
            FormulaSearch.Settings own,
            double seconds,
            boolean interrupted)
            throws CommandFailure {
        Samples test = rows.test();
        if (result.best().isEmpty()) {
            throw interrupted
                    ? CommandFailure.interrupted("interrupted before there was a formula")
                    : CommandFailure.failed(
                            result.front().isEmpty()
                                    ? "no formula was found: try other --functions, a larger --shape, or more rows"
                                    : "no formula of complexity " + own.maxComplexity()
                                            + " or less was found: the simplest"
                                            + " has "
                                            + result.front().getFirst().complexity()
                                            + ", allow it with --max-complexity");
        }
        Found best = result.best().get();
        double rmse = best.formula().rmse(test);
        double deviation = test.deviation();
        String text = Notation.SYMPY.print(best.formula().expression());
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("formula", text);
        fields.put("latex", Notation.LATEX.print(best.formula().expression()));
        fields.put("complexity", best.complexity());
        fields.put("train_rmse", finite(best.formula().rmse(rows.train())));
        fields.put("test_rmse", finite(rmse));
        fields.put("test_r2", finite(1 - rmse * rmse / (deviation * deviation)));
        double network = result.networkRmse(test);
        fields.put("network_test_rmse", finite(network));
        boolean exact = rmse < FormulaSearch.EXACT * deviation;
        fields.put("exact", exact);
        String quality = String.format(
                Locale.ROOT,
                "test RMSE %.3g%s (network %.3g), R² %.6f",
                rmse,
                exact ? ", exact" : "",
                network,
                1 - rmse * rmse / (deviation * deviation));
        if (test.classes()) {
            double accuracy = test.accuracy(best.formula().values(test));
            double networkAccuracy = test.accuracy(result.networkValues(test));
            fields.put("test_acc", accuracy);
            fields.put("network_test_acc", networkAccuracy);
            quality = String.format(
                    Locale.ROOT,
                    "test accuracy %.2f %% (network %.2f %%), above 0 for class %s%s",
                    100 * accuracy,
                    100 * networkAccuracy,
                    rows.positive(),
                    accuracy < networkAccuracy - NOTABLE
                            ? "; no formula of complexity " + own.maxComplexity()
                                    + " or less was found that is as good as the network"
                            : "");
        }
        fields.put("seconds", Math.round(seconds * 1000) / 1000.0);
        fields.put("seed", own.seed());
        List<Map<String, Object>> front = new ArrayList<>();
        for (Found one : result.front()) {
            Map<String, Object> each = new LinkedHashMap<>();
            each.put("complexity", one.complexity());
            each.put("test_rmse", finite(one.formula().rmse(test)));
            each.put("formula", Notation.SYMPY.print(one.formula().expression()));
            front.add(each);
        }
        fields.put("pareto", front);
        printed.printOther(
                fields,
                String.format(
                        Locale.ROOT, "%s%n  complexity %d, %s, %.1f s", text, best.complexity(), quality, seconds));
        if (interrupted) {
            throw CommandFailure.interrupted("interrupted: the formula is the best until then");
        }
        return best;
    }

    private static void print(Rows<Void> printed, List<SameFormula> groups) {
        StringBuilder text = new StringBuilder("formulas of all seeds:");
        Map<String, Integer> counts = new LinkedHashMap<>();
        for (SameFormula group : groups) {
            text.append(System.lineSeparator())
                    .append(group.count())
                    .append(" × ")
                    .append(group.text());
            counts.put(group.text(), group.count());
        }
        printed.printOther(Map.of("seeds", counts), text.toString());
    }

    /** JSON has no infinities. */
    private static Double finite(double value) {
        return Double.isFinite(value) ? value : null;
    }

    private int seeds() throws CommandFailure {
        if (seeds < 1 || seeds > 1000) {
            throw CommandFailure.badInput("--seeds is " + seeds + ": choose 1 to 1000");
        }
        return seeds;
    }

    private int complexity() throws CommandFailure {
        if (maxComplexity < 1) {
            throw CommandFailure.badInput("--max-complexity is " + maxComplexity + ": choose 1 or more");
        }
        return maxComplexity;
    }

    private List<CandidateFunction> candidates() throws CommandFailure {
        if (functions == null) {
            return CandidateFunction.ALL;
        }
        List<CandidateFunction> chosen = new ArrayList<>();
        for (String name : functions) {
            try {
                chosen.add(CandidateFunction.typed(name));
            } catch (IllegalArgumentException e) {
                throw CommandFailure.badInput("--functions: " + e.getMessage() + "; "
                        + NearNames.hint(
                                name,
                                CandidateFunction.ALL.stream()
                                        .map(CandidateFunction::name)
                                        .toList()));
            }
        }
        return chosen;
    }

    private Optional<List<Width>> shape(int inputs) throws CommandFailure {
        if (hidden != null && shape != null) {
            throw CommandFailure.badInput("--hidden and --shape exclude each other: leave one out");
        }
        if (hidden == null && shape == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(Width.list(shape == null ? inputs + "," + hidden + ",1" : shape, inputs));
        } catch (IllegalArgumentException e) {
            throw CommandFailure.badInput("--shape: " + e.getMessage());
        }
    }

    /** Of the preset; tells what of it is left out. */
    private Optional<Terms> form() throws CommandFailure {
        if (preset == null) {
            return Optional.empty();
        }
        Preset named = PresetOption.named(preset);
        try {
            Terms terms = ModelConversion.terms(named);
            String between = Stream.of(named.hiddenLayer(), named.lastLayer())
                    .flatMap(layer -> Stream.of(
                            layer.normalization() == Normalization.NONE
                                    ? ""
                                    : layer.normalization().label(),
                            layer.activation() == Activation.IDENTITY
                                    ? ""
                                    : layer.activation().label() + " behind layers",
                            layer.scaling() == InputScaling.TANH
                                            || layer.scaling().measured()
                                    ? layer.scaling().label() + " of inputs"
                                    : ""))
                    .filter(part -> !part.isEmpty())
                    .distinct()
                    .collect(Collectors.joining(", "));
            if (!between.isEmpty()) {
                spec.commandLine()
                        .getErr()
                        .println(preset + ": edges only; left out, as no formula is made of it: " + between);
            }
            return Optional.of(terms);
        } catch (IllegalArgumentException e) {
            throw CommandFailure.badInput("--preset: " + e.getMessage());
        }
    }

    private Notation notation() throws CommandFailure {
        String name = out.toString();
        for (Listing listing : Listing.values()) {
            if (name.endsWith(listing.ending())) {
                OutputFile.check(out, listing.ending());
                return listing.notation();
            }
        }
        throw CommandFailure.badInput("cannot write " + out + ": its name must end in .tex, .py, .java or .c");
    }

    private void write(Notation notation, Found found) throws Exception {
        String name = out.getFileName().toString();
        String text = Listing.of(notation).write(found.formula(), name.substring(0, name.lastIndexOf('.')));
        AtomicFile.write(out, to -> {
            PrintWriter writer = new PrintWriter(to, false, StandardCharsets.UTF_8);
            writer.print(text);
            writer.flush();
        });
    }
}
