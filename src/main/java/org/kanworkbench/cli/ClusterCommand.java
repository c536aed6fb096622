package org.kanworkbench.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.kanworkbench.cli.command.Choices;
import org.kanworkbench.cli.command.ClusterOption;
import org.kanworkbench.cli.command.CommandFailure;
import org.kanworkbench.cli.command.Rows;
import org.kanworkbench.cli.command.Rows.Column;
import org.kanworkbench.cli.command.WorkbenchCommand;
import org.kanworkbench.files.DataFolder;
import org.kanworkbench.files.FolderTree;
import org.kanworkbench.training.trials.ClusterException;
import org.kanworkbench.training.trials.Clusters;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Clusters for trials. */
@Command(
        name = "cluster",
        description = "Clusters of Apache Spark, for ./workbench --spark (docs/cluster.md).",
        sortOptions = false,
        subcommands = ClusterCommand.LocalCommand.class)
final class ClusterCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Option(names = "--help", usageHelp = true, description = "Shows this help.")
    private boolean help;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "no subcommand: name local");
    }

    /** A master and workers as processes of this machine. */
    @Command(
            name = "local",
            description =
                    "Starts a master and workers on this machine, which no other reaches, until it is interrupted."
                            + " Prints one line per process, then what to add to commands.",
            sortOptions = false)
    static final class LocalCommand extends WorkbenchCommand {

        /** Of the file in the data folder. */
        private static final String SECRET = "cluster-secret";

        private static final int SECRET_BYTES = 32;
        private static final int MOST_WORKERS = 64;

        @Parameters(paramLabel = "WORKERS", description = "Number of workers; they share the cores.")
        private int workers;

        @Option(
                names = "--port",
                paramLabel = "N",
                description = "Port of the master; ${DEFAULT-VALUE} by default, 0 for any that is free.")
        private int port = 7077;

        @Option(
                names = "--secret-file",
                paramLabel = "FILE",
                description = "File of the secret that the processes share; by default one in the data folder.")
        private Path secret;

        @Override
        protected void run() throws Exception {
            if (workers < 1 || workers > MOST_WORKERS) {
                throw CommandFailure.badInput(workers + " workers: choose 1 to " + MOST_WORKERS);
            }
            Choices.within("--port", port, 0, 65_535);
            Path folder = Files.createTempDirectory("kan-workbench-cluster-");
            try {
                Clusters clusters = Clusters.present();
                Path shared = secret == null ? usualSecret() : secret;
                ClusterOption.read(shared);
                try (Clusters.Local local = clusters.start(workers, port, shared, folder)) {
                    tell(local, shared);
                    local.master().waitFor();
                    throw CommandFailure.failed("Spark's master has ended: " + local.lastWords()
                            + ". Start it again, with another --port if this one is taken");
                }
            } catch (ClusterException e) {
                throw CommandFailure.failed(e.getMessage());
            } finally {
                delete(folder);
            }
        }

        private void tell(Clusters.Local local, Path shared) {
            Rows<Map.Entry<String, Process>> rows = new Rows<>(
                    common,
                    Column.text("process", 10, Map.Entry::getKey),
                    Column.number("pid", 0, entry -> entry.getValue().pid()));
            rows.print(Map.entry("master", local.master()));
            for (int w = 0; w < local.workers().size(); w++) {
                String name = "worker " + (w + 1);
                rows.print(Map.entry(name, local.workers().get(w)));
                local.workers().get(w).onExit().thenRun(() -> common.tell(name + " has ended"));
            }
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("cluster", local.address());
            fields.put("secret_file", shared.toString());
            rows.printOther(fields, "--cluster " + local.address() + " --secret-file " + shared);
        }

        private static Path usualSecret() throws IOException {
            Path file = DataFolder.current().resolve(SECRET);
            DataFolder.make(DataFolder.current());
            DataFolder.makeFile(file);
            if (Files.size(file) == 0) {
                byte[] secret = new byte[SECRET_BYTES];
                new SecureRandom().nextBytes(secret);
                Files.writeString(file, HexFormat.of().formatHex(secret) + "\n");
            }
            return file;
        }

        private static void delete(Path folder) {
            try {
                FolderTree.delete(folder);
            } catch (IOException _) {
                // Processes that are ending may still write there; what is left lies in the folder for temporary files.
            }
        }
    }
}
