package org.kanworkbench.dl4j.engine;

import java.util.List;
import org.kanworkbench.training.Configuration;
import org.kanworkbench.training.Device;

/** ND4J on an NVIDIA GPU. */
final class CudaEngine extends Nd4jEngine {

    private static final String BACKEND = "JCublasBackend";
    private static final String CLASS = "org.nd4j.linalg.jcublas." + BACKEND;

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
        return device(driver.gpus(), exists(CLASS));
    }

    /** @param built whether ND4J's CUDA backend is on the class path */
    static Device device(List<NvidiaDriver.Gpu> gpus, boolean built) {
        if (gpus.isEmpty()) {
            return Device.missing("no NVIDIA driver found");
        }
        NvidiaDriver.Gpu gpu = gpus.getFirst();
        if (gpu.tooOld()) {
            return Device.missing(
                    "the NVIDIA driver " + gpu.driver() + " is too old: install " + NvidiaDriver.OLDEST + " or newer");
        }
        if (!built) {
            return Device.missing("built without CUDA: start with `./workbench --cuda`");
        }
        return Device.of(gpu.name(), gpu.totalBytes());
    }

    @Override
    String backend() {
        return BACKEND;
    }

    @Override
    String otherBackend(String other) {
        return "ND4J found no GPU that it can use and computes with " + other + ": train with "
                + Configuration.ND4J_NATIVE + ", or update the NVIDIA driver";
    }

    /** What is left to the processor is little. */
    @Override
    int threads() {
        return 1;
    }
}
