package org.kanworkbench.training.device;

import java.util.Optional;

/** Measures the load of an engine's device. */
public interface DeviceMonitor {

    /** The current load; empty if unavailable. May take seconds: do not call on the interface thread. */
    Optional<DeviceLoad> load();
}
