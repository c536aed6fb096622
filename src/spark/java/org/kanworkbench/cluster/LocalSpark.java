package org.kanworkbench.cluster;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.spark.launcher.JavaModuleOptions;
import org.kanworkbench.training.trials.ClusterException;
import org.kanworkbench.training.trials.Clusters.Local;

/** Spark's master and workers as processes of this machine, from the jars on the class path, as if Spark were installed. */
final class LocalSpark {

    private static final String HOST = "127.0.0.1";
    private static final int POLL_MS = 100;
    private static final int MOST_POLLS = 600;

    private final Path home;
    private final Path settings;

    LocalSpark(Path folder, Path secret) throws IOException {
        home = folder.resolve("spark");
        Path jars = Files.createDirectories(home.resolve("jars"));
        Files.createFile(home.resolve("RELEASE"));
        // As with an installed Spark, executors get what is not Spark's from the driver.
        List<Path> sent = Shipment.libraries();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            Path jar = Path.of(entry).toAbsolutePath();
            if (entry.endsWith(".jar") && !sent.contains(jar)) {
                Files.createSymbolicLink(jars.resolve(jar.getFileName()), jar);
            }
        }
        settings = home.resolve("spark.properties");
        if (settings.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createFile(
                    settings, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
        Files.writeString(
                settings,
                "spark.authenticate true\nspark.network.crypto.enabled true\nspark.authenticate.secret "
                        + Files.readString(secret).strip() + "\n");
    }

    /** @param port of the master; 0 for any */
    Local start(int workers, int port) throws ClusterException, IOException, InterruptedException {
        int free;
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getByName(HOST))) {
            free = socket.getLocalPort();
        } catch (IOException e) {
            throw new ClusterException(
                    "port " + port + " cannot be used (" + e.getMessage() + "): choose another one with --port", e);
        }
        String address = "spark://" + HOST + ":" + free;
        Process master = process("master", "org.apache.spark.deploy.master.Master", "--port", Integer.toString(free));
        List<Process> started = new ArrayList<>();
        try {
            awaitMaster(master, free);
            int cores = Math.max(1, Runtime.getRuntime().availableProcessors() / workers);
            for (int w = 1; w <= workers; w++) {
                started.add(process(
                        "worker-" + w,
                        "org.apache.spark.deploy.worker.Worker",
                        "--cores",
                        Integer.toString(cores),
                        "--memory",
                        "2g",
                        "--work-dir",
                        home.resolve("work-" + w).toString(),
                        address));
            }
            return new Local(address, master, log("master"), started);
        } catch (ClusterException | IOException | InterruptedException e) {
            new Local(address, master, log("master"), started).close();
            throw e;
        }
    }

    private Path log(String name) {
        return home.resolve(name + ".log");
    }

    private Process process(String name, String main, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(JavaModuleOptions.defaultModuleOptionArray()));
        command.addAll(List.of("-Xmx512m", "-cp", home.resolve("jars") + File.separator + "*", main));
        command.addAll(List.of("--host", HOST, "--webui-port", "0", "--properties-file", settings.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.redirectOutput(log(name).toFile());
        builder.environment()
                .putAll(Map.of(
                        "SPARK_HOME",
                        home.toString(),
                        "SPARK_SCALA_VERSION",
                        "2.13",
                        "SPARK_LOCAL_IP",
                        HOST,
                        "JAVA_HOME",
                        System.getProperty("java.home")));
        return builder.start();
    }

    private void awaitMaster(Process master, int port) throws ClusterException, InterruptedException {
        for (int polls = 0; polls < MOST_POLLS; polls++) {
            if (master.waitFor(POLL_MS, TimeUnit.MILLISECONDS)) {
                break;
            }
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(HOST, port), POLL_MS);
                return;
            } catch (IOException _) {
                // Not yet.
            }
        }
        throw new ClusterException(
                "the master does not start: " + new Local("", master, log("master"), List.of()).lastWords());
    }
}
