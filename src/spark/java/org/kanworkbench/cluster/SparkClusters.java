package org.kanworkbench.cluster;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.spark.SecurityManager;
import org.apache.spark.SparkConf;
import org.apache.spark.internal.config.package$;
import org.apache.spark.rpc.RpcAddress;
import org.apache.spark.rpc.RpcEnv;
import org.kanworkbench.data.FileErrors;
import org.kanworkbench.training.trials.Cluster;
import org.kanworkbench.training.trials.ClusterException;
import org.kanworkbench.training.trials.Clusters;
import scala.Option;

/** Spark's clusters. Settings of Spark's own that the virtual machine has as properties, {@code spark.…}, hold. */
public final class SparkClusters implements Clusters {

    private static final Pattern STANDALONE = Pattern.compile("spark://([^,:/]+:\\d{1,5}(,[^,:/]+:\\d{1,5})*)");
    private static final Pattern OTHER = Pattern.compile("yarn|k8s://.+|local(\\[(\\d+|\\*)])?");

    private static final int PATIENCE_MS = 5000;
    private static final String MASTER = "Master";

    private static List<Path> packed = List.of();

    @Override
    public Cluster connect(String master, Optional<String> secret, OptionalInt cores)
            throws ClusterException, InterruptedException {
        Optional<String> unfit = Jdk.obstacle(Runtime.version());
        if (unfit.isPresent()) {
            throw new ClusterException("this program " + unfit.get());
        }
        SparkConf configuration =
                new SparkConf().setAppName("KAN Workbench").setMaster(master).set("spark.ui.enabled", "false");
        secret.ifPresent(word -> protect(configuration, word));
        cores.ifPresent(most -> configuration.set("spark.cores.max", Integer.toString(most)));
        Matcher standalone = STANDALONE.matcher(master);
        if (standalone.matches()) {
            check(master, List.of(standalone.group(1).split(",")), secret.isPresent(), configuration);
        } else if (!OTHER.matcher(master).matches()) {
            throw new ClusterException(
                    "'" + master + "' is no cluster: choose spark://HOST:PORT, yarn, k8s://… or local[N]");
        }
        try {
            configuration.set("spark.jars", jars().stream().map(Path::toString).collect(Collectors.joining(",")));
        } catch (IOException e) {
            throw new ClusterException(
                    "the program cannot be packed for the cluster (" + FileErrors.reason(e) + "): free some space", e);
        }
        return SparkCluster.open(configuration);
    }

    /** What executors get, packed once for all connections of this process. */
    private static synchronized List<Path> jars() throws IOException {
        if (packed.isEmpty()) {
            packed = Shipment.jars(SparkTask.temporaryFolder());
        }
        return packed;
    }

    /** Shares a secret, and encrypts. */
    static void protect(SparkConf configuration, String secret) {
        configuration
                .set("spark.authenticate", "true")
                .set("spark.authenticate.secret", secret)
                .set("spark.network.crypto.enabled", "true");
    }

    /** Spark itself would try for a minute, and not tell what was wrong. */
    private static void check(String master, List<String> addresses, boolean secret, SparkConf configuration)
            throws ClusterException {
        String address = addresses.stream()
                .filter(one -> answers(one, configuration))
                .findFirst()
                .orElseThrow(() -> new ClusterException("no master answers at " + master
                        + ": check the address, and that it runs and may be reached from here"));
        SparkConf asking = configuration.clone().set("spark.rpc.lookupTimeout", PATIENCE_MS + "ms");
        RpcEnv here = RpcEnv.create(
                "asking",
                configuration.get("spark.driver.host", "localhost"),
                0,
                asking,
                new SecurityManager(asking, Option.empty(), package$.MODULE$.AUTH_SECRET_FILE()),
                true);
        try {
            here.setupEndpointRef(RpcAddress.fromSparkURL("spark://" + address), MASTER);
        } catch (Exception e) {
            // Scala declares no exceptions.
            throw new ClusterException(
                    secret
                            ? "the master at " + master
                                    + " does not take the secret: see whether the secret file holds the one that it was"
                                    + " started with, and whether it is Spark 4.2's"
                            : "the master at " + master + " refuses: see whether it wants a secret file, and whether"
                                    + " it is Spark 4.2's",
                    e);
        } finally {
            here.shutdown();
        }
    }

    /** Whether something listens there; from this machine to itself, everything stays on it. */
    private static boolean answers(String address, SparkConf configuration) {
        String host = address.substring(0, address.lastIndexOf(':'));
        try (Socket socket = new Socket()) {
            InetAddress there = InetAddress.getByName(host);
            socket.connect(
                    new InetSocketAddress(there, Integer.parseInt(address.substring(host.length() + 1))), PATIENCE_MS);
            if (there.isLoopbackAddress()) {
                configuration.setIfMissing("spark.driver.host", there.getHostAddress());
                configuration.setIfMissing("spark.driver.bindAddress", there.getHostAddress());
            }
            return true;
        } catch (IOException | IllegalArgumentException _) {
            return false;
        }
    }

    @Override
    public Local start(int workers, int port, Path secret, Path folder) throws ClusterException, InterruptedException {
        Optional<String> unfit = Jdk.obstacle(Runtime.version());
        if (unfit.isPresent()) {
            throw new ClusterException("this program " + unfit.get());
        }
        try {
            return new LocalSpark(folder, secret).start(workers, port);
        } catch (IOException e) {
            throw new ClusterException("no cluster can be started in " + folder + " (" + FileErrors.reason(e) + ")", e);
        }
    }
}
