package org.kanworkbench.data.source;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.DoubleSummaryStatistics;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.commons.csv.CSVRecord;
import org.kanworkbench.data.ColumnScaling;
import org.kanworkbench.data.Counted;
import org.kanworkbench.data.DataException;
import org.kanworkbench.data.FloatFeatures;
import org.kanworkbench.data.SpreadsheetText;

/**
 * The rows of a CSV file for a model that was trained on another: its inputs are found by their columns' names, other columns
 * may hold anything. Messages count rows and columns as in a spreadsheet: the header is row 1.
 *
 * @param header names of the columns
 * @param records what is in them, row by row
 * @param features as the model sees them; zeros in rows that lack a value
 * @param complete the rows that do not
 * @param unknown words that the model does not know, as {@code column=word}
 * @param remarks of every row, why it has no prediction, and caveats: unknown words, values outside the training rows'
 *     range; empty for none
 * @param beyond how many of the complete rows have values outside the training rows' range, where the model extrapolates
 * @param extremes these values' least and greatest, by their columns
 */
public record TableRows(
        List<String> header,
        List<List<String>> records,
        FloatFeatures features,
        BitSet complete,
        SequencedSet<String> unknown,
        List<String> remarks,
        int beyond,
        Map<ColumnScaling.Column, DoubleSummaryStatistics> extremes) {

    private static final int MOST_ROWS = 1_000_000;
    private static final int MOST_UNKNOWN = 20;
    private static final int MOST_REMARKS = 3;

    /** @param word that the column has where the input is 1; empty for a column of numbers */
    private record Input(ColumnScaling.Column scaling, int place, String word) {

        /** NaN where the value is missing. */
        double value(String text) {
            if (word.isEmpty()) {
                return CsvTable.isNone(text) ? Double.NaN : SpreadsheetText.number(text);
            }
            return CsvTable.isNoWord(text) ? Double.NaN : text.equals(word) ? 1 : 0;
        }
    }

    /** @param scaling of the model's inputs */
    public static TableRows read(Path file, ColumnScaling scaling) throws DataException {
        return CsvFile.read(file, records -> {
            List<String> header = CsvDataset.distinct(records.next().toList());
            return read(file, header, records, inputs(file, header, scaling));
        });
    }

    private static List<Input> inputs(Path file, List<String> header, ColumnScaling scaling) throws DataException {
        List<Input> inputs = new ArrayList<>();
        for (ColumnScaling.Column column : scaling.columns()) {
            String name = column.name();
            int end = name.length();
            while (end >= 0 && !header.contains(name.substring(0, end))) {
                end = name.lastIndexOf(ColumnScaling.WORD, end - 1);
            }
            if (end < 0) {
                throw new DataException(ColumnScaling.lacking(file.toString(), column.ofTable()));
            }
            String word = end == name.length() ? "" : name.substring(end + 1);
            inputs.add(new Input(column, header.indexOf(name.substring(0, end)), word));
        }
        return inputs;
    }

    private static TableRows read(Path file, List<String> header, Iterator<CSVRecord> all, List<Input> inputs)
            throws DataException {
        List<List<String>> records = new ArrayList<>();
        BitSet complete = new BitSet();
        SequencedSet<String> unknown = new LinkedHashSet<>();
        List<String> remarks = new ArrayList<>();
        int beyond = 0;
        SortedMap<Integer, DoubleSummaryStatistics> extremes = new TreeMap<>();
        Map<Integer, Set<String>> words = inputs.stream()
                .filter(input -> !input.word().isEmpty())
                .collect(Collectors.groupingBy(Input::place, Collectors.mapping(Input::word, Collectors.toSet())));
        int width = inputs.size();
        float[] values = new float[64 * width];
        double[] raw = new double[width];
        while (all.hasNext()) {
            CSVRecord record = all.next();
            CsvTable.checkWidth(file, record, header.size());
            int row = records.size();
            if (row == MOST_ROWS) {
                throw new DataException(file + " has more than " + Counted.of(MOST_ROWS, "row") + ": leave some out");
            }
            if ((row + 1L) * width > CsvTable.MAX_VALUES) {
                throw CsvTable.tooLarge(file);
            }
            if ((row + 1) * width > values.length) {
                values = Arrays.copyOf(values, Math.min(2 * values.length, CsvTable.MAX_VALUES));
            }
            boolean whole = true;
            SequencedSet<String> caveats = new LinkedHashSet<>();
            for (int i = 0; i < width; i++) {
                Input input = inputs.get(i);
                String text = record.get(input.place());
                double value = input.value(text);
                if (Double.isNaN(value) && !CsvTable.isNone(text) || Math.abs(value) > CsvTable.MAX_MAGNITUDE) {
                    String mended = "correct it or delete the row";
                    throw CsvTable.bad(file, header, record, input.place(), value, mended);
                }
                if (Double.isNaN(value)) {
                    whole = false;
                    caveats.add(header.get(input.place()) + " is missing");
                }
                raw[i] = value;
                values[row * width + i] = (float)
                        ((value - input.scaling().mean()) / input.scaling().deviation());
            }
            if (!whole) {
                Arrays.fill(values, row * width, (row + 1) * width, 0);
            }
            words.forEach((place, known) -> {
                String text = record.get(place);
                if (!known.contains(text) && !CsvTable.isNoWord(text)) {
                    String word = header.get(place) + ColumnScaling.WORD + CsvTable.shown(text);
                    caveats.add("unknown " + word);
                    if (unknown.size() < MOST_UNKNOWN) {
                        unknown.add(word);
                    }
                }
            });
            List<Integer> unseen = IntStream.range(0, whole ? width : 0)
                    .filter(i -> inputs.get(i).scaling().unseen(raw[i]))
                    .boxed()
                    .toList();
            unseen.forEach(i -> {
                extremes.computeIfAbsent(i, _ -> new DoubleSummaryStatistics()).accept(raw[i]);
                caveats.add(header.get(inputs.get(i).place()) + " out of range");
            });
            beyond += unseen.isEmpty() ? 0 : 1;
            complete.set(row, whole);
            remarks.add(remark(caveats));
            records.add(record.toList());
        }
        Map<ColumnScaling.Column, DoubleSummaryStatistics> byColumn = new LinkedHashMap<>();
        extremes.forEach((i, span) -> byColumn.put(inputs.get(i).scaling(), span));
        return new TableRows(
                header,
                records,
                new FloatFeatures(Arrays.copyOf(values, records.size() * width), width),
                complete,
                unknown,
                remarks,
                beyond,
                byColumn);
    }

    private static String remark(Set<String> caveats) {
        int more = caveats.size() - MOST_REMARKS;
        return caveats.stream().limit(MOST_REMARKS).collect(Collectors.joining(", "))
                + (more > 0 ? " and " + more + " more" : "");
    }
}
