package org.kanworkbench.training.device;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** The machine's processor as a device. */
public final class Processor {

    private static final Path LINUX = Path.of("/proc/cpuinfo");

    private Processor() {}

    /** Its model where that can be told, its cores, and the machine's memory. */
    public static Device device() {
        return Device.of(
                model() + ", " + cores(),
                machine().map(OperatingSystemMXBean::getTotalMemorySize).orElse(0L));
    }

    /** Tells how busy its cores are together, where that is known; of no memory. */
    public static DeviceMonitor monitor() {
        return () -> machine()
                .map(OperatingSystemMXBean::getCpuLoad)
                .filter(load -> load >= 0)
                .map(load -> new DeviceLoad(cores(), 0, 0, load));
    }

    private static String model() {
        try (Stream<String> lines = Files.lines(LINUX)) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElseGet(Processor::architecture);
        } catch (IOException _) {
            return architecture();
        }
    }

    private static String architecture() {
        return "processor (" + System.getProperty("os.arch") + ")";
    }

    private static String cores() {
        int cores = Runtime.getRuntime().availableProcessors();
        return cores == 1 ? "1 core" : cores + " cores";
    }

    private static Optional<OperatingSystemMXBean> machine() {
        return Optional.ofNullable(ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class));
    }
}
