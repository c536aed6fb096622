package org.kanworkbench.opencl;

import java.io.File;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.kanworkbench.network.recipe.Optimizer;
import org.kanworkbench.training.Configuration;
import org.kanworkbench.training.Engine;
import org.kanworkbench.training.Stepper;
import org.kanworkbench.training.Task;
import org.kanworkbench.training.device.Device;

/**
 * OpenCL on the first graphics card or, where there is none, the first device of any kind; further devices by their number.
 * Loads nothing before it is asked.
 */
public final class OpenClEngine implements Engine {

    private static final File DRIVERS = new File("/etc/OpenCL/vendors");
    /** What a driver's entry there ends with. */
    private static final String ENTRY = ".icd";

    private static final String NOTHING = "no OpenCL found: install your graphics card's driver or, to compute on the"
            + " processor, PoCL (Debian: pocl-opencl-icd)";

    private final Supplier<Optional<OpenCl>> loader;
    private final int number;
    /** What it told when it was asked; null before. */
    private volatile Device known;

    public OpenClEngine() {
        this(OpenCl::load);
    }

    /** @param loader of the library, or of what takes its place */
    OpenClEngine(Supplier<Optional<OpenCl>> loader) {
        this(loader, 0);
    }

    /** @param number of the device, graphics cards first */
    private OpenClEngine(Supplier<Optional<OpenCl>> loader, int number) {
        this.loader = loader;
        this.number = number;
    }

    @Override
    public String name() {
        return number == 0 ? Configuration.OPENCL : Configuration.OPENCL + ":" + number;
    }

    @Override
    public Optional<Engine> on(int device) {
        return Optional.of(new OpenClEngine(loader, device));
    }

    @Override
    public Optional<Engine> sideBySide(int runs) {
        return Optional.of(new OpenClRuns(this, runs));
    }

    /** The device, or throws IllegalStateException. */
    OpenClDevice present() {
        Found found = find();
        return found.device.orElseThrow(
                () -> new IllegalStateException(name() + " is not available: " + found.missing));
    }

    /** By what drivers have entered, until one has been asked: asking loads it. */
    @Override
    public Device device() {
        Device asked = known;
        if (asked != null) {
            return asked;
        }
        if (!System.getProperty("os.name").startsWith("Linux") || System.getenv("OCL_ICD_VENDORS") != null) {
            return Device.of("by this system's OpenCL drivers", 0);
        }
        String[] drivers = DRIVERS.list((_, name) -> name.endsWith(ENTRY));
        return drivers == null || drivers.length == 0
                ? Device.missing(NOTHING)
                : Device.of("by the OpenCL driver " + String.join(", ", drivers).replace(ENTRY, ""), 0);
    }

    @Override
    public Device probed() {
        Found found = find();
        known = found.device
                .map(device -> Device.of(
                        device.name() + " (" + device.platform() + ", driver " + device.driver() + ")", device.bytes()))
                .orElseGet(() -> Device.missing(found.missing));
        return known;
    }

    /** A device, or why there is none. */
    private record Found(Optional<OpenClDevice> device, String missing) {
        static Found nothing(String why) {
            return new Found(Optional.empty(), why);
        }
    }

    private Found find() {
        Optional<OpenCl> library = loader.get();
        if (library.isEmpty()) {
            return Found.nothing(NOTHING);
        }
        List<OpenClDevice> devices;
        try {
            devices = OpenClDevice.all(library.get());
        } catch (OpenClException e) {
            return Found.nothing("OpenCL does not tell its devices (" + e.getMessage() + "): install its driver anew");
        }
        if (devices.isEmpty()) {
            return Found.nothing(NOTHING);
        }
        if (number >= devices.size()) {
            return Found.nothing("OpenCL has no device of number " + number + ": `devices` lists what there is");
        }
        OpenClDevice device = devices.get(number);
        return device.tooOld()
                ? Found.nothing(
                        device.name() + " has " + device.version()
                                + ", which is too old: OpenCL 1.2 with 32 KiB of local memory is needed, install a newer driver")
                : new Found(Optional.of(device), "");
    }

    @Override
    public Optional<String> obstacle(Configuration configuration) {
        if (configuration.recipe().optimizer() instanceof Optimizer.Lbfgs) {
            return Optional.of(
                    name() + " has no L-BFGS: choose another optimiser, or train with " + Configuration.VECTOR);
        }
        return configuration.recipe().sparsity().active()
                ? Optional.of(name() + " has no sparsity penalty: turn it off, or train with " + Configuration.VECTOR)
                : Optional.empty();
    }

    @Override
    public Stepper begin(Task task) {
        return new OpenClStepper(present(), task);
    }

    @Override
    public Optional<String> explain(Throwable failure, Configuration configuration) {
        if (!(failure instanceof OpenClException e)) {
            return Optional.empty();
        }
        if (e.outOfMemory()) {
            int batch = configuration.recipe().batch();
            return Optional.of("not enough memory on the OpenCL device to train "
                    + configuration.network().parameters() + " parameters with batches of " + batch + ": "
                    + (batch > 1
                            ? "choose a smaller batch, for instance " + batch / 2 + ", or smaller layers"
                            : "make layers or basis smaller"));
        }
        if (e.code() == OpenClException.BUILD_FAILURE) {
            return Optional.of(e.getMessage() + ": update the driver, or train with " + Configuration.VECTOR);
        }
        return Optional.of(
                "the OpenCL device failed (" + e.getMessage() + "): train again, or with " + Configuration.VECTOR);
    }
}
