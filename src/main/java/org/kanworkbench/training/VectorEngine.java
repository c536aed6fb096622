package org.kanworkbench.training;

import org.kanworkbench.training.device.Device;
import org.kanworkbench.training.device.Processor;

/** The workbench's own engine, on the Vector API. It is always there. */
public final class VectorEngine implements Engine {

    @Override
    public String name() {
        return Configuration.VECTOR;
    }

    @Override
    public Device device() {
        return Processor.device();
    }

    @Override
    public Stepper begin(Task task) {
        return new VectorStepper(task);
    }
}
