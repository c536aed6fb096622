package org.kanworkbench.dl4j.engine;

import java.util.List;
import java.util.Optional;
import org.kanworkbench.dl4j.Backend;
import org.kanworkbench.gpu.cuda.CudaApi;
import org.kanworkbench.training.Configuration;
import org.kanworkbench.training.device.Device;
import org.kanworkbench.training.device.DeviceMonitor;
import org.kanworkbench.training.device.NvidiaDriver;

/** ND4J on an NVIDIA GPU. */
final class CudaEngine extends Nd4jEngine {

    /** The oldest major version of Linux drivers that runs CUDA 11.6 (NVIDIA: CUDA Compatibility, minor versions of 11). */
    private static final int OLDEST_DRIVER = 450;

    private final NvidiaDriver driver;

    CudaEngine(NvidiaDriver driver) {
        this.driver = driver;
    }

    @Override
    public String name() {
        return Configuration.ND4J_CUDA;
    }

    @Override
    public Device device() {
        return device(driver.gpus(), Backend.exists(Backend.GPU));
    }

    /** @param built whether ND4J's CUDA backend is on the class path */
    static Device device(List<NvidiaDriver.Gpu> gpus, boolean built) {
        if (gpus.isEmpty()) {
            return Device.missing(CudaApi.NO_DRIVER);
        }
        NvidiaDriver.Gpu gpu = gpus.getFirst();
        if (tooOld(gpu.driver())) {
            return Device.missing(
                    "the NVIDIA driver " + gpu.driver() + " is too old: install " + OLDEST_DRIVER + " or newer");
        }
        if (!built) {
            return Device.missing("built without CUDA: start with `./workbench --cuda`");
        }
        return Device.of(gpu.name(), gpu.totalBytes());
    }

    private static boolean tooOld(String version) {
        String major = version.split("\\.", 2)[0];
        return major.matches("\\d{1,6}") && Integer.parseInt(major) < OLDEST_DRIVER;
    }

    /** Monitors the first GPU, which {@link #device()} names. */
    @Override
    public Optional<DeviceMonitor> monitor() {
        return Optional.of(driver);
    }

    /** Checked before ND4J does: it would log a stack trace and continue on the CPU. */
    @Override
    void prepare() {
        Backend.whyNoCuda().ifPresent(why -> {
            throw why;
        });
    }

    @Override
    String backend() {
        return Backend.GPU;
    }

    @Override
    String otherBackend() {
        return "ND4J computes on the processor and keeps to one device, as it was used there before or found no GPU that it"
                + " can use: start the workbench anew and train with " + name() + " first, or train with "
                + Configuration.ND4J_NATIVE;
    }
}
