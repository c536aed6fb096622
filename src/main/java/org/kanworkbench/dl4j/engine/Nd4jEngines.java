package org.kanworkbench.dl4j.engine;

import java.util.List;
import org.kanworkbench.gpu.GpuEngine;
import org.kanworkbench.gpu.cuda.CudaApi;
import org.kanworkbench.gpu.opencl.OpenClApi;
import org.kanworkbench.training.Engines;
import org.kanworkbench.training.VectorEngine;
import org.kanworkbench.training.device.NvidiaDriver;

/** All engines that the workbench can be built with. */
public final class Nd4jEngines {

    private Nd4jEngines() {}

    public static Engines all() {
        NvidiaDriver driver = new NvidiaDriver();
        return new Engines(List.of(
                new VectorEngine(),
                new GpuEngine(new OpenClApi(), driver),
                new GpuEngine(new CudaApi(), driver),
                new NativeEngine(),
                new CudaEngine(driver)));
    }
}
