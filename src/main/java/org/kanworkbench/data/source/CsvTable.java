package org.kanworkbench.data.source;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.commons.csv.CSVRecord;
import org.kanworkbench.data.ColumnScaling;
import org.kanworkbench.data.Counted;
import org.kanworkbench.data.DataException;
import org.kanworkbench.data.FloatFeatures;
import org.kanworkbench.data.SpreadsheetText;
import org.kanworkbench.network.Limits;

/** The rows of a CSV file, collected one by one: inputs of numbers and words, and the target. Rows that lack a value are left out. */
final class CsvTable {

    static final int MAX_COLUMNS = Limits.MAX_UNITS;
    static final double MAX_MAGNITUDE = Float.MAX_VALUE / 2;
    /** What is written for no number, and for no word or class: "none" may be one. */
    private static final Pattern NO_NUMBER = Pattern.compile("(?i)nan?|n/a|null|none|[?-]");

    private static final Pattern NO_WORD = Pattern.compile("(?i)nan?|n/a|null|[?]");

    /** Of an input: each is an input of the network. */
    static final int MAX_WORDS = 64;

    static final int MAX_VALUES = 1 << 28;
    private static final Pattern NOT_FINITE = Pattern.compile("(?i)[+-]?(inf|infinity|nan)");

    /** Columns that a message names. */
    private static final int MOST_NAMED = 5;

    /** By which columns' origins are chosen. */
    private static final int FIRST_ROWS = 64;

    /** Beyond so many usual distances from the median, less than 12 of float32's 24 bits would be left for these. */
    private static final int FAR = 1 << 12;

    private final Path file;
    private final List<String> header;

    /** Indices of inputs and targets, ascending. */
    private final int[] usable;

    /** Number of inputs. */
    private final int columns;

    /** The place of each input in the header. */
    private final int[] places;

    private final CsvTargets targets;
    private final boolean classes;

    /** Values are stored relative to these numbers, so that a large offset costs no float32 precision. */
    private final double[] origin;

    /** The first rows, as long as there is no origin. */
    private double[] first;

    private float[] values;
    private int rows;

    /** The numbers of the words of each input that has words, by its index. */
    private final Map<Integer, Map<String, Integer>> words = new TreeMap<>();

    /** Number of missing values in each column that is used, if there are some. */
    private final Map<Integer, Integer> holes = new TreeMap<>();

    /** Rows with these. */
    private int leftOut;

    /**
     * @param usable indices of inputs and targets, ascending
     * @param targets indices of the target columns
     * @param isText whether the column at an index has words and no numbers
     */
    CsvTable(Path file, List<String> header, int[] usable, int[] targets, IntPredicate isText) {
        this.file = file;
        this.header = header;
        this.usable = usable;
        this.places = Arrays.stream(usable)
                .filter(column -> Arrays.stream(targets).noneMatch(target -> target == column))
                .toArray();
        this.columns = places.length;
        this.targets = new CsvTargets(file, header, targets);
        this.classes = Arrays.stream(targets).anyMatch(isText);
        this.origin = new double[columns];
        this.first = new double[FIRST_ROWS * columns];
        this.values = new float[FIRST_ROWS * columns];
        IntStream.range(0, columns)
                .filter(column -> isText.test(places[column]))
                .forEach(column -> words.put(column, new HashMap<>()));
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
        return !Double.isNaN(SpreadsheetText.number(text));
    }

    static boolean isText(String text) {
        return !isNone(text) && !isNumber(text) && !NOT_FINITE.matcher(text).matches();
    }

    /** Whether it stands for no number. */
    static boolean isNone(String text) {
        return text.isEmpty() || NO_NUMBER.matcher(text).matches();
    }

    /** Whether it stands for no word. */
    static boolean isNoWord(String text) {
        return text.isEmpty() || NO_WORD.matcher(text).matches();
    }

    void add(CSVRecord record) throws DataException {
        checkWidth(file, record, header.size());
        if (hasHoles(record)) {
            leftOut++;
            return;
        }
        if (rows == FIRST_ROWS) {
            settle();
        }
        reserve();
        for (int column = 0; column < columns; column++) {
            Map<String, Integer> known = words.get(column);
            if (known == null) {
                put(column, numberAt(record, places[column]));
            } else if (known.size() <= MAX_WORDS) {
                put(column, known.computeIfAbsent(record.get(places[column]), _ -> known.size()));
            }
        }
        targets.add(record);
        rows++;
    }

    private void put(int column, double value) {
        int at = rows * columns + column;
        if (first != null) {
            first[at] = value;
        } else {
            values[at] = (float) (value - origin[column]);
        }
    }

    /** Chooses the origins, and stores the first rows relative to them. */
    private void settle() {
        if (first == null) {
            return;
        }
        for (int column = 0; column < columns; column++) {
            origin[column] = words.containsKey(column) ? 0 : origin(column);
            for (int at = column; at < rows * columns; at += columns) {
                values[at] = (float) (first[at] - origin[column]);
            }
        }
        first = null;
    }

    /** The first row's number; where that is so far away that the others would become the same, their median. */
    private double origin(int column) {
        double[] sorted = IntStream.range(0, rows)
                .mapToDouble(row -> first[row * columns + column])
                .sorted()
                .toArray();
        double median = sorted[rows / 2];
        double[] distances = Arrays.stream(sorted)
                .map(value -> Math.abs(value - median))
                .filter(distance -> distance > 0)
                .sorted()
                .toArray();
        double own = first[column];
        boolean far = distances.length > 0 && Math.abs(own - median) > FAR * distances[distances.length / 2];
        return far ? median : own;
    }

    static void checkWidth(Path file, CSVRecord record, int columns) throws DataException {
        if (record.size() != columns) {
            throw new DataException("%s, row %d: there are %d values but %d columns: add or remove some"
                    .formatted(file, record.getRecordNumber(), record.size(), columns));
        }
    }

    private boolean hasHoles(CSVRecord record) {
        boolean any = false;
        for (int column : usable) {
            if (isHole(record, column)) {
                any = true;
                holes.merge(column, 1, Integer::sum);
            }
        }
        return any;
    }

    /** Without a value, or with what other programs write for none. */
    private boolean isHole(CSVRecord record, int column) {
        String text = record.get(column);
        int input = Arrays.binarySearch(places, column);
        return (input < 0 ? classes : words.containsKey(input)) ? isNoWord(text) : isNone(text);
    }

    /** How many rows are left out, as they lack values, and how many each column lacks; empty if none is. */
    String leftOut() {
        if (leftOut == 0) {
            return "";
        }
        String each = holes.entrySet().stream()
                .limit(MOST_NAMED)
                .map(hole -> {
                    String name = header.get(hole.getKey());
                    return (name.contains(",") ? '"' + name + '"' : name) + " "
                            + String.format(Locale.ROOT, "%,d", hole.getValue());
                })
                .collect(Collectors.joining(", "));
        return String.format(
                Locale.ROOT,
                "%,d of %,d rows left out, as values are missing: %s",
                leftOut,
                leftOut + rows,
                each + (holes.size() > MOST_NAMED ? ", …" : ""));
    }

    /**
     * What networks see: the numbers, and of each column of words one input a word, in alphabetical order, that is 1 in the
     * rows with this word and 0 in others.
     */
    List<Input> inputs() throws DataException {
        settle();
        List<String> free = words.entrySet().stream()
                .filter(column -> column.getValue().size() > MAX_WORDS)
                .map(column -> "\"%s\" (as \"%s\")"
                        .formatted(
                                header.get(places[column.getKey()]),
                                shown(Collections.min(column.getValue().entrySet(), Map.Entry.comparingByValue())
                                        .getKey())))
                .toList();
        if (!free.isEmpty()) {
            throw new DataException("%s: %s more than %d distinct texts: ignore %s, or write plain numbers"
                    .formatted(
                            file,
                            String.join(", ", free) + (free.size() == 1 ? " has" : " have"),
                            MAX_WORDS,
                            free.size() == 1 ? "the column" : "these columns"));
        }
        List<Input> inputs = new ArrayList<>();
        for (int column = 0; column < columns; column++) {
            int at = column;
            String name = header.get(places[column]);
            if (words.containsKey(column)) {
                for (var word : new TreeMap<>(words.get(column)).entrySet()) {
                    String input = ColumnScaling.indicator(name, word.getKey());
                    // Whoever reads names would take it for the other column's.
                    for (String other : header) {
                        if (other.length() > name.length()
                                && (input + ColumnScaling.WORD).startsWith(other + ColumnScaling.WORD)) {
                            throw new DataException(
                                    "%s: \"%s\" of the column \"%s\" reads as the column \"%s\": rename one of them"
                                            .formatted(file, shown(word.getKey()), name, other));
                        }
                    }
                    inputs.add(new Input(input, at, word.getValue()));
                }
            } else {
                inputs.add(new Input(name, at, -1));
            }
        }
        if (inputs.size() > MAX_COLUMNS) {
            throw new DataException(
                    "%s has %d inputs, as each word of a column is one: at most %d are possible, leave some out"
                            .formatted(file, inputs.size(), MAX_COLUMNS));
        }
        if ((long) rows * inputs.size() > MAX_VALUES) {
            throw tooLarge(file);
        }
        return inputs;
    }

    /** @param word the number of a word of the column, or -1 for its values as they are */
    record Input(String name, int column, int word) {}

    private double value(Input input, int row) {
        float value = values[row * columns + input.column()];
        return input.word() < 0 ? value : value == input.word() ? 1 : 0;
    }

    private double numberAt(CSVRecord record, int column) throws DataException {
        double value = SpreadsheetText.number(record.get(column));
        if (Math.abs(value) <= MAX_MAGNITUDE) {
            return value;
        }
        String mended = "put numbers into this column, ignore it, or make it the target";
        throw bad(file, header, record, column, value, mended);
    }

    /**
     * What is wrong with a value of a column of numbers.
     *
     * @param value as {@link #number} reads it
     * @param mended what to do where it is no number
     */
    static DataException bad(
            Path file, List<String> header, CSVRecord record, int column, double value, String mended) {
        String text = record.get(column);
        String what = "\"" + shown(text) + "\" is "
                + (NOT_FINITE.matcher(text).matches()
                        ? "not finite: replace it or delete the row"
                        : !Double.isNaN(value)
                                ? "too large: numbers up to 1e38 are possible"
                                : "not a number: " + mended);
        return new DataException("%s, row %d, column %d (%s): %s"
                .formatted(file, record.getRecordNumber(), column + 1, header.get(column), what));
    }

    /** A value for messages. */
    static String shown(String text) {
        return text.length() > 40 ? text.substring(0, 40) + "…" : text;
    }

    private void reserve() throws DataException {
        if ((rows + 1) * columns > values.length) {
            int capacity = Math.min(2 * rows, MAX_VALUES / columns);
            if (capacity == rows) {
                throw tooLarge(file);
            }
            values = Arrays.copyOf(values, capacity * columns);
        }
    }

    static DataException tooLarge(Path file) {
        return new DataException(
                file + " has more than " + Counted.of(MAX_VALUES, "value") + ": leave rows or columns out");
    }

    /** Every input's mean and standard deviation over the training rows, and of numbers the range. */
    ColumnScaling scaling(List<Input> inputs, int[] trainRows) {
        List<ColumnScaling.Column> scaled = new ArrayList<>();
        for (Input input : inputs) {
            double sum = 0;
            double least = Double.POSITIVE_INFINITY;
            double most = Double.NEGATIVE_INFINITY;
            for (int row : trainRows) {
                double value = value(input, row);
                sum += value;
                least = Math.min(least, value);
                most = Math.max(most, value);
            }
            double mean = sum / trainRows.length;
            double squares = 0;
            for (int row : trainRows) {
                double d = value(input, row) - mean;
                squares += d * d;
            }
            double deviation = Math.sqrt(squares / trainRows.length);
            // A constant column carries no information: only its mean is subtracted.
            double from = origin[input.column()];
            scaled.add(new ColumnScaling.Column(
                    input.name(),
                    from + mean,
                    deviation > 0 ? deviation : 1,
                    input.word() < 0 ? List.of(from + least, from + most) : List.of()));
        }
        return new ColumnScaling(scaled);
    }

    FloatFeatures scaled(List<Input> inputs, ColumnScaling scaling) {
        int width = inputs.size();
        float[] result = new float[rows * width];
        for (int i = 0; i < width; i++) {
            Input input = inputs.get(i);
            double mean = scaling.columns().get(i).mean() - origin[input.column()];
            double factor = 1 / scaling.columns().get(i).deviation();
            for (int row = 0; row < rows; row++) {
                result[row * width + i] = (float) ((value(input, row) - mean) * factor);
            }
        }
        return new FloatFeatures(result, width);
    }
}
