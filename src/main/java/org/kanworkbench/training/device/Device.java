package org.kanworkbench.training.device;

import java.util.Optional;

/**
 * What an engine computes on.
 *
 * @param name as a person knows it; empty where there is none
 * @param bytes of its memory; 0 where that is not known
 * @param missing why it is not available, in one line; empty where it is
 */
public record Device(String name, long bytes, Optional<String> missing) {

    private static final double GIBIBYTE = 1L << 30;

    public static Device of(String name, long bytes) {
        return new Device(name, bytes, Optional.empty());
    }

    public static Device missing(String reason) {
        return new Device("", 0, Optional.of(reason));
    }

    public boolean available() {
        return missing.isEmpty();
    }

    /** For instance {@code AMD EPYC 7B13, 2 cores, 23 GiB}, or why there is none. */
    public String sentence() {
        return missing.orElseGet(() -> bytes == 0 ? name : name + ", " + Math.round(bytes / GIBIBYTE) + " GiB");
    }
}
