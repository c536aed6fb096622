package org.kanworkbench.quantize.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.kanworkbench.data.FileErrors;
import org.kanworkbench.data.OneLine;
import org.kanworkbench.files.DataFolder;
import org.kanworkbench.files.JarFiles;
import org.kanworkbench.quantize.scheme.QuantizeException;

/** ONNX Runtime's library, loaded on first use. */
public final class OnnxRuntime {

    /**
     * Loading it crashes the process on a thread with less than about 1.1 MB of stack; Java's threads have 1 MB on
     * Linux.
     */
    private static final long STACK = 16L << 20;

    private static final long MOST_MILLIS = 1000;

    private OnnxRuntime() {}

    /** The process's only environment, as the library requires. */
    private static final class Library {
        static final OrtEnvironment ENVIRONMENT = load();
    }

    /** Not in the class above: the thread and the class initialisation would deadlock. Nobody interrupts it. */
    private static OrtEnvironment load() {
        CompletableFuture<OrtEnvironment> loaded = new CompletableFuture<>();
        Runnable load = () -> {
            try {
                JarFiles.keep("onnxruntime.native.path", OrtEnvironment.class, resources());
                loaded.complete(OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL, "kanworkbench"));
            } catch (Error | RuntimeException | InterruptedIOException e) {
                // Whoever waits must know.
                loaded.completeExceptionally(e);
            }
        };
        Thread loader = new Thread(null, load, "onnx-runtime-loading", STACK);
        // Its temporary folder is removed when it has loaded: a process that ends meanwhile waits for that.
        Thread hook = Thread.ofPlatform().unstarted(() -> await(loader));
        Runtime.getRuntime().addShutdownHook(hook);
        loader.start();
        try {
            return loaded.join();
        } finally {
            forget(hook);
        }
    }

    private static void await(Thread loader) {
        try {
            loader.join(MOST_MILLIS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static void forget(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException _) {
            // The process is ending, and the hook is at work.
        }
    }

    /** Native libraries in the jar, except those for GPUs only. */
    private static List<String> resources() {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String kind = system.contains("win") ? "win" : system.contains("mac") ? "osx" : "linux";
        String processor = System.getProperty("os.arch").equals("aarch64") ? "aarch64" : "x64";
        return Stream.of("onnxruntime", "onnxruntime4j_jni")
                .map(name -> "ai/onnxruntime/native/" + kind + "-" + processor + "/" + System.mapLibraryName(name))
                .toList();
    }

    /** Call after {@link #environment} has succeeded. */
    static OrtEnvironment loaded() {
        return Library.ENVIRONMENT;
    }

    public static OrtEnvironment environment() throws QuantizeException {
        try {
            return Library.ENVIRONMENT;
        } catch (LinkageError | CompletionException e) {
            throw new QuantizeException(
                    "ONNX Runtime cannot be loaded (" + reason(e)
                            + "): it runs on Linux (x64, ARM), macOS (ARM) and Windows"
                            + " (x64), and needs 30 MB of room and the right to be run in " + DataFolder.usual()
                            + ", and a temporary folder, which is " + System.getProperty("java.io.tmpdir")
                            + "; everything else works without it",
                    e);
        }
    }

    private static String reason(Throwable failure) {
        Throwable root = OneLine.root(failure);
        return root instanceof IOException io ? FileErrors.reason(io) : OneLine.of(String.valueOf(root.getMessage()));
    }

    /** @param threads per call, including the caller's */
    public static OrtSession session(byte[] content, int threads) throws QuantizeException {
        OrtEnvironment environment = environment();
        try (SessionOptions options = new SessionOptions()) {
            options.setIntraOpNumThreads(threads);
            options.setInterOpNumThreads(1);
            options.setOptimizationLevel(SessionOptions.OptLevel.ALL_OPT);
            return environment.createSession(content, options);
        } catch (OrtException e) {
            throw new QuantizeException("ONNX Runtime refuses the network: " + OneLine.of(e), e);
        }
    }
}
