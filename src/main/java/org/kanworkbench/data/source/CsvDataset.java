package org.kanworkbench.data.source;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVRecord;
import org.kanworkbench.data.ColumnScaling;
import org.kanworkbench.data.Counted;
import org.kanworkbench.data.DataException;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.data.Examples;
import org.kanworkbench.data.Split;
import org.kanworkbench.data.Target;

/**
 * A table in a {@link CsvFile}: UTF-8, a header; the target is the only column of text, else the last one, if none is
 * named; each word of another column of text is an input of zeros and ones; the others are numbers. Rows that lack a value are left out. The test set is a fifth of the rows, stratified by class, drawn by a fixed seed. Every column of numbers is
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
        CsvTable table = CsvFile.read(name, bundled, records -> parse(new DataSource.CsvFile(name), records));
        return dataset(name, "Airfoil self-noise", table, TaskKind.REGRESSION, false);
    }

    /** @param allToTest whether all rows are test examples, among them the training examples */
    static Dataset read(DataSource.CsvFile source, boolean allToTest) throws DataException {
        Path file = source.file();
        CsvTable table = CsvFile.read(file, records -> parse(source, records));
        return dataset(file, name(file), table, source.task(), allToTest);
    }

    /** What a table's data are called. */
    static String name(Path file) {
        return file.getFileName().toString().replaceFirst("(?i)\\.csv$", "");
    }

    private static Dataset dataset(Path file, String name, CsvTable table, TaskKind task, boolean allToTest)
            throws DataException {
        if (table.rows() < LEAST_ROWS) {
            throw new DataException(file + " has " + Counted.of(table.rows(), "row") + " of data"
                    + (table.leftOut().isEmpty() ? "" : " (" + table.leftOut() + ")") + ": at least " + LEAST_ROWS
                    + " are needed, add some"
                    + (table.leftOut().isEmpty() ? "" : ", or ignore columns that lack values"));
        }
        List<CsvTable.Input> inputs = table.inputs();
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
        ColumnScaling scaling = table.scaling(inputs, split.train());
        Examples all = new Examples(table.scaled(inputs, scaling), labels, numbers);
        return new Dataset(
                name,
                all.select(split.train()),
                allToTest ? all : all.select(split.test()),
                Optional.empty(),
                target,
                Optional.of(scaling),
                table.leftOut());
    }

    private static CsvTable parse(DataSource.CsvFile source, Iterator<CSVRecord> rows) throws DataException {
        Head head = head(source, rows);
        CsvTable table = new CsvTable(source.file(), head.names(), head.usable(), targets(source, head), head::isText);
        for (CSVRecord record : head.rows()) {
            table.add(record);
        }
        while (rows.hasNext()) {
            table.add(rows.next());
        }
        return table;
    }

    /**
     * The names of a table's columns, those of all that are not {@linkplain #blank blank}, the indices of those that are used,
     * and the first rows.
     */
    private record Head(List<String> names, List<String> columns, int[] usable, List<CSVRecord> rows) {

        private boolean isText(int column) {
            List<String> values =
                    values(column).filter(value -> !CsvTable.isNone(value)).toList();
            return 2 * values.stream().filter(CsvTable::isText).count() > values.size();
        }

        private Stream<String> values(int column) {
            return rows.stream().map(row -> row.size() > column ? row.get(column) : "");
        }

        /** A class for every row could not be learned: beyond as many rows as there may be classes nothing else need be looked at. */
        List<String> keys() {
            int[] keys = Arrays.stream(usable)
                    .filter(this::isText)
                    .filter(place -> values(place).distinct().count() == rows.size())
                    .toArray();
            return usable.length > keys.length + 1
                    ? Arrays.stream(keys).mapToObj(names::get).toList()
                    : List.of();
        }

        /** Those of some columns that hold what a model predicts; empty for none. */
        List<String> having(Target predicted, List<String> some) {
            return switch (predicted) {
                case Target.Numbers numbers -> numbers.names();
                case Target.Classes classes -> {
                    // Where several could be it: the one that is usually, else one with several classes.
                    String usual = names.get(target());
                    yield some.stream()
                            .filter(name -> values(names.indexOf(name))
                                    .allMatch(value -> CsvTable.isNoWord(value) || classes.labelOf(value) >= 0))
                            .min(Comparator.comparing((String name) -> !name.equals(usual))
                                    .thenComparing(name -> values(names.indexOf(name))
                                                    .distinct()
                                                    .count()
                                            < 2))
                            .map(List::of)
                            .orElse(some.size() == 1 ? some : List.of());
                }
            };
        }

        /** The place of the target where none is chosen. More texts than words of a column are dates or the like. */
        int target() {
            int[] texts = Arrays.stream(usable).filter(this::isText).toArray();
            return texts.length == 1 && values(texts[0]).distinct().count() <= CsvTable.MAX_WORDS
                    ? texts[0]
                    : usable[usable.length - 1];
        }
    }

    static DataSource.CsvFile forModel(DataSource.CsvFile source, ColumnScaling inputs, Target predicted)
            throws DataException {
        Head head = head(source);
        List<String> others = head.columns().stream()
                .filter(name -> inputs.names().stream()
                        .noneMatch(input -> input.equals(name) || input.startsWith(name + ColumnScaling.WORD)))
                .toList();
        List<String> target = source.target().isEmpty() ? head.having(predicted, others) : source.target();
        if (target.isEmpty() && !others.contains(head.names().get(head.target()))) {
            throw new DataException(source.file() + " has no column of " + String.join(", ", predicted.names())
                    + ", which the model tells apart: add it, or predict the table");
        }
        Set<String> ignored = new LinkedHashSet<>(source.ignored());
        // Where inputs are missing this is not for it, and whoever reads it says so.
        if (!target.isEmpty() && head.columns().size() > others.size()) {
            ignored.addAll(others);
            target.forEach(ignored::remove);
        }
        TaskKind task = source.task();
        if (task == TaskKind.AUTO) {
            boolean text = target.isEmpty() || head.isText(head.names().indexOf(target.getFirst()));
            task = predicted instanceof Target.Classes
                    ? TaskKind.CLASSIFICATION
                    : text ? TaskKind.AUTO : TaskKind.REGRESSION;
        }
        return new DataSource.CsvFile(source.file(), target, task, List.copyOf(ignored));
    }

    /** The name of the column that is the target where none is chosen. */
    static String usualTarget(DataSource.CsvFile source) throws DataException {
        Head head = head(source);
        return head.names().get(head.target());
    }

    /** The columns of text that tell rows apart, as numbers of parts do. */
    static List<String> keys(DataSource.CsvFile source) throws DataException {
        return head(source).keys();
    }

    private static Head head(DataSource.CsvFile source) throws DataException {
        return CsvFile.read(source.file(), records -> head(source, records));
    }

    private static Head head(DataSource.CsvFile source, Iterator<CSVRecord> records) throws DataException {
        Path file = source.file();
        CSVRecord header = records.next();
        List<String> names = header(file, header);
        List<CSVRecord> rows = new ArrayList<>();
        while (rows.size() <= CsvTargets.MAX_CLASSES && records.hasNext()) {
            rows.add(records.next());
        }
        Set<Integer> blank = blank(header, rows.iterator());
        if (!blank.isEmpty()) {
            // A value may come later.
            blank = CsvFile.read(file, all -> blank(all.next(), all));
        }
        Set<Integer> left = blank;
        int[] ignored = NumericColumns.places(file, source.ignored(), names);
        int[] usable = Arrays.stream(CsvTable.others(names.size(), ignored))
                .filter(column -> !left.contains(column))
                .toArray();
        if (usable.length < 2) {
            throw new DataException(file + ": every column is a target or ignored: leave at least one as an input");
        }
        return new Head(names, without(names, left), usable, rows);
    }

    /**
     * Indices of the columns without a name that have no value in any row, as spreadsheets write them after the last. Reads
     * rows as long as there may be some.
     */
    static Set<Integer> blank(CSVRecord header, Iterator<CSVRecord> rows) {
        Set<Integer> blank = IntStream.range(0, header.size())
                .filter(column -> header.get(column).isEmpty())
                .boxed()
                .collect(Collectors.toSet());
        while (!blank.isEmpty() && rows.hasNext()) {
            CSVRecord row = rows.next();
            blank.removeIf(column -> column < row.size() && !row.get(column).isEmpty());
        }
        return blank;
    }

    /** The names of all columns but some. */
    static List<String> without(List<String> names, Set<Integer> some) {
        return IntStream.range(0, names.size())
                .filter(column -> !some.contains(column))
                .mapToObj(names::get)
                .toList();
    }

    private static int[] targets(DataSource.CsvFile source, Head head) throws DataException {
        Path file = source.file();
        if (source.target().isEmpty()) {
            return new int[] {head.target()};
        }
        int[] places = NumericColumns.places(file, source.target(), head.names());
        if (Arrays.stream(places).distinct().count() < places.length) {
            throw new DataException(file + ": a target is named twice: name each column once");
        }
        if (Arrays.stream(places).anyMatch(place -> Arrays.binarySearch(head.usable(), place) < 0)) {
            throw new DataException(file + ": a target is among the ignored columns: name it in one place");
        }
        if (places.length == head.usable().length) {
            throw new DataException(file + ": every column is a target or ignored: leave at least one as an input");
        }
        return places;
    }

    private static List<String> header(Path file, CSVRecord record) throws DataException {
        List<String> names = new ArrayList<>(record.toList());
        if (names.size() < 2) {
            throw new DataException(
                    file + ", row 1: there is one column only: separate values by commas, semicolons or "
                            + "tabs, and give at least one numeric column before the target");
        }
        if (names.subList(0, names.size() - 1).stream().allMatch(CsvTable::isNumber)) {
            throw new DataException(
                    file + ", row 1: there is no header, only numbers: add a first row of column names");
        }
        if (names.size() - 1 > CsvTable.MAX_COLUMNS) {
            throw new DataException(
                    "%s has %d columns beside the target: at most %d are possible, take some out of the file"
                            .formatted(file, names.size() - 1, CsvTable.MAX_COLUMNS));
        }
        return distinct(names);
    }

    /** A name that was there already gets a number, as pandas gives it: options and models find columns by their names. */
    static List<String> distinct(List<String> names) {
        Set<String> all = new HashSet<>(names);
        Set<String> used = new HashSet<>();
        List<String> distinct = new ArrayList<>();
        for (String name : names) {
            String free = name;
            for (int n = 1; !used.add(free); n++) {
                String numbered = name + "." + n;
                free = all.contains(numbered) ? free : numbered;
            }
            distinct.add(free);
        }
        return distinct;
    }
}
