package org.kanworkbench.data.source;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.commons.csv.CSVRecord;
import org.kanworkbench.data.ColumnScaling;
import org.kanworkbench.data.DataException;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.data.Examples;
import org.kanworkbench.data.Split;

/**
 * A labelled table in a CSV file: UTF-8, commas, a header; the last column is the class, the others are numbers. The
 * test set is a stratified fifth of the rows, drawn by a fixed seed. Every column is standardised by the training rows'
 * mean and standard deviation. Messages count rows and columns as in a spreadsheet: the header is row 1.
 */
final class CsvDataset {

    static final double TEST_SHARE = 0.2;
    static final long SPLIT_SEED = 0;
    static final int LEAST_ROWS = 10;

    private CsvDataset() {}

    static Dataset read(Path file) throws DataException {
        CsvTable table = parse(file);
        if (table.rows() < LEAST_ROWS) {
            throw new DataException(file + " has " + table.rows() + (table.rows() == 1 ? " row" : " rows")
                    + " of data: at least " + LEAST_ROWS + " are needed, add some");
        }
        List<String> classes = table.classes();
        if (classes.size() < 2) {
            throw new DataException("%s, column %d (%s): every row is of class \"%s\": at least 2 classes are needed"
                    .formatted(file, table.header().size(), table.header().getLast(), classes.getFirst()));
        }
        int[] labels = table.labels(classes);
        int testRows = Math.toIntExact(Math.round(TEST_SHARE * table.rows()));
        Split split = Split.stratified(labels, classes.size(), testRows, SPLIT_SEED);
        ColumnScaling scaling = table.scaling(split.train());
        Examples all = new Examples(table.scaled(scaling), labels);
        String name = file.getFileName().toString().replaceFirst("(?i)\\.csv$", "");
        return new Dataset(
                name,
                all.select(split.train()),
                all.select(split.test()),
                Optional.empty(),
                classes,
                Optional.of(scaling));
    }

    private static CsvTable parse(Path file) throws DataException {
        return CsvFile.read(file, records -> parse(file, records));
    }

    private static CsvTable parse(Path file, Iterable<CSVRecord> records) throws DataException {
        CsvTable table = null;
        for (CSVRecord record : records) {
            if (record.size() == 1 && record.get(0).isEmpty()) {
                continue;
            }
            if (table == null) {
                table = new CsvTable(file, header(file, record));
            } else {
                table.add(record);
            }
        }
        if (table == null) {
            throw new DataException(file + " is empty: choose a CSV file with a header and rows of data");
        }
        return table;
    }

    private static List<String> header(Path file, CSVRecord record) throws DataException {
        List<String> names = new ArrayList<>(record.toList());
        if (names.size() < 2) {
            throw new DataException(file + ", row 1: there is one column only: separate values by commas, and give "
                    + "at least one numeric column before the class");
        }
        if (names.subList(0, names.size() - 1).stream().allMatch(CsvTable::isNumber)) {
            throw new DataException(
                    file + ", row 1: there is no header, only numbers: add a first row of column names");
        }
        if (names.size() - 1 > CsvTable.MAX_COLUMNS) {
            throw new DataException("%s has %d numeric columns: at most %d are possible, leave some out"
                    .formatted(file, names.size() - 1, CsvTable.MAX_COLUMNS));
        }
        return names;
    }
}
