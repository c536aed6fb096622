package org.kanworkbench.noise.sweep;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.kanworkbench.data.DataException;
import org.kanworkbench.files.Parcel;
import org.kanworkbench.noise.training.ThreadTrainer;
import org.kanworkbench.training.trials.Cluster;
import org.kanworkbench.training.trials.ClusterException;
import org.kanworkbench.training.trials.RemoteWork;
import org.kanworkbench.training.trials.WorkControl;

/**
 * A sweep's fits on other machines. They get the configuration with its tables, then the number of a fit, and answer with its
 * line of {@code fits.csv} and its milliseconds.
 */
final class RemoteFits implements RemoteWork {

    private final SweepPlan plan;

    RemoteFits(byte[] parcel, Path folder) throws IOException, DataException {
        Parcel opened = Parcel.open(parcel, folder);
        plan = SweepPlan.of(SweepConfiguration.parse(opened.text(), "the sweep").located(opened::place));
    }

    static Cluster.Sent send(SweepConfiguration configuration, Cluster cluster) throws IOException {
        return cluster.send(
                RemoteFits::new,
                Parcel.of(absolute -> configuration.located(absolute).text()));
    }

    @Override
    public Optional<byte[]> run(byte[] trial, WorkControl control) {
        return Sweep.fit(plan, Integer.parseInt(text(trial)), new ThreadTrainer(), 1, control)
                .map(fit -> bytes(FitCsv.line(fit.row()) + fit.milliseconds()));
    }

    /** Runs a fit there. */
    static Optional<FinishedFit> fit(Cluster.Sent sent, int index, WorkControl control)
            throws ClusterException, InterruptedException {
        return sent.run(bytes(Integer.toString(index)), control).map(RemoteFits::finished);
    }

    private static FinishedFit finished(byte[] result) {
        String text = text(result);
        int end = text.lastIndexOf('\n');
        return new FinishedFit(
                FitCsv.row(text.substring(0, end)).orElseThrow(), Double.parseDouble(text.substring(end + 1)));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
