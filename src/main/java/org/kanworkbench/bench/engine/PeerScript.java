package org.kanworkbench.bench.engine;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.kanworkbench.bench.figures.TemporaryFolder;

/**
 * A peer's script that does the same work.
 *
 * @param script takes a model, {@code --mnist DIR} and {@code --epochs N}, and prints
 *     {@code epoch N train_s SECONDS … eval_s SECONDS …} lines; or the word {@code curve}, and prints
 *     {@code curve kal us_per_step N …}; or {@code models}, if it has others than the usual ones, and prints
 *     {@code model MODEL PRESET} lines; or {@code step MODEL BATCH}, if it times steps alone, and prints
 *     {@code step DEVICE ms N}
 * @param python the interpreter with the script's dependencies
 */
public record PeerScript(Path script, String python) {

    private static final Pattern EPOCH =
            Pattern.compile("epoch (\\d+) train_s (\\d+(?:\\.\\d+)?).* eval_s (\\d+(?:\\.\\d+)?).*");
    private static final Pattern CURVE = Pattern.compile("curve kal us_per_step (\\d+(?:\\.\\d+)?).*");

    private static final Pattern STEP = Pattern.compile("step (\\S+) ms (\\d+(?:\\.\\d+)?)");

    private static final Pattern MODEL = Pattern.compile("model (\\S+) (\\S+)");

    private static final List<String> FILES = List.of(
            "train-images-idx3-ubyte.gz",
            "train-labels-idx1-ubyte.gz",
            "t10k-images-idx3-ubyte.gz",
            "t10k-labels-idx1-ubyte.gz");

    /** Training time of an epoch and evaluation time on the test set [s]. */
    record Epoch(double trainSeconds, double evaluationSeconds) {}

    /** Time of a training step [ms], on the device of that name. */
    record Step(String device, double millis) {}

    /** A model of the peer's and the presets that do the same work. */
    record Pair(String model, List<String> presets) {}

    /** The pairs that the script names; none where it knows no such question. */
    List<Pair> pairs() throws IOException, InterruptedException {
        return run(1, List.of("models"))
                .matching(MODEL)
                .map(m -> new Pair(m.group(1), List.of(m.group(2))))
                .toList();
    }

    /** Measures the second of two epochs on MNIST, after a warm-up epoch. */
    Epoch epoch(String model, int threads) throws IOException, InterruptedException {
        try (TemporaryFolder mnist = TemporaryFolder.create()) {
            for (String file : FILES) {
                try (InputStream in = bundled(file)) {
                    Files.copy(in, mnist.path().resolve(file));
                }
            }
            Answer answer = run(threads, List.of(model, "--mnist", mnist.path().toString(), "--epochs", "2"));
            return answer.matching(EPOCH)
                    .filter(m -> m.group(1).equals("2"))
                    .map(m -> new Epoch(Double.parseDouble(m.group(2)), Double.parseDouble(m.group(3))))
                    .findFirst()
                    .orElseThrow(() -> answer.unexpected(model));
        }
    }

    /** Measures the peer's [1, 8, 1] Legendre network on a curve of 100 points [µs per step]. */
    double curveMicros(int threads) throws IOException, InterruptedException {
        Answer answer = run(threads, List.of("curve"));
        return answer.matching(CURVE)
                .mapToDouble(m -> Double.parseDouble(m.group(1)))
                .findFirst()
                .orElseThrow(() -> answer.unexpected("curve"));
    }

    /** A training step on random samples; empty for a script that times none. */
    Optional<Step> step(String model, int batch, int threads) throws IOException, InterruptedException {
        return run(threads, List.of("step", model, Integer.toString(batch)))
                .matching(STEP)
                .map(m -> new Step(m.group(1), Double.parseDouble(m.group(2))))
                .findFirst();
    }

    private static InputStream bundled(String file) throws IOException {
        return Optional.ofNullable(PeerScript.class.getResourceAsStream("/org/kanworkbench/sample-data/mnist/" + file))
                .orElseThrow(() -> new IOException("the bundled " + file + " is missing: build the workbench again"));
    }

    /** What the script printed, and its exit status. */
    private record Answer(List<String> lines, int status) {

        private Stream<Matcher> matching(Pattern pattern) {
            return lines.stream().map(pattern::matcher).filter(Matcher::matches);
        }

        private IOException unexpected(String model) {
            return new IOException("peer " + model + " gave no time"
                    + (status == 0 ? ": " : " and ended with status " + status + ": ")
                    + (lines.isEmpty() ? "it printed nothing" : "its last line is " + lines.getLast()));
        }
    }

    private Answer run(int threads, List<String> arguments) throws IOException, InterruptedException {
        if (!Files.isReadable(script)) {
            throw new IOException("no peer script at " + script + ": name it with --peer");
        }
        List<String> command = new ArrayList<>(List.of(python, script.toString()));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command);
        // Two thread pools of the peer would compete with each other.
        builder.environment().put("OMP_NUM_THREADS", Integer.toString(threads));
        builder.environment().put("OPENBLAS_NUM_THREADS", "1");
        Path log = Files.createTempFile("workbench-peer", ".log");
        try {
            Process process = builder.redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            try {
                int status = process.waitFor();
                return new Answer(Files.readAllLines(log), status);
            } finally {
                process.destroy();
            }
        } finally {
            Files.delete(log);
        }
    }
}
