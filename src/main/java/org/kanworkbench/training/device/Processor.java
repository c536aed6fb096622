package org.kanworkbench.training.device;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.kanworkbench.data.Counted;

/** The machine's processor as a device. */
public final class Processor {

    private static final Path LINUX = Path.of("/proc/cpuinfo");

    private Processor() {}

    /** The processor's model if known, its cores, and the machine's memory. */
    public static Device device() {
        return Device.of(
                model() + ", " + cores(),
                machine().map(OperatingSystemMXBean::getTotalMemorySize).orElse(0L));
    }

    /** Measures the joint load of all cores, if available; not the memory. */
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
        return Counted.of(Runtime.getRuntime().availableProcessors(), "core");
    }

    private static Optional<OperatingSystemMXBean> machine() {
        return Optional.ofNullable(ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class));
    }
}
