package org.kanworkbench.files;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** A column of a table: its name, and what a row has there. */
public record Column<T>(String name, Function<T, Object> value) {

    /** The names, then a line of texts for each row. */
    public static <T> List<List<String>> texts(List<Column<T>> columns, List<T> rows) {
        List<List<String>> lines = new ArrayList<>();
        lines.add(columns.stream().map(Column::name).toList());
        for (T row : rows) {
            lines.add(columns.stream()
                    .map(column -> String.valueOf(column.value().apply(row)))
                    .toList());
        }
        return lines;
    }
}
