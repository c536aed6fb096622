package org.kanworkbench.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.kanworkbench.data.DataException;
import org.kanworkbench.quantize.QuantizeException;
import org.kanworkbench.runs.DataFolder;
import org.kanworkbench.runs.ModelFileException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The words of the command line. */
public final class Commands {

    @Command(
            name = "workbench",
            description = "Kolmogorov-Arnold networks: without a command, the window opens.",
            footer =
                    "%nRuns and digits lie where the window keeps them: in the folder that is chosen in its settings, else in the"
                            + " platform's usual place. The variable " + DataFolder.VARIABLE + " names another.",
            subcommands = {
                TrainCommand.class,
                EvaluateCommand.class,
                EdgesCommand.class,
                ExportCommand.class,
                RunsCommand.class,
                DigitsCommand.class,
                ImportCommand.class,
                NoiseCommand.class,
                QuantizeCommand.class,
                PresetsCommand.class,
                DevicesCommand.class,
                ScreenshotsCommand.class,
                BenchCommand.class
            })
    private static final class Root implements Runnable {

        @CommandLine.Spec
        private CommandLine.Model.CommandSpec spec;

        @CommandLine.Option(names = "--help", usageHelp = true, description = "Shows this.")
        private boolean help;

        @Override
        public void run() {
            throw new ParameterException(spec.commandLine(), "no command: name one of " + names(spec.commandLine()));
        }
    }

    private Commands() {}

    /** Runs one command on the process's own streams and returns its exit status. */
    public static int execute(String... args) {
        return execute(
                new PrintWriter(System.out, false, StandardCharsets.UTF_8),
                new PrintWriter(System.err, false, StandardCharsets.UTF_8),
                args);
    }

    static int execute(PrintWriter out, PrintWriter err, String... args) {
        int exitCode = new CommandLine(new Root())
                .setOut(out)
                .setErr(err)
                .setExitCodeExceptionMapper(_ -> ExitCode.SOFTWARE)
                .setParameterExceptionHandler((e, _) -> wrongUsage(e))
                .setExecutionExceptionHandler((e, command, _) -> failure(e, command))
                .execute(args);
        out.flush();
        err.flush();
        return exitCode;
    }

    private static int wrongUsage(ParameterException e) {
        CommandLine command = e.getCommandLine();
        String message = firstLine(e.getMessage());
        String word = e instanceof UnmatchedArgumentException unmatched
                ? unmatched.getUnmatched().getFirst()
                : "-";
        if (command.getParent() == null && !word.startsWith("-")) {
            message = "'" + word + "' is no command: "
                    + NearNames.hint(word, List.copyOf(command.getSubcommands().keySet()));
        } else {
            message += " (" + command.getCommandSpec().qualifiedName() + " --help lists what there is)";
        }
        return tell(command, message, ExitCode.USAGE);
    }

    private static int failure(Exception e, CommandLine command) {
        return switch (e) {
            case CommandFailure f -> tell(command, f.getMessage(), f.exitCode());
            case DataException d -> tell(command, d.getMessage(), ExitCode.USAGE);
            case IllegalArgumentException i -> tell(command, i.getMessage(), ExitCode.USAGE);
            case ModelFileException m -> tell(command, m.getMessage(), ExitCode.USAGE);
            case QuantizeException q -> tell(command, q.getMessage(), ExitCode.USAGE);
            case IOException io -> tell(command, io.getMessage(), ExitCode.SOFTWARE);
            default -> tell(command, "unexpected " + e, ExitCode.SOFTWARE);
        };
    }

    private static int tell(CommandLine command, String message, int exitCode) {
        command.getErr().println(command.getCommandSpec().root().name() + ": " + firstLine(message));
        command.getErr().flush();
        return exitCode;
    }

    private static String firstLine(String message) {
        return message == null
                ? "failed for no given reason"
                : message.lines().findFirst().orElse("");
    }

    private static String names(CommandLine root) {
        return String.join(", ", root.getSubcommands().keySet());
    }
}
