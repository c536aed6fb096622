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
 * What ND4J computes with. It has one backend a process, which it looks for when it is first used: the GPU's first, where that is
 * on the class path. To be asked before anything of ND4J is used.
 */
public final class Backend {

    public static final String GPU = "org.nd4j.linalg.jcublas.JCublasBackend";
    public static final String PROCESSOR = "org.nd4j.linalg.cpu.nativecpu.CpuBackend";

    private static final String SERVICE = "META-INF/services/org.nd4j.linalg.factory.Nd4jBackend";
    /** It loads CUDA's libraries, and the driver's with them. */
    private static final String CUDA = "org.bytedeco.cuda.global.cudart";

    private Backend() {}

    /** Lets ND4J find the processor's backend alone, unless it has chosen before. */
    public static void useProcessor() {
        ClassLoader usual = ND4JClassLoading.getNd4jClassloader();
        if (!(usual instanceof WithoutGpu)) {
            ND4JClassLoading.setNd4jClassloader(new WithoutGpu(usual));
        }
    }

    /** For who computes a little on whatever there is: looks for no GPU where CUDA cannot be loaded. */
    public static void useAny() {
        if (exists(GPU) && whyNoCuda().isPresent()) {
            useProcessor();
        }
    }

    /** What keeps CUDA's libraries from being loaded; empty where they are loaded. */
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

    /** Keeps the GPU's backend from being found as a service. */
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
