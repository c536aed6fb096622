package org.kanworkbench.bench.engine;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.kanworkbench.bench.figures.BenchContext;
import org.kanworkbench.bench.figures.Measurement;
import org.kanworkbench.bench.figures.Result;

/** Measures the peak memory in training, including the data set. It runs first, as the process's peak never falls. */
public record MemoryMeasurement(BenchContext context) implements Measurement {

    private static final double MEBI = 1 << 20;

    /** Linux's status of a process; its VmHWM line has the peak resident size in kB. */
    private static final Path STATUS = Path.of("/proc/self/status");

    @Override
    public void measure(Consumer<Result> out) throws InterruptedException, IOException {
        ManagementFactory.getMemoryPoolMXBeans().forEach(MemoryPoolMXBean::resetPeakUsage);
        EpochMeasurement.seconds(context, "kal-net", 1);
        long heap = ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .mapToLong(pool -> pool.getPeakUsage().getUsed())
                .sum();
        out.accept(new Result("memory kal-net heap peak", heap / MEBI, "MiB"));
        if (Files.isReadable(STATUS)) {
            for (String line : Files.readAllLines(STATUS)) {
                if (line.startsWith("VmHWM:")) {
                    double kibi = Double.parseDouble(line.replaceAll("\\D", ""));
                    out.accept(new Result("memory kal-net resident peak", kibi / 1024, "MiB"));
                }
            }
        }
    }
}
