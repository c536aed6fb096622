package org.kanworkbench.dl4j;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Optional;
import org.nd4j.common.config.ND4JClassLoading;

/**
 * The backend of ND4J. ND4J has one backend per process and selects it on first use: the GPU's if it is on the class
 * path. Call these methods before any use of ND4J.
 */
public final class Backend {

    public static final String GPU = "org.nd4j.linalg.jcublas.JCublasBackend";
    public static final String PROCESSOR = "org.nd4j.linalg.cpu.nativecpu.CpuBackend";

    private static final String SERVICE = "META-INF/services/org.nd4j.linalg.factory.Nd4jBackend";
    /** The class that loads CUDA's libraries and the driver's. */
    private static final String CUDA = "org.bytedeco.cuda.global.cudart";

    private Backend() {}

    /** Restricts ND4J to the CPU backend, unless it has selected one already. */
    public static void useProcessor() {
        ClassLoader usual = ND4JClassLoading.getNd4jClassloader();
        if (!(usual instanceof WithoutGpu)) {
            ND4JClassLoading.setNd4jClassloader(new WithoutGpu(usual));
        }
    }

    /** Prepares for small computations on any backend: skips the GPU if CUDA cannot be loaded. */
    public static void useAny() {
        if (exists(GPU) && whyNoCuda().isPresent()) {
            useProcessor();
        }
    }

    /** The reason why CUDA's libraries cannot be loaded; empty if they are loaded. */
    public static Optional<LinkageError> whyNoCuda() {
        try {
            Class.forName(CUDA, true, Backend.class.getClassLoader());
            return Optional.empty();
        } catch (ClassNotFoundException e) {
            return Optional.of(new NoClassDefFoundError(e.getMessage()));
        } catch (LinkageError e) {
            return Optional.of(e);
        }
    }

    /** Whether a class is on the class path; it is not initialised. */
    public static boolean exists(String name) {
        try {
            Class.forName(name, false, Backend.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException | LinkageError _) {
            return false;
        }
    }

    /** Hides the GPU backend from the service loader. */
    static final class WithoutGpu extends ClassLoader {

        WithoutGpu(ClassLoader parent) {
            super(parent);
        }

        @Override
        public Enumeration<URL> getResources(String name) throws IOException {
            Enumeration<URL> all = super.getResources(name);
            if (!name.equals(SERVICE)) {
                return all;
            }
            List<URL> kept = new ArrayList<>();
            for (URL url : Collections.list(all)) {
                try (InputStream content = url.openStream()) {
                    if (!new String(content.readAllBytes(), StandardCharsets.UTF_8).contains(GPU)) {
                        kept.add(url);
                    }
                }
            }
            return Collections.enumeration(kept);
        }
    }
}
