package org.kanworkbench.cli.model;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.kanworkbench.cli.command.CommandFailure;
import org.kanworkbench.cli.command.OutputFile;
import org.kanworkbench.cli.command.PresetOption;
import org.kanworkbench.cli.command.Rows;
import org.kanworkbench.cli.command.WorkbenchCommand;
import org.kanworkbench.data.ColumnScaling;
import org.kanworkbench.data.Counted;
import org.kanworkbench.data.source.TableRows;
import org.kanworkbench.files.CsvText;
import org.kanworkbench.files.TablePredictions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Predicts the rows of a table. */
@Command(
        name = "predict",
        description =
                "Predicts each row of a CSV file by a model of a table, and prints or writes the row with the prediction"
                        + " after it: of classes the probability of each, too, of numbers in the target's units.",
        sortOptions = false)
public final class PredictCommand extends WorkbenchCommand {

    private static final String ENDING = ".csv";

    @Parameters(paramLabel = "MODEL", description = "A model file of any kind that `evaluate` reads.")
    private Path file;

    @Option(names = "--preset", paramLabel = "P", description = "Network of the weights, as for `evaluate`.")
    private String preset;

    @Option(
            names = "--data",
            paramLabel = "FILE",
            required = true,
            description =
                    "A CSV file with the columns that the model was trained on, in any order. Others may hold anything;"
                            + " the target need not be there.")
    private Path table;

    @Option(names = "--out", paramLabel = "FILE", description = "The .csv file to write.")
    private Path out;

    @Override
    protected void run() throws Exception {
        int threads = common.threads();
        if (out != null) {
            OutputFile.check(out, ENDING, file, table);
        }
        ScoredFile model = ScoredFile.read(file, PresetOption.asked(preset));
        ColumnScaling scaling = model.origin()
                .scaling()
                .orElseThrow(() -> CommandFailure.badInput(
                        model.origin().dataset().isEmpty()
                                ? file + " does not say on which columns it was trained: convert it with `import "
                                        + file + " --data` and its table first"
                                : "`predict` needs a model of a table, and " + file + " was trained on "
                                        + model.origin().dataset() + ": score it with `evaluate`"));
        TableRows rows = TableRows.read(table, scaling);
        TablePredictions predictions;
        try (ScoredFile.Opened opened =
                model.opening().open(model.origin().batch(), rows.features().background(), threads)) {
            predictions = new TablePredictions(
                    rows,
                    opened.network(),
                    model.origin().target(),
                    model.origin().batch(),
                    model.rowsIndependent());
        }
        predictions.notes().forEach(note -> common.tell(table + ": " + note));
        if (out == null) {
            print(predictions);
        } else {
            predictions.write(out);
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("written", out.toString());
            fields.put("rows", predictions.size());
            new Rows<Void>(common).printOther(fields, Counted.of(predictions.size(), "row") + ", written to " + out);
        }
    }

    private void print(TablePredictions predictions) {
        List<String> header = predictions.header();
        if (!common.json()) {
            common.print(CsvText.line(header.toArray()));
        }
        Rows<Void> rows = new Rows<>(common);
        for (int r = 0; r < predictions.size(); r++) {
            List<Object> cells = predictions.row(r);
            if (!common.json()) {
                common.print(CsvText.line(cells.toArray()));
                continue;
            }
            Map<String, Object> fields = new LinkedHashMap<>();
            for (int c = 0; c < cells.size(); c++) {
                fields.put(header.get(c), cells.get(c));
            }
            rows.printOther(fields, "", Rows.ALL_DIGITS);
        }
    }
}
