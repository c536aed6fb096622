package org.kanworkbench.dl4j.engine;

import java.util.Locale;
import org.kanworkbench.dl4j.Backend;
import org.kanworkbench.training.Configuration;
import org.kanworkbench.training.device.Device;
import org.kanworkbench.training.device.Processor;

/** ND4J on the processor. */
final class NativeEngine extends Nd4jEngine {

    private static final String BINDINGS = "/org/nd4j/linalg/cpu/nativecpu/bindings/";

    @Override
    public String name() {
        return Configuration.ND4J_NATIVE;
    }

    @Override
    public Device device() {
        String platform = platform();
        String library = BINDINGS + platform + "/" + System.mapLibraryName("jnind4jcpu");
        if (!Backend.exists(Backend.PROCESSOR) || NativeEngine.class.getResource(library) == null) {
            return Device.missing("ND4J's native code for " + platform + " is not on the class path");
        }
        return Processor.device();
    }

    /** The platform's name in ND4J's files, for instance {@code linux-x86_64}. */
    private static String platform() {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String machine = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        String os = system.startsWith("windows") ? "windows" : system.startsWith("mac") ? "macosx" : system;
        return os + "-" + (machine.equals("amd64") ? "x86_64" : machine.equals("aarch64") ? "arm64" : machine);
    }

    @Override
    void prepare() {
        Backend.useProcessor();
    }

    @Override
    String backend() {
        return Backend.PROCESSOR;
    }

    @Override
    String otherBackend() {
        return "ND4J has begun to compute on the GPU and keeps to one device: train with " + Configuration.ND4J_CUDA
                + ", or start the workbench anew and train with " + name() + " first";
    }
}
