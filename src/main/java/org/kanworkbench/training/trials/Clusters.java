package org.kanworkbench.training.trials;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.ServiceLoader;
import org.kanworkbench.data.FileErrors;
import org.kanworkbench.data.WholeFile;

/** Ways to clusters, which a build with a library for them has on its class path. */
public interface Clusters {

    /** Those of this build; empty for one without. */
    static Optional<Clusters> found() {
        return ServiceLoader.load(Clusters.class).findFirst();
    }

    /** Those of this build. */
    static Clusters present() throws ClusterException {
        return found().orElseThrow(
                        () -> new ClusterException("clusters need Apache Spark, which this program was started"
                                + " without: run it from its sources as ./workbench --spark"));
    }

    /** The secret in a file, its only line. */
    static String secret(Path file) throws ClusterException {
        try {
            String secret = WholeFile.text(file, 1 << 16).strip();
            if (secret.isEmpty() || secret.lines().count() > 1) {
                throw new ClusterException(file + " holds no secret: write one line of letters and digits into it");
            }
            return secret;
        } catch (IOException e) {
            throw new ClusterException(
                    "the secret's file " + file + " cannot be read (" + FileErrors.reason(e) + "): name another one",
                    e);
        }
    }

    /**
     * Connects, and waits for the first machine.
     *
     * @param master its address, for instance {@code spark://host:7077}
     * @param secret shared with its machines; encrypts all that goes there
     * @param cores that it may use at most; empty for all
     */
    Cluster connect(String master, Optional<String> secret, OptionalInt cores)
            throws ClusterException, InterruptedException;

    /**
     * Starts a cluster on this machine, for trying, that no other machine reaches.
     *
     * @param secret file of the shared secret
     * @param folder for what its processes write
     */
    Local start(int workers, int port, Path secret, Path folder) throws ClusterException, InterruptedException;

    /**
     * A cluster on this machine.
     *
     * @param address of its master
     * @param log what the master writes
     */
    record Local(String address, Process master, Path log, List<Process> workers) implements AutoCloseable {

        public Local {
            workers = List.copyOf(workers);
        }

        /** The last that the master wrote of an error. */
        public String lastWords() {
            try {
                return WholeFile.text(log, WholeFile.MOST_OWN)
                        .lines()
                        .filter(line -> line.contains("ERROR") || line.contains("Exception"))
                        .reduce((_, last) -> last)
                        .orElse("it wrote of no error");
            } catch (IOException e) {
                return log + " cannot be read: " + FileErrors.reason(e);
            }
        }

        /** Ends its processes. */
        @Override
        public void close() {
            workers.forEach(Process::destroy);
            master.destroy();
        }
    }
}
