package org.kanworkbench.data.source;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.apache.commons.csv.CSVRecord;
import org.kanworkbench.data.ColumnScaling;
import org.kanworkbench.data.DataException;
import org.kanworkbench.data.FloatFeatures;
import org.kanworkbench.network.Limits;

/** The rows of a CSV file, collected one by one: numeric columns and, last, the class. */
final class CsvTable {

    static final int MAX_COLUMNS = Limits.MAX_UNITS;
    static final int MAX_CLASSES = 256;
    private static final int MAX_VALUES = 1 << 28;
    private static final Pattern NOT_FINITE = Pattern.compile("(?i)[+-]?(inf|infinity|nan)");

    private final Path file;
    private final List<String> header;
    private final int columns;
    private final Map<String, Integer> classNumbers = new HashMap<>();

    /**
     * The first row's numbers. Values are stored relative to them, so that a large offset costs no float32 precision.
     */
    private final double[] origin;

    private float[] values;
    private int[] classOfRow = new int[64];
    private int rows;

    CsvTable(Path file, List<String> header) {
        this.file = file;
        this.header = header;
        this.columns = header.size() - 1;
        this.origin = new double[columns];
        this.values = new float[64 * columns];
    }

    List<String> header() {
        return header;
    }

    int rows() {
        return rows;
    }

    static boolean isNumber(String text) {
        return !Double.isNaN(number(text));
    }

    /** NaN for anything but a number, including the text "NaN". */
    private static double number(String text) {
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
        if (record.size() != columns + 1) {
            throw new DataException("%s, row %d: there are %d values but %d columns: add or remove some"
                    .formatted(file, record.getRecordNumber(), record.size(), columns + 1));
        }
        reserve();
        for (int column = 0; column < columns; column++) {
            double value = numberAt(record, column);
            if (rows == 0) {
                origin[column] = value;
            }
            values[rows * columns + column] = (float) (value - origin[column]);
        }
        String name = record.get(columns);
        if (name.isEmpty()) {
            throw bad(record, columns, "the class is missing: fill it in or delete the row");
        }
        classOfRow[rows] = classNumbers.computeIfAbsent(name, _ -> classNumbers.size());
        if (classNumbers.size() > MAX_CLASSES) {
            throw bad(
                    record,
                    columns,
                    "there are more than " + MAX_CLASSES + " classes: let the last column be the class");
        }
        rows++;
    }

    private double numberAt(CSVRecord record, int column) throws DataException {
        String text = record.get(column);
        double value = number(text);
        if (Double.isFinite(value) && Math.abs(value) <= Float.MAX_VALUE / 2) {
            return value;
        }
        if (text.isEmpty()) {
            throw bad(record, column, "the value is missing: fill it in or delete the row");
        }
        if (NOT_FINITE.matcher(text).matches()) {
            throw bad(record, column, "\"" + text + "\" is not finite: replace it or delete the row");
        }
        if (!Double.isNaN(value)) {
            throw bad(record, column, "\"" + text + "\" is too large: numbers up to 1e38 are possible");
        }
        String shown = text.length() > 40 ? text.substring(0, 40) + "…" : text;
        throw bad(record, column, "\"" + shown + "\" is no number: only the last column may hold text");
    }

    private DataException bad(CSVRecord record, int column, String what) {
        return new DataException("%s, row %d, column %d (%s): %s"
                .formatted(file, record.getRecordNumber(), column + 1, header.get(column), what));
    }

    private void reserve() throws DataException {
        if (rows == classOfRow.length) {
            int capacity = Math.min(2 * rows, MAX_VALUES / columns);
            if (capacity == rows) {
                throw new DataException(file + " has more than " + MAX_VALUES + " values: leave rows or columns out");
            }
            values = Arrays.copyOf(values, capacity * columns);
            classOfRow = Arrays.copyOf(classOfRow, capacity);
        }
    }

    /** Names of the classes, in numerical order if all are numbers, otherwise in alphabetical order. */
    List<String> classes() {
        Comparator<String> order = Comparator.naturalOrder();
        if (classNumbers.keySet().stream().allMatch(CsvTable::isNumber)) {
            order = Comparator.comparingDouble(CsvTable::number).thenComparing(order);
        }
        return classNumbers.keySet().stream().sorted(order).toList();
    }

    int[] labels(List<String> classes) {
        int[] labelOf = new int[classes.size()];
        for (int label = 0; label < labelOf.length; label++) {
            labelOf[classNumbers.get(classes.get(label))] = label;
        }
        return IntStream.range(0, rows).map(row -> labelOf[classOfRow[row]]).toArray();
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
            scaled.add(
                    new ColumnScaling.Column(header.get(column), origin[column] + mean, deviation > 0 ? deviation : 1));
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
