package org.kanworkbench.bench.figures;

import java.lang.management.ManagementFactory;
import java.util.Locale;
import java.util.Optional;

/**
 * The CPU load by other programs. Programs suffer from it very differently (threads that wait at barriers by far the
 * most), so ratios from a busy machine compare schedulers, not programs.
 */
public final class MachineLoad {

    /** Load by others, in cores, above which a ratio is meaningless. */
    private static final double BUSY = 0.5;

    private MachineLoad() {}

    /** The warning for a ratio measured over the last minute; empty on an idle machine. */
    public static Optional<String> note(int ownThreads) {
        return note(ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(), ownThreads);
    }

    /** @param average load average, ours included; negative if unknown */
    static Optional<String> note(double average, int ownThreads) {
        if (average < 0) {
            return Optional.of("the load of the machine is unknown");
        }
        double others = average - ownThreads;
        return others > BUSY
                ? Optional.of(String.format(
                        Locale.ROOT, "other programs kept %.1f cores busy: measure again on a quiet machine", others))
                : Optional.empty();
    }
}
