package org.kanworkbench.cli.model;

import java.io.BufferedWriter;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.kanworkbench.cli.command.CommandFailure;
import org.kanworkbench.cli.command.CommonOptions;
import org.kanworkbench.cli.command.DataOption;
import org.kanworkbench.cli.command.OutputFile;
import org.kanworkbench.cli.command.PresetOption;
import org.kanworkbench.cli.command.Rows;
import org.kanworkbench.cli.command.Rows.Column;
import org.kanworkbench.data.DataException;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.explain.EdgeFunctions;
import org.kanworkbench.explain.EdgeTable;
import org.kanworkbench.explain.Importance;
import org.kanworkbench.explain.InputRanges;
import org.kanworkbench.explain.Interval;
import org.kanworkbench.explain.LayerEdges;
import org.kanworkbench.explain.Sample;
import org.kanworkbench.files.AtomicFile;
import org.kanworkbench.files.model.ModelReader;
import org.kanworkbench.files.model.SavedModel;
import org.kanworkbench.network.InputScaling;
import org.kanworkbench.network.LayerSpec;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.NetworkSpec;
import org.kanworkbench.network.Preset;
import org.kanworkbench.training.Evaluator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes a layer's learned edge functions as a table. */
@Command(
        name = "edges",
        description = "Writes the learned edge functions of a layer as CSV: layer, output, input, x, value, and"
                + " the parts of the base and of every basis term.",
        sortOptions = false)
public final class EdgesCommand implements Callable<Integer> {

    private static final int SAMPLE_ROWS = 1000;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "MODEL", description = "A model file of any kind that `evaluate` reads.")
    private Path file;

    @Option(names = "--preset", paramLabel = "P", description = "Network of the weights, as for `evaluate`.")
    private String preset;

    @Option(names = "--layer", paramLabel = "L", required = true, description = "Layer, counted from 1.")
    private int layer;

    @Option(names = "--out", paramLabel = "FILE", required = true, description = "The .csv file to write.")
    private Path out;

    @Option(
            names = "--output",
            paramLabel = "O",
            description = "Only edges to this output, counted from 0; all by default.")
    private Integer output;

    @Option(
            names = "--input",
            paramLabel = "I",
            description = "Only edges from this input, counted from 0; all by default.")
    private Integer input;

    @Option(
            names = "--points",
            paramLabel = "N",
            defaultValue = "32",
            description = "Points per curve, evenly spaced over the layer's domain; ${DEFAULT-VALUE} by default.")
    private int points;

    @Option(
            names = "--importance",
            description = "Adds every edge's mean absolute contribution over " + SAMPLE_ROWS + " training samples.")
    private boolean importance;

    @Option(
            names = "--data",
            paramLabel = "PATH",
            description = "Data that the model was trained on. " + DataOption.DESCRIPTION
                    + " Read only for --importance, and for layers that scale their inputs by batch or row.")
    private String data;

    @Mixin
    private CommonOptions common;

    @Override
    public Integer call() throws Exception {
        // One thread does it all; a count that makes no sense is refused here as everywhere.
        common.threads();
        OutputFile.check(out, ".csv");
        Optional<Preset> asked = preset == null ? Optional.empty() : Optional.of(PresetOption.named(preset));
        SavedModel saved = ModelReader.read(file, asked);
        NetworkSpec network = saved.model().network();
        checkIndex("--layer", layer, 1, network.layers().size());
        checkIndex("--output", output, 0, spec(network).outputs() - 1);
        checkIndex("--input", input, 0, spec(network).inputs() - 1);
        checkIndex("--points", points, 2, EdgeTable.MOST_POINTS);
        write(table(saved));
        return 0;
    }

    private LayerSpec spec(NetworkSpec network) {
        return network.layers().get(layer - 1);
    }

    private static void checkIndex(String option, Integer value, int least, int most) throws CommandFailure {
        if (value != null && (value < least || value > most)) {
            throw CommandFailure.badInput(option + " is " + value + ": choose "
                    + (least == most ? String.valueOf(least) : least + " to " + most));
        }
    }

    private EdgeTable table(SavedModel saved) throws CommandFailure, DataException {
        Model model = saved.model();
        EdgeFunctions functions = new EdgeFunctions(model);
        Optional<Importance> measured = Optional.empty();
        if (importance || needsRange(spec(model.network()))) {
            Sample sample = sample(saved);
            functions = new EdgeFunctions(model, ranges(model, sample));
            measured = importance ? Optional.of(importance(model, sample)) : Optional.empty();
        }
        LayerEdges edges = functions.layer(layer - 1);
        return new EdgeTable(
                String.valueOf(layer),
                edges,
                chosen(output, edges.outputs()),
                chosen(input, edges.inputs()),
                points,
                measured);
    }

    /** Whether the weights do not tell over which inputs the layer's basis is meant. */
    private static boolean needsRange(LayerSpec layer) {
        return layer.basis().terms() > 0
                && (layer.scaling() == InputScaling.BATCH_MIN_MAX || layer.scaling() == InputScaling.ROW_MIN_MAX);
    }

    private Sample sample(SavedModel saved) throws CommandFailure, DataException {
        Dataset dataset = saved.seen(DataOption.source(data).load());
        NetworkSpec network = saved.model().network();
        if (network.inputs() != dataset.inputs()) {
            throw CommandFailure.badInput(file + " takes " + network.inputs() + " inputs but " + dataset.name()
                    + " has " + dataset.inputs() + ": name the data that it was trained on with --data");
        }
        return Sample.of(
                dataset.train().features(),
                SAMPLE_ROWS,
                Evaluator.batch(network, saved.recipe().batch()));
    }

    private static List<Interval> ranges(Model model, Sample sample) throws CommandFailure {
        return InputRanges.measure(model, sample, EdgesCommand::goOn).orElseThrow(EdgesCommand::interrupted);
    }

    private Importance importance(Model model, Sample sample) throws CommandFailure {
        return Importance.ofLayers(model, sample, EdgesCommand::goOn)
                .orElseThrow(EdgesCommand::interrupted)
                .get(layer - 1);
    }

    private static boolean goOn() {
        return !Thread.currentThread().isInterrupted();
    }

    private static CommandFailure interrupted() {
        return CommandFailure.interrupted("interrupted: nothing was written");
    }

    private static int[] chosen(Integer one, int count) {
        return one == null ? IntStream.range(0, count).toArray() : new int[] {one};
    }

    private void write(EdgeTable table) throws Exception {
        AtomicFile.write(out, stream -> {
            Writer writer = new BufferedWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), 1 << 16);
            table.writeTo(writer);
            writer.flush();
        });
        Rows rows = new Rows(
                spec.commandLine().getOut(),
                common.json(),
                Column.text("written", out.toString().length()),
                Column.number("layer", 0),
                Column.number("edges", 0),
                Column.number("lines", 0),
                Column.number("domain_low", 4),
                Column.number("domain_high", 4));
        Interval domain = table.layer().domain();
        rows.print(out.toString(), layer, table.edges(), table.lines(), domain.low(), domain.high());
    }
}
