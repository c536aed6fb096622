package org.kanworkbench.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.kanworkbench.cli.command.CommandFailure;
import org.kanworkbench.cli.command.Interruption;
import org.kanworkbench.cli.command.NearNames;
import org.kanworkbench.cli.command.PlainPrinter;
import org.kanworkbench.cli.compare.CompareCommand;
import org.kanworkbench.cli.formula.FormulaCommand;
import org.kanworkbench.cli.model.EdgesCommand;
import org.kanworkbench.cli.model.EvaluateCommand;
import org.kanworkbench.cli.model.ExportCommand;
import org.kanworkbench.cli.model.PredictCommand;
import org.kanworkbench.cli.model.QuantizeCommand;
import org.kanworkbench.cli.noise.NoiseCommand;
import org.kanworkbench.cli.runs.ImportCommand;
import org.kanworkbench.cli.runs.RunsCommand;
import org.kanworkbench.cli.train.SearchCommand;
import org.kanworkbench.cli.train.TrainCommand;
import org.kanworkbench.data.DataException;
import org.kanworkbench.data.FileErrors;
import org.kanworkbench.data.OneLine;
import org.kanworkbench.files.DataFolder;
import org.kanworkbench.files.ModelFileException;
import org.kanworkbench.quantize.scheme.QuantizeException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The commands of the command line. */
public final class Commands {

    @Command(
            name = "workbench",
            description =
                    "Kolmogorov-Arnold networks: without a command, the window opens, with the models, tables or configurations that are named.",
            versionProvider = Version.class,
            footer =
                    "%nRuns and digits lie where the window keeps them: in the folder that is chosen in its settings, else in the"
                            + " platform's usual place. The variable " + DataFolder.VARIABLE + " names another.",
            subcommands = {
                TrainCommand.class,
                SearchCommand.class,
                EvaluateCommand.class,
                PredictCommand.class,
                EdgesCommand.class,
                ExportCommand.class,
                RunsCommand.class,
                DigitsCommand.class,
                ImportCommand.class,
                NoiseCommand.class,
                CompareCommand.class,
                ClusterCommand.class,
                FormulaCommand.class,
                QuantizeCommand.class,
                PresetsCommand.class,
                DevicesCommand.class
            })
    static final class Root implements Runnable, Interruption.Root {

        private final Interruption interruption;

        @CommandLine.Spec
        private CommandLine.Model.CommandSpec spec;

        @CommandLine.Option(names = "--help", usageHelp = true, description = "Shows this.")
        private boolean help;

        @CommandLine.Option(names = "--version", versionHelp = true, description = "Prints name and version.")
        private boolean version;

        Root(Interruption interruption) {
            this.interruption = interruption;
        }

        @Override
        public Interruption interruption() {
            return interruption;
        }

        @Override
        public void run() {
            throw new ParameterException(spec.commandLine(), "no command: name one of " + names(spec.commandLine()));
        }
    }

    /** The line of the build's own resource. */
    static final class Version implements CommandLine.IVersionProvider {

        @Override
        public String[] getVersion() throws IOException {
            try (InputStream line = Commands.class.getResourceAsStream("version.txt")) {
                return new String[] {new String(line.readAllBytes(), StandardCharsets.UTF_8).strip()};
            }
        }
    }

    private Commands() {}

    /**
     * Runs one command on the process's streams and returns its exit status.
     *
     * @param further commands of packages above this one
     */
    public static int execute(List<?> further, String... args) {
        int exitCode = execute(
                new PrintWriter(System.out, false, StandardCharsets.UTF_8),
                new PrintWriter(System.err, false, StandardCharsets.UTF_8),
                further,
                args);
        return exitCode == ExitCode.OK && System.out.checkError() ? lost() : exitCode;
    }

    /** Results that did not arrive: said, unless whoever read them wanted no more, which is no failure of the work. */
    private static int lost() {
        // Not closed: of a program begun without standard output its number is that of the file with Java's own
        // classes.
        FileOutputStream out = new FileOutputStream(FileDescriptor.out);
        String reason = "";
        try {
            // Streams that print keep the reason to themselves.
            out.write('\n');
        } catch (IOException e) {
            if ("Broken pipe".equals(e.getMessage())) {
                return ExitCode.OK;
            }
            reason = " (" + FileErrors.reason(e) + ")";
        }
        // Without a reason where there is space again.
        System.err.println("workbench: the results could not all be written to standard output" + reason
                + ": free some space, or send them elsewhere");
        return ExitCode.SOFTWARE;
    }

    static int execute(PrintWriter to, PrintWriter errors, List<?> further, String... args) {
        PrintWriter out = PlainPrinter.of(to);
        PrintWriter err = PlainPrinter.of(errors);
        try (Interruption interruption = new Interruption(err)) {
            CommandLine line = new CommandLine(new Root(interruption));
            further.forEach(line::addSubcommand);
            HelpLines.breakAtSpaces(line);
            line.registerConverter(Path.class, Commands::path)
                    // What is printed is plain: colours would be shown as the codes that they are.
                    .setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF))
                    .setOut(out)
                    .setErr(err)
                    .setExitCodeExceptionMapper(_ -> ExitCode.SOFTWARE)
                    .setParameterExceptionHandler((e, _) -> wrongUsage(e))
                    .setExecutionExceptionHandler((e, command, _) -> failure(e, command));
            int exitCode = executed(line, args);
            out.flush();
            err.flush();
            return exitCode;
        }
    }

    private static Path path(String text) {
        if (text.isBlank()) {
            // It would be the folder one is in.
            throw new TypeConversionException("the name is empty");
        }
        try {
            Path path = Path.of(text);
            if (path.getFileName() == null) {
                throw new TypeConversionException(text + " is the root of all folders: name something in it");
            }
            return path;
        } catch (InvalidPathException e) {
            throw new TypeConversionException(FileErrors.reason(e));
        }
    }

    /** Errors of the virtual machine are one line, too. */
    private static int executed(CommandLine line, String... args) {
        try {
            return line.execute(args);
        } catch (OutOfMemoryError _) {
            return tell(
                    line,
                    String.format(
                            Locale.ROOT,
                            "not enough memory: this needs more than the %,d MB that Java may use; take smaller data or a"
                                    + " smaller network, or set JAVA_TOOL_OPTIONS=-Xmx8g",
                            Runtime.getRuntime().maxMemory() >> 20),
                    ExitCode.SOFTWARE);
        } catch (LinkageError e) {
            // Without a further class of ours: what is missing may be the handle to read it by.
            return tell(
                    line,
                    "a part of the program cannot be loaded (" + e
                            + "): allow 256 open files with `ulimit -n 256`, or install the program again",
                    ExitCode.SOFTWARE);
        }
    }

    private static int wrongUsage(ParameterException e) {
        CommandLine command = e.getCommandLine();
        // picocli names Java types, which users need not know.
        String message = oneLine(e.getMessage())
                .replaceFirst("('[-+]?\\d+') is not an? (int|long)$", "$1 is out of range")
                .replaceFirst("is not an? (int|long)$", "is not a whole number")
                .replaceFirst("is not a (double|float)$", "is not a number");
        String word = e instanceof UnmatchedArgumentException unmatched
                ? unmatched.getUnmatched().getFirst()
                : "-";
        if (!command.getSubcommands().isEmpty() && !word.startsWith("-")) {
            String group = command.getParent() == null ? "" : " of " + command.getCommandName();
            message = "'" + word + "' is no command" + group + ": "
                    + NearNames.hint(word, List.copyOf(command.getSubcommands().keySet()));
        } else {
            message += " (" + command.getCommandSpec().qualifiedName() + " --help lists what there is)";
        }
        return tell(command, message, ExitCode.USAGE);
    }

    private static int failure(Exception e, CommandLine command) {
        if (!(e instanceof CommandFailure)
                && Interruption.of(command.getCommandSpec()).happened()) {
            return tell(command, "interrupted", CommandFailure.INTERRUPTED);
        }
        return switch (e) {
            case CommandFailure f -> tell(command, f.getMessage(), f.exitCode());
            case InvalidPathException p -> tell(command, FileErrors.reason(p), ExitCode.USAGE);
            case DataException _, IllegalArgumentException _, ModelFileException _, QuantizeException _ ->
                tell(command, e.getMessage(), ExitCode.USAGE);
            case IOException io ->
                tell(
                        command,
                        FileErrors.unusable(io),
                        // Another name is to be given.
                        io.getCause() instanceof FileAlreadyExistsException ? ExitCode.USAGE : ExitCode.SOFTWARE);
            default ->
                tell(command, "unexpected " + e.toString().lines().findFirst().orElse(""), ExitCode.SOFTWARE);
        };
    }

    private static int tell(CommandLine command, String message, int exitCode) {
        command.getErr().println(command.getCommandSpec().root().name() + ": " + oneLine(message));
        command.getErr().flush();
        return exitCode;
    }

    /** Names in it, of columns for instance, may have line breaks. */
    private static String oneLine(String message) {
        return message == null ? "failed for no given reason" : OneLine.plain(message.strip(), "");
    }

    private static String names(CommandLine root) {
        return String.join(", ", root.getSubcommands().keySet());
    }
}
