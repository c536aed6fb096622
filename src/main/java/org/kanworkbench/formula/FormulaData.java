package org.kanworkbench.formula;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.kanworkbench.data.ColumnScaling;
import org.kanworkbench.data.Counted;
import org.kanworkbench.data.DataException;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.data.Examples;
import org.kanworkbench.data.OneLine;
import org.kanworkbench.data.SeedMixer;
import org.kanworkbench.data.Target;
import org.kanworkbench.data.function.FunctionTarget;
import org.kanworkbench.data.function.PointSource;
import org.kanworkbench.data.function.Points;
import org.kanworkbench.data.source.DataSource;
import org.kanworkbench.data.source.NumericColumns;
import org.kanworkbench.data.source.TaskKind;
import org.kanworkbench.expression.Notation;
import org.kanworkbench.noise.target.RowOrder;
import org.kanworkbench.noise.target.Target.Table;

/**
 * Rows for a formula: some to fit, some to choose by, and some that neither sees.
 *
 * @param names of the inputs in formulas
 * @param columns their own names
 * @param target its name; empty where it has none
 * @param positive the class for which a formula is above 0; empty for a numeric target
 * @param classified samples that nothing was fitted to or chosen by, with their classes: the test rows of two classes,
 *     or those that a network's output tells apart; empty for a numeric target and where the classes are not known
 * @param leftOut which rows of a table are not among them, in words; empty if all are
 */
public record FormulaData(
        List<String> names,
        List<String> columns,
        Samples train,
        Samples validation,
        Samples test,
        String target,
        String positive,
        Optional<Samples> classified,
        String leftOut) {

    /** Share of the rows that formulas are chosen by. */
    private static final double VALIDATION = 0.2;

    /** Of a table, least to set a third apart. */
    private static final int FEW_ROWS = 20;

    /** Of networks that are asked for their own outputs. */
    private static final int ROWS = 1000;

    /** The column that each variable stands for, by what a notation calls the variable. */
    public Map<String, String> variables(Notation notation) {
        Map<String, String> variables = new LinkedHashMap<>();
        for (int i = 0; i < names.size(); i++) {
            variables.put(notation.variable(names.get(i)), columns.get(i));
        }
        return variables;
    }

    /** Which columns have another name in formulas, and which in a notation, a sentence each. */
    public List<String> renamed(Notation notation) {
        return IntStream.range(0, names.size())
                .filter(i -> !notation.variable(names.get(i)).equals(columns.get(i)))
                .mapToObj(i -> notation.variable(names.get(i)) + " is the column \"" + OneLine.of(columns.get(i)) + '"')
                .toList();
    }

    /** What a reader of a formula needs to know beside it, in a line; empty for nothing. */
    public String notes(Notation notation) {
        return Stream.concat(
                        renamed(notation).stream(),
                        Stream.of(positive).filter(p -> !p.isEmpty()).map(p -> "above 0 for class " + p))
                .collect(Collectors.joining("; "));
    }

    /** With some of its inputs, in that order, by their columns. */
    public FormulaData withColumns(List<String> some) {
        if (some.equals(columns)) {
            return this;
        }
        int[] places = some.stream().mapToInt(columns::indexOf).toArray();
        return new FormulaData(
                Arrays.stream(places).mapToObj(names::get).toList(),
                some,
                train.withInputs(places),
                validation.withInputs(places),
                test.withInputs(places),
                target,
                positive,
                classified.map(samples -> samples.withInputs(places)),
                leftOut);
    }

    /** How many targets were asked for: a formula is of one. */
    public static int targets(DataSource source) {
        return source instanceof DataSource.CsvFile table
                ? Math.max(1, table.target().size())
                : 1;
    }

    /**
     * Reads rows in double precision where the target is a number of a function or table. A table's target of two
     * different values is two classes, unless its task says otherwise; its other targets are no inputs.
     *
     * @param number of the target that is meant, from 0
     */
    public static FormulaData read(DataSource source, int number) throws DataException {
        return switch (source) {
            case DataSource.Function typed -> {
                FunctionTarget function = FunctionTarget.parse(FunctionTarget.PREFIX + typed.text());
                yield of(function.source(), function.training(), "");
            }
            case DataSource.CsvFile table -> read(table, number);
            default -> of(source.load(), "");
        };
    }

    private static FormulaData read(DataSource.CsvFile source, int number) throws DataException {
        List<String> columns = new ArrayList<>(NumericColumns.header(source.file()));
        for (String name : Stream.concat(source.target().stream(), source.ignored().stream())
                .toList()) {
            // Those without a name, the second of which is called .1, may be blank: they are left out anyway.
            if (!name.matches("([.]\\d+)?") && !columns.contains(name)) {
                throw new DataException(source.file() + ": there is no column \"" + name + "\": choose from "
                        + String.join(", ", columns));
            }
        }
        columns.removeAll(source.ignored());
        List<String> targets = source.predicted();
        if (!columns.containsAll(targets)) {
            throw new DataException(source.file() + ": a target is among the ignored columns: name it in one place");
        }
        String target = targets.get(number);
        // Its other targets are no inputs.
        List<String> ignored = new ArrayList<>(source.ignored());
        targets.stream().filter(other -> !other.equals(target)).forEach(ignored::add);
        TaskKind task = source.task() == TaskKind.AUTO ? task(source, target) : source.task();
        DataSource.CsvFile table = new DataSource.CsvFile(source.file(), List.of(target), task, ignored);
        if (task != TaskKind.REGRESSION) {
            return of(table.load(), target);
        }
        columns.removeAll(targets);
        PointSource points;
        try {
            points = new Table(source.file(), columns, target).open();
        } catch (DataException e) {
            List<String> all =
                    Stream.concat(columns.stream(), Stream.of(target)).toList();
            if (isNumeric(source.file(), all)) {
                throw e;
            }
            // Words as networks see them, in float32; and rows of which a third is too few to test.
            return of(table.load(), target);
        }
        return of(points, points.training(points.mostRows(), 0), target);
    }

    /** Whether a table holds numbers, and enough of them to be read in double precision. */
    private static boolean isNumeric(Path file, List<String> columns) {
        try {
            return NumericColumns.read(file, columns).rows().size() >= FEW_ROWS;
        } catch (DataException _) {
            return false;
        }
    }

    /** By what is in the column; what is not for a formula is told by who reads it. */
    private static TaskKind task(DataSource.CsvFile source, String target) {
        try {
            long different = NumericColumns.read(source.file(), List.of(target)).rows().stream()
                    .mapToDouble(row -> row[0])
                    .distinct()
                    .limit(3)
                    .count();
            return different == 2 ? TaskKind.CLASSIFICATION : TaskKind.REGRESSION;
        } catch (DataException _) {
            return TaskKind.AUTO;
        }
    }

    private static FormulaData of(Dataset dataset, String target) throws DataException {
        boolean classes = dataset.target() instanceof Target.Classes;
        if (dataset.outputs() != (classes ? 2 : 1)) {
            throw new DataException(dataset.name() + " has " + dataset.outputs()
                    + (classes ? " classes: a formula separates two" : " targets: a formula is of one")
                    + ", choose data with " + (classes ? "two" : "one"));
        }
        List<ColumnScaling.Column> columns = dataset.scaling()
                .map(ColumnScaling::columns)
                .orElseGet(() -> IntStream.rangeClosed(1, dataset.inputs())
                        .mapToObj(i -> new ColumnScaling.Column("x" + i, 0, 1))
                        .toList());
        Dataset split =
                dataset.holdOut(Math.max(1, (int) (VALIDATION * dataset.train().size())), 0);
        int[] shuffled = RowOrder.shuffled(split.train().size(), 0);
        List<String> names = columns.stream().map(ColumnScaling.Column::name).toList();
        Samples test = samples(dataset.test(), columns, dataset.target());
        return new FormulaData(
                Identifiers.of(names),
                names,
                samples(split.train(), columns, dataset.target()).select(shuffled),
                samples(split.test(), columns, dataset.target()),
                test,
                classes ? target : dataset.target().names().getFirst(),
                classes ? dataset.target().names().getLast() : "",
                Optional.of(test).filter(Samples::classes),
                dataset.remark());
    }

    /** In units; the first class is -1, the second 1. */
    static Samples samples(Examples examples, List<ColumnScaling.Column> columns, Target target) {
        double[][] x = new double[columns.size()][examples.size()];
        double[] y = new double[examples.size()];
        float[] row = new float[columns.size()];
        for (int r = 0; r < y.length; r++) {
            examples.features().copyRow(r, row, 0);
            for (int i = 0; i < x.length; i++) {
                ColumnScaling.Column column = columns.get(i);
                x[i][r] = value(column, row[i]);
            }
            y[r] = switch (target) {
                case Target.Classes _ -> 2.0 * examples.labels()[r] - 1;
                case Target.Numbers numbers -> {
                    ColumnScaling.Column column = numbers.scaling().columns().getFirst();
                    yield column.raw(examples.numbers()[r]);
                }
            };
        }
        return new Samples(x, y, target instanceof Target.Classes);
    }

    /** Standardised values are of float32: words are exactly 0 or 1 again. */
    static double value(ColumnScaling.Column column, float standardised) {
        double raw = column.raw(standardised);
        return column.tellsWord() ? Math.rint(raw) : raw;
    }

    /** A network's own outputs. */
    public static FormulaData of(GivenNetwork given, long seed) {
        Samples all = given.outputs().training().sample(ROWS, SeedMixer.mix(seed, 0));
        int held = (int) (VALIDATION * all.rows());
        return new FormulaData(
                Identifiers.of(given.columns()),
                given.columns(),
                all.select(IntStream.range(held, all.rows()).toArray()),
                all.select(IntStream.range(0, held).toArray()),
                given.outputs().test().sample(ROWS, SeedMixer.mix(seed, 1)),
                given.target(),
                given.positive(),
                given.classified(),
                "");
    }

    private static FormulaData of(PointSource source, Points points, String target) throws DataException {
        int rows = points.rows();
        int held = Math.max(1, (int) (VALIDATION * rows));
        Samples all = samples(points);
        if (all.deviation() == 0) {
            throw new DataException("the target is " + all.y()[0] + " in every row: there is nothing to find");
        }
        return new FormulaData(
                Identifiers.of(source.inputNames()),
                source.inputNames(),
                all.select(IntStream.range(held, rows).toArray()),
                all.select(IntStream.range(0, held).toArray()),
                samples(source.test()),
                target,
                "",
                Optional.empty(),
                source.leftOut() == 0 ? "" : Counted.of(source.leftOut(), "row") + " left out, as values are missing");
    }

    private static Samples samples(Points points) {
        double[][] x = new double[points.inputs()][];
        for (int i = 0; i < x.length; i++) {
            x[i] = points.column(i).toArray();
        }
        return new Samples(x, points.y());
    }
}
