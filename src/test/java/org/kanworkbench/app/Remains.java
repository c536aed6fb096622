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

    /** Where the collector leaves garbage lying rather than move what lives: up to a twentieth of the heap. */
    private static final String GAPS = "[Ljdk.internal.vm.FillerElement;";

    private final List<WeakReference<OpenModel>> models = new ArrayList<>();

    /**
     * @param models of those that are watched
     * @param stages of the whole process
     * @param threads by name, digits left out; without those of pools, which come and go
     * @param heapKilobytes what is alive
     * @param residentMegabytes what the system counts for the process; 0 where it does not tell
     */
    record Count(int models, long stages, Map<String, Long> threads, long heapKilobytes, long residentMegabytes) {}

    private record Line(long instances, long bytes) {

        /** Classes of one name, of several loaders. */
        Line plus(Line other) {
            return new Line(instances + other.instances, bytes + other.bytes);
        }
    }

    void watch(OpenModel model) {
        models.add(new WeakReference<>(model));
    }

    Count count() throws JMException, IOException {
        // What one collection finds unused, cleaners let go of, and only the next one takes it.
        System.gc();
        Map<String, Line> alive = alive();
        models.removeIf(model -> model.get() == null);
        long bytes = alive.values().stream().mapToLong(Line::bytes).sum()
                - alive.getOrDefault(GAPS, new Line(0, 0)).bytes();
        long stages = alive.getOrDefault(Stage.class.getName(), new Line(0, 0)).instances();
        return new Count(models.size(), stages, threads(), bytes >> 10, resident());
    }

    /** By class, after a collection. */
    private static Map<String, Line> alive() throws JMException {
        String histogram = (String) ManagementFactory.getPlatformMBeanServer()
                .invoke(
                        new ObjectName("com.sun.management:type=DiagnosticCommand"),
                        "gcClassHistogram",
                        new Object[] {new String[0]},
                        new String[] {String[].class.getName()});
        return histogram
                .lines()
                .map(line -> line.strip().split("\\s+"))
                .filter(words -> words.length > 3 && words[0].matches("\\d+:"))
                .collect(Collectors.toMap(
                        words -> words[3],
                        words -> new Line(Long.parseLong(words[1]), Long.parseLong(words[2])),
                        Line::plus));
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
