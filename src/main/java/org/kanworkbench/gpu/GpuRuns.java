package org.kanworkbench.gpu;

import java.util.Optional;
import org.kanworkbench.gpu.device.ComputeDevice;
import org.kanworkbench.training.Configuration;
import org.kanworkbench.training.Engine;
import org.kanworkbench.training.Stepper;
import org.kanworkbench.training.Task;
import org.kanworkbench.training.device.Device;
import org.kanworkbench.training.device.DeviceMonitor;

/** A device for some runs of one network, all of whose steps are the same launches. */
final class GpuRuns implements Engine {

    private final GpuEngine engine;
    /** That are waited for. */
    private int runs;

    private ComputeDevice device;
    private SideBySide all;
    private int begun;

    GpuRuns(GpuEngine engine, int runs) {
        this.engine = engine;
        this.runs = runs;
    }

    @Override
    public String name() {
        return engine.name();
    }

    /** It is on its device already. */
    @Override
    public Optional<Engine> on(int number) {
        return Optional.of(this);
    }

    @Override
    public Device device() {
        return engine.device();
    }

    @Override
    public Optional<DeviceMonitor> monitor() {
        return engine.monitor();
    }

    @Override
    public Optional<String> obstacle(Configuration configuration) {
        boolean grids = configuration.recipe().gridUpdate().active()
                || configuration.recipe().gridRefinement().active();
        return engine.obstacle(configuration)
                .or(() -> grids
                        ? Optional.of(
                                "runs side by side do not move their grids: turn grid updates and refinements off, or"
                                        + " train one run after the other")
                        : Optional.empty());
    }

    @Override
    public synchronized Stepper begin(Task task) {
        if (begun == runs) {
            throw new IllegalStateException("all " + runs + " runs have begun");
        }
        if (all == null) {
            try {
                device = engine.present();
                all = new SideBySide(device, engine.held(), task, runs);
            } catch (RuntimeException | Error e) {
                runs--;
                throw e;
            }
        }
        return new DeviceStepper(device, engine.held(), task, all, begun++);
    }

    @Override
    public synchronized void abandon() {
        if (begun == runs) {
            return;
        }
        if (all == null) {
            runs--;
        } else {
            all.leave(begun++);
        }
    }

    @Override
    public Optional<String> explain(Throwable failure, Configuration configuration) {
        return engine.explain(failure, configuration);
    }
}
