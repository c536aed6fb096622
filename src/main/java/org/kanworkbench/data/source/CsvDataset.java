package org.kanworkbench.data.source;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.commons.csv.CSVRecord;
import org.kanworkbench.data.ColumnScaling;
import org.kanworkbench.data.Counted;
import org.kanworkbench.data.DataException;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.data.Examples;
import org.kanworkbench.data.Split;
import org.kanworkbench.data.Target;

/**
 * A table in a CSV file: UTF-8, commas, a header; the last column is the target, if none is named, and the others are
 * numbers. The test set is a fifth of the rows, stratified by class, drawn by a fixed seed. Every column of numbers is
 * standardised by the training rows' mean and standard deviation. Messages count rows and columns as in a spreadsheet: the header is row 1.
 */
final class CsvDataset {

    static final double TEST_SHARE = 0.2;
    static final long SPLIT_SEED = 0;
    static final int LEAST_ROWS = 10;

    private static final String AIRFOIL = "/org/kanworkbench/sample-data/airfoil/airfoil.csv";

    private CsvDataset() {}

    /** The measurements of airfoils in sample-data, in whose last column is the noise. */
    static Dataset airfoil() throws DataException {
        Path name = Path.of("airfoil.csv");
        CsvFile.Opening bundled = () -> CsvDataset.class.getResourceAsStream(AIRFOIL);
        CsvTable table = CsvFile.read(name, bundled, records -> parse(name, List.of(), records));
        return dataset(name, "Airfoil self-noise", table, TaskKind.REGRESSION);
    }

    /** @param targets names of the target columns; empty for the last one */
    static Dataset read(Path file, List<String> targets, TaskKind task) throws DataException {
        CsvTable table = CsvFile.read(file, records -> parse(file, targets, records));
        return dataset(file, file.getFileName().toString().replaceFirst("(?i)\\.csv$", ""), table, task);
    }

    private static Dataset dataset(Path file, String name, CsvTable table, TaskKind task) throws DataException {
        if (table.rows() < LEAST_ROWS) {
            throw new DataException(file + " has " + Counted.of(table.rows(), "row") + " of data: at least "
                    + LEAST_ROWS + " are needed, add some");
        }
        int testRows = Math.toIntExact(Math.round(TEST_SHARE * table.rows()));
        CsvTargets read = table.targets();
        Split split;
        Target target;
        int[] labels = new int[0];
        float[] numbers = new float[0];
        if (read.numbers(task)) {
            split = Split.random(table.rows(), testRows, SPLIT_SEED);
            Target.Numbers scaled = read.scaling(split.train());
            target = scaled;
            numbers = read.scaled(scaled);
        } else {
            Target.Classes classes = read.classes();
            target = classes;
            labels = read.labels(classes);
            split = Split.stratified(labels, classes.names().size(), testRows, SPLIT_SEED);
        }
        ColumnScaling scaling = table.scaling(split.train());
        Examples all = new Examples(table.scaled(scaling), labels, numbers);
        return new Dataset(
                name,
                all.select(split.train()),
                all.select(split.test()),
                Optional.empty(),
                target,
                Optional.of(scaling));
    }

    private static CsvTable parse(Path file, List<String> targets, Iterable<CSVRecord> records) throws DataException {
        CsvTable table = null;
        for (CSVRecord record : records) {
            if (NumericColumns.blank(record)) {
                continue;
            }
            if (table == null) {
                List<String> header = header(file, record);
                table = new CsvTable(file, header, targets(file, header, targets));
            } else {
                table.add(record);
            }
        }
        if (table == null) {
            throw NumericColumns.empty(file);
        }
        return table;
    }

    private static int[] targets(Path file, List<String> header, List<String> named) throws DataException {
        if (named.isEmpty()) {
            return new int[] {header.size() - 1};
        }
        int[] places = NumericColumns.places(file, named, header);
        if (Arrays.stream(places).distinct().count() < places.length) {
            throw new DataException(file + ": a target is named twice: name each column once");
        }
        if (places.length == header.size()) {
            throw new DataException(file + ": every column is a target: leave at least one as an input");
        }
        return places;
    }

    private static List<String> header(Path file, CSVRecord record) throws DataException {
        List<String> names = new ArrayList<>(record.toList());
        if (names.size() < 2) {
            throw new DataException(file + ", row 1: there is one column only: separate values by commas, and give "
                    + "at least one numeric column before the target");
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
