package org.kanworkbench.training;

import java.util.Optional;
import org.kanworkbench.training.device.Device;

/** An engine that is not there, lacks something, or fails with whatever it is asked. */
public record BrokenEngine(Optional<String> missing, Optional<String> lacks) implements Engine {

    /** One whose device is there, and fails. */
    public BrokenEngine() {
        this(Optional.empty(), Optional.empty());
    }

    @Override
    public String name() {
        return Configuration.OPENCL;
    }

    @Override
    public Device device() {
        return missing.map(Device::missing).orElseGet(() -> Device.of("card", 0));
    }

    @Override
    public Optional<String> obstacle(Configuration configuration) {
        return lacks;
    }

    @Override
    public Optional<Engine> sideBySide(int runs) {
        return Optional.of(this);
    }

    @Override
    public Stepper begin(Task task) {
        throw new IllegalStateException("the card is lost");
    }
}
