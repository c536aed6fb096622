package org.kanworkbench.noise.target;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.nio.file.Path;
import java.util.List;
import org.kanworkbench.data.DataException;

/** The target of a fit, as named in a configuration. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Target.Standard.class, name = "function"),
    @JsonSubTypes.Type(value = Target.Formula.class, name = "formula"),
    @JsonSubTypes.Type(value = Target.Table.class, name = "table")
})
public sealed interface Target {

    /** A short label without line breaks, for tables and legends. */
    String label();

    /** Opens the target. The exception has a one-line message. */
    PointSource open() throws DataException;

    /** A built-in function. */
    record Standard(StandardFunction function) implements Target {
        @Override
        public String label() {
            return function.id();
        }

        @Override
        public PointSource open() throws DataException {
            return new FunctionSource(
                    function.id(), FunctionSource.names(function.inputs()), function.domain(), function::at);
        }
    }

    /**
     * A user-defined function of x or of x1 to x5.
     *
     * @param domain of every input
     */
    record Formula(String text, Range domain) implements Target {
        @Override
        public String label() {
            return text.strip();
        }

        @Override
        public PointSource open() throws DataException {
            return FormulaParser.parse(text).open(domain);
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
        public String label() {
            return file.getFileName() + ": " + output;
        }

        @Override
        public PointSource open() throws DataException {
            return TableSource.read(this);
        }
    }
}
