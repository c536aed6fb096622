package org.kanworkbench.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The standardisation of numbers, a table's columns or targets: (value − mean) / deviation, column by column. */
public record ColumnScaling(List<Column> columns) {

    /** Between a column's name and a word of it, see {@link #indicator}. */
    public static final char WORD = '=';

    /** Of a word that is in no row. */
    private static final Column ZEROS = new Column("", 0, 1);

    /** Of float32, with some room. */
    private static final double ROUNDING = 1e-6;

    /**
     * @param name from the table's header
     * @param deviation standard deviation, or 1 for a constant column
     * @param range least and greatest value of the training rows; empty if unknown, and of a word
     */
    public record Column(String name, double mean, double deviation, List<Double> range) {

        /** Without a known range. */
        public Column(String name, double mean, double deviation) {
            this(name, mean, deviation, List.of());
        }

        /** Whether it tells with 1 and 0 where a column has a word. Columns of numbers may have the sign in their names. */
        public boolean tellsWord() {
            return range.isEmpty() && name.indexOf(WORD) >= 0;
        }

        /** The name of the table's column that it tells a word of, or its own. */
        public String ofTable() {
            return tellsWord() ? name.substring(0, name.indexOf(WORD)) : name;
        }

        /** Whether no training row had a value as small, or as large. */
        public boolean unseen(double value) {
            if (range.isEmpty()) {
                return false;
            }
            // Tables are read as float32.
            float room = 2 * Math.ulp((float) Math.max(Math.abs(range.getFirst()), Math.abs(range.getLast())));
            return value < range.getFirst() - room || value > range.getLast() + room;
        }

        /** A standardised value in the column's own units. */
        public double raw(double standardised) {
            double raw = mean + deviation * standardised;
            // Float32's rounding of the standardised value would make a zero a number.
            return Math.abs(raw) < ROUNDING * (Math.abs(mean) + deviation) ? 0 : raw;
        }

        public Column {
            range = List.copyOf(range);
            if (!range.isEmpty() && !(range.size() == 2 && range.getFirst() <= range.getLast())) {
                throw new IllegalArgumentException(
                        "column " + name + " has the range " + range + ": its least and its greatest value are needed");
            }
            if (!Double.isFinite(mean) || !(deviation > 0) || Double.isInfinite(deviation)) {
                throw new IllegalArgumentException("column " + name + " has mean " + mean + " and deviation "
                        + deviation + ": a finite mean and a positive deviation are needed");
            }
        }
    }

    public ColumnScaling {
        columns = List.copyOf(columns);
    }

    /**
     * Mean, standard deviation and range of columns over some rows.
     *
     * @param values rows × columns, row-major
     */
    public static ColumnScaling of(List<String> names, double[] values, int[] rows) {
        List<Column> columns = new ArrayList<>();
        int width = names.size();
        for (int i = 0; i < width; i++) {
            double mean = 0;
            double least = Double.POSITIVE_INFINITY;
            double most = Double.NEGATIVE_INFINITY;
            for (int row : rows) {
                double value = values[row * width + i];
                mean += value / rows.length;
                least = Math.min(least, value);
                most = Math.max(most, value);
            }
            double squares = 0;
            for (int row : rows) {
                double d = values[row * width + i] - mean;
                squares += d * d;
            }
            double deviation = Math.sqrt(squares / rows.length);
            columns.add(new Column(names.get(i), mean, deviation > 0 ? deviation : 1, List.of(least, most)));
        }
        return new ColumnScaling(columns);
    }

    /**
     * Why there is nothing to learn from numbers, as nothing is left of their variance in double precision; empty where there
     * is something.
     */
    public static Optional<String> nothingToLearn(double least, double most) {
        double half = most / 2 - least / 2;
        return half * half > 0
                ? Optional.empty()
                : Optional.of((least == most
                                ? "every value is " + (float) least
                                : "values differ by " + (most - least) + " at most")
                        + ": there is nothing to learn");
    }

    /** The same columns in their own units. */
    public ColumnScaling unscaled() {
        return new ColumnScaling(columns.stream()
                .map(column -> new Column(column.name(), 0, 1, column.range()))
                .toList());
    }

    /** Name of the column that tells with 1 and 0 where a column of words has one of them. */
    public static String indicator(String column, String word) {
        return column + WORD + word;
    }

    /** Places of the columns of each column of the table, in order: several where it has words, under its own name. */
    public Map<String, List<Integer>> placesByColumn() {
        Map<String, List<Integer>> places = IntStream.range(0, columns.size())
                .boxed()
                .collect(Collectors.groupingBy(i -> columns.get(i).ofTable(), LinkedHashMap::new, Collectors.toList()));
        Map<String, List<Integer>> named = new LinkedHashMap<>();
        places.forEach((column, of) ->
                named.put(of.size() == 1 ? columns.get(of.getFirst()).name() : column, of));
        return named;
    }

    /** Whether there is such a column, or that of another word of the same column, so that this word is in no row. */
    boolean has(String name) {
        // A column of numbers may have the sign of words in its name.
        return columns.stream()
                .anyMatch(other ->
                        other.name().equals(name) || other.range().isEmpty() && areOfOneColumn(name, other.name()));
    }

    /** What to say of a table without a model's input. */
    public static String lacking(String table, String column) {
        return table + " has no column " + column + ", which the model was trained on: choose a table with it";
    }

    /** Columns of words that a model does not know, though it knows others of the same columns. */
    public List<String> unknownTo(ColumnScaling model) {
        return columns.stream()
                .filter(column -> column.range().isEmpty())
                .map(Column::name)
                .filter(name -> !model.names().contains(name)
                        && model.names().stream().anyMatch(known -> areOfOneColumn(name, known)))
                .toList();
    }

    /** What to say of such words, in rows that a model sees. */
    public static String unknown(Collection<String> words) {
        return "words that the model does not know: " + String.join(", ", words);
    }

    private static boolean areOfOneColumn(String a, String b) {
        return IntStream.range(0, a.length())
                .anyMatch(end -> a.charAt(end) == WORD && b.startsWith(a.substring(0, end + 1)));
    }

    /** Names of the columns, in order. */
    public List<String> names() {
        return columns.stream().map(Column::name).toList();
    }

    /**
     * Scales rows.
     *
     * @param raw rows × columns, row-major
     */
    public float[] scale(double[] raw) {
        float[] scaled = new float[raw.length];
        for (int at = 0; at < scaled.length; at++) {
            Column column = columns.get(at % columns.size());
            scaled[at] = (float) ((raw[at] - column.mean()) / column.deviation());
        }
        return scaled;
    }

    /** Picks this scaling's columns from rows under another one, which has them, by their names, and converts them. */
    Features convert(Features from, ColumnScaling other) {
        int width = columns.size();
        int[] places = placesIn(other);
        float[] row = new float[other.columns.size()];
        float[] values = new float[Math.multiplyExact(from.rows(), width)];
        for (int r = 0; r < from.rows(); r++) {
            from.copyRow(r, row, 0);
            for (int i = 0; i < width; i++) {
                values[r * width + i] = places[i] < 0 ? 0 : row[places[i]];
            }
        }
        ColumnScaling picked = new ColumnScaling(Arrays.stream(places)
                .mapToObj(place -> place < 0 ? ZEROS : other.columns.get(place))
                .toList());
        return new FloatFeatures(convert(values, picked), width);
    }

    /** -1 for a word that is in no row. */
    private int[] placesIn(ColumnScaling other) {
        if (names().equals(other.names())) {
            // Some of them may be alike.
            return IntStream.range(0, columns.size()).toArray();
        }
        Map<String, Integer> places = new HashMap<>();
        for (int i = 0; i < other.columns.size(); i++) {
            places.putIfAbsent(other.columns.get(i).name(), i);
        }
        return columns.stream()
                .mapToInt(column -> places.getOrDefault(column.name(), -1))
                .toArray();
    }

    /** Converts rows × columns values from another scaling to this one. */
    float[] convert(float[] from, ColumnScaling other) {
        int width = columns.size();
        float[] values = from.clone();
        for (int i = 0; i < width; i++) {
            Column mine = columns.get(i);
            Column theirs = other.columns.get(i);
            double factor = theirs.deviation() / mine.deviation();
            double shift = (theirs.mean() - mine.mean()) / mine.deviation();
            for (int at = i; at < values.length; at += width) {
                values[at] = (float) (values[at] * factor + shift);
            }
        }
        return values;
    }
}
