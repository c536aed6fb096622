package org.kanworkbench.gpu.device;

import java.util.List;
import java.util.Optional;
import org.kanworkbench.network.NetworkSpec;
import org.kanworkbench.training.device.Device;

/** A way to compute on graphics cards. Loads nothing before its devices are asked for. */
public interface Api {

    /** The engine's name, without the number of a device. */
    String engine();

    /** As in a sentence, for instance {@code OpenCL}. */
    String title();

    /** What its devices would be, or why there are none, as far as that can be told without loading a driver. */
    Device expected();

    /** The best first; empty where there are none. Loads drivers; throws DeviceException if these fail. */
    List<? extends ComputeDevice> devices();

    /** Why there is no device, and how to get one. */
    String nothing();

    /**
     * Why it cannot train a network, with a remedy; empty if it can.
     *
     * @param refined whether its grids become finer
     */
    Optional<String> obstacle(NetworkSpec network, boolean refined);
}
