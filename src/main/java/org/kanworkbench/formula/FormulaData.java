package org.kanworkbench.formula;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.kanworkbench.data.DataException;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.data.Examples;
import org.kanworkbench.data.SeedMixer;
import org.kanworkbench.data.function.FunctionTarget;
import org.kanworkbench.data.function.PointSource;
import org.kanworkbench.data.function.Points;
import org.kanworkbench.data.source.NumericColumns;
import org.kanworkbench.formula.network.MultKan;
import org.kanworkbench.formula.network.MultKanPass;
import org.kanworkbench.noise.target.Target;

/**
 * Rows for a formula: some to fit, some to choose by, and some that neither sees.
 *
 * @param names of the inputs
 * @param positive the class for which a formula is above 0; empty for a numeric target
 */
public record FormulaData(List<String> names, Samples train, Samples validation, Samples test, String positive) {

    /** Share of the rows that formulas are chosen by. */
    private static final double VALIDATION = 0.2;

    /** Of networks that are asked for their own outputs. */
    private static final int ROWS = 1000;

    /**
     * @param named a function with its prefix, or a table's file
     * @param target column of a table; null for the last
     */
    public static FormulaData read(String named, String target) throws DataException {
        if (named.startsWith(FunctionTarget.PREFIX)) {
            FunctionTarget function = FunctionTarget.parse(named);
            return of(function.source(), function.training());
        }
        Path file = Path.of(named);
        if (!Files.isRegularFile(file)) {
            throw new DataException("no data at " + named
                    + ": name a CSV file, or a function, for instance 'function:exp(sin(pi*x)+y^2)'");
        }
        List<String> columns = new ArrayList<>(NumericColumns.header(file));
        String output = target == null ? columns.getLast() : target;
        if (!columns.remove(output)) {
            throw new DataException(
                    file + ": there is no column \"" + output + "\": choose from " + String.join(", ", columns));
        }
        PointSource source = new Target.Table(file, columns, output).open();
        return of(source, source.training(source.mostRows(), 0));
    }

    /** The first class is -1, the second 1. */
    public static FormulaData of(Dataset dataset) throws DataException {
        if (dataset.outputs() != 2) {
            throw new DataException(dataset.name() + " has " + dataset.outputs()
                    + " classes: a formula tells two apart, choose data with two");
        }
        List<String> names = IntStream.rangeClosed(1, dataset.inputs())
                .mapToObj(i -> "x_" + i)
                .toList();
        Samples all = samples(dataset.train());
        int held = (int) (VALIDATION * all.rows());
        return new FormulaData(
                names,
                all.select(IntStream.range(held, all.rows()).toArray()),
                all.select(IntStream.range(0, held).toArray()),
                samples(dataset.test()),
                dataset.target().names().getLast());
    }

    private static Samples samples(Examples examples) {
        int rows = examples.size();
        double[][] x = new double[examples.features().width()][rows];
        float[] row = new float[x.length];
        for (int r = 0; r < rows; r++) {
            examples.features().copyRow(r, row, 0);
            for (int i = 0; i < x.length; i++) {
                x[i][r] = row[i];
            }
        }
        double[] y = Arrays.stream(examples.labels())
                .mapToDouble(label -> 2.0 * label - 1)
                .toArray();
        return new Samples(x, y, true);
    }

    /** A network's own outputs, evenly over its grids. */
    public static FormulaData of(GivenNetwork given, long seed) throws DataException {
        MultKan network = given.network();
        List<String> columns = given.columns();
        if (network.outputs() != 1) {
            throw new DataException(
                    "the network has " + network.outputs() + " outputs: a formula is of one, train with one");
        }
        List<String> names = columns.isEmpty()
                ? IntStream.rangeClosed(1, network.inputs())
                        .mapToObj(i -> "x_" + i)
                        .toList()
                : identifiers(columns);
        Samples all = sampled(network, ROWS, SeedMixer.mix(seed, 0));
        int held = (int) (VALIDATION * ROWS);
        return new FormulaData(
                names,
                all.select(IntStream.range(held, ROWS).toArray()),
                all.select(IntStream.range(0, held).toArray()),
                sampled(network, ROWS, SeedMixer.mix(seed, 1)),
                "");
    }

    private static Samples sampled(MultKan network, int rows, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[][] x = Arrays.stream(network.layers().getFirst().terms())
                .map(terms -> random.doubles(rows, terms.lower(), terms.upper()).toArray())
                .toArray(double[][]::new);
        return new Samples(x, MultKanPass.outputs(network, x)[0]);
    }

    private static FormulaData of(PointSource source, Points points) throws DataException {
        int rows = points.rows();
        int held = Math.max(1, (int) (VALIDATION * rows));
        Samples all = samples(points);
        if (all.deviation() == 0) {
            throw new DataException("the target is " + all.y()[0] + " in every row: there is nothing to find");
        }
        return new FormulaData(
                identifiers(source.inputNames()),
                all.select(IntStream.range(held, rows).toArray()),
                all.select(IntStream.range(0, held).toArray()),
                samples(source.test()),
                "");
    }

    /** Columns by names that formulas may have; those that would be alike are numbered. */
    private static List<String> identifiers(List<String> columns) {
        List<String> names = new ArrayList<>();
        for (String column : columns) {
            String name = Listing.identifier(column);
            names.add(names.contains(name) ? name + "_" + (names.size() + 1) : name);
        }
        return names;
    }

    private static Samples samples(Points points) {
        double[][] x = new double[points.inputs()][points.rows()];
        for (int r = 0; r < points.rows(); r++) {
            for (int i = 0; i < x.length; i++) {
                x[i][r] = points.x(r, i);
            }
        }
        return new Samples(x, points.y());
    }
}
