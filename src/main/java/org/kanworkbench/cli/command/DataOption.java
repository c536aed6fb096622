package org.kanworkbench.cli.command;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.kanworkbench.data.ColumnScaling;
import org.kanworkbench.data.DataException;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.data.Target;
import org.kanworkbench.data.function.FunctionTarget;
import org.kanworkbench.data.source.DataSource;
import org.kanworkbench.data.source.TaskKind;
import org.kanworkbench.data.source.ToyShape;
import org.kanworkbench.files.DigitFile;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * What to train on, or to score with: a folder, a file, a toy set as {@code toy:moons?noise=0.2&rows=1000&seed=1}, or a
 * function as {@code function:exp(sin(pi*x)+y^2)?range=-1..1}; and a table's target.
 */
public final class DataOption {

    private static final String MNIST = "mnist";
    private static final String FASHION = "fashion-mnist";
    /** Where Debian's package has it. */
    private static final Path FASHION_FOLDER = Path.of("/usr/share/datasets/fashion-mnist");

    private static final String OWN_DIGITS = "my-digits";
    private static final String BOTH = "mnist+my-digits";

    @Option(
            names = "--data",
            paramLabel = "PATH",
            description =
                    "A folder of images: IDX files as MNIST's or EMNIST's, CIFAR's binary files, or a folder of PNG"
                            + " files for each class, in train and test or not; a CSV file; a toy set (toy:moons, toy:spiral, toy:circles,"
                            + " toy:xor or toy:gaussians), for instance 'toy:moons?noise=0.2&rows=1000&seed=1'; a function of up"
                            + " to ten variables, for instance 'function:exp(sin(pi*x)+y^2)?range=-1..1&y=0..1&rows=1000&noise=0&seed=0',"
                            + " where noise is a fraction of its standard deviation; airfoil, the bundled measurements of airfoils'"
                            + " noise; my-digits, the drawings that were labelled in the"
                            + " window; or mnist+my-digits, both; fashion-mnist, from Debian's package"
                            + " dataset-fashion-mnist; mnist, the bundled one, by default (formula and import have no default).")
    private String data;

    @Mixin
    private TableOptions table = new TableOptions();

    /** Rejects data with other inputs or outputs than a network's. */
    public static void check(Path file, String shape, int inputs, int outputs, Dataset dataset) throws CommandFailure {
        if (inputs != dataset.inputs() || outputs != dataset.outputs()) {
            throw CommandFailure.badInput(file + " is a network of " + shape + " but " + dataset.name() + " has "
                    + dataset.shape() + ": name the data that it was trained on with --data");
        }
    }

    /** Whether data are named; columns of none are refused. */
    public boolean given() throws CommandFailure {
        if (data == null) {
            table.of(List.of(), List.of(), TaskKind.AUTO);
        }
        return data != null;
    }

    /** What is named, as it was typed; empty for nothing. */
    public String text() {
        return data == null ? "" : data;
    }

    /** The named data; the bundled MNIST by default. */
    public DataSource source() throws CommandFailure {
        return source(List.of(), TaskKind.AUTO);
    }

    /**
     * The named data for a model: a table's target is the model's, unless another one is named, and its inputs are those
     * that the model was trained on, whatever other columns there are.
     *
     * @param scaling of the model's inputs
     */
    public DataSource source(Target predicted, Optional<ColumnScaling> scaling) throws CommandFailure, DataException {
        DataSource source = switch (predicted) {
            case Target.Classes _ -> source(List.of(), TaskKind.CLASSIFICATION);
            case Target.Numbers numbers -> {
                if (!given()) {
                    throw CommandFailure.badInput("the model predicts " + String.join(", ", numbers.names())
                            + ", which the bundled images do not have: name its data with --data");
                }
                yield source(numbers.names(), TaskKind.REGRESSION);
            }
        };
        return source instanceof DataSource.CsvFile read && scaling.isPresent()
                ? read.forModel(scaling.get(), predicted)
                : source;
    }

    /** The named data instead of others: of a table, its columns are what those of the other table are, unless options say. */
    public DataSource sourceLike(DataSource other) throws CommandFailure {
        if (!(other instanceof DataSource.CsvFile known)) {
            return source();
        }
        DataSource named = source(known.target(), known.task());
        return named instanceof DataSource.CsvFile table && table.ignored().isEmpty()
                ? new DataSource.CsvFile(table.file(), table.target(), table.task(), known.ignored())
                : named;
    }

    private DataSource source(List<String> usualTarget, TaskKind usualTask) throws CommandFailure {
        return table.of(List.of(named()), usualTarget, usualTask).getFirst();
    }

    private DataSource named() throws CommandFailure {
        return named(data == null ? MNIST : data);
    }

    /** The data that a text names; a table's target is the usual one. */
    public static DataSource named(String data) throws CommandFailure {
        if (data.equals(MNIST)) {
            return new DataSource.Mnist();
        }
        if (data.equals(FASHION)) {
            return new DataSource.IdxFolder(fashion());
        }
        if (data.equals(DataSource.Airfoil.NAME)) {
            return new DataSource.Airfoil();
        }
        if (data.startsWith(DataSource.Toy.PREFIX)) {
            return toy(data);
        }
        if (data.startsWith(FunctionTarget.PREFIX)) {
            return new DataSource.Function(data.substring(FunctionTarget.PREFIX.length()));
        }
        if (data.equals(OWN_DIGITS) || data.equals(BOTH)) {
            return DigitFile.current().source(data.equals(BOTH));
        }
        if (data.isBlank()) {
            throw CommandFailure.badInput("--data is empty: name a folder, a file or a toy set");
        }
        Path path = path(data);
        // Whoever reads a pipe, or what stands for one, says why it is not read.
        if (Files.exists(path) || data.equals("-")) {
            return DataSource.of(path);
        }
        throw missing(data);
    }

    private static Path fashion() throws CommandFailure {
        if (!Files.isDirectory(FASHION_FOLDER)) {
            throw CommandFailure.badInput("Fashion-MNIST is not on this machine: install it with"
                    + " `sudo apt install dataset-fashion-mnist`, or name a folder with its four IDX files"
                    + " (from github.com/zalandoresearch/fashion-mnist)");
        }
        return FASHION_FOLDER;
    }

    private static Path path(String named) throws CommandFailure {
        try {
            return Path.of(named);
        } catch (InvalidPathException _) {
            throw missing(named);
        }
    }

    private static CommandFailure missing(String named) {
        return CommandFailure.badInput("no data at " + named
                + ": name a folder of images, a CSV file, a toy set as toy:moons, or" + " a function as function:x*y");
    }

    /** @param named with its prefix */
    private static DataSource.Toy toy(String named) throws CommandFailure {
        String[] parts = named.substring(DataSource.Toy.PREFIX.length()).split("\\?", 2);
        ToyShape shape = ToyShape.named(parts[0])
                .orElseThrow(() -> CommandFailure.badInput(named + ": there is no toy set '" + parts[0] + "': choose "
                        + Arrays.stream(ToyShape.values()).map(ToyShape::word).collect(Collectors.joining(", "))));
        DataSource.Toy toy = DataSource.Toy.of(shape);
        if (parts.length == 1) {
            return toy;
        }
        for (String assignment : parts[1].split("&")) {
            try {
                toy = changed(toy, assignment);
            } catch (NumberFormatException _) {
                throw CommandFailure.badInput(named + ": '" + assignment + "' has no such number: write for instance"
                        + " noise=0.2&rows=1000&seed=1");
            } catch (IllegalArgumentException e) {
                throw CommandFailure.badInput(named + ": " + e.getMessage());
            }
        }
        return toy;
    }

    private static DataSource.Toy changed(DataSource.Toy toy, String assignment) {
        String[] parts = assignment.split("=", 2);
        String value = parts.length == 2 ? parts[1] : "";
        return switch (parts[0]) {
            case "noise" -> new DataSource.Toy(toy.shape(), Double.parseDouble(value), toy.rows(), toy.seed());
            case "rows" -> new DataSource.Toy(toy.shape(), toy.noise(), Integer.parseInt(value), toy.seed());
            case "seed" -> new DataSource.Toy(toy.shape(), toy.noise(), toy.rows(), Long.parseLong(value));
            default -> throw new IllegalArgumentException("'" + parts[0] + "' is unknown: choose noise, rows or seed");
        };
    }
}
