package org.kanworkbench.bench.figures;

import java.lang.management.ManagementFactory;
import java.util.Locale;
import java.util.Optional;

/**
 * How busy other programs keep the machine. Programs suffer from that very differently (threads that wait for each other
 * at barriers by far the most), so ratios taken on a busy machine compare schedulers, not programs.
 */
public final class MachineLoad {

    /** Work of others, in cores, from which on a ratio says nothing. */
    private static final double BUSY = 0.5;

    private MachineLoad() {}

    /** What a ratio taken over the last minute must carry with it; nothing on a quiet machine. */
    public static Optional<String> note(int ownThreads) {
        return note(ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(), ownThreads);
    }

    /** @param average threads that ran or waited to run, ours included; negative where the system does not tell */
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
