package org.kanworkbench.gpu;

import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.kanworkbench.gpu.cuda.FakeCuda;
import org.kanworkbench.gpu.device.ComputeDevice;
import org.kanworkbench.gpu.device.KeptContexts;
import org.kanworkbench.gpu.opencl.OpenClApi;

/** The device that tests compute on: OpenCL's first or, with {@code -Dgpu.api=cuda}, CUDA's driver without a device. */
public final class SomeDevice {

    private static final Optional<? extends ComputeDevice> FIRST = new OpenClApi()
            .devices().stream().filter(device -> device.lack().isEmpty()).findFirst();

    /** Its contexts go on from test to test: PoCL reads its library of functions anew in each, a third of what a build takes. */
    private static final Optional<KeptContexts> KEPT = FIRST.map(KeptContexts::new);

    private SomeDevice() {}

    /** Whether all there is to try is tried, which takes minutes where the driver has not yet built the kernels. */
    static boolean tryAll() {
        return "all".equals(System.getProperty("opencl.samples"));
    }

    /** Skips the test where there is none. */
    public static ComputeDevice orSkip() {
        if ("cuda".equals(System.getProperty("gpu.api"))) {
            return FakeCuda.orSkip().device();
        }
        Assumptions.assumeTrue(
                KEPT.isPresent(), "no OpenCL here: install PoCL (Debian: pocl-opencl-icd) to run this test");
        return KEPT.orElseThrow();
    }

    /** The same without contexts that go on, for what is OpenCL's own. */
    public static ComputeDevice bareOrSkip() {
        orSkip();
        return FIRST.orElseThrow();
    }
}
