package org.kanworkbench.fuzz;

import java.io.IOException;
import java.io.InputStream;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Loads the readers and the libraries that they stand on once more, so that every class that any of their code asks for,
 * by its name or in any other way, passes here.
 */
final class WatchingLoader extends ClassLoader {

    /** What is loaded here; the JDK's own classes come from above. */
    private static final List<String> WATCHED = List.of(
            "org.kanworkbench.fuzz.Readings",
            "org.kanworkbench.data.",
            "org.kanworkbench.files.",
            "org.kanworkbench.runs.",
            "org.kanworkbench.network.",
            "org.kanworkbench.training.",
            "org.kanworkbench.engine.",
            "org.kanworkbench.expression.",
            "org.kanworkbench.formula.",
            "org.kanworkbench.explain.",
            "org.kanworkbench.noise.",
            "org.kanworkbench.search.",
            "org.kanworkbench.quantize.",
            "org.kanworkbench.app.",
            "ai.onnx.proto.",
            "com.ezylang.",
            "org.snakeyaml.",
            "net.razorvine.",
            "com.fasterxml.jackson.",
            "com.google.protobuf.",
            "org.apache.commons.");

    /** What is loaded above because it holds native code that only one loader may have, or finds classes by its own loader. */
    private static final List<String> ABOVE = List.of(
            "ai.onnxruntime.",
            "org.sqlite.",
            "org.jdbi.",
            "org.kanworkbench.dl4j.NetworkFile",
            "javafx.",
            "atlantafx.");

    /** What libraries look for themselves: alternatives to what the JDK has, which they do without where they are missing. */
    private static final List<String> EXPECTED = List.of(
            "java.",
            "javax.imageio.",
            "javax.sql.",
            "org.w3c.dom.",
            "sun.misc.Unsafe",
            "libcore.io.Memory",
            "org.robolectric.Robolectric");

    private final Set<String> foreign = Collections.synchronizedSet(new LinkedHashSet<>());

    WatchingLoader() {
        super(WatchingLoader.class.getClassLoader());
    }

    /** Classes that were asked for though no reader has any use for them. */
    Set<String> foreign() {
        return Set.copyOf(foreign);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (WATCHED.stream().noneMatch(name::startsWith)) {
            if (Readings.FOREIGN.contains(name)
                    || Stream.of(ABOVE, EXPECTED).flatMap(List::stream).noneMatch(name::startsWith)) {
                foreign.add(name);
            }
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded == null ? findClass(name) : loaded;
        }
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (in == null) {
                throw new ClassNotFoundException(name);
            }
            byte[] content = in.readAllBytes();
            return defineClass(name, content, 0, content.length);
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }
}
