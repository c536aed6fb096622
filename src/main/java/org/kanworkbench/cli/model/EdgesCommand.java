package org.kanworkbench.cli.model;

import java.io.BufferedWriter;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.kanworkbench.cli.command.Choices;
import org.kanworkbench.cli.command.CommandFailure;
import org.kanworkbench.cli.command.OutputFile;
import org.kanworkbench.cli.command.Rows;
import org.kanworkbench.cli.command.Rows.Column;
import org.kanworkbench.cli.command.WorkbenchCommand;
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
import org.kanworkbench.files.model.SavedModel;
import org.kanworkbench.network.LayerSpec;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.NetworkSpec;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Writes a layer's learned edge functions as a table. */
@Command(
        name = "edges",
        description = "Writes the learned edge functions of a layer as CSV: layer, counted from 1, output and"
                + " input, counted from 0, x, value, and the parts of the base and of every basis term.",
        sortOptions = false)
public final class EdgesCommand extends WorkbenchCommand {

    private static final int SAMPLE_ROWS = 1000;

    @Mixin
    private GivenModel given;

    @Option(names = "--layer", paramLabel = "L", required = true, description = "Layer, counted from 1.")
    private int layer;

    @Option(names = "--out", paramLabel = "FILE", required = true, description = "The .csv file to write.")
    private Path out;

    @Option(
            names = "--to",
            paramLabel = "N",
            description = "Only edges to this output, counted from 1; all by default.")
    private Integer to;

    @Option(
            names = "--from",
            paramLabel = "N",
            description = "Only edges from this input, counted from 1; all by default.")
    private Integer from;

    @Option(
            names = "--output",
            paramLabel = "O",
            description = "Deprecated: as --to, but counted from 0, as the table does.")
    private Integer output;

    @Option(
            names = "--input",
            paramLabel = "I",
            description = "Deprecated: as --from, but counted from 0, as the table does.")
    private Integer input;

    @Option(
            names = "--points",
            paramLabel = "N",
            defaultValue = "32",
            description = "Points per curve, evenly spaced over the layer's domain; ${DEFAULT-VALUE} by default.")
    private int points;

    @Option(
            names = "--importance",
            description = "Adds every edge's mean absolute contribution over " + SAMPLE_ROWS + " training samples."
                    + " Only this, and layers that scale their inputs by batch or row, read --data.")
    private boolean importance;

    @Override
    protected void run() throws Exception {
        // A single thread is used; an invalid count is rejected as everywhere.
        common.threads();
        OutputFile.check(out, ".csv", given.files());
        SavedModel saved = given.read();
        NetworkSpec network = saved.model().network();
        Choices.within("--layer", layer, 1, network.layers().size());
        int[] outputs = chosen("--to", to, "--output", output, spec(network).outputs());
        int[] inputs = chosen("--from", from, "--input", input, spec(network).inputs());
        Choices.within("--points", points, 2, EdgeTable.MOST_POINTS);
        write(table(saved, outputs, inputs));
    }

    private LayerSpec spec(NetworkSpec network) {
        return network.layers().get(layer - 1);
    }

    private EdgeTable table(SavedModel saved, int[] outputs, int[] inputs) throws CommandFailure, DataException {
        Model model = saved.model();
        EdgeFunctions functions = new EdgeFunctions(model);
        Optional<Importance> measured = Optional.empty();
        if (importance || spec(model.network()).measuresRange()) {
            Sample sample = sample(saved);
            functions = new EdgeFunctions(model, ranges(model, sample));
            measured = importance ? Optional.of(importance(model, sample)) : Optional.empty();
        }
        LayerEdges edges = functions.layer(layer - 1);
        return new EdgeTable(String.valueOf(layer), edges, outputs, inputs, points, measured);
    }

    private Sample sample(SavedModel saved) throws CommandFailure, DataException {
        Dataset dataset = given.seen(saved, common);
        NetworkSpec network = saved.model().network();
        if (network.inputs() != dataset.inputs()) {
            throw CommandFailure.badInput(given.file() + " takes " + network.inputs() + " inputs but " + dataset.name()
                    + " has " + dataset.inputs() + ": name the data that it was trained on with --data");
        }
        return Sample.of(dataset.train().features(), SAMPLE_ROWS, saved.evaluationBatch());
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

    /** Selects one item by number from 1 or, as in older scripts, by index from 0; otherwise all. */
    private static int[] chosen(String option, Integer number, String older, Integer index, int count)
            throws CommandFailure {
        if (number != null && index != null) {
            throw CommandFailure.badInput(option + " and " + older + " exclude each other: leave " + older + " out");
        }
        if (number != null) {
            return new int[] {Choices.within(option, number, 1, count) - 1};
        }
        return index != null
                ? new int[] {Choices.within(older, index, 0, count - 1)}
                : IntStream.range(0, count).toArray();
    }

    private void write(EdgeTable table) throws Exception {
        AtomicFile.write(out, stream -> {
            Writer writer = new BufferedWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), 1 << 16);
            table.writeTo(writer);
            writer.flush();
        });
        Rows<EdgeTable> rows = new Rows<>(
                common,
                Column.text("written", out.toString().length(), _ -> out.toString()),
                Column.number("layer", 0, _ -> layer),
                Column.number("edges", 0, EdgeTable::edges),
                Column.number("lines", 0, EdgeTable::lines),
                Column.number(
                        "domain_low", 4, written -> written.layer().domain().low()),
                Column.number(
                        "domain_high", 4, written -> written.layer().domain().high()));
        rows.print(table);
    }
}
