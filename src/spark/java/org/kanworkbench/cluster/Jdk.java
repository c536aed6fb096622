package org.kanworkbench.cluster;

import java.util.Optional;

/** Which Java Spark may run on. */
final class Jdk {

    private static final Runtime.Version FIRST_SOUND = Runtime.Version.parse("25.0.3");

    private Jdk() {}

    /** Why not on this one, as the end of a sentence; empty for a sound one. */
    static Optional<String> obstacle(Runtime.Version version) {
        return version.compareTo(FIRST_SOUND) >= 0
                ? Optional.empty()
                : Optional.of("runs JDK " + version.feature() + "." + version.interim() + "." + version.update()
                        + ", whose garbage collector G1 corrupts Spark's data: use 25.0.3 or newer");
    }
}
