package org.kanworkbench.dl4j.engine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** What the driver's own program, {@code nvidia-smi}, tells of the GPUs. It comes with every NVIDIA driver. */
public class NvidiaDriver {

    /** The oldest major version of Linux drivers that runs CUDA 11.6 (NVIDIA: CUDA Compatibility, minor versions of 11). */
    static final int OLDEST = 450;

    private static final String FIELDS = "name,driver_version,memory.total,memory.used,utilization.gpu";
    private static final long MEBIBYTE = 1L << 20;
    private static final int SECONDS = 5;

    /**
     * @param driver its version, for instance {@code 535.104.05}
     * @param utilization share of the time that it computes, 0 to 1; NaN where it is not told
     */
    public record Gpu(String name, String driver, long totalBytes, long usedBytes, double utilization) {

        boolean tooOld() {
            String major = driver.split("\\.", 2)[0];
            return major.matches("\\d{1,6}") && Integer.parseInt(major) < OLDEST;
        }
    }

    /** The GPUs as they are now; none where there is no driver. Starts a program: not for the interface thread. */
    public List<Gpu> gpus() {
        try {
            Process process = new ProcessBuilder("nvidia-smi", "--query-gpu=" + FIELDS, "--format=csv,noheader,nounits")
                    .redirectErrorStream(true)
                    .start();
            process.getOutputStream().close();
            if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return List.of();
            }
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return process.exitValue() == 0 ? parse(output) : List.of();
        } catch (IOException _) {
            return List.of();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return List.of();
        }
    }

    /** @param output one line a GPU, of comma-separated values */
    static List<Gpu> parse(String output) {
        return output.lines().map(NvidiaDriver::gpu).flatMap(Optional::stream).toList();
    }

    private static Optional<Gpu> gpu(String line) {
        String[] fields = line.split("\\s*,\\s*");
        if (fields.length != 5 || !fields[2].strip().matches("\\d+")) {
            return Optional.empty();
        }
        return Optional.of(new Gpu(
                fields[0].strip(),
                fields[1].strip(),
                number(fields[2]) * MEBIBYTE,
                number(fields[3]) * MEBIBYTE,
                fields[4].strip().matches("\\d+") ? number(fields[4]) / 100.0 : Double.NaN));
    }

    private static long number(String field) {
        return field.strip().matches("\\d+") ? Long.parseLong(field.strip()) : 0;
    }
}
