package org.kanworkbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.kanworkbench.Launcher;

/** Runs commands in this process and catches what they print. */
record Shell(int exitCode, String out, String err) {

    static Shell run(Object... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        String[] words = new String[args.length];
        for (int i = 0; i < args.length; i++) {
            words[i] = args[i].toString();
        }
        int exitCode = Commands.execute(new PrintWriter(out), new PrintWriter(err), Launcher.measuring(), words);
        return new Shell(exitCode, out.toString(), err.toString());
    }

    /** The same of texts that are several words each, as {@code "train --preset mlp --data", table}. */
    static Shell line(Object... parts) {
        return run(Stream.of(parts)
                .flatMap(part -> part instanceof String words ? Stream.of(words.split(" ")) : Stream.of(part))
                .toArray());
    }

    /** The same of a command that must succeed. */
    static Shell done(Object... parts) {
        Shell shell = line(parts);
        assertThat(shell.exitCode).as(shell.err).isZero();
        return shell;
    }

    /** Refused in one line, which has these parts. */
    void assertRefused(String... parts) {
        assertThat(exitCode).isEqualTo(2);
        assertThat(err.lines()).singleElement().asString().contains(parts);
    }

    List<JsonNode> json() {
        ObjectMapper mapper = new ObjectMapper();
        return out.lines()
                .map(line -> {
                    try {
                        return mapper.readTree(line);
                    } catch (JsonProcessingException e) {
                        throw new AssertionError("no JSON: " + line, e);
                    }
                })
                .toList();
    }

    static List<String> fields(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    /** The number under which a run was kept. */
    long run() {
        return Long.parseLong(err.lines()
                .filter(line -> line.startsWith("kept as run "))
                .findFirst()
                .orElseThrow(() -> new AssertionError("not kept: " + err))
                .replaceAll("\\D", ""));
    }

    /** A table that any network learns: the class is whether x is above y. */
    static Path table(Path folder, int rows) throws IOException {
        SplittableRandom random = new SplittableRandom(1);
        StringBuilder csv = new StringBuilder("x,y,class\n");
        for (int i = 0; i < rows; i++) {
            double x = random.nextDouble(-1, 1);
            double y = random.nextDouble(-1, 1);
            csv.append(String.format(Locale.ROOT, "%.6f,%.6f,%s%n", x, y, x > y ? "above" : "below"));
        }
        return Files.writeString(folder.resolve("table.csv"), csv);
    }
}
