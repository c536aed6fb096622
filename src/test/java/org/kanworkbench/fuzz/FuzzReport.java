package org.kanworkbench.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** What a run of damaged files has shown so far. Another thread may ask for {@link #current()} while it goes on. */
final class FuzzReport {

    private static final int SHOWN_KINDS = 40;

    private final String name;
    private final Path kept;
    private final Map<String, Integer> findings = new LinkedHashMap<>();
    private volatile int current;
    private byte[] content;
    private int inputs;
    private int read;
    private long slowest;
    private long largest;

    /** @param kept where inputs that lead to a finding are kept, for a second look */
    FuzzReport(String name, Path kept) {
        this.name = name;
        this.kept = kept;
    }

    void begin(int input, byte[] bytes) {
        current = input;
        content = bytes;
    }

    void end(boolean success, long nanos, long allocated) {
        inputs++;
        read += success ? 1 : 0;
        slowest = Math.max(slowest, nanos);
        largest = Math.max(largest, allocated);
    }

    /** Number of the input that is being read. */
    int current() {
        return current;
    }

    /** Findings of the same words, whatever their numbers, are one. */
    void find(String what) {
        String kind = what.replaceAll("(?<![.\\w:])\\d+", "N");
        if (findings.size() < SHOWN_KINDS || findings.containsKey(kind)) {
            if (findings.merge(kind, 1, Integer::sum) == 1) {
                keep();
            }
        }
    }

    private void keep() {
        try {
            Files.createDirectories(kept);
            Files.write(kept.resolve(name + "-" + current), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Map<String, Integer> findings() {
        return findings;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "%s: %,d inputs, %,d read, %,d refused; slowest %.0f ms, most memory %.1f MiB%n",
                name,
                inputs,
                read,
                inputs - read,
                slowest / 1e6,
                largest / 1048576.0));
        findings.forEach((kind, count) ->
                text.append("  ").append(count).append(" × ").append(kind).append('\n'));
        return text.toString();
    }
}
