package org.kanworkbench.cli.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import org.kanworkbench.cli.command.CommandFailure;
import org.kanworkbench.cli.command.OutputFile;
import org.kanworkbench.cli.command.Rows;
import org.kanworkbench.cli.command.Rows.Column;
import org.kanworkbench.cli.command.WorkbenchCommand;
import org.kanworkbench.data.DataException;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.data.Examples;
import org.kanworkbench.data.FloatFeatures;
import org.kanworkbench.data.Target;
import org.kanworkbench.dl4j.NetworkFile;
import org.kanworkbench.engine.Inference;
import org.kanworkbench.engine.Predictor;
import org.kanworkbench.engine.workers.Workers;
import org.kanworkbench.files.DataFolder;
import org.kanworkbench.files.SaveException;
import org.kanworkbench.files.model.SavedModel;
import org.kanworkbench.files.model.WeightsFile;
import org.kanworkbench.quantize.Calibration;
import org.kanworkbench.quantize.code.CodeExport;
import org.kanworkbench.quantize.code.Language;
import org.kanworkbench.quantize.onnx.ExportCheck;
import org.kanworkbench.quantize.onnx.OnnxModel;
import org.kanworkbench.quantize.onnx.OnnxNetwork;
import org.kanworkbench.quantize.onnx.Origin;
import org.kanworkbench.quantize.onnx.Snippet;
import org.kanworkbench.quantize.onnx.graph.OnnxExport;
import org.kanworkbench.quantize.scheme.Scheme;
import org.kanworkbench.quantize.scheme.Schemes;
import org.kanworkbench.runs.RunKind;
import org.kanworkbench.runs.StoreException;
import org.kanworkbench.runs.StoredRun;
import org.kanworkbench.runs.export.TensorBoardExport;
import org.kanworkbench.runs.store.RunStore;
import org.kanworkbench.training.Evaluator;
import org.kanworkbench.training.Measure;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Exports a model for other programs, and verifies the result by running it. */
@Command(
        name = "export",
        description =
                "Exports a model as ONNX, for Deeplearning4j, as a program in C, Java or Python or as a page, and "
                        + "compares its outputs on all test samples, or random rows, with the engine's; its weights as safetensors; or its run "
                        + "for TensorBoard.",
        sortOptions = false)
public final class ExportCommand extends WorkbenchCommand {

    private static final String ONNX = "onnx";
    private static final String SAFETENSORS = "safetensors";
    private static final String DL4J = "dl4j";
    private static final String TENSORBOARD = "tensorboard";
    /** Compared on where there are no data. */
    private static final int NOISE_ROWS = 256;

    @Mixin
    private GivenModel given;

    @Option(
            names = "--format",
            paramLabel = "F",
            required = true,
            description = "onnx; safetensors: the weights with a description of the network; dl4j: a zip file for "
                    + "Deeplearning4j; c, java, python: a program without dependencies (Python: NumPy), which predicts "
                    + "from pixels or a table's values; html: a page to draw digits or type values in; or tensorboard: "
                    + "a folder with histograms of the weights and, if its run is in the store, the curves.")
    private String format;

    @Option(
            names = "--scheme",
            paramLabel = "S",
            defaultValue = "float32",
            description = "Quantisation scheme: float32, float16, int8-dynamic, int8-static or int8-lean, with "
                    + "changes as for `quantize`; ${DEFAULT-VALUE} by default.")
    private String scheme;

    @Option(
            names = "--calibration",
            paramLabel = "N",
            defaultValue = "" + Calibration.USUAL,
            description = "Training samples for the calibration of int8-static and int8-lean; ${DEFAULT-VALUE} by "
                    + "default.")
    private int calibration;

    @Option(
            names = "--snippet",
            paramLabel = "LANGUAGE",
            description = "Also prints a small program that uses the file: java or python.")
    private String snippet;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "The file to write, or the log folder of TensorBoard; by default beside the model, if "
                    + "there is none yet.")
    private Path out;

    @Override
    protected void run() throws Exception {
        int threads = common.threads();
        switch (format) {
            case ONNX -> writeGraph(threads);
            case SAFETENSORS -> writeWeights();
            case DL4J -> writeNetwork(threads);
            case TENSORBOARD -> writeEvents();
            default -> writeProgram(programLanguage(), threads);
        }
    }

    private Language programLanguage() throws CommandFailure {
        return Arrays.stream(Language.values())
                .filter(known -> known.word().equals(format))
                .findFirst()
                .orElseThrow(() -> CommandFailure.badInput("--format is " + format + ": choose " + ONNX + ", "
                        + SAFETENSORS + ", " + TENSORBOARD + ", " + DL4J + ", "
                        + Arrays.stream(Language.values()).map(Language::word).collect(Collectors.joining(", "))));
    }

    /** A program that needs nothing of the workbench. */
    private void writeProgram(Language language, int threads) throws Exception {
        Path target = out == null ? programBeside(language) : target(language.extension());
        try {
            CodeExport.check(language, target);
        } catch (SaveException e) {
            throw CommandFailure.badInput(e.getMessage());
        }
        checkPlain();
        SavedModel saved = given.read();
        Optional<Dataset> dataset = data(saved);
        CodeExport program = CodeExport.of(saved);
        ExportCheck check;
        try (Workers workers = new Workers(threads)) {
            // A program predicts one row at a time.
            int batch = saved.model().network().scalesByBatch() ? 1 : saved.evaluationBatch();
            check = compare(saved, program.inference(workers), dataset, batch, threads);
        }
        refuseDifference(check);
        tellCompared(dataset);
        program.write(language, target);
        List<Column<ExportCheck>> columns = written(target, saved, "bytes");
        columns.addAll(compared(saved.measure(), "max_error", dataset.isPresent()));
        dataset.map(data -> program.remark().isEmpty()
                        ? check.reference()
                        : Evaluator.ofTest(saved.model(), data, saved.evaluationBatch(), threads))
                .ifPresent(batches -> columns.add(Column.score("float32", saved.measure(), _ -> batches.score())));
        program.remark().ifPresent(common::tell);
        new Rows<>(common, columns).print(check);
    }

    /** Beside the model, under a name that its network can have. */
    private Path programBeside(Language language) throws CommandFailure {
        String name = given.file().getFileName().toString().replaceFirst("[.][^.]*$", "");
        Path named = given.file().resolveSibling(CodeExport.name(language, name) + language.extension());
        Path target = OutputFile.beside(named, language.extension());
        OutputFile.check(target, language.extension(), given.file());
        return target;
    }

    /** The output file, checked to be writable. */
    private Path target(String ending) throws CommandFailure {
        Path target = out == null ? OutputFile.beside(given.file(), ending) : out;
        OutputFile.check(target, ending, given.file());
        return target;
    }

    private void writeWeights() throws Exception {
        Path target = target(WeightsFile.EXTENSION);
        checkPlain();
        SavedModel saved = given.read();
        WeightsFile.write(saved, target);
        new Rows<>(common, written(target, saved, "size_bytes")).print(saved);
    }

    private static <T> List<Column<T>> written(Path file, SavedModel saved, String size) throws IOException {
        long bytes = Files.size(file);
        return new ArrayList<>(List.of(
                Column.text("written", file.toString().length(), _ -> file.toString()),
                Column.text("preset", saved.preset().length(), _ -> saved.preset()),
                Column.number(size, 0, _ -> bytes)));
    }

    /** Everything known: for a model whose run is stored on this machine, also its curves. */
    private void writeEvents() throws Exception {
        checkPlain();
        if (out != null && Files.isRegularFile(out)) {
            throw CommandFailure.badInput("--out " + out + " is a file: name a folder for --format " + format);
        }
        SavedModel saved = given.read();
        Path parent = out == null ? OutputFile.beside(given.file(), "." + TENSORBOARD) : out;
        new Rows<>(common).printWritten(writeEvents(saved, parent));
    }

    private Path writeEvents(SavedModel saved, Path parent) throws IOException {
        try (RunStore store = RunStore.open(DataFolder.current())) {
            Optional<StoredRun> run = store.trained(given.file())
                    .filter(known -> known.description().kind() == RunKind.TRAINING);
            if (run.isPresent()) {
                return TensorBoardExport.write(store, run.get(), parent);
            }
        } catch (StoreException e) {
            common.tell("without curves: " + e.getMessage());
        }
        return TensorBoardExport.write(saved, parent, saved.preset() + "-" + saved.seed(), InstantSource.system());
    }

    private void checkPlain() throws CommandFailure {
        checkCalibration(false);
        if (!scheme.equals(Schemes.FLOAT32.name()) || snippet != null) {
            throw CommandFailure.badInput("--format " + format
                    + " writes the weights as they are: leave --scheme and --snippet out, or choose " + ONNX);
        }
    }

    private void checkCalibration(boolean calibrates) throws CommandFailure {
        if (!calibrates && common.given("--calibration")) {
            throw CommandFailure.badInput("--calibration is for int8-static and int8-lean: leave it out");
        }
    }

    /** A Deeplearning4j network, whose layers are in the workbench's jar. */
    private void writeNetwork(int threads) throws Exception {
        Path target = target(NetworkFile.EXTENSION);
        checkPlain();
        SavedModel saved = given.read();
        Optional<Dataset> dataset = data(saved);
        NetworkFile written = NetworkFile.of(saved);
        ExportCheck check = compare(saved, written.inference(), dataset, saved.evaluationBatch(), threads);
        refuseDifference(check);
        tellCompared(dataset);
        written.write(target);
        List<Column<ExportCheck>> columns = written(target, saved, "size_bytes");
        columns.addAll(compared(saved.measure(), "max_difference", dataset.isPresent()));
        new Rows<>(common, columns).print(check);
    }

    private static void refuseDifference(ExportCheck check) throws CommandFailure {
        if (!(check.relative() <= ExportCheck.TOLERANCE)) {
            throw CommandFailure.failed("the exported network's outputs would be up to " + check.difference()
                    + " away from the engine's: nothing was written; the model's weights may be extreme");
        }
    }

    private void writeGraph(int threads) throws Exception {
        Path target = target(OnnxModel.EXTENSION);
        Optional<Snippet> program = snippet == null ? Optional.empty() : Optional.of(language());
        SavedModel saved = given.read();
        Scheme chosen = Schemes.parse(scheme, saved.model().network());
        checkCalibration(OnnxExport.calibrates(chosen));
        Optional<Dataset> dataset =
                OnnxExport.calibrates(chosen) ? Optional.of(given.fitting(saved, common)) : data(saved);
        Optional<Calibration> rows = OnnxExport.calibrates(chosen)
                ? Optional.of(Calibration.of(dataset.orElseThrow().train().features(), calibration))
                : Optional.empty();
        OnnxModel model = OnnxExport.of(saved.model(), Origin.of(saved), chosen, rows);
        ExportCheck check;
        try (OnnxNetwork network = new OnnxNetwork(model, threads)) {
            check = compare(saved, network, dataset, saved.evaluationBatch(), threads);
        }
        if (chosen.untouched()) {
            refuseDifference(check);
        }
        tellCompared(dataset);
        model.write(target);
        print(model, target, check, dataset.isPresent(), program.map(p -> p.of(model, target.toString())));
    }

    private Snippet language() throws CommandFailure {
        return Arrays.stream(Snippet.values())
                .filter(known -> known.word().equals(snippet))
                .findFirst()
                .orElseThrow(() -> CommandFailure.badInput("--snippet is " + snippet + ": choose java or python"));
    }

    /** Data to compare on; none where none are named for a model of other data than the bundled images. */
    private Optional<Dataset> data(SavedModel saved) throws CommandFailure, DataException {
        return given.hasData(saved) ? Optional.of(given.fitting(saved, common)) : Optional.empty();
    }

    private void tellCompared(Optional<Dataset> dataset) {
        if (dataset.isEmpty()) {
            common.tell("compared with the engine on " + NOISE_ROWS + " random rows, as no --data was given");
        }
    }

    /** Standardised columns, and targets that nobody looks at. */
    private static Examples noise(SavedModel saved) {
        int width = saved.model().network().inputs();
        float[] x = new float[NOISE_ROWS * width];
        Random random = new Random(0);
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) random.nextGaussian();
        }
        FloatFeatures features = new FloatFeatures(x, width);
        return switch (saved.target()) {
            case Target.Classes _ -> new Examples(features, new int[NOISE_ROWS]);
            case Target.Numbers numbers ->
                new Examples(
                        features,
                        new int[0],
                        new float[NOISE_ROWS * numbers.names().size()]);
        };
    }

    private static ExportCheck compare(
            SavedModel saved, Inference other, Optional<Dataset> dataset, int batch, int threads) {
        Examples test = dataset.map(Dataset::test).orElseGet(() -> noise(saved));
        try (Workers workers = new Workers(threads)) {
            Predictor engine =
                    new Predictor(saved.model(), batch, test.features().background(), workers);
            return ExportCheck.of(engine, other, test, saved.target(), batch);
        }
    }

    /** @param scored whether on the test examples, so that scores have a meaning */
    private static List<Column<ExportCheck>> compared(Measure measure, String difference, boolean scored) {
        boolean classes = measure == Measure.ACCURACY;
        List<Column<ExportCheck>> columns = new ArrayList<>(List.of(
                Column.number("rows", 0, ExportCheck::rows),
                classes
                        ? Column.number(difference, 7, ExportCheck::difference)
                        : Column.significant(difference, ExportCheck::difference)));
        if (scored && classes) {
            columns.add(Column.number("agreement", 5, c -> (double) c.agreeing() / c.rows()));
        }
        if (scored) {
            columns.add(Column.score("test", measure, c -> c.checked().score()));
        }
        return columns;
    }

    private void print(OnnxModel model, Path written, ExportCheck check, boolean scored, Optional<String> program) {
        List<Column<ExportCheck>> columns = new ArrayList<>(List.of(
                Column.text("written", written.toString().length(), _ -> written.toString()),
                Column.text("scheme", scheme.length(), _ -> scheme),
                Column.number("opset", 0, _ -> OnnxModel.OPSET),
                Column.number("size_bytes", 0, _ -> model.content().length)));
        columns.addAll(compared(check.reference().measure(), "max_difference", scored));
        if (scored) {
            columns.add(Column.score(
                    "float32",
                    check.reference().measure(),
                    _ -> check.reference().score()));
        }
        columns.add(Column.hidden("snippet", _ -> program.orElse(null)));
        new Rows<>(common, columns).print(check);
        if (!common.json() && program.isPresent()) {
            common.out().println();
            common.out().print(program.get());
        }
    }
}
