package org.kanworkbench.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.kanworkbench.bench.engine.AllocationMeasurement;
import org.kanworkbench.bench.engine.CoresMeasurement;
import org.kanworkbench.bench.engine.CurveMeasurement;
import org.kanworkbench.bench.engine.EmaMeasurement;
import org.kanworkbench.bench.engine.EngineMeasurement;
import org.kanworkbench.bench.engine.EpochMeasurement;
import org.kanworkbench.bench.engine.EvaluationMeasurement;
import org.kanworkbench.bench.engine.HogMeasurement;
import org.kanworkbench.bench.engine.InferenceMeasurement;
import org.kanworkbench.bench.engine.MemoryMeasurement;
import org.kanworkbench.bench.engine.PeerMeasurement;
import org.kanworkbench.bench.engine.PeerScript;
import org.kanworkbench.bench.engine.RooflineMeasurement;
import org.kanworkbench.bench.engine.StepMeasurement;
import org.kanworkbench.bench.figures.BenchContext;
import org.kanworkbench.bench.figures.Measurement;
import org.kanworkbench.bench.figures.Result;
import org.kanworkbench.bench.noise.AaTestMeasurement;
import org.kanworkbench.bench.noise.NkanMeasurement;
import org.kanworkbench.bench.store.RecordingMeasurement;
import org.kanworkbench.bench.store.StoreMeasurement;
import org.kanworkbench.bench.window.ActivationsCost;
import org.kanworkbench.bench.window.DrawAccuracyMeasurement;
import org.kanworkbench.bench.window.DrawLatencyMeasurement;
import org.kanworkbench.bench.window.FrameTime;
import org.kanworkbench.bench.window.StartupCost;
import org.kanworkbench.cli.command.CommandFailure;
import org.kanworkbench.cli.command.Interruption;
import org.kanworkbench.cli.command.NearNames;
import org.kanworkbench.cli.command.OutputFile;
import org.kanworkbench.cli.command.Rows;
import org.kanworkbench.cli.command.Rows.Column;
import org.kanworkbench.cli.command.WorkbenchCommand;
import org.kanworkbench.dl4j.engine.Nd4jEngines;
import org.kanworkbench.training.Engines;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures the workbench on this machine. */
@Command(
        name = "bench",
        description = "Measures steps, epochs, inference and memory on this machine; with --peer, in turns with"
                + " another program.",
        sortOptions = false)
public final class BenchCommand extends WorkbenchCommand {

    private static final String PYTHON = "python3";
    private static final int NAME_WIDTH = 44;

    /** Measurements selected by the option of the same name. */
    private static final List<String> WITH_AN_OPTION = List.of("peer", "engine");

    /** Measurements that the other program takes part in. */
    private static final List<String> WITH_A_PEER = List.of("peer", "hog", "engine");

    @Option(
            names = "--only",
            paramLabel = "NAME",
            split = ",",
            description = "Measures only these; docs/benchmarks.md lists the names.")
    private List<String> only = List.of();

    @Option(names = "--quick", description = "Fewer repetitions.")
    private boolean quick;

    @Option(names = "--peer", paramLabel = "FILE", description = "A Python script that does the same training.")
    private Path peer;

    @Option(
            names = "--python",
            paramLabel = "FILE",
            defaultValue = PYTHON,
            description = "Python for --peer; ${DEFAULT-VALUE} by default.")
    private String python;

    @Option(
            names = "--engine",
            paramLabel = "NAME",
            description =
                    "Compares the steps of this engine with the vector engine's: opencl, cuda, nd4j-native or nd4j-cuda.")
    private String engine;

    @Option(
            names = "--lines",
            paramLabel = "FILE",
            description = "Writes the threads' time lines of a few steps, which roofline records, as an SVG file.")
    private Path lines;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "0", description = "Random seed; 0 by default.")
    private long seed;

    @Override
    protected void run() throws Exception {
        Engines engines = Nd4jEngines.all();
        if (engine != null) {
            engines.named(engine).checkAvailable();
        }
        if (peer == null && !python.equals(PYTHON)) {
            throw CommandFailure.badInput("--python is for --peer: give that, too, or leave --python out");
        }
        if (peer != null && !only.isEmpty() && Collections.disjoint(only, WITH_A_PEER)) {
            throw CommandFailure.badInput("--peer is for " + String.join(", ", WITH_A_PEER)
                    + ": add one of them to --only, or leave --peer out");
        }
        if (peer != null && !Files.isRegularFile(peer)) {
            throw CommandFailure.badInput(peer + " does not exist: name a Python script");
        }
        if (lines != null && !only.isEmpty() && !only.contains("roofline")) {
            throw CommandFailure.badInput("--lines is for roofline: add that to --only, or leave --lines out");
        }
        if (lines != null) {
            OutputFile.check(lines, ".svg");
        }
        if (engine != null && !only.isEmpty() && !only.contains("engine")) {
            throw CommandFailure.badInput("--engine is for engine: add that to --only, or leave --engine out");
        }
        Map<String, Measurement> chosen = measurements(engines, BenchContext.of(common.threads(), seed, quick));
        choose(chosen);
        Rows<Result> rows = new Rows<>(
                common,
                Column.text("name", NAME_WIDTH, Result::name),
                Column.number("value", 4, Result::value),
                Column.text("unit", 4, Result::unit),
                Column.number("spread", 4, Result::spread),
                Column.text("note", 1, result -> result.note().orElse(null)));
        // Resources of a measurement are released on Ctrl-C.
        Thread measuring = Thread.currentThread();
        try (Interruption.Work work = common.begin()) {
            work.stopsBy(measuring::interrupt);
            measure(chosen, rows);
        } catch (InterruptedException e) {
            throw CommandFailure.interrupted("interrupted: measurements above are complete, the rest is missing");
        }
    }

    private void measure(Map<String, Measurement> chosen, Rows<Result> rows)
            throws CommandFailure, InterruptedException {
        List<String> failed = new ArrayList<>();
        for (String name : chosen.keySet()) {
            common.tell("measuring " + name);
            try {
                chosen.get(name).measure(rows::print);
            } catch (InterruptedException e) {
                throw e;
            } catch (Exception e) {
                failed.add(name);
                common.tell(name + " failed: " + e.getMessage());
            }
            // One that only computes has gone on to its end.
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
        if (!failed.isEmpty()) {
            throw CommandFailure.failed("not measured: " + String.join(", ", failed) + ", see the lines above");
        }
    }

    /** By the names for {@code --only}. Memory comes first: a process's peak never falls. */
    private Map<String, Measurement> measurements(Engines engines, BenchContext context) {
        Optional<PeerScript> script = Optional.ofNullable(peer).map(file -> new PeerScript(file, python));
        Map<String, Measurement> all = new LinkedHashMap<>();
        all.put("memory", new MemoryMeasurement(context));
        all.put("step", new StepMeasurement(context));
        all.put("epoch", new EpochMeasurement(context));
        all.put("inference", new InferenceMeasurement(context));
        all.put("evaluation", new EvaluationMeasurement(context));
        all.put("curve", new CurveMeasurement(context));
        all.put("nkan", new NkanMeasurement(context));
        all.put("planted", new AaTestMeasurement(context));
        all.put("allocation", new AllocationMeasurement(context));
        all.put("averaging", new EmaMeasurement(context));
        all.put("recording", new RecordingMeasurement(context));
        all.put("store", new StoreMeasurement(context));
        all.put("cores", new CoresMeasurement(context));
        all.put("roofline", new RooflineMeasurement(context, Optional.ofNullable(lines)));
        all.put("hog", new HogMeasurement(context, script));
        all.put("draw-accuracy", new DrawAccuracyMeasurement(context));
        all.put("draw-latency", new DrawLatencyMeasurement());
        all.put("frame", new FrameTime());
        all.put("startup", new StartupCost(quick ? 3 : 10));
        all.put("activations", new ActivationsCost());
        script.ifPresent(found -> all.put("peer", new PeerMeasurement(context, found)));
        if (engine != null) {
            all.put("engine", new EngineMeasurement(context, engines, engine, script));
        }
        return all;
    }

    private void choose(Map<String, Measurement> all) throws CommandFailure {
        for (String name : only) {
            if (!all.containsKey(name) && WITH_AN_OPTION.contains(name)) {
                throw CommandFailure.badInput(
                        "measurement '" + name + "' is a comparison: say with what, with --" + name);
            }
            if (!all.containsKey(name)) {
                throw CommandFailure.badInput(
                        "measurement '" + name + "' is not known: " + NearNames.hint(name, List.copyOf(all.keySet())));
            }
        }
        if (!only.isEmpty()) {
            all.keySet().retainAll(only);
        }
    }
}
