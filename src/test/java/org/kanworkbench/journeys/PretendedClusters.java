package org.kanworkbench.journeys;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.kanworkbench.training.trials.Cluster;
import org.kanworkbench.training.trials.ClusterException;
import org.kanworkbench.training.trials.Clusters;
import org.kanworkbench.training.trials.PretendedCluster;

/** Clusters that are this process: one answers, one does not exist, one takes for ever. */
final class PretendedClusters implements Clusters {

    static final String THERE = "spark://host:7077";
    static final String SLOW = "spark://slow:7077";

    private final Path folder;
    private final List<PretendedCluster> connected = Collections.synchronizedList(new ArrayList<>());
    private final List<Optional<String>> secrets = Collections.synchronizedList(new ArrayList<>());
    private final AtomicInteger waited = new AtomicInteger();

    /** @param folder for files that are sent */
    PretendedClusters(Path folder) {
        this.folder = folder;
    }

    @Override
    public Cluster connect(String master, Optional<String> secret, OptionalInt cores)
            throws ClusterException, InterruptedException {
        if (master.equals(SLOW)) {
            waited.incrementAndGet();
            new CountDownLatch(1).await();
        }
        if (!master.equals(THERE)) {
            throw new ClusterException("no master answers at " + master + ": check the address");
        }
        PretendedCluster cluster = new PretendedCluster(2, folder);
        secrets.add(secret);
        connected.add(cluster);
        return cluster;
    }

    /** Trials that ran on each connection, the first first. */
    List<Integer> ran() {
        return connected.stream().map(PretendedCluster::ran).toList();
    }

    /** Whether all machines were given back. */
    boolean left() {
        return connected.stream().allMatch(PretendedCluster::closed);
    }

    List<Optional<String>> secrets() {
        return List.copyOf(secrets);
    }

    /** How often somebody waited for the slow one. */
    int waited() {
        return waited.get();
    }

    @Override
    public Local start(int workers, int port, Path secret, Path within) {
        throw new UnsupportedOperationException();
    }
}
