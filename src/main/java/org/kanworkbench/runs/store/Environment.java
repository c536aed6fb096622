package org.kanworkbench.runs.store;

import java.util.Optional;

/** Where a run was trained, in words. */
final class Environment {

    private Environment() {}

    static String describe() {
        String version = Optional.ofNullable(Environment.class.getPackage().getImplementationVersion())
                .orElse("unpackaged");
        return "workbench " + version + ", Java " + Runtime.version() + ", " + System.getProperty("os.name") + " "
                + System.getProperty("os.version") + " " + System.getProperty("os.arch") + ", "
                + Runtime.getRuntime().availableProcessors() + " processors";
    }
}
