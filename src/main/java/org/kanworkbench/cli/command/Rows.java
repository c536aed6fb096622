package org.kanworkbench.cli.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.kanworkbench.data.OneLine;

/** Prints rows of the same fields, each as soon as it is known: as JSON lines, or as aligned columns under a header. */
public final class Rows {

    /**
     * One field.
     *
     * @param decimals digits after the point of a fractional number
     * @param width least characters of the column
     */
    public record Column(String name, int decimals, int width) {

        public static Column number(String name, int decimals) {
            return new Column(name, decimals, Math.max(name.length(), decimals + 4));
        }

        public static Column text(String name, int width) {
            return new Column(name, 0, Math.max(name.length(), width));
        }

        /** In JSON only. */
        public static Column hidden(String name) {
            return new Column(name, 0, 0);
        }
    }

    private final PrintWriter out;
    private final boolean json;
    private final List<Column> columns;
    private final ObjectMapper mapper = new ObjectMapper();
    private boolean headed;

    public Rows(PrintWriter out, boolean json, Column... columns) {
        this.out = out;
        this.json = json;
        this.columns = List.of(columns);
    }

    /** @param values one a column, in the columns' order: numbers, text, lists; null where there is none */
    public void print(Object... values) {
        if (values.length != columns.size()) {
            throw new IllegalStateException(values.length + " values for " + columns.size() + " columns");
        }
        if (json) {
            Map<String, Object> fields = new LinkedHashMap<>();
            for (int i = 0; i < values.length; i++) {
                if (values[i] != null) {
                    fields.put(
                            columns.get(i).name(),
                            rounded(values[i], columns.get(i).decimals()));
                }
            }
            printJson(fields);
        } else {
            printColumns(values);
        }
    }

    /** A line with other fields than the rest; in columns, the text instead. */
    public void printOther(Map<String, Object> fields, String text) {
        if (json) {
            printJson(fields);
        } else {
            out.println(text);
            out.flush();
        }
    }

    /** The line of a command whose result is a file. */
    public void printWritten(Path file) {
        printOther(Map.of("written", file.toString()), "written " + OneLine.of(file.toString()));
    }

    private void printJson(Map<String, Object> fields) {
        try {
            out.println(mapper.writeValueAsString(fields));
            out.flush();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private void printColumns(Object[] values) {
        if (!headed) {
            headed = true;
            StringBuilder header = new StringBuilder();
            for (int i = 0; i < values.length; i++) {
                cell(header, columns.get(i), columns.get(i).name(), values[i] instanceof Number);
            }
            out.println(header.toString().stripTrailing());
        }
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < values.length; i++) {
            cell(line, columns.get(i), text(values[i], columns.get(i).decimals()), values[i] instanceof Number);
        }
        out.println(line.toString().stripTrailing());
        out.flush();
    }

    private static String text(Object value, int decimals) {
        return switch (value) {
            case null -> "";
            case Double d -> String.format(Locale.ROOT, "%." + decimals + "f", d);
            default -> OneLine.of(value.toString());
        };
    }

    private static void cell(StringBuilder line, Column column, String text, boolean right) {
        if (column.width() > 0) {
            String padding = " ".repeat(Math.max(0, column.width() - text.length()));
            line.append(right ? padding + text : text + padding).append("  ");
        }
    }

    private static Object rounded(Object value, int decimals) {
        return value instanceof Double d && Double.isFinite(d)
                ? BigDecimal.valueOf(d)
                        .setScale(decimals, RoundingMode.HALF_EVEN)
                        .doubleValue()
                : value;
    }
}
