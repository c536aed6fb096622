package org.kanworkbench.gpu.device;

import java.util.Optional;

/** A device that an {@link Api} computes on. */
public interface ComputeDevice {

    String name();

    /** Of its driver, with its version. */
    String driver();

    /** Of memory. */
    long bytes();

    /** That compute side by side. */
    int units();

    /** What it lacks of what kernels need, with a remedy; empty if nothing. */
    Optional<String> lack();

    /** Throws DeviceException if it does not answer. */
    Context open();

    /** Takes a context back that a session needs no more. */
    default void giveBack(Context context) {
        context.close();
    }
}
