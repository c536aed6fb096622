package org.kanworkbench.quantize.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.kanworkbench.quantize.QuantizeException;

/** ONNX Runtime's library, which is loaded when a network first needs it. */
final class OnnxRuntime {

    /** Loading it ends the process where a thread has less than about 1.1 MB of stack; Java's have 1 MB on Linux. */
    private static final long STACK = 16L << 20;

    private OnnxRuntime() {}

    /** The process's only one, as the library wants it. */
    private static final class Library {
        static final OrtEnvironment ENVIRONMENT = load();
    }

    /** Not in the class above: the thread would wait for its initialisation, and that for the thread. */
    private static OrtEnvironment load() {
        CompletableFuture<OrtEnvironment> loaded = new CompletableFuture<>();
        Runnable load = () -> {
            try {
                loaded.complete(OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL, "kanworkbench"));
            } catch (LinkageError | RuntimeException e) {
                loaded.completeExceptionally(e);
            }
        };
        new Thread(null, load, "onnx-runtime-loading", STACK).start();
        return loaded.join();
    }

    /** After {@link #environment} has not failed. */
    static OrtEnvironment loaded() {
        return Library.ENVIRONMENT;
    }

    static OrtEnvironment environment() throws QuantizeException {
        try {
            return Library.ENVIRONMENT;
        } catch (LinkageError | CompletionException e) {
            throw new QuantizeException(
                    "ONNX Runtime cannot be loaded on " + System.getProperty("os.name") + " "
                            + System.getProperty("os.arch")
                            + ": it runs on Linux (x64, ARM), macOS (ARM) and Windows (x64), and needs 30 MB of room in "
                            + System.getProperty("java.io.tmpdir"),
                    e);
        }
    }

    /** @param threads that one call computes with, the caller's among them */
    static OrtSession session(byte[] content, int threads) throws QuantizeException {
        OrtEnvironment environment = environment();
        try (SessionOptions options = new SessionOptions()) {
            options.setIntraOpNumThreads(threads);
            options.setInterOpNumThreads(1);
            options.setOptimizationLevel(SessionOptions.OptLevel.ALL_OPT);
            return environment.createSession(content, options);
        } catch (OrtException e) {
            throw new QuantizeException("ONNX Runtime refuses the network: " + line(e), e);
        }
    }

    static String line(OrtException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("no reason given");
    }
}
