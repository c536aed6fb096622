package org.kanworkbench.gpu.cuda;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.kanworkbench.gpu.device.ComputeDevice;
import org.kanworkbench.gpu.device.Context;

/**
 * A card that CUDA computes on.
 *
 * @param number by which the driver knows it
 * @param capability of computation, in tenths: 75 for 7.5
 * @param version of CUDA that its driver knows, for instance 12040
 */
record CudaDevice(Cuda library, int number, String name, long bytes, int units, int capability, int version)
        implements ComputeDevice {

    /** Of all cards, those that kernels are made for first. */
    static List<CudaDevice> all(Cuda library) {
        List<CudaDevice> found = new ArrayList<>();
        int count = library.devices();
        for (int n = 0; n < count; n++) {
            int device = library.device(n);
            found.add(new CudaDevice(
                    library,
                    device,
                    library.name(device),
                    library.bytes(device),
                    library.attribute(Cuda.PROCESSORS, device),
                    10 * library.attribute(Cuda.CAPABILITY_MAJOR, device)
                            + library.attribute(Cuda.CAPABILITY_MINOR, device),
                    library.version()));
        }
        found.sort(Comparator.comparing(device -> device.lack().isPresent()));
        return found;
    }

    @Override
    public String driver() {
        return "CUDA " + version / 1000 + "." + version % 1000 / 10;
    }

    @Override
    public Optional<String> lack() {
        if (capability < Kernels.CAPABILITY) {
            return Optional.of(name + " has compute capability " + capability / 10 + "." + capability % 10
                    + ": cuda needs 7.5 (Turing, 2018) or newer, train with opencl");
        }
        return version < Kernels.CUDA
                ? Optional.of("the driver of " + name + " knows " + driver()
                        + ", which is too old: install one that knows CUDA " + Kernels.CUDA / 1000 + "."
                        + Kernels.CUDA % 1000 / 10 + " or newer")
                : Optional.empty();
    }

    @Override
    public Context open() {
        return new CudaContext(this, program -> Kernels.ptx(program).orElseThrow());
    }
}
