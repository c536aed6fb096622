package org.kanworkbench.gpu.opencl;

import java.io.File;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.kanworkbench.gpu.device.Api;
import org.kanworkbench.gpu.device.ComputeDevice;
import org.kanworkbench.network.NetworkSpec;
import org.kanworkbench.training.Configuration;
import org.kanworkbench.training.device.Device;

/** OpenCL, on graphics cards first and on whatever else has a driver. It builds kernels for every network. */
public final class OpenClApi implements Api {

    private static final File DRIVERS = new File("/etc/OpenCL/vendors");
    /** What a driver's entry there ends with. */
    private static final String ENTRY = ".icd";

    private final Supplier<Optional<OpenCl>> loader;

    public OpenClApi() {
        this(OpenCl::load);
    }

    /** @param loader of the library, or of what takes its place */
    OpenClApi(Supplier<Optional<OpenCl>> loader) {
        this.loader = loader;
    }

    @Override
    public String engine() {
        return Configuration.OPENCL;
    }

    @Override
    public String title() {
        return "OpenCL";
    }

    /** By what drivers have entered. */
    @Override
    public Device expected() {
        if (!System.getProperty("os.name").startsWith("Linux") || System.getenv("OCL_ICD_VENDORS") != null) {
            return Device.of("by this system's OpenCL drivers", 0);
        }
        String[] drivers = DRIVERS.list((_, name) -> name.endsWith(ENTRY));
        return drivers == null || drivers.length == 0
                ? Device.missing(nothing())
                : Device.of("by the OpenCL driver " + String.join(", ", drivers).replace(ENTRY, ""), 0);
    }

    @Override
    public List<? extends ComputeDevice> devices() {
        return loader.get().map(OpenClDevice::all).orElse(List.of());
    }

    @Override
    public String nothing() {
        return "no OpenCL found: install your graphics card's driver or, to compute on the processor, PoCL (Debian:"
                + " pocl-opencl-icd)";
    }

    @Override
    public Optional<String> obstacle(NetworkSpec network, boolean refined) {
        return Optional.empty();
    }
}
