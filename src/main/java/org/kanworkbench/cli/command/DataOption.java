package org.kanworkbench.cli.command;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.data.source.DataSource;
import org.kanworkbench.data.source.ToyShape;
import org.kanworkbench.files.DigitFile;
import org.kanworkbench.network.NetworkSpec;

/** The values of {@code --data}: a folder, a file, or a toy set as {@code toy:moons?noise=0.2&rows=1000&seed=1}. */
public final class DataOption {

    public static final String DESCRIPTION =
            "A folder with four IDX files; a CSV file; a toy set (toy:moons, toy:spiral, toy:circles,"
                    + " toy:xor or toy:gaussians), for instance 'toy:moons?noise=0.2&rows=1000&seed=1'; "
                    + "my-digits, the drawings that were labelled in the window; or mnist+my-digits, both. The "
                    + "bundled MNIST by default.";

    public static final String TOY = "toy:";
    private static final String OWN_DIGITS = "my-digits";
    private static final String BOTH = "mnist+my-digits";

    private DataOption() {}

    /** @param named null for the bundled MNIST */
    public static DataSource source(String named) throws CommandFailure {
        if (named == null) {
            return new DataSource.Mnist();
        }
        if (named.startsWith(TOY)) {
            return toy(named);
        }
        if (named.equals(OWN_DIGITS) || named.equals(BOTH)) {
            return DigitFile.current().source(named.equals(BOTH));
        }
        Path path = path(named);
        if (Files.isDirectory(path)) {
            return new DataSource.IdxFolder(path);
        }
        if (Files.isRegularFile(path)) {
            return new DataSource.CsvFile(path);
        }
        throw missing(named);
    }

    private static Path path(String named) throws CommandFailure {
        try {
            return Path.of(named);
        } catch (InvalidPathException _) {
            throw missing(named);
        }
    }

    private static CommandFailure missing(String named) {
        return CommandFailure.badInput(
                "no data at " + named + ": name a folder with four IDX files, a CSV file, or a toy set as toy:moons");
    }

    private static DataSource.Toy toy(String named) throws CommandFailure {
        String[] parts = named.substring(TOY.length()).split("\\?", 2);
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

    /** As below, for a model of the workbench. */
    public static void check(Path file, NetworkSpec network, Dataset dataset) throws CommandFailure {
        check(file, network.shape(), network.inputs(), network.outputs(), dataset);
    }

    /**
     * Rejects data that does not match a network.
     *
     * @param file of the network
     * @param shape of the network, for display
     */
    public static void check(Path file, String shape, int inputs, int outputs, Dataset dataset) throws CommandFailure {
        if (inputs != dataset.inputs() || outputs != dataset.outputs()) {
            throw CommandFailure.badInput(file + " is a network of " + shape + " but " + dataset.name() + " has "
                    + dataset.inputs() + " inputs and " + dataset.outputs()
                    + " classes: name the data that it was trained on with --data");
        }
    }
}
