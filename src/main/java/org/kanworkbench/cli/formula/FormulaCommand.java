package org.kanworkbench.cli.formula;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.kanworkbench.cli.command.Choices;
import org.kanworkbench.cli.command.CommandFailure;
import org.kanworkbench.cli.command.CommandRecords;
import org.kanworkbench.cli.command.DataOption;
import org.kanworkbench.cli.command.Interruption;
import org.kanworkbench.cli.command.NearNames;
import org.kanworkbench.cli.command.OutputFile;
import org.kanworkbench.cli.command.PresetOption;
import org.kanworkbench.cli.command.Rows;
import org.kanworkbench.cli.command.StoreOption;
import org.kanworkbench.cli.command.WorkbenchCommand;
import org.kanworkbench.data.ColumnScaling;
import org.kanworkbench.data.Counted;
import org.kanworkbench.data.DataException;
import org.kanworkbench.data.OneLine;
import org.kanworkbench.data.source.DataSource;
import org.kanworkbench.data.source.TaskKind;
import org.kanworkbench.expression.Notation;
import org.kanworkbench.files.AtomicFile;
import org.kanworkbench.files.DataFolder;
import org.kanworkbench.files.ModelFileException;
import org.kanworkbench.formula.FormulaData;
import org.kanworkbench.formula.FormulaRun;
import org.kanworkbench.formula.FormulaSearch;
import org.kanworkbench.formula.Found;
import org.kanworkbench.formula.GivenNetwork;
import org.kanworkbench.formula.Listing;
import org.kanworkbench.formula.SameFormula;
import org.kanworkbench.formula.network.CandidateFunction;
import org.kanworkbench.formula.network.ModelConversion;
import org.kanworkbench.formula.network.MultKan.Width;
import org.kanworkbench.formula.network.Terms;
import org.kanworkbench.network.Activation;
import org.kanworkbench.network.InputScaling;
import org.kanworkbench.network.Normalization;
import org.kanworkbench.network.Preset;
import org.kanworkbench.runs.StoreException;
import org.kanworkbench.runs.store.RunStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Trains networks on rows with a numeric target, and turns one into an equation. */
@Command(
        name = "formula",
        description =
                "Finds an equation for a numeric target, or one that separates two classes: trains small networks, prunes them, replaces their edges by"
                        + " functions, and writes what they compute as a formula. Prints one line per stage, then the formula"
                        + " with its error on rows that it has not seen.",
        sortOptions = false)
public final class FormulaCommand extends WorkbenchCommand {

    private static final int USUAL_COMPLEXITY = 60;

    @Parameters(
            paramLabel = "MODEL",
            arity = "0..1",
            description = "A network to turn into a formula, instead of one that is trained here: a .kan file"
                    + " with numbers or two classes as outputs, or one that pykan has saved"
                    + " with saveckpt, by its file NAME_config.yml. Without --data its own outputs are the target;"
                    + " a network that cannot be converted, one with layer norm for instance, is learnt by a new one.")
    private Path model;

    @Mixin
    private DataOption data;

    @Option(
            names = "--shape",
            paramLabel = "2,5,1",
            description =
                    "Nodes of the network's layers, inputs first; 1+2 is one that adds and two that multiply two sums"
                            + " each. By default the smallest networks are tried first. No other network or start is tried after "
                            + (int) FormulaSearch.SECONDS + " seconds.")
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
            description = "Functions that edges may become, by name or as formulas of x, for instance"
                    + " x,x^2,sin,x*exp(-x); all that have names by default.")
    private List<String> functions;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description =
                    "Writes the formula as LaTeX (.tex), Python (.py), Java (.java) or C (.c); with --seeds the one that most seeds find.")
    private Path out;

    @Mixin
    private StoreOption keeping;

    @Override
    protected void run() throws Exception {
        Optional<Listing> listing = out == null ? Optional.empty() : Optional.of(listing());
        List<GivenNetwork> starts = model == null ? List.of() : starts();
        List<FormulaData> targets = targets(starts);
        if (targets.size() > 1 && out != null) {
            throw CommandFailure.badInput("--out is one file, and there are " + targets.size()
                    + " targets: " + (data.given() ? "choose one with --target, or " : "")
                    + "leave --out away");
        }
        Optional<Terms> form = form();
        Rows<Void> printed = new Rows<>(common);
        AtomicBoolean stopped = new AtomicBoolean();
        List<String> without = new ArrayList<>();
        try (Interruption.Work work = common.begin();
                ForkJoinPool pool = new ForkJoinPool(common.threads());
                CommandRecords records = keeping.open(common)) {
            work.stopsBy(() -> stopped.set(true));
            for (FormulaData rows : targets) {
                FormulaSearch.Settings settings = new FormulaSearch.Settings(
                        starts.isEmpty()
                                ? Optional.empty()
                                : start(starts, targets, rows).network(),
                        shape(rows.names().size()),
                        form,
                        seed,
                        complexity(),
                        candidates(),
                        FormulaSearch.SECONDS);
                if (seeds() > 1 && settings.start().isPresent()) {
                    throw CommandFailure.badInput("--seeds: the network of " + model
                            + " is given, so every seed finds the same: leave it out");
                }
                int coefficients = settings.coefficients(rows.names().size());
                if (coefficients > rows.train().rows()) {
                    common.tell(String.format(
                            Locale.ROOT,
                            "the network begins with %,d coefficients, more than the %,d rows that it is fitted to: other"
                                    + " rows may be far from the formula; choose a smaller --shape, or give more rows",
                            coefficients,
                            rows.train().rows()));
                }
                if (!rows.leftOut().isEmpty()) {
                    common.tell(rows.leftOut());
                }
                rows.renamed(Notation.SYMPY).forEach(common::tell);
                FormulaLines lines = new FormulaLines(printed, rows, targets.size() > 1);
                List<Found> survivors = new ArrayList<>();
                for (int k = 0; k < seeds(); k++) {
                    FormulaSearch.Settings own = settings.withSeed(seed + k);
                    long began = System.nanoTime();
                    FormulaRun run = new FormulaRun(
                            records.records(), question(rows, targets), label(rows, targets.size()), own.seed());
                    FormulaSearch.Listener told = stage -> {
                        lines.print(stage);
                        run.stage(stage);
                    };
                    FormulaSearch.Result result;
                    try {
                        FormulaSearch search = new FormulaSearch(
                                rows.train(), rows.validation(), rows.names(), own, told, stopped::get);
                        result = pool.invoke(ForkJoinTask.adapt(search::run));
                    } catch (RuntimeException | Error e) {
                        run.fail(OneLine.of(e));
                        throw e;
                    }
                    boolean interrupted = stopped.get();
                    run.end(result.best(), result.front(), rows.train(), interrupted);
                    if (result.best().isPresent()) {
                        survivors.add(lines.print(result, own, (System.nanoTime() - began) / 1e9, interrupted));
                        if (result.timedOut() && !interrupted) {
                            common.tell(FormulaSearch.Result.TIMED_OUT);
                        }
                    } else if (survivors.isEmpty() && (interrupted || k == seeds - 1)) {
                        CommandFailure none = lines.none(result, own, interrupted);
                        if (interrupted || targets.size() == 1) {
                            throw none;
                        }
                        // The other targets do not depend on it.
                        common.tell(none.getMessage());
                        without.add(rows.target());
                    } else if (!interrupted) {
                        common.tell("seed " + own.seed() + ": "
                                + lines.none(result, own, false).getMessage());
                    }
                    if (interrupted) {
                        break;
                    }
                }
                List<SameFormula> groups = SameFormula.groups(survivors, rows.test());
                if (listing.isPresent()) {
                    // Of equally many seeds the first.
                    SameFormula commonest =
                            Collections.max(groups.reversed(), Comparator.comparingInt(SameFormula::count));
                    write(listing.get(), commonest.all().getFirst(), rows);
                    // The last line of JSON is the formula's.
                    common.tell("written " + OneLine.of(out.toString()));
                }
                if (stopped.get()) {
                    throw CommandFailure.interrupted("interrupted: the formula is the best until then");
                }
                if (seeds > 1 && !survivors.isEmpty()) {
                    lines.print(groups);
                }
            }
            if (!without.isEmpty()) {
                throw CommandFailure.failed("no formula for " + String.join(", ", without) + ": see the lines above");
            }
        }
    }

    /** The experiment store may know what the model was trained on. */
    private List<GivenNetwork> starts() throws ModelFileException {
        try (RunStore store = RunStore.open(DataFolder.current())) {
            return GivenNetwork.read(model, Optional.of(store));
        } catch (StoreException _) {
            return GivenNetwork.read(model, Optional.empty());
        }
    }

    private String label(FormulaData rows, int targets) throws CommandFailure {
        return (data.given() ? data.text() : model.toString()) + (targets > 1 ? ", " + rows.target() : "");
    }

    private FormulaRun.Question question(FormulaData rows, List<FormulaData> targets) throws CommandFailure {
        Optional<DataSource.CsvFile> table =
                data.given() && data.source() instanceof DataSource.CsvFile csv ? Optional.of(csv) : Optional.empty();
        return new FormulaRun.Question(
                table.isPresent() ? Path.of(data.text()).toAbsolutePath().toString() : data.text(),
                rows.target(),
                Stream.concat(
                                targets.stream().map(FormulaData::target).filter(name -> !name.equals(rows.target())),
                                table.stream().flatMap(csv -> csv.ignored().stream()))
                        .toList(),
                table.map(DataSource.CsvFile::task).orElse(TaskKind.AUTO),
                model == null ? "" : model.toAbsolutePath().toString(),
                shape != null ? shape : hidden == null ? "" : rows.names().size() + "," + hidden + ",1",
                preset == null ? "" : preset,
                maxComplexity,
                functions());
    }

    /** Rows for each formula that is sought. */
    private List<FormulaData> targets(List<GivenNetwork> starts) throws CommandFailure, DataException {
        if (!data.given() && starts.isEmpty()) {
            throw CommandFailure.badInput(
                    "no data: name a CSV file or a function with --data, for instance --data 'function:x*y'");
        }
        boolean converted = starts.stream().anyMatch(start -> start.network().isPresent());
        if (converted && (shape != null || hidden != null || preset != null)) {
            throw CommandFailure.badInput(model + " has its shape and edges: leave --shape, --hidden and --preset out");
        }
        List<FormulaData> targets = new ArrayList<>();
        if (!starts.isEmpty() && !converted) {
            String reason = starts.getFirst().reason();
            if (data.given()) {
                throw CommandFailure.badInput(model + ": " + reason
                        + ". Without --data a new network learns its outputs, without MODEL the data");
            }
            common.tell(model + ": " + starts.getFirst().learning());
        }
        if (!data.given()) {
            starts.forEach(start -> targets.add(FormulaData.of(start, seed)));
            return targets;
        }
        DataSource source = data.source();
        int count = FormulaData.targets(source);
        if (!starts.isEmpty() && starts.size() != count) {
            throw CommandFailure.badInput(model + " has " + starts.size() + " outputs, but " + data.text() + " "
                    + Counted.of(count, "target") + ": name as many with --target");
        }
        for (int number = 0; number < count; number++) {
            FormulaData rows = FormulaData.read(source, number);
            targets.add(starts.isEmpty() ? rows : seenBy(starts.getFirst().columns(), rows));
        }
        List<String> outputs = starts.stream().map(GivenNetwork::target).toList();
        List<String> names = targets.stream().map(FormulaData::target).toList();
        if (outputs.size() > 1
                && !outputs.equals(GivenNetwork.unnamedOutputs(outputs.size()))
                && !outputs.containsAll(names)) {
            throw CommandFailure.badInput(model + " has the outputs " + String.join(", ", outputs) + ", not "
                    + String.join(", ", names) + ": name these with --target");
        }
        return targets;
    }

    /** With the inputs that the model takes, by their names; by their places where it has none. */
    private FormulaData seenBy(List<String> inputs, FormulaData rows) throws CommandFailure {
        if (rows.columns().containsAll(inputs)) {
            return rows.withColumns(inputs);
        }
        if (inputs.size() != rows.columns().size()) {
            throw CommandFailure.badInput(data.text() + " has " + rows.columns().size() + " inputs, but " + model + " "
                    + inputs.size() + ": choose the data that it was trained on");
        }
        if (!inputs.equals(GivenNetwork.unnamedInputs(inputs.size()))) {
            String lacking = inputs.stream()
                    .filter(name -> !rows.columns().contains(name))
                    .findFirst()
                    .orElseThrow();
            throw CommandFailure.badInput(
                    ColumnScaling.lacking(data.text(), new ColumnScaling.Column(lacking, 0, 1).ofTable()));
        }
        return rows;
    }

    /** The output that a target is for, by its name; by its place where it has none. */
    private static GivenNetwork start(List<GivenNetwork> starts, List<FormulaData> targets, FormulaData rows) {
        return starts.stream()
                .filter(start -> start.target().equals(rows.target()))
                .findFirst()
                .orElseGet(() -> starts.get(targets.indexOf(rows)));
    }

    private int seeds() throws CommandFailure {
        return Choices.within("--seeds", seeds, 1, 1000);
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
        for (String name : functions()) {
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

    private List<String> functions() {
        return functions == null ? List.of() : CandidateFunction.split(String.join(",", functions));
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
            throw CommandFailure.badInput((shape == null ? "--hidden: " : "--shape: ") + e.getMessage());
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
                common.tell(preset + ": edges only; left out, as no formula is made of it: " + between);
            }
            return Optional.of(terms);
        } catch (IllegalArgumentException e) {
            throw CommandFailure.badInput("--preset: " + e.getMessage());
        }
    }

    private Listing listing() throws CommandFailure {
        String name = out.toString();
        for (Listing listing : Listing.values()) {
            if (name.endsWith(listing.ending())) {
                OutputFile.check(out, listing.ending());
                return listing;
            }
        }
        throw CommandFailure.badInput("cannot write " + out + ": its name must end in .tex, .py, .java or .c");
    }

    private void write(Listing listing, Found found, FormulaData rows) throws Exception {
        String name = out.getFileName().toString();
        String text = listing.write(
                found.formula(), name.substring(0, name.lastIndexOf('.')), rows.notes(listing.notation()));
        AtomicFile.write(out, text);
    }
}
