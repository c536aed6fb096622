package org.kanworkbench.noise.target;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.kanworkbench.data.DataException;
import org.kanworkbench.data.function.FunctionSource;
import org.kanworkbench.data.function.FunctionTarget;
import org.kanworkbench.data.function.PointSource;
import org.kanworkbench.data.function.Range;
import org.kanworkbench.expression.Expression;

/** The target of a fit, as named in a configuration. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Target.Standard.class, name = "function"),
    @JsonSubTypes.Type(value = Target.Formula.class, name = "formula"),
    @JsonSubTypes.Type(value = Target.Table.class, name = "table")
})
public sealed interface Target {

    /** A short label without line breaks, for tables and legends. */
    default String label() {
        String label = switch (this) {
            case Standard standard -> standard.function().id();
            case Formula formula -> formula.text().strip();
            case Table table -> table.file().getFileName() + ": " + table.output();
        };
        return label.replaceAll("\\s*\\R\\s*", " ");
    }

    /** Opens the target. The exception has a one-line message. */
    PointSource open() throws DataException;

    /** The same target with its file at another path. */
    default Target located(UnaryOperator<Path> to) {
        return this instanceof Table table ? new Table(to.apply(table.file()), table.inputs(), table.output()) : this;
    }

    /** A built-in function. */
    record Standard(StandardFunction function) implements Target {
        @Override
        public PointSource open() throws DataException {
            return FunctionSource.of(
                    function.id(), FunctionSource.names(function.inputs()), function.domain(), function::at);
        }
    }

    /**
     * A user-defined function of x or of x1 to x5.
     *
     * @param domain of every input
     */
    record Formula(String text, Range domain) implements Target {
        private static final int MOST_INPUTS = 5;

        @Override
        public PointSource open() throws DataException {
            Expression expression = FunctionTarget.expression(text);
            List<String> names = inputs(expression);
            return FunctionSource.of(
                    "\"" + label() + "\"", names, Collections.nCopies(names.size(), domain), expression.compile(names));
        }

        /** Either x alone, or x1 up to the highest index in use. */
        private List<String> inputs(Expression expression) throws DataException {
            Set<String> used = expression.variables();
            int most = 0;
            for (String name : used) {
                if (!name.equals("x") && !name.matches("x[1-" + MOST_INPUTS + "]")) {
                    throw new DataException("\"" + label() + "\": the name " + name + " is unknown: use x, or x1 to x"
                            + MOST_INPUTS + ", pi and e");
                }
                most = name.equals("x") ? most : Math.max(most, name.charAt(1) - '0');
            }
            if (most > 0 && used.contains("x")) {
                throw new DataException("\"" + label() + "\" has both x and x" + most + ": write x1 for x");
            }
            return most == 1 ? List.of("x1") : FunctionSource.names(Math.max(1, most));
        }
    }

    /**
     * Numeric columns of a CSV file with a header: UTF-8, commas.
     *
     * @param inputs names of the input columns
     * @param output name of the target column
     */
    record Table(Path file, List<String> inputs, String output) implements Target {
        public Table {
            inputs = List.copyOf(inputs);
        }

        @Override
        public PointSource open() throws DataException {
            return TableSource.read(this);
        }
    }
}
