package org.kanworkbench.files;

import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.csv.CSVFormat;
import org.kanworkbench.data.SpreadsheetText;

/** Rows of comma-separated values, safe for spreadsheets: see {@link SpreadsheetText}. */
public final class CsvText {

    public static final CSVFormat FORMAT =
            CSVFormat.RFC4180.builder().setRecordSeparator('\n').get();

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

    /** The same where rows are known by their numbers. */
    public static String of(List<Column<Integer>> columns, int rows) {
        return of(columns, IntStream.range(0, rows).boxed().toList());
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
            safe[i] = safe[i] instanceof String cell ? SpreadsheetText.safe(cell) : safe[i];
        }
        return FORMAT.format(safe) + "\n";
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
