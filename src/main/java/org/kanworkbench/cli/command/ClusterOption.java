package org.kanworkbench.cli.command;

import java.nio.file.Path;
import java.util.Optional;
import org.kanworkbench.training.Configuration;
import org.kanworkbench.training.trials.ClusterException;
import org.kanworkbench.training.trials.Clusters;
import org.kanworkbench.training.trials.TrialPlace;
import picocli.CommandLine.Option;

/** The cluster on which a command's trainings run instead of on this machine. */
public final class ClusterOption {

    @Option(
            names = "--cluster",
            paramLabel = "URL",
            description =
                    "Trains on a cluster of Apache Spark, for instance spark://host:7077, not on this machine; --threads"
                            + " are then the most cores to take of a master such as this. For ./workbench --spark (docs/cluster.md).")
    private String master;

    @Option(
            names = "--secret-file",
            paramLabel = "FILE",
            description = "File with the secret that the cluster was started with. All that is sent is encrypted then.")
    private Path secret;

    /** Connects to the cluster that is named; this machine where there is none. */
    public TrialPlace connect(CommonOptions common) throws CommandFailure, InterruptedException {
        return connect(common, common.threads());
    }

    /** @param threads of this machine */
    public TrialPlace connect(CommonOptions common, int threads) throws CommandFailure, InterruptedException {
        if (master == null) {
            if (secret != null) {
                throw CommandFailure.badInput(
                        "--secret-file is a cluster's: name that with --cluster, or leave it out");
            }
            return TrialPlace.here(threads);
        }
        ProgressLine line = new ProgressLine(common.err());
        Optional<String> word = secret == null ? Optional.empty() : Optional.of(read(secret));
        try {
            Clusters clusters = Clusters.present();
            line.show(0, "connecting to " + master);
            return TrialPlace.on(clusters.connect(master, word, common.givenThreads()));
        } catch (ClusterException e) {
            throw CommandFailure.failed(e.getMessage());
        } finally {
            line.clear();
        }
    }

    /** Refuses a cluster for an engine that none trains with. */
    public void checkEngine(String engine) throws CommandFailure {
        if (!engine.equals(Configuration.VECTOR)) {
            refuse("clusters train with the engine " + Configuration.VECTOR + " alone");
        }
    }

    /** @param why this is nothing for a cluster */
    public void refuse(String why) throws CommandFailure {
        if (master != null || secret != null) {
            throw CommandFailure.badInput(why + ": leave --cluster and --secret-file out");
        }
    }

    /** The secret in a file. */
    public static String read(Path file) throws CommandFailure {
        try {
            return Clusters.secret(file);
        } catch (ClusterException e) {
            throw CommandFailure.badInput(e.getMessage());
        }
    }
}
