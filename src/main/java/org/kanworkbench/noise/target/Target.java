package org.kanworkbench.noise.target;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.nio.file.Path;
import java.util.List;
import org.kanworkbench.data.DataException;

/** What is to be fitted, as a configuration names it. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Target.Standard.class, name = "function"),
    @JsonSubTypes.Type(value = Target.Formula.class, name = "formula"),
    @JsonSubTypes.Type(value = Target.Table.class, name = "table")
})
public sealed interface Target {

    /** Short and without line breaks: a column of tables, a name in legends. */
    String label();

    /** Reads or computes what it needs. The exception's one line says what is wrong with it. */
    PointSource open() throws DataException;

    /** One of the functions that the workbench knows. */
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
     * A function that was typed in, of x or of x1 to x5.
     *
     * @param domain of every input alike
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
     * @param inputs names of the columns that are known
     * @param output name of the column that is to be fitted
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
