package org.kanworkbench.fuzz;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Gives a reader damaged files, one after the other, and notes whatever it does other than read or refuse them. */
final class FuzzRun {

    /** What refusals are, by name: the reader's classes are not this loader's. */
    private static final Set<String> REFUSALS = Set.of(
            "org.kanworkbench.data.DataException",
            "org.kanworkbench.files.ModelFileException",
            "org.kanworkbench.runs.ArchiveException",
            "org.kanworkbench.quantize.scheme.QuantizeException");

    private static final long MOST_NANOS = 2_000_000_000L;
    private static final long MEMORY = 64L << 20;
    private static final int MEMORY_OF_FILE = 4;
    private static final int LONGEST_MESSAGE = 1000;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final Readings.Format format;
    private final Mutator mutator;
    private final Path outer;
    private final FuzzReport report;
    private final WatchingLoader loader;
    private final Method reader;

    /** @param outer a folder for this run alone; its readers' files lie one deeper */
    FuzzRun(Readings.Format format, WatchingLoader loader, Mutator mutator, Path outer, FuzzReport report)
            throws ReflectiveOperationException {
        this.format = format;
        this.loader = loader;
        this.mutator = mutator;
        this.outer = outer;
        this.report = report;
        this.reader = loader.loadClass(Readings.class.getName()).getMethod("read", String.class, Path.class, int.class);
    }

    /** Reads so many damaged files, each made by a chance of its own. */
    void run(List<Seed> seeds, int inputs, long chance) throws IOException {
        for (int input = 0; input < inputs; input++) {
            SplittableRandom random = new SplittableRandom(chance + 0x9e3779b97f4a7c15L * input);
            Seed seed = seeds.get(random.nextInt(seeds.size()));
            byte[] damaged = mutator.mutate(seed.content(), random);
            trial(input, seed, damaged, random.nextInt(1 << 16));
        }
    }

    /** Reads one file, damaged or made by hand. */
    void trial(int input, Seed seed, byte[] content, int choice) throws IOException {
        Path folder = Files.createDirectories(outer.resolve("inner"));
        for (Map.Entry<String, byte[]> companion : seed.companions().entrySet()) {
            Files.write(folder.resolve(companion.getKey()), companion.getValue());
        }
        Path file = Files.write(folder.resolve(seed.name()), content);
        Set<String> before = tree();
        long length = Stream.concat(Stream.of(content), seed.companions().values().stream())
                .mapToLong(bytes -> bytes.length)
                .sum();
        report.begin(input, content);
        Throwable thrown = null;
        long thread = Thread.currentThread().threadId();
        long cpu = THREADS.getCurrentThreadCpuTime();
        long allocated = THREADS.getThreadAllocatedBytes(thread);
        try {
            reader.invoke(null, format.name(), file, choice);
        } catch (InvocationTargetException e) {
            thrown = e.getCause();
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
        allocated = THREADS.getThreadAllocatedBytes(thread) - allocated;
        cpu = THREADS.getCurrentThreadCpuTime() - cpu;
        report.end(thrown == null, cpu, allocated);
        check(thrown, cpu, allocated, length);
        if (!tree().equals(before)) {
            report.find("wrote or removed files: " + tree());
        }
        if (!loader.foreign().isEmpty()) {
            report.find("asked for classes " + loader.foreign());
        }
        Files.delete(file);
        for (String companion : seed.companions().keySet()) {
            Files.deleteIfExists(folder.resolve(companion));
        }
    }

    private void check(Throwable thrown, long cpu, long allocated, long length) {
        if (thrown != null && !isRefusal(thrown)) {
            report.find("threw " + thrown.getClass().getName() + place(thrown));
        } else if (thrown != null && !isOneLine(thrown.getMessage())) {
            report.find("refused with a message that is no short line: "
                    + thrown.getClass().getSimpleName() + " " + shown(thrown.getMessage()));
        }
        if (cpu > MOST_NANOS) {
            report.find("took " + cpu / 1_000_000 + " ms");
        }
        if (allocated > MEMORY + MEMORY_OF_FILE * length) {
            report.find("took " + (allocated >> 20) + " MiB for " + length + " bytes");
        }
    }

    static boolean isRefusal(Throwable thrown) {
        for (Class<?> type = thrown.getClass(); type != null; type = type.getSuperclass()) {
            if (REFUSALS.contains(type.getName())) {
                return true;
            }
        }
        return false;
    }

    private static boolean isOneLine(String message) {
        return message != null
                && !message.isBlank()
                && message.length() <= LONGEST_MESSAGE
                && message.codePoints().noneMatch(Character::isISOControl);
    }

    private static String shown(String message) {
        if (message == null) {
            return "null";
        }
        String escaped = message.codePoints()
                .mapToObj(c -> Character.isISOControl(c) ? String.format("\\u%04x", c) : Character.toString(c))
                .collect(Collectors.joining());
        return message.length() + " characters, "
                + (escaped.length() > 240
                        ? escaped.substring(0, 160) + " … " + escaped.substring(escaped.length() - 70)
                        : escaped);
    }

    private static String place(Throwable thrown) {
        return Stream.of(thrown.getStackTrace())
                        .filter(frame -> frame.getClassName().startsWith("org.kanworkbench."))
                        .filter(frame -> !frame.getClassName().startsWith("org.kanworkbench.fuzz."))
                        .findFirst()
                        .map(frame -> " in " + frame.getClassName() + "." + frame.getMethodName() + ":"
                                + frame.getLineNumber())
                        .orElse("")
                + ": " + shown(thrown.getMessage());
    }

    private Set<String> tree() throws IOException {
        try (Stream<Path> files = Files.walk(outer)) {
            return files.map(Path::toString).collect(Collectors.toCollection(TreeSet::new));
        }
    }
}
