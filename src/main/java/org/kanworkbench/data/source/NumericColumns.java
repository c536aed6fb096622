package org.kanworkbench.data.source;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.csv.CSVRecord;
import org.kanworkbench.data.DataException;
import org.kanworkbench.data.SpreadsheetText;

/**
 * Numeric columns of a {@link CsvFile}: UTF-8, a header. Other columns may hold anything. Messages count rows as in a
 * spreadsheet: the header is row 1.
 *
 * @param rows the values, one array per row, in the order of the requested columns
 * @param leftOut number of rows that miss one of the values
 */
public record NumericColumns(List<double[]> rows, int leftOut) {

    private static final int MOST_ROWS = 1_000_000;
    /** The sum of so many squares is finite. */
    private static final double MAX_MAGNITUDE = 1e150;

    /** The names of a file's columns, without those that have neither name nor values. */
    public static List<String> header(Path file) throws DataException {
        return CsvFile.read(file, records -> {
            CSVRecord header = records.next();
            return CsvDataset.without(CsvDataset.distinct(header.toList()), CsvDataset.blank(header, records));
        });
    }

    private static List<String> header(Iterator<CSVRecord> records) {
        return CsvDataset.distinct(records.next().toList());
    }

    /** The names of the columns whose first value is a number. */
    public static List<String> numeric(Path file) throws DataException {
        return CsvFile.read(file, records -> {
            List<String> names = header(records);
            Map<Integer, Boolean> numbers = new TreeMap<>();
            while (numbers.size() < names.size() && records.hasNext()) {
                CSVRecord record = records.next();
                for (int c = 0; c < Math.min(names.size(), record.size()); c++) {
                    if (!CsvTable.isNone(record.get(c))) {
                        numbers.putIfAbsent(c, CsvTable.isNumber(record.get(c)));
                    }
                }
            }
            return numbers.entrySet().stream()
                    .filter(Map.Entry::getValue)
                    .map(column -> names.get(column.getKey()))
                    .toList();
        });
    }

    /** Reads the named columns. */
    public static NumericColumns read(Path file, List<String> names) throws DataException {
        return CsvFile.read(file, records -> read(file, names, records));
    }

    private static NumericColumns read(Path file, List<String> names, Iterator<CSVRecord> records)
            throws DataException {
        int[] places = places(file, names, header(records));
        List<double[]> rows = new ArrayList<>();
        int leftOut = 0;
        while (records.hasNext()) {
            CSVRecord record = records.next();
            if (Arrays.stream(places).mapToObj(place -> cell(record, place)).anyMatch(CsvTable::isNone)) {
                leftOut++;
            } else {
                rows.add(row(file, names, places, record));
            }
            if (rows.size() > MOST_ROWS) {
                throw new DataException(file + " has more than " + MOST_ROWS + " rows: leave some out");
            }
        }
        return new NumericColumns(rows, leftOut);
    }

    /** Indices of named columns. */
    static int[] places(Path file, List<String> names, List<String> header) throws DataException {
        int[] places = new int[names.size()];
        for (int i = 0; i < places.length; i++) {
            places[i] = header.indexOf(names.get(i));
            if (places[i] < 0) {
                throw new DataException(file + ", row 1: there is no column \"" + names.get(i) + "\": choose from "
                        + String.join(", ", header));
            }
        }
        return places;
    }

    private static String cell(CSVRecord record, int place) {
        return place < record.size() ? record.get(place) : "";
    }

    private static double[] row(Path file, List<String> names, int[] places, CSVRecord record) throws DataException {
        double[] values = new double[places.length];
        for (int i = 0; i < places.length; i++) {
            String text = cell(record, places[i]);
            values[i] = SpreadsheetText.number(text);
            if (!(Math.abs(values[i]) <= MAX_MAGNITUDE)) {
                throw new DataException("%s, row %d (%s): %s is %s: correct it, or leave this column out"
                        .formatted(
                                file,
                                record.getRecordNumber(),
                                names.get(i),
                                '"' + CsvTable.shown(text) + '"',
                                Double.isFinite(values[i]) ? "too large" : "not a number"));
            }
        }
        return values;
    }
}
