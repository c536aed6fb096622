package org.kanworkbench.cli.command;

import java.io.PrintWriter;
import java.util.Optional;
import java.util.OptionalInt;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.data.OneLine;
import org.kanworkbench.files.model.ConfigurationFile;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options of every command. */
public final class CommonOptions {

    /** Of these options in a command's help, where its own come first. */
    public static final int ORDER = 1;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--json",
            order = ORDER,
            description = "Prints one JSON object per line on standard output, and nothing else there.")
    private boolean json;

    @Option(
            names = "--threads",
            order = ORDER,
            paramLabel = "N",
            description = "Threads to use; by default all cores, or as many as the configuration says.")
    private Integer threads;

    @Option(names = "--help", order = ORDER, usageHelp = true, description = "Shows this help.")
    private boolean help;

    public boolean json() {
        return json || parent().map(CommonOptions::json).orElse(false);
    }

    /** Those before a subcommand's name, which are meant for it: {@code runs --json list}. */
    private Optional<CommonOptions> parent() {
        return command.parent() != null && command.parent().userObject() instanceof WorkbenchCommand group
                ? Optional.of(group.common)
                : Optional.empty();
    }

    /** Whether an option was given, also with the value that it has by default. */
    public boolean given(String option) {
        return command.commandLine().getParseResult().hasMatchedOption(option);
    }

    /** The output of results. */
    public PrintWriter out() {
        return command.commandLine().getOut();
    }

    /** Prints a part of a result that is data, such as a line of CSV. */
    public void print(String data) {
        PlainPrinter.of(out()).printData(data);
        out().flush();
    }

    /** The output of everything else. */
    public PrintWriter err() {
        return command.commandLine().getErr();
    }

    /** Prints a line that is no result. */
    public void tell(String line) {
        // Names in it may have line breaks.
        err().println(OneLine.plain(line, ""));
        err().flush();
    }

    /** Says what there is to know of a data set's examples, if there is something. */
    public void tellRemark(Dataset dataset) {
        if (!dataset.remark().isEmpty()) {
            tell(dataset.name() + ": " + dataset.remark());
        }
    }

    /** Starts work that is to be stopped by {@link Interruption.Work#stopsBy} rather than interrupted. */
    public Interruption.Work begin() throws CommandFailure {
        return Interruption.of(command).begin();
    }

    public int threads() throws CommandFailure {
        return threads(Runtime.getRuntime().availableProcessors());
    }

    /** What --threads says. */
    public OptionalInt givenThreads() throws CommandFailure {
        if (threads == null) {
            Optional<CommonOptions> parent = parent();
            return parent.isPresent() ? parent.get().givenThreads() : OptionalInt.empty();
        }
        return OptionalInt.of(Choices.within("--threads", threads, 1, ConfigurationFile.MAX_THREADS));
    }

    /** What --threads says, else the given number, or the most that a configuration may have. */
    public int threads(int unlessGiven) throws CommandFailure {
        return givenThreads().orElse(Math.min(unlessGiven, ConfigurationFile.MAX_THREADS));
    }
}
