package org.kanworkbench.bench.store;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.kanworkbench.runs.RunQuery;
import org.kanworkbench.runs.StoreException;
import org.kanworkbench.runs.store.RunStore;

/** Measures the time of a fresh process to open and list a store [ms], without Java's own start. */
record StoreOpening(double openMillis, double listMillis) {

    /** Runs in a separate process with this one's flags; those of the installed program name its class archive. */
    static StoreOpening inNewProcess(Path folder) throws IOException, InterruptedException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> words = new ArrayList<>(List.of(java));
        words.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        words.addAll(
                List.of("-cp", System.getProperty("java.class.path"), StoreOpening.class.getName(), folder.toString()));
        Process process = new ProcessBuilder(words)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader out = process.inputReader()) {
            String line = out.readLine();
            process.waitFor();
            if (line == null) {
                throw new IOException("the store could not be opened in a process of its own");
            }
            String[] millis = line.split(" ");
            return new StoreOpening(Double.parseDouble(millis[0]), Double.parseDouble(millis[1]));
        } finally {
            process.destroy();
        }
    }

    /** @param args the store's folder */
    public static void main(String[] args) throws StoreException {
        long start = System.nanoTime();
        try (RunStore store = RunStore.open(Path.of(args[0]))) {
            long opened = System.nanoTime();
            store.page(RunQuery.NEWEST);
            long listed = System.nanoTime();
            System.out.printf(Locale.ROOT, "%.3f %.3f%n", (opened - start) / 1e6, (listed - opened) / 1e6);
        }
    }
}
