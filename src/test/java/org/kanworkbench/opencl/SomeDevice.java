package org.kanworkbench.opencl;

import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/** The device that tests compute on. */
final class SomeDevice {

    private static final Optional<OpenClDevice> FIRST = OpenCl.load()
            .map(OpenClDevice::all)
            .flatMap(all -> all.stream().filter(device -> !device.tooOld()).findFirst());

    private SomeDevice() {}

    /** Whether all there is to try is tried, which takes minutes where the driver has not yet built the kernels. */
    static boolean tryAll() {
        return "all".equals(System.getProperty("opencl.samples"));
    }

    /** Skips the test where there is none. */
    static OpenClDevice orSkip() {
        Assumptions.assumeTrue(
                FIRST.isPresent(), "no OpenCL here: install PoCL (Debian: pocl-opencl-icd) to run this test");
        return FIRST.orElseThrow();
    }
}
