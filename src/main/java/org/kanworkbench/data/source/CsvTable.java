package org.kanworkbench.data.source;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.commons.csv.CSVRecord;
import org.kanworkbench.data.ColumnScaling;
import org.kanworkbench.data.DataException;
import org.kanworkbench.data.FloatFeatures;
import org.kanworkbench.network.Limits;

/** The rows of a CSV file, collected one by one: numeric inputs and the target. */
final class CsvTable {

    static final int MAX_COLUMNS = Limits.MAX_UNITS;
    static final double MAX_MAGNITUDE = Float.MAX_VALUE / 2;
    private static final Pattern NONE = Pattern.compile("(?i)na|n/a|null|none|[?-]");

    private static final int MAX_VALUES = 1 << 28;
    private static final Pattern NOT_FINITE = Pattern.compile("(?i)[+-]?(inf|infinity|nan)");

    /** Columns that a message names. */
    private static final int MOST_NAMED = 5;

    private final Path file;
    private final List<String> header;

    /** Indices of inputs and targets, ascending. */
    private final int[] usable;

    /** Number of inputs. */
    private final int columns;

    /** The place of each input in the header. */
    private final int[] places;

    private final CsvTargets targets;

    /**
     * The first row's numbers. Values are stored relative to them, so that a large offset costs no float32 precision.
     */
    private final double[] origin;

    private float[] values;
    private int rows;

    /** Number of missing values in each column that is used, and the first of them; null if there are none. */
    private final Map<Integer, Integer> holes = new TreeMap<>();

    private CSVRecord firstWithHole;

    /**
     * @param usable indices of inputs and targets, ascending
     * @param targets indices of the target columns
     */
    CsvTable(Path file, List<String> header, int[] usable, int[] targets) {
        this.file = file;
        this.header = header;
        this.usable = usable;
        this.places = Arrays.stream(usable)
                .filter(column -> Arrays.stream(targets).noneMatch(target -> target == column))
                .toArray();
        this.columns = places.length;
        this.targets = new CsvTargets(file, header, targets);
        this.origin = new double[columns];
        this.values = new float[64 * columns];
    }

    /** Indices of all columns but some, ascending. */
    static int[] others(int all, int[] some) {
        return IntStream.range(0, all)
                .filter(column -> Arrays.stream(some).noneMatch(one -> one == column))
                .toArray();
    }

    CsvTargets targets() {
        return targets;
    }

    int rows() {
        return rows;
    }

    static boolean isNumber(String text) {
        return !Double.isNaN(number(text));
    }

    static boolean isText(String text) {
        return !text.isEmpty() && !isNumber(text) && !NOT_FINITE.matcher(text).matches();
    }

    /** NaN for anything but a number, including the text "NaN". */
    static double number(String text) {
        // Double.parseDouble would also accept a type suffix, as in "1d".
        if (text.isEmpty() || "dDfF".indexOf(text.charAt(text.length() - 1)) >= 0) {
            return Double.NaN;
        }
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException _) {
            return Double.NaN;
        }
    }

    void add(CSVRecord record) throws DataException {
        if (record.size() != header.size()) {
            throw new DataException("%s, row %d: there are %d values but %d columns: add or remove some"
                    .formatted(file, record.getRecordNumber(), record.size(), header.size()));
        }
        if (hasHoles(record)) {
            return;
        }
        reserve();
        for (int column = 0; column < columns; column++) {
            double value = numberAt(record, places[column]);
            if (rows == 0) {
                origin[column] = value;
            }
            values[rows * columns + column] = (float) (value - origin[column]);
        }
        targets.add(record);
        rows++;
    }

    private boolean hasHoles(CSVRecord record) {
        boolean any = false;
        for (int column : usable) {
            if (isHole(record, column)) {
                any = true;
                holes.merge(column, 1, Integer::sum);
            }
        }
        firstWithHole = any && firstWithHole == null ? record : firstWithHole;
        return any;
    }

    /** Without a value; among inputs, which are numbers, also what other programs write for none. */
    private boolean isHole(CSVRecord record, int column) {
        String text = record.get(column);
        return text.isEmpty()
                || NONE.matcher(text).matches() && Arrays.stream(places).anyMatch(place -> place == column);
    }

    /** Fails if values are missing, and says of all of them. */
    void checkHoles() throws DataException {
        if (holes.isEmpty()) {
            return;
        }
        int column = Arrays.stream(usable)
                .filter(place -> isHole(firstWithHole, place))
                .findFirst()
                .orElseThrow();
        int all = holes.values().stream().mapToInt(Integer::intValue).sum();
        if (all == 1) {
            throw bad(firstWithHole, column, "the value is missing: fill it in or delete the row");
        }
        String each = holes.entrySet().stream()
                .limit(MOST_NAMED)
                .map(hole -> {
                    String name = header.get(hole.getKey());
                    return (name.contains(",") ? '"' + name + '"' : name) + " " + hole.getValue();
                })
                .collect(Collectors.joining(", "));
        throw bad(
                firstWithHole,
                column,
                "this value is missing, one of %,d (".formatted(all) + each
                        + (holes.size() > MOST_NAMED ? ", …" : "")
                        + "): fill them in, delete the rows, or ignore the columns");
    }

    private double numberAt(CSVRecord record, int column) throws DataException {
        String text = record.get(column);
        double value = number(text);
        if (Double.isFinite(value) && Math.abs(value) <= MAX_MAGNITUDE) {
            return value;
        }
        if (NOT_FINITE.matcher(text).matches()) {
            throw bad(record, column, "\"" + text + "\" is not finite: replace it or delete the row");
        }
        if (!Double.isNaN(value)) {
            throw bad(record, column, "\"" + text + "\" is too large: numbers up to 1e38 are possible");
        }
        throw bad(
                record,
                column,
                "\"" + shown(text)
                        + "\" is not a number: put numbers into this column, ignore it, or make it the target");
    }

    /** A value for messages. */
    static String shown(String text) {
        return text.length() > 40 ? text.substring(0, 40) + "…" : text;
    }

    private DataException bad(CSVRecord record, int column, String what) {
        return new DataException("%s, row %d, column %d (%s): %s"
                .formatted(file, record.getRecordNumber(), column + 1, header.get(column), what));
    }

    private void reserve() throws DataException {
        if ((rows + 1) * columns > values.length) {
            int capacity = Math.min(2 * rows, MAX_VALUES / columns);
            if (capacity == rows) {
                throw new DataException(file + " has more than " + MAX_VALUES + " values: leave rows or columns out");
            }
            values = Arrays.copyOf(values, capacity * columns);
        }
    }

    /** Every column's mean and standard deviation over the training rows. */
    ColumnScaling scaling(int[] trainRows) {
        List<ColumnScaling.Column> scaled = new ArrayList<>();
        for (int column = 0; column < columns; column++) {
            double sum = 0;
            for (int row : trainRows) {
                sum += values[row * columns + column];
            }
            double mean = sum / trainRows.length;
            double squares = 0;
            for (int row : trainRows) {
                double d = values[row * columns + column] - mean;
                squares += d * d;
            }
            double deviation = Math.sqrt(squares / trainRows.length);
            // A constant column carries no information: only its mean is subtracted.
            scaled.add(new ColumnScaling.Column(
                    header.get(places[column]), origin[column] + mean, deviation > 0 ? deviation : 1));
        }
        return new ColumnScaling(scaled);
    }

    FloatFeatures scaled(ColumnScaling scaling) {
        float[] result = new float[rows * columns];
        for (int column = 0; column < columns; column++) {
            double mean = scaling.columns().get(column).mean() - origin[column];
            double factor = 1 / scaling.columns().get(column).deviation();
            for (int row = 0; row < rows; row++) {
                result[row * columns + column] = (float) ((values[row * columns + column] - mean) * factor);
            }
        }
        return new FloatFeatures(result, columns);
    }
}
