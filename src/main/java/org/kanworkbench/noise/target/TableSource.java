package org.kanworkbench.noise.target;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.hipparchus.stat.StatUtils;
import org.kanworkbench.data.ColumnScaling;
import org.kanworkbench.data.Counted;
import org.kanworkbench.data.DataException;
import org.kanworkbench.data.SeedMixer;
import org.kanworkbench.data.function.PointSource;
import org.kanworkbench.data.function.Points;
import org.kanworkbench.data.function.Range;
import org.kanworkbench.data.source.NumericColumns;

/**
 * Rows of a table. A fixed third is the test set; its outputs are taken as the truth, up to the table's own noise.
 *
 * @param all rows available for training
 */
record TableSource(List<String> inputNames, List<Range> domain, Points all, Points test, double deviation, int leftOut)
        implements PointSource {

    private static final int LEAST_ROWS = 20;
    private static final int TEST_PART = 3;
    private static final long SPLIT_SEED = 0;

    static TableSource read(Target.Table table) throws DataException {
        List<String> columns = new ArrayList<>(table.inputs());
        columns.add(table.output());
        if (table.inputs().isEmpty()) {
            throw new DataException(table.file() + ": no input column is chosen: name at least one");
        }
        if (new HashSet<>(columns).size() < columns.size()) {
            throw new DataException(table.file() + ": a column is chosen twice: choose different ones");
        }
        NumericColumns read = NumericColumns.read(table.file(), columns);
        if (read.rows().size() < LEAST_ROWS) {
            throw new DataException(
                    table.file() + " has " + Counted.of(read.rows().size(), "row") + " of data: at least " + LEAST_ROWS
                            + " are needed, add some");
        }
        Points all = points(read.rows(), table.inputs().size());
        List<Range> domain = new ArrayList<>();
        for (int i = 0; i < table.inputs().size(); i++) {
            domain.add(range(table, all, i));
        }
        checkVaries(table, all, "");
        int[] order = shuffled(all.rows(), SPLIT_SEED);
        int testRows = all.rows() / TEST_PART;
        // No error can be compared with a signal that is none.
        checkVaries(
                table, all.select(Arrays.copyOf(order, testRows)), "in the third of the rows that is for testing, ");
        return new TableSource(
                table.inputs(),
                domain,
                all.select(Arrays.copyOfRange(order, testRows, order.length)),
                all.select(Arrays.copyOf(order, testRows)),
                Math.sqrt(all.variance()),
                read.leftOut());
    }

    private static Points points(List<double[]> rows, int inputs) {
        double[] x = new double[rows.size() * inputs];
        double[] y = new double[rows.size()];
        for (int row = 0; row < y.length; row++) {
            System.arraycopy(rows.get(row), 0, x, row * inputs, inputs);
            y[row] = rows.get(row)[inputs];
        }
        return new Points(inputs, x, y);
    }

    private static Range range(Target.Table table, Points all, int input) throws DataException {
        DoubleSummaryStatistics values = all.column(input).summaryStatistics();
        if (values.getMin() == values.getMax()) {
            throw new DataException(table.file() + " (" + table.inputs().get(input)
                    + "): every value is the same, nothing can be learned from it: leave this column out");
        }
        return new Range(values.getMin(), values.getMax());
    }

    /** Of the rows to train on: a column's values are seldom spread evenly over its range. */
    @Override
    public double deviation(int input) {
        return Math.sqrt(StatUtils.populationVariance(all.column(input).toArray()));
    }

    @Override
    public double meanPosition() {
        return Math.sqrt(all.column(0)
                .map(domain.getFirst()::position)
                .map(position -> position * position)
                .average()
                .orElseThrow());
    }

    @Override
    public int mostRows() {
        return all.rows();
    }

    @Override
    public Points training(int rows, long seed) {
        return all.select(Arrays.copyOf(shuffled(all.rows(), seed), rows));
    }

    /** @param where among which rows; empty for all */
    private static void checkVaries(Target.Table table, Points points, String where) throws DataException {
        DoubleSummaryStatistics outputs = Arrays.stream(points.y()).summaryStatistics();
        Optional<String> why = ColumnScaling.nothingToLearn(outputs.getMin(), outputs.getMax());
        if (why.isPresent()) {
            throw new DataException(
                    table.file() + " (" + table.output() + "): " + where + why.get() + ", choose another output");
        }
    }

    private static int[] shuffled(int rows, long seed) {
        return RowOrder.shuffled(rows, SeedMixer.mix(seed, rows));
    }

    @Override
    public OptionalDouble truth(double... x) {
        return OptionalDouble.empty();
    }
}
