package org.kanworkbench.app.noise.sweep;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.kanworkbench.data.DataException;
import org.kanworkbench.noise.sweep.SweepConfiguration;
import org.kanworkbench.noise.sweep.SweepEstimate;
import org.kanworkbench.noise.sweep.SweepFolder;
import org.kanworkbench.noise.sweep.SweepPlan;
import org.kanworkbench.training.Engines;

/**
 * A sweep that is ready to start. Its folder is locked until closed.
 *
 * @param path of the folder
 * @param estimate for what is not done yet
 */
record PreparedSweep(Path path, SweepFolder folder, SweepPlan plan, int threads, Duration estimate) {

    /**
     * Measures times for matching, opens the folder, and estimates the duration; takes some seconds.
     *
     * @param stop asked while times are measured
     * @return empty if that was stopped
     */
    static Optional<PreparedSweep> of(
            Path path, SweepConfiguration wanted, Engines engines, int threads, BooleanSupplier stop)
            throws IOException, DataException {
        SweepConfiguration sized = SweepFolder.sized(path, wanted, stop);
        if (stop.getAsBoolean()) {
            return Optional.empty();
        }
        SweepPlan plan = SweepPlan.of(sized, engines);
        SweepFolder opened = SweepFolder.open(path, sized);
        try {
            Duration estimate = SweepEstimate.of(plan, opened.known().size(), threads);
            return Optional.of(new PreparedSweep(path, opened, plan, threads, estimate));
        } catch (RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    int done() {
        return folder.known().size();
    }

    boolean complete() {
        return done() >= plan.size();
    }

    /** Whether to ask the user for confirmation first. */
    boolean takesLong() {
        return SweepEstimate.isLong(estimate);
    }

    /** @param cluster whether it would run on one */
    String question(boolean cluster) {
        String where = plan.onDevice() ? " by " + plan.configuration().engine() : cluster ? " on the cluster" : "";
        // Nothing is known yet of a cluster or a device.
        boolean elsewhere = !where.isEmpty();
        return String.format(
                Locale.ROOT,
                "%,d fits, %,d done. The rest %s take about %s on %d %s%s. Begin%s?",
                plan.size(),
                done(),
                elsewhere ? "would" : "will",
                spoken(),
                threads,
                threads == 1 ? "core" : "cores",
                elsewhere ? " of this computer" : "",
                where);
    }

    private String spoken() {
        long minutes = Math.max(1, Math.round(estimate.toSeconds() / 60.0));
        return minutes < 90 ? minutes + " min" : String.format(Locale.ROOT, "%.1f hours", minutes / 60.0);
    }
}
