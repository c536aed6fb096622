package org.kanworkbench.data.source;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.DoubleSummaryStatistics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.commons.csv.CSVRecord;
import org.kanworkbench.data.ColumnScaling;
import org.kanworkbench.data.DataException;
import org.kanworkbench.data.SpreadsheetText;
import org.kanworkbench.data.Target;

/** The target columns of a CSV file, collected row by row: classes and numbers, until all rows tell which they are. */
final class CsvTargets {

    static final int MAX_CLASSES = 256;

    /** So many different whole numbers are classes at most; codes from 0 or 1 on may be more. */
    private static final int FEW_CLASSES = 20;

    private static final int FEW_CODES = 64;

    /** Share of a column's values that must be numbers for the others to be mistakes in it. */
    private static final double MOSTLY = 0.5;

    private final Path file;
    private final List<String> names;
    private final int[] columns;
    private final Map<String, Integer> classNumbers = new HashMap<>();
    private int[] classOfRow = new int[64];
    private double[] values;
    private int rows;

    /** Number of values that are numbers. */
    private long numeric;

    private boolean fractions;
    /** Why there are too many classes, and why values are no numbers; null if that is not so. */
    private String tooMany;

    private String noNumber;

    /** @param columns indices of the columns; several are numbers */
    CsvTargets(Path file, List<String> header, int[] columns) {
        this.file = file;
        this.names = Arrays.stream(columns).mapToObj(header::get).toList();
        this.columns = columns;
        this.values = new double[64 * columns.length];
    }

    void add(CSVRecord record) throws DataException {
        if ((rows + 1L) * columns.length > CsvTable.MAX_VALUES) {
            throw CsvTable.tooLarge(file);
        }
        if (rows == classOfRow.length) {
            classOfRow = Arrays.copyOf(classOfRow, 2 * rows);
            values = Arrays.copyOf(values, Math.min(2 * rows, CsvTable.MAX_VALUES / columns.length) * columns.length);
        }
        for (int t = 0; t < columns.length; t++) {
            String text = record.get(columns[t]);
            double value = SpreadsheetText.number(text);
            values[rows * columns.length + t] = value;
            if (Math.abs(value) <= CsvTable.MAX_MAGNITUDE) {
                numeric++;
                fractions |= value != Math.rint(value);
            } else if (noNumber == null) {
                noNumber = at(record, t) + "expected a number, found \"" + CsvTable.shown(text)
                        + "\": correct it, delete the row, or choose "
                        + (columns.length == 1 ? "classification as the task" : "other targets");
            }
        }
        String name = record.get(columns[0]);
        if (tooMany == null) {
            classOfRow[rows] = classNumbers.computeIfAbsent(name, _ -> classNumbers.size());
            if (classNumbers.size() > MAX_CLASSES) {
                tooMany = at(record, 0) + "there are more than " + MAX_CLASSES + " classes: "
                        + (Double.isNaN(SpreadsheetText.number(name))
                                ? "ignore the column or choose another target"
                                : "for a numeric target choose regression as the task");
            }
        }
        rows++;
    }

    private String at(CSVRecord record, int target) {
        return "%s, row %d, column %d (%s): "
                .formatted(file, record.getRecordNumber(), columns[target] + 1, names.get(target));
    }

    /** Whether the targets are numbers. */
    boolean numbers(TaskKind asked) throws DataException {
        if (asked == TaskKind.CLASSIFICATION && columns.length > 1) {
            throw new DataException(
                    file + ": there are " + columns.length + " targets, but a class is one: name one column");
        }
        boolean numbers = switch (asked) {
            case CLASSIFICATION -> false;
            case REGRESSION -> true;
            case AUTO -> columns.length > 1 || numeric > MOSTLY * rows * columns.length && (fractions || !classCodes());
        };
        String wrong = numbers ? noNumber : tooMany;
        if (wrong != null) {
            throw new DataException(wrong);
        }
        return numbers;
    }

    /** Whether whole numbers stand for classes: they come again, and they are few, or codes without a gap as those of letters. */
    private boolean classCodes() {
        if (tooMany != null || rows < 2 * classNumbers.size()) {
            return false;
        }
        DoubleSummaryStatistics codes = classNumbers.keySet().stream()
                .mapToDouble(SpreadsheetText::number)
                .filter(Double::isFinite)
                .summaryStatistics();
        boolean gaps = codes.getMax() - codes.getMin() >= codes.getCount();
        return codes.getCount() <= FEW_CLASSES
                || codes.getCount() <= FEW_CODES && !gaps && (codes.getMin() == 0 || codes.getMin() == 1);
    }

    /** Classes in numerical order if all are numbers, otherwise in alphabetical order. */
    Target.Classes classes() throws DataException {
        boolean numbers = classNumbers.keySet().stream().allMatch(CsvTable::isNumber);
        // 1 and 1.0 are one class, by its shorter name; adding 0 makes -0 one with 0.
        Collection<String> found = numbers
                ? classNumbers.keySet().stream()
                        .collect(Collectors.toMap(
                                name -> SpreadsheetText.number(name) + 0.0,
                                Function.identity(),
                                BinaryOperator.minBy(
                                        Comparator.comparing(String::length).thenComparing(Comparator.naturalOrder())),
                                TreeMap::new))
                        .values()
                : new TreeSet<>(classNumbers.keySet());
        if (found.size() < 2) {
            throw new DataException("%s, column %d (%s): every row is of class \"%s\": at least 2 classes are needed"
                    .formatted(
                            file,
                            columns[0] + 1,
                            names.getFirst(),
                            found.iterator().next()));
        }
        if (classNumbers.size() == rows && classNumbers.keySet().stream().noneMatch(CsvTable::isNumber)) {
            throw new DataException("%s, column %d (%s): every row has a class of its own: there is nothing to learn, "
                            .formatted(file, columns[0] + 1, names.getFirst())
                    + "ignore the column or choose another target");
        }
        return new Target.Classes(List.copyOf(found));
    }

    int[] labels(Target.Classes target) {
        int[] labelOf = new int[classNumbers.size()];
        classNumbers.forEach((name, number) -> labelOf[number] = target.labelOf(name));
        return IntStream.range(0, rows).map(row -> labelOf[classOfRow[row]]).toArray();
    }

    /** The numbers' scaling by the training rows. */
    Target.Numbers scaling(int[] trainRows) throws DataException {
        ColumnScaling scaling = ColumnScaling.of(names, values, trainRows);
        for (int t = 0; t < columns.length; t++) {
            List<Double> range = scaling.columns().get(t).range();
            Optional<String> why = ColumnScaling.nothingToLearn(range.getFirst(), range.getLast());
            if (why.isPresent()) {
                throw new DataException("%s, column %d (%s): %s, choose another target"
                        .formatted(file, columns[t] + 1, names.get(t), why.get()));
            }
        }
        return new Target.Numbers(scaling);
    }

    /** Rows × targets, standardised. */
    float[] scaled(Target.Numbers target) {
        return target.scaling().scale(Arrays.copyOf(values, rows * columns.length));
    }
}
