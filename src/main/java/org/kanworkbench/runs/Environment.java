package org.kanworkbench.runs;

import java.util.Optional;

/** A description of the environment of a run. */
public final class Environment {

    private Environment() {}

    public static String describe() {
        String version = Optional.ofNullable(Environment.class.getPackage().getImplementationVersion())
                .orElse("unpackaged");
        return "workbench " + version + ", Java " + Runtime.version() + ", " + System.getProperty("os.name") + " "
                + System.getProperty("os.version") + " " + System.getProperty("os.arch") + ", "
                + Runtime.getRuntime().availableProcessors() + " processors";
    }
}
