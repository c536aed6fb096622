package org.kanworkbench.app;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javafx.stage.Stage;
import javax.management.JMException;
import javax.management.ObjectName;
import org.kanworkbench.app.models.OpenModel;

/** What is still in memory after a full collection. */
final class Remains {

    private static final Path STATUS = Path.of("/proc/self/status");

    /** Threads of pools, and of what runs tests, which come and go. */
    private static final List<String> PASSING =
            List.of("background", "ForkJoinPool", "process reaper", "testfx", "surefire", "junit");

    private final List<WeakReference<OpenModel>> models = new ArrayList<>();

    /**
     * @param models of those that are watched
     * @param stages of the whole process
     * @param threads by name, digits left out; without those of pools, which come and go
     * @param heapKilobytes what is alive
     * @param residentMegabytes what the system counts for the process; 0 where it does not tell
     */
    record Count(int models, long stages, Map<String, Long> threads, long heapKilobytes, long residentMegabytes) {}

    void watch(OpenModel model) {
        models.add(new WeakReference<>(model));
    }

    Count count() throws JMException, IOException {
        long heap = collected();
        models.removeIf(model -> model.get() == null);
        return new Count(models.size(), instances(Stage.class), threads(), heap, resident());
    }

    /** Kilobytes that stay. What one collection finds unused, cleaners let go of, and only the next one takes it. */
    private static long collected() {
        System.gc();
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return (runtime.totalMemory() - runtime.freeMemory()) >> 10;
    }

    private static long instances(Class<?> type) throws JMException {
        String histogram = (String) ManagementFactory.getPlatformMBeanServer()
                .invoke(
                        new ObjectName("com.sun.management:type=DiagnosticCommand"),
                        "gcClassHistogram",
                        new Object[] {new String[0]},
                        new String[] {String[].class.getName()});
        return histogram
                .lines()
                .map(line -> line.strip().split("\\s+"))
                .filter(words -> words.length > 3 && words[3].equals(type.getName()))
                .mapToLong(words -> Long.parseLong(words[1]))
                .sum();
    }

    private static Map<String, Long> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(thread -> thread.getName().replaceAll("\\d+", ""))
                .filter(name -> PASSING.stream().noneMatch(name::startsWith))
                .collect(Collectors.groupingBy(name -> name, TreeMap::new, Collectors.counting()));
    }

    private static long resident() throws IOException {
        if (!Files.isReadable(STATUS)) {
            return 0;
        }
        return Files.readAllLines(STATUS).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) >> 10)
                .findFirst()
                .orElse(0);
    }
}
