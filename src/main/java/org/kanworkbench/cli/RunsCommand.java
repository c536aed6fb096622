package org.kanworkbench.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import org.kanworkbench.cli.Rows.Column;
import org.kanworkbench.runs.DataFolder;
import org.kanworkbench.runs.store.Metric;
import org.kanworkbench.runs.store.RunExport;
import org.kanworkbench.runs.store.RunQuery;
import org.kanworkbench.runs.store.RunStore;
import org.kanworkbench.runs.store.StoreArchive;
import org.kanworkbench.runs.store.StoreCheck;
import org.kanworkbench.runs.store.StoreException;
import org.kanworkbench.runs.store.StoredRun;
import org.kanworkbench.runs.store.TensorBoardExport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** The run store: what was trained on this machine. */
@Command(
        name = "runs",
        description = "The runs that were kept on this machine; alone, it lists them.",
        sortOptions = false,
        subcommands = {
            RunsCommand.ListRuns.class,
            RunsCommand.Show.class,
            RunsCommand.Export.class,
            RunsCommand.Delete.class,
            ResumeCommand.class,
            RunsCommand.Check.class,
            RunsCommand.Archive.class
        })
final class RunsCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private CommonOptions common;

    @Override
    public Integer call() throws Exception {
        return list(spec, common.json(), "", RunQuery.PAGE);
    }

    static RunStore open() throws StoreException {
        return RunStore.open(DataFolder.usual());
    }

    static StoredRun run(RunStore store, long id) throws StoreException, CommandFailure {
        return store.run(id)
                .orElseThrow(
                        () -> CommandFailure.badInput("there is no run " + id + ": `runs list` lists what there is"));
    }

    private static int list(CommandSpec spec, boolean json, String words, int most) throws StoreException {
        Rows rows = new Rows(
                spec.commandLine().getOut(),
                json,
                Column.number("id", 0),
                Column.text("state", 11),
                Column.text("preset", 14),
                Column.text("dataset", 12),
                Column.number("seed", 0),
                Column.number("parameters", 0),
                Column.number("epochs", 1),
                Column.number("best_acc", 5),
                Column.number("last_acc", 5),
                Column.number("seconds", 1),
                Column.text("started", 24),
                Column.text("tags", 0),
                Column.hidden("kind"),
                Column.hidden("configuration_key"));
        try (RunStore store = open()) {
            RunQuery query = RunQuery.NEWEST.withText(words).page(0, most);
            for (StoredRun run : store.list(query)) {
                rows.print(
                        run.id(),
                        run.state().name().toLowerCase(Locale.ROOT),
                        run.preset(),
                        run.dataset(),
                        run.seed(),
                        run.parameters(),
                        run.epochs(),
                        boxed(run.bestAccuracy()),
                        boxed(run.lastAccuracy()),
                        run.seconds(),
                        run.started().toString(),
                        json ? run.tags() : String.join(",", run.tags()),
                        run.kind().name().toLowerCase(Locale.ROOT),
                        run.configurationKey());
            }
        }
        return 0;
    }

    private static Double boxed(OptionalDouble value) {
        return value.isPresent() ? value.getAsDouble() : null;
    }

    /** Lists runs, the newest first. */
    @Command(name = "list", description = "Lists runs, the newest first.", sortOptions = false)
    static final class ListRuns implements Callable<Integer> {
        @Spec
        private CommandSpec spec;

        @Option(
                names = "--search",
                paramLabel = "WORDS",
                description = "Words that must all occur in preset, data set, state, tags or notes.")
        private String words = "";

        @Option(names = "--limit", paramLabel = "N", description = "Runs to list; ${DEFAULT-VALUE} by default.")
        private int limit = RunQuery.PAGE;

        @Mixin
        private CommonOptions common;

        @Override
        public Integer call() throws Exception {
            return list(spec, common.json(), words, limit);
        }
    }

    /** A run's scores, evaluation by evaluation. */
    @Command(name = "show", description = "Shows a run's scores and configuration.", sortOptions = false)
    static final class Show implements Callable<Integer> {
        @Spec
        private CommandSpec spec;

        @Parameters(paramLabel = "ID", description = "A number that `runs list` gives.")
        private long id;

        @Mixin
        private CommonOptions common;

        @Override
        public Integer call() throws Exception {
            try (RunStore store = open()) {
                StoredRun run = run(store, id);
                PrintWriter out = spec.commandLine().getOut();
                Rows rows = new Rows(out, common.json(), metricColumns());
                if (!common.json()) {
                    out.printf(
                            "run %d, %s, %s on %s, seed %d%n",
                            run.id(),
                            run.state().name().toLowerCase(Locale.ROOT),
                            run.preset(),
                            run.dataset(),
                            run.seed());
                    List.of(run.message(), run.notes()).stream()
                            .filter(t -> !t.isEmpty())
                            .forEach(out::println);
                }
                for (Metric m : store.metrics(id)) {
                    rows.print(
                            m.step(),
                            m.epoch(),
                            m.trainLoss(),
                            m.trainAccuracy(),
                            m.testLoss(),
                            m.testAccuracy(),
                            boxed(m.validationAccuracy()),
                            m.learningRate(),
                            m.msPerStep());
                }
                rows.printOther(
                        Map.of(
                                "done", true,
                                "id", run.id(),
                                "state", run.state().name().toLowerCase(Locale.ROOT),
                                "configuration", run.configuration(),
                                "message", run.message(),
                                "notes", run.notes(),
                                "tags", run.tags()),
                        run.configuration());
            }
            return 0;
        }

        private static Column[] metricColumns() {
            return new Column[] {
                Column.number("step", 0),
                Column.number("epoch", 3),
                Column.number("train_loss", 5),
                Column.number("train_acc", 5),
                Column.number("test_loss", 5),
                Column.number("test_acc", 5),
                Column.number("validation_acc", 5),
                Column.number("lr", 6),
                Column.number("ms_per_step", 3)
            };
        }
    }

    /** A run as a file for other programs. */
    @Command(name = "export", description = "Writes a run to a file for other programs.", sortOptions = false)
    static final class Export implements Callable<Integer> {
        private static final String TENSORBOARD = "tensorboard";

        @Spec
        private CommandSpec spec;

        @Parameters(paramLabel = "ID", description = "A number that `runs list` gives.")
        private long id;

        @Option(
                names = "--out",
                paramLabel = "FILE",
                required = true,
                description = "Its ending says what: .csv its scores, .json scores and configuration, .kan its model."
                        + " For --format tensorboard, the folder that TensorBoard is started on.")
        private Path out;

        @Option(
                names = "--format",
                paramLabel = "F",
                description = "tensorboard: the curves as an event file in a folder of the run's own.")
        private String format;

        @Mixin
        private CommonOptions common;

        @Override
        public Integer call() throws Exception {
            try (RunStore store = open()) {
                StoredRun run = run(store, id);
                if (format != null) {
                    if (!format.equals(TENSORBOARD)) {
                        throw CommandFailure.badInput("--format is " + format + ": choose " + TENSORBOARD
                                + ", or leave it out and let the ending of --out say what to write");
                    }
                    written(spec, common.json(), TensorBoardExport.write(store, run, out));
                    return 0;
                }
                String name = out.getFileName().toString();
                String ending = name.substring(Math.max(0, name.lastIndexOf('.')));
                if (!RunExport.ENDINGS.contains(ending)) {
                    throw CommandFailure.badInput("cannot export to " + out + ": its name must end in "
                            + String.join(", ", RunExport.ENDINGS));
                }
                OutputFile.check(out, ending);
                new RunExport(store).write(run, out);
                written(spec, common.json(), out);
            }
            return 0;
        }
    }

    static void written(CommandSpec spec, boolean json, Path out) {
        new Rows(spec.commandLine().getOut(), json)
                .printOther(new LinkedHashMap<>(Map.of("written", out.toString())), "written " + out);
    }

    /** Deletes runs for good. */
    @Command(name = "delete", description = "Deletes runs, with their models, for good.", sortOptions = false)
    static final class Delete implements Callable<Integer> {
        @Spec
        private CommandSpec spec;

        @Parameters(paramLabel = "ID", arity = "1..*", description = "Numbers that `runs list` gives.")
        private List<Long> ids;

        @Mixin
        private CommonOptions common;

        @Override
        public Integer call() throws Exception {
            try (RunStore store = open()) {
                for (long id : ids) {
                    run(store, id);
                }
                store.delete(ids);
                new Rows(spec.commandLine().getOut(), common.json())
                        .printOther(Map.of("deleted", ids), "deleted " + ids.size() + " runs");
            }
            return 0;
        }
    }

    /** Repairs a damaged store. */
    @Command(
            name = "check",
            description = "Checks database and files of the run store, and repairs what can be repaired.",
            sortOptions = false)
    static final class Check implements Callable<Integer> {
        @Spec
        private CommandSpec spec;

        @Mixin
        private CommonOptions common;

        @Override
        public Integer call() throws Exception {
            StoreCheck.Report report = StoreCheck.run(DataFolder.usual());
            Rows rows = new Rows(spec.commandLine().getOut(), common.json());
            for (StoreCheck.Finding finding : report.findings()) {
                rows.printOther(
                        new LinkedHashMap<>(Map.of("what", finding.what(), "repaired", finding.repaired())),
                        (finding.repaired() ? "repaired: " : "lost: ") + finding.what());
            }
            Map<String, Object> last = new LinkedHashMap<>();
            last.put("done", true);
            last.put("runs", report.runs());
            last.put("files", report.files());
            last.put("findings", report.findings().size());
            rows.printOther(
                    last,
                    "%d runs, %d files: %s"
                            .formatted(
                                    report.runs(),
                                    report.files(),
                                    report.findings().isEmpty()
                                            ? "all is well"
                                            : report.findings().size() + " findings"));
            return 0;
        }
    }

    /** The whole store as one file, and back. */
    @Command(
            name = "archive",
            description = "Writes the whole store to one file; `import` takes it in on another machine.",
            sortOptions = false)
    static final class Archive implements Callable<Integer> {
        @Spec
        private CommandSpec spec;

        @ParentCommand
        private RunsCommand parent;

        @Parameters(paramLabel = "FILE", description = "Where it goes, as a .zip file.")
        private Path file;

        @Mixin
        private CommonOptions common;

        @Override
        public Integer call() throws Exception {
            OutputFile.check(file, StoreArchive.EXTENSION);
            try (RunStore store = open()) {
                StoreArchive.write(store, file);
            } catch (IOException e) {
                Files.deleteIfExists(file);
                throw e;
            }
            written(spec, common.json(), file);
            return 0;
        }
    }
}
