package org.kanworkbench.files;

import java.util.List;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVFormat;

/**
 * Rows of comma-separated values. A text that a spreadsheet would evaluate as a formula gets an apostrophe before it:
 * names of runs, models and data come from files.
 */
public final class CsvText {

    public static final CSVFormat FORMAT =
            CSVFormat.RFC4180.builder().setRecordSeparator('\n').get();

    /** What begins as a formula does, but is not a number. */
    private static final Pattern FORMULA = Pattern.compile("(?![+-]?[\\d.]+([eE][+-]?\\d+)?$)['=+@\\t\\r-]");

    private final StringBuilder text = new StringBuilder();

    /** Begins with the names of the columns. */
    public CsvText(Object... names) {
        row(names);
    }

    /** Rows under the names of their columns. */
    public static <T> String of(List<Column<T>> columns, List<T> rows) {
        CsvText csv = new CsvText(columns.stream().map(Column::name).toArray());
        rows.forEach(row -> csv.row(
                columns.stream().map(column -> column.value().apply(row)).toArray()));
        return csv.toString();
    }

    public CsvText row(Object... cells) {
        text.append(line(cells));
        return this;
    }

    public CsvText row(List<?> cells) {
        return row(cells.toArray());
    }

    /** One row including the line break. */
    public static String line(Object... cells) {
        Object[] safe = cells.clone();
        for (int i = 0; i < safe.length; i++) {
            safe[i] = safe[i] instanceof String cell && FORMULA.matcher(cell).lookingAt() ? "'" + cell : safe[i];
        }
        return FORMAT.format(safe) + "\n";
    }

    /** The text that a cell was written from. */
    public static String original(String cell) {
        return cell.startsWith("'") && FORMULA.matcher(cell.substring(1)).lookingAt() ? cell.substring(1) : cell;
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
