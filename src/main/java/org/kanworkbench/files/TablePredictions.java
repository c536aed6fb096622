package org.kanworkbench.files;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.kanworkbench.data.ColumnScaling;
import org.kanworkbench.data.Counted;
import org.kanworkbench.data.Target;
import org.kanworkbench.data.source.TableRows;
import org.kanworkbench.engine.Inference;

/** What a model predicts for the rows of a table: these rows, with columns of predictions after them. */
public final class TablePredictions {

    private static final String INFINITE = "the network's outputs are not finite";

    private final TableRows rows;
    private final Target target;
    /** Probabilities of classes, or numbers in units: rows × outputs. */
    private final float[][] outputs;

    /** Of a standard deviation. */
    private static final double COARSE = 1e-5;

    /** Rows that are predicted at a time and depend on each other; empty where they do not. */
    private final OptionalInt together;

    /**
     * @param batch rows that are predicted at a time
     * @param independent whether a prediction does not depend on the other rows of its batch
     */
    public TablePredictions(TableRows rows, Inference network, Target target, int batch, boolean independent) {
        this.rows = rows;
        this.target = target;
        this.together = independent ? OptionalInt.empty() : OptionalInt.of(batch);
        int count = target.names().size();
        int width = rows.features().width();
        int[] complete = rows.complete().stream().toArray();
        outputs = new float[rows.records().size()][];
        float[] x = new float[batch * width];
        float[] y = new float[batch * count];
        for (int from = 0; from < complete.length; from += batch) {
            int some = Math.min(batch, complete.length - from);
            for (int r = 0; r < some; r++) {
                rows.features().copyRow(complete[from + r], x, r * width);
            }
            network.predict(x, some, y);
            for (int r = 0; r < some; r++) {
                float[] row = Arrays.copyOfRange(y, r * count, (r + 1) * count);
                if (target instanceof Target.Classes) {
                    Inference.softmax(y, r * count, row, 0, count);
                }
                boolean finite = IntStream.range(0, count).allMatch(o -> Float.isFinite(row[o]));
                outputs[complete[from + r]] = finite ? row : null;
            }
        }
    }

    /** Of the table and of the predictions, which get a number after their names where the table has such columns. */
    public List<String> header() {
        List<String> all = new ArrayList<>(rows.header());
        predictions().forEach(name -> all.add(free(all, name)));
        return all;
    }

    private List<String> predictions() {
        List<String> names = new ArrayList<>();
        if (target instanceof Target.Classes) {
            names.add("predicted");
        }
        String name = target instanceof Target.Classes ? "p(%s)" : "predicted %s";
        target.names().forEach(output -> names.add(name.formatted(output)));
        names.add("remark");
        return names;
    }

    private static String free(List<String> taken, String name) {
        return IntStream.iterate(0, i -> i + 1)
                .mapToObj(i -> i == 0 ? name : name + "." + i)
                .filter(candidate -> !taken.contains(candidate))
                .findFirst()
                .orElseThrow();
    }

    public int size() {
        return outputs.length;
    }

    /**
     * What is to be said of the rows: that some have no prediction, words that the model takes for none of those it knows, and
     * values for which it must extrapolate; and how predictions are called if the table has columns of their names.
     */
    public List<String> notes() {
        List<String> notes = new ArrayList<>();
        List<String> names = predictions();
        List<String> header = header().subList(rows.header().size(), header().size());
        List<String> taken =
                names.stream().filter(name -> !header.contains(name)).toList();
        if (!taken.isEmpty()) {
            List<String> instead =
                    header.stream().filter(name -> !names.contains(name)).toList();
            notes.add("there is " + String.join(", ", taken) + " already: the new columns are "
                    + String.join(", ", instead));
        }
        int lacking = size() - rows.complete().cardinality();
        if (lacking > 0) {
            notes.add(Counted.of(lacking, "row") + " of " + String.format(Locale.ROOT, "%,d", size())
                    + " without a prediction, as values are missing");
        }
        long infinite = rows.complete().stream().filter(r -> outputs[r] == null).count();
        if (infinite > 0) {
            notes.add(Counted.of(infinite, "row") + " without a prediction, as " + INFINITE);
        }
        together.ifPresent(
                batch -> notes.add("a prediction depends on the other rows, as the network scales by batches of "
                        + batch + " rows: the same row may get another one in another table"));
        if (!rows.unknown().isEmpty()) {
            notes.add(ColumnScaling.unknown(rows.unknown()));
        }
        if (rows.beyond() > 0) {
            notes.add(Counted.of(rows.beyond(), "row")
                    + " beyond what the model was trained on, where it extrapolates: "
                    + rows.extremes().entrySet().stream()
                            .map(extreme -> extreme.getKey().name() + " is "
                                    + span(
                                            extreme.getValue().getMin(),
                                            extreme.getValue().getMax()) + ", was "
                                    + span(
                                            extreme.getKey().range().getFirst(),
                                            extreme.getKey().range().getLast()))
                            .collect(Collectors.joining("; ")));
        }
        return notes;
    }

    private static String span(double least, double most) {
        return least == most ? plain(least) : plain(least) + " to " + plain(most);
    }

    /** With float32's digits, as tables are read. */
    private static String plain(double value) {
        BigDecimal rounded = BigDecimal.valueOf(value).round(new MathContext(7)).stripTrailingZeros();
        return Math.abs(value) < 1e9 ? rounded.toPlainString() : rounded.toString();
    }

    /** Texts and numbers of a row; nothing where there is no prediction. */
    public List<Object> row(int index) {
        List<Object> cells = new ArrayList<>(rows.records().get(index));
        float[] row = outputs[index];
        if (row == null) {
            cells.addAll(Collections.nCopies(predictions().size() - 1, ""));
            cells.add(rows.complete().get(index) ? INFINITE : rows.remarks().get(index));
            return cells;
        }
        if (target instanceof Target.Classes classes) {
            cells.add(classes.names().get(Inference.largest(row, 0, row.length)));
        }
        for (int o = 0; o < row.length; o++) {
            cells.add(
                    target instanceof Target.Numbers numbers
                            ? inUnits(numbers.scaling().columns().get(o), row[o])
                            : (Number) row[o]);
        }
        cells.add(rows.remarks().get(index));
        return cells;
    }

    /** In float32, as tables are read, but where that is coarse for the column: of dates as numbers, for instance. */
    private static Number inUnits(ColumnScaling.Column column, float standardised) {
        double value = column.mean() + column.deviation() * standardised;
        if (Math.ulp((float) value) <= COARSE * column.deviation()) {
            return (float) value;
        }
        int decimals = 6 - (int) Math.floor(Math.log10(column.deviation()));
        return BigDecimal.valueOf(value)
                .setScale(decimals, RoundingMode.HALF_EVEN)
                .doubleValue();
    }

    /** Writes all as CSV. */
    public void write(Path file) throws SaveException {
        CsvText csv = new CsvText(header().toArray());
        IntStream.range(0, size()).forEach(index -> csv.row(row(index)));
        AtomicFile.write(file, csv.toString());
    }
}
