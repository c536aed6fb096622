package org.kanworkbench.cli.model;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.kanworkbench.cli.command.Choices;
import org.kanworkbench.cli.command.CommandFailure;
import org.kanworkbench.cli.command.DataOption;
import org.kanworkbench.cli.command.PresetOption;
import org.kanworkbench.cli.command.Rows;
import org.kanworkbench.cli.command.Rows.Column;
import org.kanworkbench.cli.command.TargetScores;
import org.kanworkbench.cli.command.WorkbenchCommand;
import org.kanworkbench.data.ColumnScaling;
import org.kanworkbench.data.Counted;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.data.Examples;
import org.kanworkbench.data.OneLine;
import org.kanworkbench.data.Target;
import org.kanworkbench.data.source.DataSource;
import org.kanworkbench.engine.Inference;
import org.kanworkbench.explain.ColumnImportance;
import org.kanworkbench.quantize.onnx.Origin;
import org.kanworkbench.training.Confidence;
import org.kanworkbench.training.Evaluation;
import org.kanworkbench.training.Evaluation.Classification;
import org.kanworkbench.training.Evaluation.Regression;
import org.kanworkbench.training.Evaluator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Evaluates a model file on a test set. */
@Command(name = "evaluate", description = "Scores a model file on a test set.", sortOptions = false)
public final class EvaluateCommand extends WorkbenchCommand {

    private static final int MOST_ROWS = 8192;

    @Parameters(
            paramLabel = "MODEL",
            description = "A .kan file; an .onnx file that `export` wrote; a .safetensors file, described by "
                    + "--preset or by a configuration beside it; or a .pth file of another "
                    + "implementation, recognised by its tensors.")
    private Path file;

    @Option(
            names = "--preset",
            paramLabel = "P",
            description = "Network of the weights: needed for a .safetensors file without a description, and for "
                    + ".pth files of KAL_Net and KAC_Net, which look alike.")
    private String preset;

    @Mixin
    private DataOption data;

    @Option(
            names = "--batch",
            paramLabel = "N",
            description = "Batch size. Scores depend on it only where a network scales its inputs by the batch; "
                    + "then the training's batch size is the default.")
    private Integer batch;

    @Option(
            names = "--logits",
            paramLabel = "N",
            description = "Also prints the outputs of the first N samples: logits, or numbers in the targets' units.")
    private int logits;

    @Option(
            names = "--classes",
            description = "Also prints precision, recall and F1 of each class, their mean F1 (macro F1), the mean "
                    + "recall (balanced accuracy), the expected calibration error of the probabilities, and of two "
                    + "classes the area under the ROC curve (AUC): where some classes are rare, accuracy alone says "
                    + "little.")
    private boolean classes;

    @Option(
            names = "--importance",
            description = "Also measures how much each column of a table matters: by how much the test RMSE rises (of "
                    + "several targets, R² falls; of classes, the accuracy) when its values are shuffled among the "
                    + "rows: mean and standard deviation of ten shuffles.")
    private boolean importance;

    @Override
    protected void run() throws Exception {
        int threads = common.threads();
        ScoredFile model = ScoredFile.read(file, PresetOption.asked(preset));
        Origin origin = model.origin();
        boolean described = !origin.dataset().isEmpty() || origin.scaling().isPresent();
        DataSource source = described ? data.source(origin.target(), origin.scaling()) : data.source();
        Dataset read = source.toScore(origin.dataset());
        // As `import` takes them.
        Dataset dataset = described ? read.seenBy(origin.target(), origin.scaling()) : read.unscaled();
        DataOption.check(file, model.shape(), model.inputs(), model.outputs(), dataset);
        check(dataset);
        if (importance && dataset.scaling().isEmpty()) {
            throw CommandFailure.badInput(
                    "--importance is of a table's columns, and " + dataset.name() + " has none: leave it out");
        }
        if (classes && dataset.target() instanceof Target.Numbers) {
            throw CommandFailure.badInput("--classes is of classes, and " + file + " predicts numbers: leave it out");
        }
        GivenModel.tellOther(common, data, file, origin.dataset(), origin.target(), dataset);
        common.tellRemark(dataset);
        if (source instanceof DataSource.CsvFile table) {
            common.tell(dataset.name() + ": " + String.join(", ", table.predicted()) + " "
                    + rows(dataset, origin.dataset()));
            List<String> unknown = read.unknownTo(origin.scaling());
            if (!unknown.isEmpty()) {
                common.tell(dataset.name() + ": " + ColumnScaling.unknown(unknown));
            }
        }
        int rows = batch == null ? origin.batch() : batch;
        Examples test = dataset.test();
        OptionalDouble background = test.features().background();
        try (ScoredFile.Opened opened = model.opening().open(rows, background, threads)) {
            Inference predictor = opened.network();
            Evaluation evaluation = new Evaluator(test, dataset.target(), rows).evaluate(predictor);
            Optional<List<float[]>> first =
                    logits == 0 ? Optional.empty() : Optional.of(firstOutputs(predictor, test, dataset.target(), rows));
            Optional<ColumnImportance> columns = dataset.scaling()
                    .filter(_ -> importance)
                    .map(table ->
                            ColumnImportance.of(predictor, test, dataset.target(), table.placesByColumn(), rows, 0));
            print(model, evaluation, dataset.target().names(), test.labels(), first, columns);
        }
    }

    /** Which rows of a table are scored, in words. */
    private static String rows(Dataset dataset, String trainedOn) {
        int rows = dataset.test().size();
        return trainedOn.isEmpty()
                ? "scored on all " + Counted.of(rows, "row")
                        + " in their own units, as the model does not say what it was trained on"
                : trainedOn.equals(dataset.name())
                        ? "scored on the " + Counted.of(rows, "test row") + ", which training leaves out"
                        : "scored on all " + Counted.of(rows, "row") + ", as the model was trained on " + trainedOn;
    }

    private void check(Dataset dataset) throws CommandFailure {
        if (batch != null) {
            Choices.within("--batch", batch, 1, MOST_ROWS);
        }
        Choices.within("--logits", logits, 0, dataset.test().size());
    }

    /** With the same batches as the evaluation: if predictions depend on the batch, so do outputs. */
    private List<float[]> firstOutputs(Inference predictor, Examples test, Target target, int batchRows) {
        int outputs = target.names().size();
        int width = test.features().width();
        float[] x = new float[batchRows * width];
        float[] y = new float[batchRows * outputs];
        List<float[]> first = new ArrayList<>();
        for (int from = 0; from < logits; from += batchRows) {
            int rows = Math.min(batchRows, test.size() - from);
            for (int r = 0; r < rows; r++) {
                test.features().copyRow(from + r, x, r * width);
            }
            predictor.predict(x, rows, y);
            for (int r = 0; r < rows && first.size() < logits; r++) {
                float[] row = Arrays.copyOfRange(y, r * outputs, (r + 1) * outputs);
                if (target instanceof Target.Numbers numbers) {
                    numbers.toUnits(row);
                }
                first.add(row);
            }
        }
        return first;
    }

    private void print(
            ScoredFile model,
            Evaluation e,
            List<String> names,
            int[] labels,
            Optional<List<float[]>> first,
            Optional<ColumnImportance> importance) {
        PrintWriter out = common.out();
        List<Column<Evaluation>> columns = new ArrayList<>(List.of(
                Column.text("model", file.toString().length(), _ -> file.toString()),
                Column.text(
                        "preset",
                        model.origin().preset().length(),
                        _ -> model.origin().preset())));
        String outputs = switch (e) {
            case Classification scores -> {
                columns.add(Column.number("correct", 0, _ -> scores.correct()));
                columns.add(Column.number("total", 0, Evaluation::total));
                columns.add(Column.number("test_acc", 5, Evaluation::score));
                if (classes) {
                    columns.add(Column.number("balanced_acc", 5, _ -> scores.balancedAccuracy()));
                    columns.add(Column.number("macro_f1", 5, _ -> scores.macroF1()));
                    Confidence confidence = new Confidence(labels, scores);
                    columns.add(Column.number("calibration_error", 5, _ -> confidence.calibrationError()));
                    confidence.auc().ifPresent(area -> columns.add(Column.number("auc", 5, _ -> area)));
                    columns.add(Column.hidden("classes", _ -> fields(scores, names)));
                }
                yield "logits";
            }
            case Regression numbers -> {
                columns.add(Column.number("total", 0, Evaluation::total));
                columns.add(Column.significant("test_rmse", Evaluation::score));
                columns.add(Column.number("test_r2", 6, _ -> numbers.r2()));
                columns.add(Column.hidden("targets", _ -> TargetScores.of(numbers)));
                yield "outputs";
            }
        };
        columns.add(Column.measured("test_loss", e.measure(), Evaluation::loss));
        columns.add(Column.number("eval_s", 3, Evaluation::seconds));
        columns.add(Column.hidden(outputs, _ -> first.orElse(null)));
        columns.add(Column.hidden(
                "importance",
                _ -> importance
                        .map(of -> of.columns().stream().map(c -> fields(c)).toList())
                        .orElse(null)));
        new Rows<>(common, columns).print(e);
        if (common.json()) {
            return;
        }
        if (classes && e instanceof Classification scores) {
            printClasses(scores, names);
        }
        if (e instanceof Regression numbers && numbers.targets().size() > 1) {
            numbers.targets()
                    .forEach(t -> out.printf(
                            Locale.ROOT, "%s  RMSE %.6g  R² %.6f%n", OneLine.of(t.name()), t.rmse(), t.r2()));
        }
        if (first.isPresent()) {
            out.println(outputs);
            first.get().forEach(row -> out.println(line(row)));
        }
        importance.ifPresent(this::printImportance);
    }

    private static List<Map<String, Object>> fields(Classification scores, List<String> names) {
        return IntStream.range(0, names.size())
                .mapToObj(c -> {
                    Map<String, Object> fields = new LinkedHashMap<>();
                    fields.put("class", names.get(c));
                    fields.put("samples", scores.labelled(c));
                    scores.precision(c).ifPresent(value -> fields.put("precision", value));
                    scores.recall(c).ifPresent(value -> fields.put("recall", value));
                    scores.f1(c).ifPresent(value -> fields.put("f1", value));
                    return fields;
                })
                .toList();
    }

    private void printClasses(Classification scores, List<String> names) {
        int width = Math.max(5, names.stream().mapToInt(String::length).max().orElse(0));
        common.out().printf("%-" + width + "s  samples  precision   recall       f1%n", "class");
        for (int c = 0; c < names.size(); c++) {
            common.out()
                    .printf(
                            Locale.ROOT,
                            "%-" + width + "s  %7d  %9s  %7s  %7s%n",
                            names.get(c),
                            scores.labelled(c),
                            share(scores.precision(c)),
                            share(scores.recall(c)),
                            share(scores.f1(c)));
        }
    }

    private static String share(OptionalDouble value) {
        return value.isPresent() ? String.format(Locale.ROOT, "%.5f", value.getAsDouble()) : "–";
    }

    private static Map<String, Object> fields(ColumnImportance.Column column) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("column", column.name());
        fields.put("mean", column.worse());
        fields.put("sd", column.deviation());
        return fields;
    }

    private void printImportance(ColumnImportance measured) {
        common.out()
                .printf(
                        "By how much the %s when a column's values are shuffled, mean ± standard deviation:%n",
                        measured.change());
        measured.columns()
                .forEach(c -> common.out()
                        .printf(Locale.ROOT, "%-24s %.6g ± %.2g%n", OneLine.of(c.name()), c.worse(), c.deviation()));
    }

    private static String line(float[] row) {
        StringBuilder line = new StringBuilder();
        for (float value : row) {
            line.append(String.format(Locale.ROOT, Math.abs(value) < 1e4 ? "%10.4f" : " %.6g", value));
        }
        return line.toString();
    }
}
