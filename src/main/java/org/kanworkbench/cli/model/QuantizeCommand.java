package org.kanworkbench.cli.model;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.kanworkbench.cli.command.Choices;
import org.kanworkbench.cli.command.CommandFailure;
import org.kanworkbench.cli.command.CommandRecords;
import org.kanworkbench.cli.command.Interruption;
import org.kanworkbench.cli.command.NearNames;
import org.kanworkbench.cli.command.OutputFile;
import org.kanworkbench.cli.command.ProgressLine;
import org.kanworkbench.cli.command.StoreOption;
import org.kanworkbench.cli.command.WorkbenchCommand;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.data.Examples;
import org.kanworkbench.data.OneLine;
import org.kanworkbench.files.model.ModelFile;
import org.kanworkbench.files.model.ModelReader;
import org.kanworkbench.files.model.SavedModel;
import org.kanworkbench.network.NetworkSpec;
import org.kanworkbench.quantize.Calibration;
import org.kanworkbench.quantize.QuantizedModel;
import org.kanworkbench.quantize.compare.Comparison;
import org.kanworkbench.quantize.compare.Comparison.Timing;
import org.kanworkbench.quantize.compare.ComparisonEvent;
import org.kanworkbench.quantize.compare.ComparisonResult;
import org.kanworkbench.quantize.compare.ComparisonRun;
import org.kanworkbench.quantize.compare.Networks;
import org.kanworkbench.quantize.compare.SchemeResult;
import org.kanworkbench.quantize.compare.Sensitivity;
import org.kanworkbench.quantize.onnx.OnnxModel;
import org.kanworkbench.quantize.onnx.graph.OnnxExport;
import org.kanworkbench.quantize.scheme.Arithmetic;
import org.kanworkbench.quantize.scheme.QuantizeException;
import org.kanworkbench.quantize.scheme.Scheme;
import org.kanworkbench.quantize.scheme.Schemes;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Quantises a model under several schemes and measures them side by side. */
@Command(
        name = "quantize",
        description = "Post-training quantisation: tries several schemes and measures them side by side: "
                + "agreement with float32 and accuracy on all test samples, size, and time per call at "
                + "batch size 1, 64 and 1000, timed in turns.",
        footer = {
            "",
            "A scheme is NAME[:CHANGE,…][/WHERE=BITS,…], for instance w4, w4:output,symmetric or w4/layer2=8,P3=6.",
            "  NAME          float32, float16: run by ONNX Runtime;",
            "                int8-dynamic, int8-static, int8-lean: the same in 8-bit integers; scales of a layer's inputs are",
            "                found per batch, by calibration on training samples, or by calibration and per basis term;",
            "                w8, w7, w6, w5, w4, w3, w2: weights of so many bits, simulated: the workbench's engine computes",
            "                with the quantised weights, which saves size and no time.",
            "  CHANGE        tensor, output or group32: what shares a scale; symmetric or affine: whether the zero point is",
            "                0; min-max, percentile or mse: the range of the scale;",
            "                nearest or fitted: the rounding; fitted minimises the change of the layer's sums over calibration",
            "                samples, and uses the whole range unless another is named after it.",
            "  WHERE=BITS    other bits for some weights, 2 to 8, float16 or float32. WHERE is a layer from 1 (layer2), a",
            "                term (P3, base), one term of one layer (layer2.P3) or the convolutions (stem). The last one",
            "                that covers a weight counts."
        },
        sortOptions = false)
public final class QuantizeCommand extends WorkbenchCommand {

    private static final int SENSITIVITY_ROWS = 10_000;

    @Mixin
    private GivenModel given;

    @Option(
            names = "--scheme",
            paramLabel = "S",
            description = "A scheme, see below; may be given several times. By default every NAME except w7, and "
                    + "w3:fitted and w2:fitted.")
    private List<String> schemes = List.of();

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Writes the model under the one scheme that is given: the quantised weights as a .kan "
                    + "file, or the ONNX graph as an .onnx file.")
    private Path out;

    @Option(
            names = "--calibration",
            paramLabel = "N",
            description = "Training samples for the calibration of int8-static, int8-lean and fitted codes; "
                    + Calibration.USUAL + " by default.")
    private int calibration = Calibration.USUAL;

    @Option(
            names = "--sensitivity",
            paramLabel = "BITS",
            description = "Also quantises one part of the network at a time to so many bits, and scores each on "
                    + SENSITIVITY_ROWS + " training samples.")
    private Integer sensitivity;

    @Option(names = "--quick", description = "Times fewer rounds.")
    private boolean quick;

    @Mixin
    private StoreOption keeping;

    private final AtomicBoolean interrupted = new AtomicBoolean();

    /** Why a requested scheme does not apply. */
    private String refusal;

    @Override
    protected void run() throws Exception {
        int threads = common.threads();
        if (out != null) {
            if (!isGraph(out) && !out.toString().endsWith(ModelFile.EXTENSION)) {
                throw CommandFailure.badInput("cannot write " + out + ": its name must end in " + ModelFile.EXTENSION
                        + " or " + OnnxModel.EXTENSION);
            }
            OutputFile.check(out, isGraph(out) ? OnnxModel.EXTENSION : ModelFile.EXTENSION, given.file());
        }
        SavedModel saved = given.read();
        List<Scheme> chosen = chosen(saved.model().network());
        Dataset dataset = given.fitting(saved, common);
        ProgressLine progress = new ProgressLine(common.err());
        try (Interruption.Work measuring = common.begin()) {
            measuring.stopsBy(() -> interrupted.set(true));
            work(saved, dataset, chosen, threads, progress);
        } finally {
            progress.clear();
        }
    }

    private List<Scheme> chosen(NetworkSpec network) throws CommandFailure, QuantizeException {
        if (out != null && schemes.size() != 1) {
            throw CommandFailure.badInput("--out takes one scheme: name it with --scheme");
        }
        if (sensitivity != null) {
            Choices.within("--sensitivity", sensitivity, 2, 8);
        }
        if (calibration < Calibration.FEWEST) {
            throw CommandFailure.badInput("--calibration is " + calibration + ": choose " + Calibration.FEWEST
                    + " or more; a few samples say little about the ranges of layers");
        }
        if (schemes.isEmpty()) {
            return Schemes.standard();
        }
        List<Scheme> parsed = new ArrayList<>();
        for (String text : schemes) {
            String name = Schemes.nameIn(text);
            if (!Schemes.NAMES.contains(name)) {
                throw CommandFailure.badInput(
                        "scheme '" + name + "' is not known: " + NearNames.hint(name, Schemes.NAMES));
            }
            parsed.add(Schemes.parse(text, network));
        }
        if (common.given("--calibration")
                && parsed.stream().noneMatch(scheme -> OnnxExport.calibrates(scheme) || scheme.fitted())) {
            throw CommandFailure.badInput("--calibration is for int8-static, int8-lean and fitted codes: leave it out");
        }
        if (out != null) {
            checkKind(parsed.getFirst());
        }
        return parsed;
    }

    private static boolean isGraph(Path file) {
        return file.toString().endsWith(OnnxModel.EXTENSION);
    }

    private void checkKind(Scheme scheme) throws CommandFailure {
        if (isGraph(out) && scheme.arithmetic() == Arithmetic.SIMULATED) {
            throw CommandFailure.badInput(scheme.name() + " is simulated and has no ONNX graph: write a .kan file");
        }
        if (!isGraph(out) && scheme.arithmetic() != Arithmetic.SIMULATED && scheme.arithmetic() != Arithmetic.FLOAT) {
            throw CommandFailure.badInput(
                    scheme.name() + " is an arithmetic, which an .onnx file has: a .kan file holds"
                            + " weights alone, write an .onnx file or choose w8");
        }
        if (!isGraph(out) && scheme.untouched()) {
            throw CommandFailure.badInput(scheme.name() + " leaves the model as it is: name a scheme of fewer bits, or"
                    + " write an .onnx file");
        }
    }

    private void work(SavedModel saved, Dataset dataset, List<Scheme> chosen, int threads, ProgressLine progress)
            throws Exception {
        int batch = saved.evaluationBatch();
        Comparison.Task task = new Comparison.Task(
                saved.model(),
                saved.target(),
                dataset.test(),
                batch,
                chosen,
                quick ? Timing.QUICK : Timing.USUAL,
                threads);
        Networks networks = new Networks(saved, dataset, batch, calibration, threads);
        ComparisonResult result = compare(saved, dataset, task, networks, progress);
        progress.clear();
        QuantizeReport report = new QuantizeReport(common);
        report.print(result);
        if (sensitivity != null) {
            report.print(effects(saved, dataset.train(), batch, threads, progress), sensitivity);
        }
        if (out != null) {
            write(saved, networks, result.schemes().getFirst());
        }
    }

    private ComparisonResult compare(
            SavedModel saved, Dataset dataset, Comparison.Task task, Networks networks, ProgressLine progress)
            throws CommandFailure {
        try (CommandRecords records = keeping.open(common)) {
            ComparisonRun record = new ComparisonRun(
                    records.records(),
                    saved,
                    ModelReader.title(given.file()),
                    ModelReader.title(given.file()),
                    dataset.name(),
                    task.schemes().size());
            Optional<ComparisonResult> result;
            try {
                result = Comparison.run(task, networks, record.andThen(event -> show(event, progress)), this::goOn);
            } catch (RuntimeException | Error e) {
                // A library that is loaded while the process ends fails, too.
                record.end(interrupted.get() ? Optional.empty() : Optional.of(OneLine.of(e)), interrupted.get());
                throw e;
            }
            progress.clear();
            record.end(Optional.empty(), result.isEmpty());
            return result.orElseThrow(() -> stopped(records.ended().isPresent()));
        }
    }

    private boolean goOn() {
        return refusal == null && !interrupted.get();
    }

    /** @param kept whether the store has the results */
    private CommandFailure stopped(boolean kept) {
        if (refusal != null && !interrupted.get()) {
            return CommandFailure.badInput(refusal);
        }
        return CommandFailure.interrupted("interrupted: "
                + (kept ? "the experiment store has what was measured" : "nothing was measured or written"));
    }

    private void show(ComparisonEvent event, ProgressLine progress) {
        switch (event) {
            case ComparisonEvent.Progress p -> progress.show(p.share(), p.doing());
            case ComparisonEvent.Refused r -> refused(r.refusal());
            default -> {
                // Rows are printed when their latencies are available.
            }
        }
    }

    /** Requested schemes must work; default schemes that do not fit are skipped. */
    private void refused(ComparisonResult.Refusal refused) {
        if (interrupted.get()) {
            // ONNX Runtime closes itself when the process ends, and then refuses whatever it is given.
            refusal = refused.reason();
        } else if (schemes.isEmpty()) {
            common.tell("left out: " + refused.reason());
        } else if (refusal == null) {
            refusal = refused.reason();
        }
    }

    private List<Sensitivity.Effect> effects(
            SavedModel saved, Examples train, int batch, int threads, ProgressLine progress) throws Exception {
        NetworkSpec network = saved.model().network();
        int parts = Sensitivity.parts(network).size();
        AtomicInteger known = new AtomicInteger();
        return Sensitivity.measure(
                        saved.model(),
                        saved.target(),
                        train.sample(SENSITIVITY_ROWS),
                        batch,
                        Schemes.parse("w" + sensitivity, network).weights(),
                        threads,
                        effect -> progress.show(
                                known.incrementAndGet() / (double) parts,
                                "rounding " + effect.part().label()),
                        this::goOn)
                .orElseThrow(() -> CommandFailure.interrupted("interrupted: nothing was written"));
    }

    private void write(SavedModel saved, Networks networks, SchemeResult result) throws Exception {
        if (isGraph(out)) {
            networks.onnx(result.scheme()).write(out);
        } else {
            QuantizedModel rounded = networks.rounded(result.scheme());
            // Scores of another runtime are not those of the file's own weights.
            OptionalDouble score = result.scheme().arithmetic() == Arithmetic.SIMULATED
                    ? OptionalDouble.of(result.score().value())
                    : OptionalDouble.empty();
            ModelFile.write(saved.rounded(rounded.model(), rounded.weights(), score), out);
        }
        common.tell("written: " + out);
    }
}
