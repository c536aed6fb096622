package org.kanworkbench.gpu.opencl;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.kanworkbench.gpu.device.ComputeDevice;
import org.kanworkbench.gpu.device.Context;

/**
 * A device that OpenCL computes on.
 *
 * @param driver the name of its platform, and its version
 * @param version of OpenCL, for instance {@code OpenCL 3.0 …}
 * @param bytes of memory
 * @param localBytes of a group's memory
 * @param units that compute side by side
 */
record OpenClDevice(
        OpenCl library,
        MemorySegment id,
        String name,
        String driver,
        String version,
        boolean graphics,
        long bytes,
        long localBytes,
        int units)
        implements ComputeDevice {

    /** What kernels take of a group's memory, at most. */
    static final int LOCAL_BYTES = 32 << 10;

    private static final Pattern VERSION = Pattern.compile("OpenCL (\\d+)\\.(\\d+).*");

    /** All devices, those that are recent enough first, of these graphics cards first. */
    static List<OpenClDevice> all(OpenCl library) {
        List<OpenClDevice> found = new ArrayList<>();
        for (MemorySegment platform : library.platforms()) {
            String name = library.platformName(platform);
            for (MemorySegment device : library.devices(platform)) {
                found.add(new OpenClDevice(
                        library,
                        device,
                        library.deviceText(device, OpenCl.DEVICE_NAME),
                        name + ", driver " + library.deviceText(device, OpenCl.DRIVER_VERSION),
                        library.deviceText(device, OpenCl.DEVICE_VERSION),
                        (library.deviceNumber(device, OpenCl.DEVICE_TYPE) & OpenCl.TYPE_GPU) != 0,
                        library.deviceNumber(device, OpenCl.DEVICE_GLOBAL_MEMORY),
                        library.deviceNumber(device, OpenCl.DEVICE_LOCAL_MEMORY),
                        (int) library.deviceNumber(device, OpenCl.DEVICE_COMPUTE_UNITS)));
            }
        }
        found.sort(Comparator.comparing(OpenClDevice::tooOld)
                .thenComparing(OpenClDevice::graphics, Comparator.reverseOrder()));
        return found;
    }

    /** Whether it lacks what the kernels need: OpenCL 1.2 and 32 KiB of memory a group. */
    boolean tooOld() {
        Matcher matcher = VERSION.matcher(version);
        boolean old = !matcher.matches()
                || Integer.parseInt(matcher.group(1)) * 100 + Integer.parseInt(matcher.group(2)) < 102;
        return old || localBytes < LOCAL_BYTES;
    }

    @Override
    public Optional<String> lack() {
        return tooOld()
                ? Optional.of(
                        name + " has " + version
                                + ", which is too old: OpenCL 1.2 with 32 KiB of local memory is needed, install a newer driver")
                : Optional.empty();
    }

    @Override
    public Context open() {
        return new OpenClContext(this);
    }
}
