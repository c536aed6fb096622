package org.kanworkbench.app.cluster;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.locks.ReentrantLock;
import org.kanworkbench.app.work.BackgroundWork;
import org.kanworkbench.training.trials.Cluster;
import org.kanworkbench.training.trials.ClusterException;
import org.kanworkbench.training.trials.Clusters;
import org.kanworkbench.training.trials.TrialPlace;

/** Where one piece of work runs, as it was chosen when it began. */
public final class Connection {

    /** Empty for this computer. */
    private final Optional<Clusters> clusters;

    private final String master;
    private final Optional<Path> secret;
    private final ReentrantLock lock = new ReentrantLock();
    /** What follows is guarded by the lock. */
    private boolean givenUp;
    /** The thread that connects; null for none. */
    private Thread connecting;

    private Cluster cluster;

    Connection(Optional<Clusters> clusters, String master, Optional<Path> secret) {
        this.clusters = clusters;
        this.master = master;
        this.secret = secret;
    }

    public boolean elsewhere() {
        return clusters.isPresent();
    }

    /** What work is doing until it begins. */
    public String preparing() {
        return elsewhere() ? "connecting to " + master : "preparing";
    }

    /**
     * Connects, which may take a minute: for the background.
     *
     * @param threads that trials have on this computer
     * @throws InterruptedException if it was given up
     */
    public TrialPlace open(int threads) throws ClusterException, InterruptedException {
        if (clusters.isEmpty()) {
            return TrialPlace.here(threads);
        }
        Optional<String> word = secret.isPresent() ? Optional.of(Clusters.secret(secret.get())) : Optional.empty();
        connecting(Thread.currentThread());
        try {
            cluster = clusters.get().connect(master, word, OptionalInt.empty());
        } finally {
            connecting(null);
        }
        return TrialPlace.on(cluster);
    }

    private void connecting(Thread thread) throws InterruptedException {
        lock.lock();
        try {
            connecting = thread;
            if (thread == null) {
                // It was meant for connecting alone.
                Thread.interrupted();
            } else if (givenUp) {
                throw new InterruptedException();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Does not wait for a connection any more. */
    public void giveUp() {
        lock.lock();
        try {
            givenUp = true;
            if (connecting != null) {
                connecting.interrupt();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Whether what it is for was stopped before it began. */
    public boolean givenUp() {
        lock.lock();
        try {
            return givenUp;
        } finally {
            lock.unlock();
        }
    }

    /** Gives the machines back, which takes a moment: for the background. */
    public void close() {
        if (cluster != null) {
            cluster.close();
        }
    }

    /** The same in the background, then something on the interface thread; at once on this computer. */
    public void close(BackgroundWork background, Runnable then) {
        if (elsewhere()) {
            background.run(
                    () -> {
                        close();
                        return then;
                    },
                    _ -> then.run());
        } else {
            then.run();
        }
    }
}
