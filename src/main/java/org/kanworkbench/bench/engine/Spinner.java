package org.kanworkbench.bench.engine;

import java.io.IOException;
import java.nio.file.Path;

/** Another process that keeps one core busy until it is closed. */
final class Spinner implements AutoCloseable {

    private final Process process;

    private Spinner(Process process) {
        this.process = process;
    }

    static Spinner start() throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        ProcessBuilder builder = new ProcessBuilder(
                java,
                "-Xmx16m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Spinner.class.getName());
        return new Spinner(builder.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start());
    }

    @Override
    public void close() {
        process.destroy();
    }

    /** Spins until the parent process ends. */
    public static void main(String[] args) {
        ProcessHandle starter = ProcessHandle.current().parent().orElseThrow();
        long turns = 0;
        while (turns++ % (1L << 30) != 0 || starter.isAlive()) {
            Thread.onSpinWait();
        }
    }
}
