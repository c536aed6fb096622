package org.kanworkbench.cli.command;

import picocli.CommandLine.ExitCode;

/** Ends a command. The message is one line with problem, location and remedy. */
public final class CommandFailure extends Exception {

    public static final int INTERRUPTED = 130;

    private final int exitCode;

    private CommandFailure(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    /** The request is invalid. */
    public static CommandFailure badInput(String message) {
        return new CommandFailure(ExitCode.USAGE, message);
    }

    /** The request is valid but failed. */
    public static CommandFailure failed(String message) {
        return new CommandFailure(ExitCode.SOFTWARE, message);
    }

    public static CommandFailure interrupted(String message) {
        return new CommandFailure(INTERRUPTED, message);
    }

    public int exitCode() {
        return exitCode;
    }
}
