package org.kanworkbench.gpu.cuda;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.kanworkbench.gpu.Programs;
import org.kanworkbench.gpu.device.Api;
import org.kanworkbench.gpu.device.ComputeDevice;
import org.kanworkbench.network.NetworkSpec;
import org.kanworkbench.training.Configuration;
import org.kanworkbench.training.device.Device;

/** CUDA's driver, without OpenCL or anything of CUDA beside it. Its kernels are those of the networks they were made for. */
public final class CudaApi implements Api {

    /** What is told where there is no NVIDIA driver, and how to mend it. */
    public static final String NO_DRIVER =
            "no NVIDIA driver found: install it for an NVIDIA card; other cards train with opencl";

    /** What drivers of Linux, of Windows and of Linux within Windows have put there. */
    private static final List<Path> DRIVERS = List.of(
            Path.of("/proc/driver/nvidia/version"),
            Path.of("C:\\Windows\\System32\\nvcuda.dll"),
            Path.of("/usr/lib/wsl/lib/libcuda.so.1"));

    private final Supplier<Optional<Cuda>> loader;

    public CudaApi() {
        this(Cuda::load);
    }

    /** @param loader of the library, or of what takes its place */
    CudaApi(Supplier<Optional<Cuda>> loader) {
        this.loader = loader;
    }

    @Override
    public String engine() {
        return Configuration.CUDA;
    }

    @Override
    public String title() {
        return "CUDA";
    }

    @Override
    public Device expected() {
        return DRIVERS.stream().anyMatch(Files::exists)
                ? Device.of("by NVIDIA's driver", 0)
                : Device.missing(nothing());
    }

    @Override
    public List<? extends ComputeDevice> devices() {
        return loader.get().map(CudaDevice::all).orElse(List.of());
    }

    @Override
    public String nothing() {
        return NO_DRIVER;
    }

    @Override
    public Optional<String> obstacle(NetworkSpec network, boolean refined) {
        if (refined) {
            return Optional.of(
                    "cuda has kernels for the presets' grids, and not for finer ones: turn grid refinement off, or train"
                            + " with opencl");
        }
        return Programs.of(network).stream().allMatch(Kernels::has)
                ? Optional.empty()
                : Optional.of(
                        "cuda has kernels for the presets' functions, and this network has others: leave basis, base"
                                + " activation, order, grid and channels as the preset has them, or train with opencl");
    }
}
