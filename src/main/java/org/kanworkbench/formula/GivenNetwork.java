package org.kanworkbench.formula;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.kanworkbench.data.ColumnScaling;
import org.kanworkbench.data.DataException;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.data.Examples;
import org.kanworkbench.data.Target;
import org.kanworkbench.engine.Predictor;
import org.kanworkbench.engine.workers.Workers;
import org.kanworkbench.files.ModelFileException;
import org.kanworkbench.files.model.ModelFile;
import org.kanworkbench.files.model.SavedModel;
import org.kanworkbench.formula.network.ModelConversion;
import org.kanworkbench.formula.network.MultKan;
import org.kanworkbench.formula.network.MultKanPass;
import org.kanworkbench.formula.pykan.PykanCheckpoint;
import org.kanworkbench.noise.target.RowOrder;
import org.kanworkbench.runs.RunKind;
import org.kanworkbench.runs.StoredRun;
import org.kanworkbench.runs.store.RunStore;

/**
 * One output of a trained network from a file, to be turned into a formula, from its inputs' units to its target's.
 *
 * @param network with the same outputs, whose edges can become functions; empty where there is none and a new network
 *     learns the outputs
 * @param reason why there is none; empty where there is one
 * @param outputs what it makes of its inputs
 * @param columns names of the inputs
 * @param target name of the output; empty where it has none
 * @param positive the class for which the output is above 0; empty where it tells no classes apart
 * @param classified test samples of its training data, with their classes; empty where there are none or they are not known
 */
public record GivenNetwork(
        Optional<MultKan> network,
        String reason,
        Outputs outputs,
        List<String> columns,
        String target,
        String positive,
        Optional<Samples> classified) {

    /** Of no classes. */
    private GivenNetwork(
            Optional<MultKan> network, String reason, Outputs outputs, List<String> columns, String target) {
        this(network, reason, outputs, columns, target, "", Optional.empty());
    }

    /** A formula's one value tells two classes apart. */
    public static final int MOST_CLASSES = 2;

    /** Inputs of a network whose outputs another learns: as many as the variables of a typed function. */
    private static final int MOST_INPUTS = 10;

    /** Of its own samples, to be split. */
    private static final int FEWEST_ROWS = 10;

    /** Standard deviations around the mean over which such a network is asked. */
    private static final double RANGE = 2;

    /** Rows of a network's inputs, whose target is its output. */
    public interface Sampling {

        /** @param rows at most */
        Samples sample(int rows, long seed);
    }

    /**
     * A network's own outputs.
     *
     * @param training rows to find a formula by
     * @param test rows to test it on
     * @param place where they are, for people
     */
    public record Outputs(Sampling training, Sampling test, String place) {}

    /** How the names of the files end that can be read. */
    public static final List<String> ENDINGS = List.of(ModelFile.EXTENSION, PykanCheckpoint.CONFIGURATION);

    /**
     * Reads a model file, or what pykan has saved, by outputs. Of two classes the output is what the second has more than the
     * first.
     *
     * @param store that may tell what a network was trained on: its outputs there are what another learns, and its test
     *     samples have classes
     */
    public static List<GivenNetwork> read(Path file, Optional<RunStore> store) throws ModelFileException {
        if (!file.toString().endsWith(ModelFile.EXTENSION)) {
            MultKan network = PykanCheckpoint.read(file);
            return exactly(network, List.of(), unnamedOutputs(network.outputs()));
        }
        SavedModel saved = ModelFile.read(file);
        if (saved.target() instanceof Target.Classes classes && classes.names().size() > MOST_CLASSES) {
            throw new ModelFileException(file + ": the model has "
                    + classes.names().size() + " classes, and a formula separates two: train with two");
        }
        if (!(saved.target() instanceof Target.Classes classes)) {
            return read(file, saved, () -> trainingData(file, saved, store));
        }
        Optional<Dataset> data = trainingData(file, saved, store);
        return read(file, saved, () -> data).stream()
                .map(one -> new GivenNetwork(
                        one.network,
                        one.reason,
                        one.outputs,
                        one.columns,
                        one.target,
                        classes.names().getLast(),
                        data.map(set -> FormulaData.samples(set.test(), units(saved), set.target()))))
                .toList();
    }

    private static List<GivenNetwork> read(Path file, SavedModel saved, Supplier<Optional<Dataset>> data)
            throws ModelFileException {
        List<String> columns = saved.scaling().map(ColumnScaling::names).orElse(List.of());
        try {
            MultKan scaled = ModelConversion.of(saved.model());
            MultKan network = saved.scaling()
                    .map(scaling -> ModelConversion.behind(scaling, scaled))
                    .orElse(scaled);
            return switch (saved.target()) {
                case Target.Numbers numbers ->
                    exactly(ModelConversion.before(numbers.scaling(), network), columns, numbers.names());
                case Target.Classes classes
                when network.outputs() == 2 ->
                    exactly(ModelConversion.difference(network), columns, List.of(second(classes)));
                case Target.Classes _ -> exactly(network, columns, List.of(""));
            };
        } catch (IllegalArgumentException e) {
            if (saved.model().network().inputs() > MOST_INPUTS) {
                throw new ModelFileException(file + ": " + e.getMessage());
            }
            return learnt(saved, data.get(), columns, e.getMessage());
        }
    }

    private static String second(Target.Classes classes) {
        return "class " + classes.names().getLast();
    }

    private static List<GivenNetwork> exactly(MultKan network, List<String> columns, List<String> names) {
        return IntStream.range(0, network.outputs())
                .mapToObj(o -> {
                    MultKan one = network.withOutput(o);
                    return new GivenNetwork(
                            Optional.of(one),
                            "",
                            evenly((rows, seed) -> sample(one, rows, seed), "over its grids"),
                            named(columns, one.inputs()),
                            names.get(o));
                })
                .toList();
    }

    private static Outputs evenly(Sampling sampling, String place) {
        return new Outputs(sampling, sampling, place);
    }

    /** How a network's outputs are learnt, and why. */
    public String learning() {
        return "A new network learns its outputs " + outputs.place + ": " + reason;
    }

    /** What a model was trained on, as it sees them; empty where that is not known or cannot be read any more. */
    private static Optional<Dataset> trainingData(Path file, SavedModel saved, Optional<RunStore> store) {
        try {
            Optional<StoredRun> run =
                    store.isEmpty() ? Optional.empty() : store.get().trained(file);
            if (run.isEmpty() || run.get().description().kind() != RunKind.TRAINING) {
                return Optional.empty();
            }
            Dataset data = saved.seen(run.get().parsedConfiguration().data().load());
            boolean fits = data.inputs() == saved.model().network().inputs()
                    && data.train().size() >= FEWEST_ROWS
                    && data.test().size() > 0;
            return Optional.of(data).filter(_ -> fits);
        } catch (IOException | DataException | IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static List<GivenNetwork> learnt(
            SavedModel saved, Optional<Dataset> data, List<String> columns, String reason) {
        List<String> names = saved.target() instanceof Target.Classes classes
                ? List.of(second(classes))
                : saved.target().names();
        return IntStream.range(0, names.size())
                .mapToObj(o -> new GivenNetwork(
                        Optional.empty(),
                        reason,
                        data.map(set -> new Outputs(
                                        (rows, seed) -> sample(saved, o, set.train(), rows, seed),
                                        (rows, seed) -> sample(saved, o, set.test(), rows, seed),
                                        "on the samples of its training data, " + set.name()))
                                .orElse(evenly(
                                        (rows, seed) -> sample(saved, o, rows, seed),
                                        "within two standard deviations around its inputs' means, as its training data"
                                                + " are not known")),
                        named(columns, saved.model().network().inputs()),
                        names.get(o)))
                .toList();
    }

    private static List<String> named(List<String> columns, int inputs) {
        return columns.isEmpty() ? unnamedInputs(inputs) : columns;
    }

    /** What inputs are called that have no names. */
    public static List<String> unnamedInputs(int inputs) {
        return IntStream.rangeClosed(1, inputs).mapToObj(i -> "x" + i).toList();
    }

    /** What outputs are called that have no names. */
    public static List<String> unnamedOutputs(int outputs) {
        return outputs == 1
                ? List.of("")
                : IntStream.rangeClosed(1, outputs).mapToObj(o -> "y_" + o).toList();
    }

    /** Evenly over its grids; one that was updated to a constant input is of that value alone. */
    private static Samples sample(MultKan network, int rows, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[][] x = Arrays.stream(network.layers().getFirst().terms())
                .map(terms -> IntStream.range(0, rows)
                        .mapToDouble(_ -> terms.lower() < terms.upper()
                                ? random.nextDouble(terms.lower(), terms.upper())
                                : terms.lower())
                        .toArray())
                .toArray(double[][]::new);
        return new Samples(x, MultKanPass.outputs(network, x)[0]);
    }

    /** Evenly over the training samples' usual range. */
    private static Samples sample(SavedModel saved, int output, int rows, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int inputs = saved.model().network().inputs();
        float[] scaled = new float[rows * inputs];
        for (int i = 0; i < inputs; i++) {
            for (int r = 0; r < rows; r++) {
                scaled[r * inputs + i] = (float) random.nextDouble(-RANGE, RANGE);
            }
        }
        return samples(saved, output, scaled);
    }

    /** Some of its own samples. */
    private static Samples sample(SavedModel saved, int output, Examples own, int most, long seed) {
        int inputs = saved.model().network().inputs();
        int rows = Math.min(most, own.size());
        int[] shuffled = RowOrder.shuffled(own.size(), seed);
        float[] scaled = new float[rows * inputs];
        for (int r = 0; r < rows; r++) {
            own.features().copyRow(shuffled[r], scaled, r * inputs);
        }
        return samples(saved, output, scaled);
    }

    /** Of the inputs. */
    private static List<ColumnScaling.Column> units(SavedModel saved) {
        return saved.scaling()
                .map(ColumnScaling::columns)
                .orElse(Collections.nCopies(saved.model().network().inputs(), new ColumnScaling.Column("", 0, 1)));
    }

    /** @param scaled inputs as the network sees them, row by row */
    private static Samples samples(SavedModel saved, int output, float[] scaled) {
        int inputs = saved.model().network().inputs();
        int rows = scaled.length / inputs;
        double[][] x = new double[inputs][rows];
        for (int i = 0; i < inputs; i++) {
            ColumnScaling.Column column = units(saved).get(i);
            for (int r = 0; r < rows; r++) {
                x[i][r] = FormulaData.value(column, scaled[r * inputs + i]);
            }
        }
        int width = saved.model().network().outputs();
        float[] y = new float[rows * width];
        try (Workers alone = new Workers(1)) {
            new Predictor(saved.model(), rows, alone).predict(scaled, rows, y);
        }
        return new Samples(
                x,
                IntStream.range(0, rows)
                        .mapToDouble(r -> switch (saved.target()) {
                            case Target.Classes _ -> y[r * width + width - 1] - (width == 2 ? y[r * width] : 0);
                            case Target.Numbers numbers -> {
                                ColumnScaling.Column units =
                                        numbers.scaling().columns().get(output);
                                yield units.mean() + units.deviation() * y[r * width + output];
                            }
                        })
                        .toArray());
    }
}
