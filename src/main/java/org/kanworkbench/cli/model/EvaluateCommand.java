package org.kanworkbench.cli.model;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import org.kanworkbench.cli.command.CommandFailure;
import org.kanworkbench.cli.command.CommonOptions;
import org.kanworkbench.cli.command.DataOption;
import org.kanworkbench.cli.command.PresetOption;
import org.kanworkbench.cli.command.Rows;
import org.kanworkbench.cli.command.Rows.Column;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.data.Examples;
import org.kanworkbench.engine.Inference;
import org.kanworkbench.training.Evaluation;
import org.kanworkbench.training.Evaluator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Evaluates a model file on a test set. */
@Command(name = "evaluate", description = "Scores a model file on a test set.", sortOptions = false)
public final class EvaluateCommand implements Callable<Integer> {

    private static final int MOST_ROWS = 8192;

    @Parameters(
            paramLabel = "MODEL",
            description = "A .kan file; an .onnx file that `export` wrote; a .safetensors file, described by "
                    + "--preset or by a configuration beside it; or a .pth file of TorchKAN or of linear "
                    + "layers, recognised by its tensors.")
    private Path file;

    @Option(
            names = "--preset",
            paramLabel = "P",
            description = "Network of the weights: needed for a .safetensors file without a description, and for "
                    + ".pth files of KAL_Net and KAC_Net, which look alike.")
    private String preset;

    @Option(names = "--data", paramLabel = "PATH", description = DataOption.DESCRIPTION)
    private String data;

    @Option(
            names = "--batch",
            paramLabel = "N",
            description = "Batch size. Scores depend on it only where a network scales its inputs by the batch; "
                    + "then the training's batch size is the default.")
    private Integer batch;

    @Option(names = "--logits", paramLabel = "N", description = "Also prints the logits of the first N samples.")
    private int logits;

    @Mixin
    private CommonOptions common;

    @Override
    public Integer call() throws Exception {
        int threads = common.threads();
        ScoredFile model = ScoredFile.read(file, PresetOption.asked(preset));
        Dataset dataset = model.seen().apply(DataOption.source(data).toScore(model.trainedOn()));
        GivenModel.check(file, model.shape(), model.inputs(), model.outputs(), dataset);
        check(dataset);
        int rows = batch == null ? model.batch() : batch;
        Examples test = dataset.test();
        OptionalDouble background = test.features().background();
        try (ScoredFile.Opened opened = model.opening().open(rows, background, threads)) {
            Inference predictor = opened.network();
            Evaluation evaluation = new Evaluator(test, dataset.outputs(), rows).evaluate(predictor);
            Optional<List<float[]>> first =
                    logits == 0 ? Optional.empty() : Optional.of(firstLogits(predictor, test, dataset.outputs(), rows));
            print(model, evaluation, first);
        }
        return 0;
    }

    private void check(Dataset dataset) throws CommandFailure {
        if (batch != null && (batch < 1 || batch > MOST_ROWS)) {
            throw CommandFailure.badInput("--batch is " + batch + ": choose 1 to " + MOST_ROWS);
        }
        if (logits < 0 || logits > dataset.test().size()) {
            throw CommandFailure.badInput(
                    "--logits is " + logits + ": choose 0 to " + dataset.test().size());
        }
    }

    /** With the same batches as the evaluation: if predictions depend on the batch, so do logits. */
    private List<float[]> firstLogits(Inference predictor, Examples test, int outputs, int batchRows) {
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
                first.add(Arrays.copyOfRange(y, r * outputs, (r + 1) * outputs));
            }
        }
        return first;
    }

    private void print(ScoredFile model, Evaluation e, Optional<List<float[]>> first) {
        PrintWriter out = common.out();
        Rows<Evaluation> rows = new Rows<>(
                common,
                Column.text("model", file.toString().length(), _ -> file.toString()),
                Column.text("preset", model.preset().length(), _ -> model.preset()),
                Column.number("correct", 0, Evaluation::correct),
                Column.number("total", 0, Evaluation::total),
                Column.number("test_acc", 5, Evaluation::accuracy),
                Column.number("test_loss", 5, Evaluation::loss),
                Column.number("eval_s", 3, Evaluation::seconds),
                Column.hidden("logits", _ -> first.orElse(null)));
        rows.print(e);
        if (!common.json() && first.isPresent()) {
            out.println("logits");
            first.get().forEach(row -> out.println(line(row)));
        }
    }

    private static String line(float[] row) {
        StringBuilder line = new StringBuilder();
        for (float value : row) {
            line.append(String.format(Locale.ROOT, "%10.4f", value));
        }
        return line.toString();
    }
}
