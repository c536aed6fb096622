package org.kanworkbench.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.kanworkbench.cli.Rows.Column;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.data.Examples;
import org.kanworkbench.dl4j.NetworkFile;
import org.kanworkbench.engine.Inference;
import org.kanworkbench.engine.Predictor;
import org.kanworkbench.engine.Workers;
import org.kanworkbench.network.NetworkSpec;
import org.kanworkbench.network.Preset;
import org.kanworkbench.quantize.Calibration;
import org.kanworkbench.quantize.Scheme;
import org.kanworkbench.quantize.Schemes;
import org.kanworkbench.quantize.onnx.ExportCheck;
import org.kanworkbench.quantize.onnx.OnnxExport;
import org.kanworkbench.quantize.onnx.OnnxModel;
import org.kanworkbench.quantize.onnx.OnnxNetwork;
import org.kanworkbench.quantize.onnx.Origin;
import org.kanworkbench.quantize.onnx.Snippet;
import org.kanworkbench.runs.AtomicFile;
import org.kanworkbench.runs.ModelReader;
import org.kanworkbench.runs.SafetensorsWriter;
import org.kanworkbench.runs.SavedModel;
import org.kanworkbench.training.Evaluator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes a model for other programs, and runs what it wrote. */
@Command(
        name = "export",
        description =
                "Writes a model as an ONNX file or for Deeplearning4j, and compares its answers to all test rows with the"
                        + " engine's; or its weights as a safetensors file.",
        sortOptions = false)
final class ExportCommand implements Callable<Integer> {

    private static final String ONNX = "onnx";
    private static final String SAFETENSORS = "safetensors";
    private static final String DL4J = "dl4j";

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "MODEL", description = "A model file of any kind that evaluate reads, but for .onnx.")
    private Path file;

    @Option(names = "--preset", paramLabel = "P", description = "As for evaluate: what network the weights are for.")
    private String preset;

    @Option(
            names = "--format",
            paramLabel = "F",
            required = true,
            description =
                    "What to write: onnx; safetensors, the weights alone; or dl4j, a zip file for Deeplearning4j.")
    private String format;

    @Option(
            names = "--scheme",
            paramLabel = "S",
            defaultValue = "float32",
            description = "float32, float16, int8-dynamic, int8-static or int8-lean, changed as for quantize if wanted;"
                    + " ${DEFAULT-VALUE} by default.")
    private String scheme;

    @Option(
            names = "--calibration",
            paramLabel = "N",
            defaultValue = "" + Calibration.USUAL,
            description = "Training rows that int8-static and int8-lean find their scales by; ${DEFAULT-VALUE} by"
                    + " default.")
    private int calibration;

    @Option(
            names = "--snippet",
            paramLabel = "LANGUAGE",
            description = "Also prints a small program that uses the file: java or python.")
    private String snippet;

    @Option(names = "--out", paramLabel = "FILE", required = true, description = "The file to write.")
    private Path out;

    @Option(names = "--data", paramLabel = "PATH", description = "What to compare on. " + DataOption.DESCRIPTION)
    private String data;

    @Mixin
    private CommonOptions common;

    @Override
    public Integer call() throws Exception {
        int threads = common.threads();
        switch (format) {
            case ONNX -> writeGraph(threads);
            case SAFETENSORS -> writeWeights();
            case DL4J -> writeNetwork(threads);
            default ->
                throw CommandFailure.badInput(
                        "--format is " + format + ": choose " + ONNX + ", " + SAFETENSORS + " or " + DL4J);
        }
        return 0;
    }

    private SavedModel saved() throws Exception {
        Optional<Preset> asked = preset == null ? Optional.empty() : Optional.of(PresetOption.named(preset));
        return ModelReader.read(file, asked);
    }

    /** Weights alone: who reads them must know what network they are for. */
    private void writeWeights() throws Exception {
        OutputFile.check(out, ModelReader.WEIGHTS);
        checkPlain();
        SavedModel saved = saved();
        AtomicFile.write(
                out,
                stream -> SafetensorsWriter.write(saved.model().tensors(), Map.of("preset", saved.preset()), stream));
        Rows rows = new Rows(
                spec.commandLine().getOut(),
                common.json(),
                Column.text("written", out.toString().length()),
                Column.text("preset", saved.preset().length()),
                Column.number("size_bytes", 0));
        rows.print(out.toString(), saved.preset(), Files.size(out));
    }

    private void checkPlain() throws CommandFailure {
        if (!scheme.equals(Schemes.FLOAT32.name()) || snippet != null) {
            throw CommandFailure.badInput("--format " + format
                    + " writes the weights as they are: leave --scheme and --snippet out, or choose " + ONNX);
        }
    }

    /** A network of Deeplearning4j's, whose layers are in the workbench's jar. */
    private void writeNetwork(int threads) throws Exception {
        OutputFile.check(out, NetworkFile.EXTENSION);
        checkPlain();
        SavedModel saved = saved();
        Dataset dataset = saved.seen(DataOption.source(data).load());
        check(saved.model().network(), dataset);
        NetworkFile written = NetworkFile.of(saved);
        ExportCheck check = compare(saved, written.inference(), dataset.test(), threads);
        refuseDifference(check);
        written.write(out);
        Rows rows = new Rows(
                spec.commandLine().getOut(),
                common.json(),
                Column.text("written", out.toString().length()),
                Column.text("preset", saved.preset().length()),
                Column.number("size_bytes", 0),
                Column.number("rows", 0),
                Column.number("max_difference", 7),
                Column.number("agreement", 5),
                Column.number("test_acc", 5));
        rows.print(
                out.toString(),
                saved.preset(),
                Files.size(out),
                check.rows(),
                check.difference(),
                (double) check.agreeing() / check.rows(),
                (double) check.correct() / check.rows());
    }

    private static void refuseDifference(ExportCheck check) throws CommandFailure {
        if (!(check.relative() <= ExportCheck.TOLERANCE)) {
            throw CommandFailure.failed("the answers written would be up to " + check.difference()
                    + " away from the engine's: nothing was written; the model's weights may be extreme");
        }
    }

    private void writeGraph(int threads) throws Exception {
        OutputFile.check(out, OnnxModel.EXTENSION);
        Optional<Snippet> program = snippet == null ? Optional.empty() : Optional.of(language());
        SavedModel saved = saved();
        Scheme chosen = Schemes.parse(scheme, saved.model().network());
        Dataset dataset = saved.seen(DataOption.source(data).load());
        check(saved.model().network(), dataset);
        Optional<Calibration> rows = OnnxExport.calibrates(chosen)
                ? Optional.of(Calibration.of(dataset.train().features(), calibration))
                : Optional.empty();
        OnnxModel model = OnnxExport.of(saved.model(), Origin.of(saved), chosen, rows);
        ExportCheck check;
        try (OnnxNetwork network = new OnnxNetwork(model, threads)) {
            check = compare(saved, network, dataset.test(), threads);
        }
        if (chosen.untouched()) {
            refuseDifference(check);
        }
        model.write(out);
        print(model, check, program.map(p -> p.of(model, out.toString())));
    }

    private Snippet language() throws CommandFailure {
        return Arrays.stream(Snippet.values())
                .filter(known -> known.word().equals(snippet))
                .findFirst()
                .orElseThrow(() -> CommandFailure.badInput("--snippet is " + snippet + ": choose java or python"));
    }

    private void check(NetworkSpec network, Dataset dataset) throws CommandFailure {
        if (network.inputs() != dataset.inputs() || network.outputs() != dataset.outputs()) {
            throw CommandFailure.badInput(file + " is a network of " + network.shape() + " but " + dataset.name()
                    + " has " + dataset.inputs() + " inputs and " + dataset.outputs()
                    + " classes: name the data that it was trained on with --data");
        }
    }

    private static ExportCheck compare(SavedModel saved, Inference other, Examples test, int threads) {
        int batch = Evaluator.batch(saved.model().network(), saved.recipe().batch());
        try (Workers workers = new Workers(threads)) {
            Predictor engine =
                    new Predictor(saved.model(), batch, test.features().background(), workers);
            return ExportCheck.of(engine, other, test, saved.model().network().outputs(), batch);
        }
    }

    private void print(OnnxModel model, ExportCheck check, Optional<String> program) {
        Rows rows = new Rows(
                spec.commandLine().getOut(),
                common.json(),
                Column.text("written", out.toString().length()),
                Column.text("scheme", scheme.length()),
                Column.number("opset", 0),
                Column.number("size_bytes", 0),
                Column.number("rows", 0),
                Column.number("max_difference", 7),
                Column.number("agreement", 5),
                Column.number("test_acc", 5),
                Column.number("float32_acc", 5),
                Column.hidden("snippet"));
        rows.print(
                out.toString(),
                scheme,
                OnnxModel.OPSET,
                model.content().length,
                check.rows(),
                check.difference(),
                (double) check.agreeing() / check.rows(),
                (double) check.correct() / check.rows(),
                (double) check.reference() / check.rows(),
                program.orElse(null));
        if (!common.json() && program.isPresent()) {
            spec.commandLine().getOut().println();
            spec.commandLine().getOut().print(program.get());
        }
    }
}
