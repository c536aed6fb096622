package org.kanworkbench.dl4j.engine;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.kanworkbench.data.OneLine;
import org.kanworkbench.training.Configuration;
import org.kanworkbench.training.Engine;

/** Helpful messages for failures of ND4J and CUDA. */
final class Nd4jFailures {

    /** As in messages of Linux's loader, also after a class has failed to load before. */
    private static final Pattern MISSING_LIBRARY = Pattern.compile("([^ /:]+): cannot open shared object file");

    private Nd4jFailures() {}

    /** A one-line message for a failure during training; empty if it is not ND4J's. */
    static Optional<String> explain(Throwable failure, Configuration configuration) {
        String words = words(failure);
        boolean gpu = configuration.engine().equals(Configuration.ND4J_CUDA);
        if (words.contains("driver version is insufficient")) {
            return Optional.of("the NVIDIA driver is too old for the CUDA that " + configuration.engine()
                    + " was built with: update the driver, or train with " + Configuration.ND4J_NATIVE);
        }
        if (outOfMemory(failure, words)) {
            return Optional.of(Engine.notEnough(gpu ? "GPU memory" : "memory", configuration));
        }
        if (words.contains("cuda error")) {
            return Optional.of(
                    "the GPU failed (" + OneLine.of(failure) + "): train again, or with " + Configuration.ND4J_NATIVE);
        }
        return Optional.empty();
    }

    private static boolean outOfMemory(Throwable failure, String words) {
        return Stream.iterate(failure, t -> t != null, Throwable::getCause).anyMatch(OutOfMemoryError.class::isInstance)
                || words.contains("out of memory")
                || words.contains("cannot allocate")
                || words.contains("allocation failed")
                || words.contains("cudamalloc failed")
                || words.contains("memory allocation");
    }

    /** A one-line reason why ND4J cannot be loaded. */
    static String loading(String engine, LinkageError failure) {
        String line = OneLine.of(OneLine.root(failure));
        Matcher missing = MISSING_LIBRARY.matcher(line);
        String what = missing.find() ? "the library " + missing.group(1) + " is missing" : line;
        return engine + " cannot be loaded (" + what + "): train with " + Configuration.VECTOR;
    }

    /** All messages of an exception and its causes. */
    private static String words(Throwable failure) {
        StringBuilder words = new StringBuilder();
        for (Throwable t = failure; t != null; t = t.getCause()) {
            words.append(t.getMessage()).append('\n');
        }
        return words.toString().toLowerCase(Locale.ROOT);
    }
}
