package org.kanworkbench.cli.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;

/** A command with the options that all have. What it cannot do it throws. */
public abstract class WorkbenchCommand implements Callable<Integer> {

    @Mixin
    protected CommonOptions common;

    protected abstract void run() throws Exception;

    @Override
    public final Integer call() throws Exception {
        run();
        return ExitCode.OK;
    }
}
