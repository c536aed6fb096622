package org.kanworkbench.cli.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.DoubleStream;

/**
 * Epochs here against a peer's training script, in turns, so that both meet the same machine in the same minute.
 *
 * @param script takes a model, {@code --mnist DIR} and {@code --epochs N}, and prints {@code epoch N train_s SECONDS} lines
 * @param python the interpreter that has what the script needs
 */
public record PeerMeasurement(BenchContext context, Path script, String python) implements Measurement {

    private static final Pattern EPOCH = Pattern.compile("epoch (\\d+) train_s (\\d+(?:\\.\\d+)?).*");

    private static final List<String> FILES = List.of(
            "train-images-idx3-ubyte.gz",
            "train-labels-idx1-ubyte.gz",
            "t10k-images-idx3-ubyte.gz",
            "t10k-labels-idx1-ubyte.gz");

    private static final String LOG = "peer.log";

    /** The peer's name of a model, and those of ours that do its work. */
    private record Pair(String peer, List<String> ours) {}

    private static final List<Pair> PAIRS = List.of(
            new Pair("kal", List.of("kal-net", "kal-net-faithful")),
            new Pair("kac", List.of("kac-net")),
            new Pair("spline", List.of("torchkan")),
            new Pair("mlp", List.of("mlp")));

    @Override
    public String name() {
        return "peer";
    }

    @Override
    public void measure(Consumer<Result> out) throws IOException, InterruptedException {
        if (!Files.isReadable(script)) {
            throw new IOException("no peer script at " + script + ": name it with --peer");
        }
        Path mnist = Files.createTempDirectory("workbench-mnist");
        try {
            for (String file : FILES) {
                try (InputStream in = bundled(file)) {
                    Files.copy(in, mnist.resolve(file));
                }
            }
            for (Pair pair : PAIRS) {
                for (String model : pair.ours()) {
                    compare(model, pair.peer(), mnist, out);
                }
            }
        } finally {
            Files.deleteIfExists(mnist.resolve(LOG));
            for (String file : FILES) {
                Files.deleteIfExists(mnist.resolve(file));
            }
            Files.delete(mnist);
        }
    }

    private static InputStream bundled(String file) throws IOException {
        return Optional.ofNullable(
                        PeerMeasurement.class.getResourceAsStream("/org/kanworkbench/sample-data/mnist/" + file))
                .orElseThrow(() -> new IOException("the bundled " + file + " is missing: build the workbench again"));
    }

    private void compare(String model, String peer, Path mnist, Consumer<Result> out)
            throws IOException, InterruptedException {
        int rounds = context.repetitions();
        double[] ours = new double[rounds];
        double[] theirs = new double[rounds];
        for (int i = 0; i < rounds; i++) {
            ours[i] = Epochs.seconds(context, model, 1)[0];
            theirs[i] = peerSeconds(peer, mnist);
        }
        Result our = Result.median("epoch " + model + " beside the peer", ours, "s");
        Result their = Result.median("epoch of the peer's " + peer, theirs, "s");
        out.accept(our);
        out.accept(their);
        String against = model + " over the peer's " + peer;
        Optional<String> note = MachineLoad.note(context.threads());
        out.accept(new Result("speedup of " + against, their.value() / our.value(), "x").withNote(note));
        out.accept(new Result("speedup at the least of " + against, least(theirs, ours), "x").withNote(note));
    }

    /** The peer's fastest round over our slowest. */
    static double least(double[] theirs, double[] ours) {
        return DoubleStream.of(theirs).min().orElseThrow()
                / DoubleStream.of(ours).max().orElseThrow();
    }

    /** The second epoch's: both sides have warmed up by then. */
    private double peerSeconds(String peer, Path mnist) throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(python, script.toString(), peer, "--mnist", mnist.toString(), "--epochs", "2");
        // With two thread pools of its own the peer would fight itself.
        builder.environment().put("OMP_NUM_THREADS", Integer.toString(context.threads()));
        builder.environment().put("OPENBLAS_NUM_THREADS", "1");
        Path log = mnist.resolve(LOG);
        builder.redirectErrorStream(true).redirectOutput(log.toFile());
        Process process = builder.start();
        int exit;
        try {
            exit = process.waitFor();
        } finally {
            process.destroy();
        }
        List<String> lines = Files.readAllLines(log);
        return lines.stream()
                .map(EPOCH::matcher)
                .filter(Matcher::matches)
                .filter(m -> m.group(1).equals("2"))
                .mapToDouble(m -> Double.parseDouble(m.group(2)))
                .findFirst()
                .orElseThrow(() -> new IOException("peer " + peer + " ended with status " + exit + ": "
                        + (lines.isEmpty() ? "it printed nothing" : lines.getLast())));
    }
}
