package org.kanworkbench.training.device;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the GPUs' state from {@code nvidia-smi}, which comes with every NVIDIA driver. */
public class NvidiaDriver implements DeviceMonitor {

    private static final String PROGRAM = "nvidia-smi";
    private static final String FIELDS = "name,driver_version,memory.total,memory.used,utilization.gpu";
    /** The queried fields; the last three may be text such as {@code [N/A]} if unknown. */
    private static final Pattern LINE =
            Pattern.compile("\\s*(\\S.*?)\\s*,\\s*(\\d+(?:\\.\\d+)*)\\s*,\\s*(\\S+)\\s*,\\s*(\\S+)\\s*,\\s*(\\S+)\\s*");

    private static final long MEBIBYTE = 1L << 20;
    private static final long MILLIS = 5_000;
    private static final int MOST_BYTES = 1 << 16;

    private final String program;
    private final long millis;

    public NvidiaDriver() {
        this(PROGRAM, MILLIS);
    }

    /**
     * @param program a name on the path, or a file
     * @param millis timeout [ms]
     */
    public NvidiaDriver(String program, long millis) {
        this.program = program;
        this.millis = millis;
    }

    /**
     * @param driver its version, for instance {@code 535.104.05}
     * @param totalBytes 0 if unknown
     * @param utilization share of time in use, 0 to 1; NaN if unknown
     */
    public record Gpu(String name, String driver, long totalBytes, long usedBytes, double utilization) {

        public DeviceLoad load() {
            return new DeviceLoad(name, usedBytes, totalBytes, utilization);
        }
    }

    /** The current state of the GPUs; empty without a driver. Starts a process: do not call on the interface thread. */
    public List<Gpu> gpus() {
        try {
            Process process = new ProcessBuilder(program, "--query-gpu=" + FIELDS, "--format=csv,noheader,nounits")
                    .redirectErrorStream(true)
                    .start();
            try {
                return parse(answer(process));
            } finally {
                process.destroyForcibly();
            }
        } catch (IOException | ExecutionException | TimeoutException _) {
            return List.of();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return List.of();
        }
    }

    /** The state of the first GPU. */
    @Override
    public Optional<DeviceLoad> load() {
        return gpus().stream().findFirst().map(Gpu::load);
    }

    /** The program's output; empty on failure. A separate thread reads it, as the pipe may never end. */
    private String answer(Process process)
            throws IOException, InterruptedException, ExecutionException, TimeoutException {
        process.getOutputStream().close();
        CompletableFuture<String> output = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                output.complete(read(process.getInputStream()));
            } catch (UncheckedIOException e) {
                output.completeExceptionally(e);
            }
        });
        String said = output.get(millis, TimeUnit.MILLISECONDS);
        return process.waitFor(millis, TimeUnit.MILLISECONDS) && process.exitValue() == 0 ? said : "";
    }

    /** Output limit: a process that writes more fails. */
    private static String read(InputStream stream) {
        try (stream) {
            return new String(stream.readNBytes(MOST_BYTES), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param output one line per GPU, of comma-separated values; other lines are ignored */
    public static List<Gpu> parse(String output) {
        return output.lines().map(NvidiaDriver::gpu).flatMap(Optional::stream).toList();
    }

    private static Optional<Gpu> gpu(String line) {
        Matcher fields = LINE.matcher(line);
        if (!fields.matches()) {
            return Optional.empty();
        }
        long percent = number(fields.group(5), -1);
        return Optional.of(new Gpu(
                fields.group(1),
                fields.group(2),
                number(fields.group(3), 0) * MEBIBYTE,
                number(fields.group(4), 0) * MEBIBYTE,
                percent < 0 || percent > 100 ? Double.NaN : percent / 100.0));
    }

    private static long number(String field, long otherwise) {
        return field.matches("\\d{1,9}") ? Long.parseLong(field) : otherwise;
    }
}
