package org.kanworkbench.cli.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.kanworkbench.data.OneLine;
import org.kanworkbench.training.Measure;

/**
 * Prints rows of equal fields, each immediately: as JSON lines, or as aligned columns under a header.
 *
 * @param <T> the content of a row
 */
public final class Rows<T> {

    /**
     * One field.
     *
     * @param decimals decimals of a fractional number; below 0, its significant digits
     * @param width minimum width of the column
     * @param value a number, a text or a list; null or an empty OptionalDouble for none
     */
    public record Column<T>(String name, int decimals, int width, Function<T, Object> value) {

        public static <T> Column<T> number(String name, int decimals, Function<T, Object> value) {
            return new Column<>(name, decimals, Math.max(name.length(), decimals + 4), value);
        }

        /** A number of any magnitude. */
        public static <T> Column<T> significant(String name, Function<T, Object> value) {
            return new Column<>(name, -SIGNIFICANT, Math.max(name.length(), SIGNIFICANT + 6), value);
        }

        /** A loss or score of that measure: fractions by decimals, errors of any magnitude. */
        public static <T> Column<T> measured(String name, Measure measure, Function<T, Object> value) {
            return measure == Measure.ACCURACY ? number(name, 5, value) : significant(name, value);
        }

        /** A score, named after what it is of and its measure. */
        public static <T> Column<T> score(String of, Measure measure, Function<T, Object> value) {
            return measured(of + (measure == Measure.ACCURACY ? "_acc" : "_rmse"), measure, value);
        }

        public static <T> Column<T> text(String name, int width, Function<T, Object> value) {
            return new Column<>(name, -SIGNIFICANT, Math.max(name.length(), width), value);
        }

        /** In JSON only. */
        public static <T> Column<T> hidden(String name, Function<T, Object> value) {
            return new Column<>(name, -SIGNIFICANT, 0, value);
        }

        private Object of(T row) {
            return switch (value.apply(row)) {
                case OptionalDouble number -> number.isPresent() ? (Object) number.getAsDouble() : null;
                case null -> null;
                case Object any -> any;
            };
        }
    }

    /** As many as a number of 64 bits can need. */
    public static final int ALL_DIGITS = 17;

    private static final int SIGNIFICANT = 6;
    /** The fields of other lines that are there without a value, too. */
    private static final Set<String> NULLABLE = Set.of("model", "best");

    /** Likewise those of rows: no noise is infinitely many decibels, and rows are told apart by it. */
    private static final Set<String> NULLABLE_IN_ROWS = Set.of("noise");

    private final PrintWriter out;
    private final boolean json;
    private final List<Column<T>> columns;
    private final ObjectMapper mapper = new ObjectMapper();
    private boolean headed;

    @SafeVarargs
    public Rows(CommonOptions common, Column<T>... columns) {
        this(common, List.of(columns));
    }

    public Rows(CommonOptions common, List<Column<T>> columns) {
        this.out = common.out();
        this.json = common.json();
        this.columns = List.copyOf(columns);
    }

    /** Null for what is not a number, such as the interval of a single seed: JSON has none for it. */
    public static Double finite(double value) {
        return Double.isFinite(value) ? value : null;
    }

    public void print(T row) {
        Object[] values = columns.stream().map(column -> column.of(row)).toArray();
        if (json) {
            Map<String, Object> fields = new LinkedHashMap<>();
            for (int i = 0; i < values.length; i++) {
                Object value = rounded(values[i], columns.get(i).decimals());
                String name = columns.get(i).name();
                if (value != null && !value.equals("") || NULLABLE_IN_ROWS.contains(name)) {
                    fields.put(name, value);
                }
            }
            printJson(fields);
        } else {
            printColumns(values);
        }
    }

    /** A line with other fields than the rest, but for empty texts; in columns, the text is printed instead. */
    public void printOther(Map<String, Object> fields, String text) {
        printOther(fields, text, SIGNIFICANT);
    }

    /**
     * The same.
     *
     * @param digits significant digits of numbers in JSON; {@value #ALL_DIGITS} to round none
     */
    public void printOther(Map<String, Object> fields, String text, int digits) {
        if (json) {
            Map<String, Object> rounded = new LinkedHashMap<>();
            fields.forEach((name, value) -> {
                Object number = rounded(value, -digits);
                if (number != null && !"".equals(number) || NULLABLE.contains(name)) {
                    rounded.put(name, number);
                }
            });
            printJson(rounded);
        } else {
            out.println(text);
            out.flush();
        }
    }

    /** The result line of a command that writes a file. */
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
            printLine(values, i -> columns.get(i).name());
        }
        printLine(values, i -> text(values[i], columns.get(i).decimals()));
        out.flush();
    }

    private void printLine(Object[] values, IntFunction<String> text) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < values.length; i++) {
            cell(line, columns.get(i), text.apply(i), values[i] instanceof Number);
        }
        out.println(line.toString().stripTrailing());
    }

    private static String text(Object value, int decimals) {
        return switch (value) {
            case null -> "";
            case Double d when !Double.isFinite(d) -> String.valueOf(d);
            case Double d
            when decimals < 0 -> String.valueOf(rounded(d, decimals)).replaceFirst("(\\.0)?E", "e");
            case Double d -> {
                String text = String.format(Locale.ROOT, "%." + decimals + "f", d);
                yield text.matches("-[0.]+") ? text.substring(1) : text;
            }
            default -> OneLine.of(value.toString());
        };
    }

    private static void cell(StringBuilder line, Column<?> column, String text, boolean right) {
        if (column.width() > 0) {
            String padding = " ".repeat(Math.max(0, column.width() - text.length()));
            line.append(right ? padding + text : text + padding).append("  ");
        }
    }

    /** Null for a number that is not finite: JSON has none, and a text in its place would be of another type. */
    private static Object rounded(Object value, int decimals) {
        if (value instanceof Map<?, ?> fields) {
            Map<Object, Object> each = new LinkedHashMap<>();
            fields.forEach((name, of) -> each.put(name, rounded(of, decimals)));
            return each;
        }
        if (value instanceof List<?> many) {
            return many.stream().map(of -> rounded(of, decimals)).toList();
        }
        if (value instanceof float[] many) {
            return IntStream.range(0, many.length)
                    .mapToObj(i -> Float.isFinite(many[i]) ? many[i] : null)
                    .toList();
        }
        if (!(value instanceof Double d)) {
            return value instanceof Float f && !Float.isFinite(f) ? null : value;
        }
        if (!Double.isFinite(d)) {
            return null;
        }
        BigDecimal exact = BigDecimal.valueOf(d);
        return (decimals < 0
                        ? exact.round(new MathContext(-decimals))
                        : exact.setScale(decimals, RoundingMode.HALF_EVEN))
                .doubleValue();
    }
}
