package org.kanworkbench.training.device;

import java.util.Optional;

/** Tells how busy an engine's device is. */
public interface DeviceMonitor {

    /** As it is now; empty where that is not to be had. May take seconds: not for the interface thread. */
    Optional<DeviceLoad> load();
}
