package org.kanworkbench.app.noise.settings;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import org.kanworkbench.app.controls.setting.Parsing;
import org.kanworkbench.app.controls.setting.Setting;
import org.kanworkbench.data.function.Range;
import org.kanworkbench.noise.target.StandardFunction;
import org.kanworkbench.noise.target.Target;

/** The target: a standard function, an expression, or columns of a table. Each kind retains its values. */
public final class TargetSettings {

    public enum Kind {
        STANDARD("Standard function"),
        EXPRESSION("Expression"),
        TABLE("CSV file");

        private final String label;

        Kind(String label) {
            this.label = label;
        }
    }

    /**
     * A table's columns.
     *
     * @param header names of all columns
     * @param inputs names of those that are chosen as inputs
     * @param output name of the one that is fitted
     */
    public record Columns(Path file, List<String> header, List<String> inputs, String output) {
        public Columns {
            header = List.copyOf(header);
            inputs = List.copyOf(inputs);
        }

        /** The last column as a function of the others, as tables mostly are. */
        public static Columns of(Path file, List<String> header) {
            int last = header.size() - 1;
            return new Columns(file, header, header.subList(0, last), header.get(last));
        }

        public Columns withOutput(String name) {
            List<String> others = new ArrayList<>(inputs);
            others.remove(name);
            return new Columns(file, header, others, name);
        }

        public Columns withInput(String name, boolean wanted) {
            Set<String> names = new LinkedHashSet<>(inputs);
            if (wanted) {
                names.add(name);
            } else {
                names.remove(name);
            }
            return new Columns(
                    file, header, header.stream().filter(names::contains).toList(), output);
        }
    }

    private static final double FARTHEST = 1e6;

    public final Setting<Kind> kind = Setting.choice(Kind.STANDARD, k -> k.label);
    public final Setting<StandardFunction> function = Setting.choice(StandardFunction.SIN_2PI, f -> f.id());
    public final Setting<String> expression = new Setting<>("sin(2*pi*x) + 0.5*x^2", text -> text, text -> text);
    public final Setting<Double> lower = Parsing.real("lower end", -1, -FARTHEST, false, FARTHEST);
    public final Setting<Double> upper = Parsing.real("upper end", 1, -FARTHEST, false, FARTHEST);
    public final ObjectProperty<Columns> columns = new SimpleObjectProperty<>();

    List<Setting<?>> settings() {
        return List.of(kind, function, expression, lower, upper);
    }

    /** Those that can be wrong and are in sight. */
    Stream<Setting<?>> typed() {
        return kind.get() == Kind.EXPRESSION ? Stream.of(expression, lower, upper) : Stream.of();
    }

    /** Whether a table is still to be chosen. */
    public boolean lacksTable() {
        return kind.get() == Kind.TABLE && columns.get() == null;
    }

    /** Makes them those of a target. */
    void show(Target shown) {
        switch (shown) {
            case Target.Standard standard -> {
                kind.set(Kind.STANDARD);
                function.set(standard.function());
            }
            case Target.Formula formula -> {
                kind.set(Kind.EXPRESSION);
                expression.set(formula.text());
                lower.set(formula.domain().lower());
                upper.set(formula.domain().upper());
            }
            case Target.Table table -> {
                kind.set(Kind.TABLE);
                List<String> named = new ArrayList<>(table.inputs());
                named.add(table.output());
                columns.set(new Columns(table.file(), named, table.inputs(), table.output()));
            }
        }
    }

    /** Throws IllegalArgumentException if the settings are invalid for a target. */
    Target target() {
        return switch (kind.get()) {
            case STANDARD -> new Target.Standard(function.get());
            case EXPRESSION -> new Target.Formula(expression.get(), new Range(lower.get(), upper.get()));
            case TABLE -> {
                Columns table = columns.get();
                if (table == null) {
                    throw new IllegalArgumentException("No table chosen: open a CSV file");
                }
                yield new Target.Table(table.file(), table.inputs(), table.output());
            }
        };
    }
}
