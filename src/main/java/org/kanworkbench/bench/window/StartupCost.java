package org.kanworkbench.bench.window;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.kanworkbench.app.start.StartupReport;
import org.kanworkbench.bench.figures.Measurement;
import org.kanworkbench.bench.figures.Result;
import org.kanworkbench.bench.figures.TemporaryFolder;
import org.kanworkbench.files.DataFolder;

/**
 * Measures the time from the start of this program to its first frame and to its data [s]; then the cost of an idle
 * window. On Linux only, on the current display or headless without one.
 *
 * @param repetitions of the start
 */
public record StartupCost(int repetitions) implements Measurement {

    private static final Duration CALM = Duration.ofSeconds(15);
    private static final Duration IDLE = Duration.ofSeconds(20);
    private static final String UNSEEN = " -Dglass.platform=Headless -Dprism.order=sw -Djava.awt.headless=true";
    private static final Path OUTPUT = Path.of("/dev/stdout");

    /** The variable by which the installed launcher detects that it was started already. */
    private static final String LAUNCHED = "_JPACKAGE_LAUNCHER";

    /** One started program. */
    private record Window(Process process, BufferedReader words, long begin) implements AutoCloseable {

        double secondsUntil(String word) throws IOException {
            String line;
            while ((line = words.readLine()) != null) {
                if (line.equals(word)) {
                    return (System.nanoTime() - begin) / 1e9;
                }
            }
            throw new IOException("the window closed before it was " + word);
        }

        void pass(Duration time) throws IOException, InterruptedException {
            if (process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IOException("the window closed while nothing happened");
            }
        }

        double processorSeconds() {
            return process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos() / 1e9;
        }

        /** In 10^6 bytes. */
        double residentMegabytes() throws IOException {
            for (String line : Files.readAllLines(Path.of("/proc", String.valueOf(process.pid()), "status"))) {
                if (line.startsWith("VmRSS:")) {
                    return Double.parseDouble(line.replaceAll("\\D", "")) * 1024 / 1e6;
                }
            }
            throw new IOException("the system does not tell the window's memory");
        }

        @Override
        public void close() {
            process.destroy();
            process.onExit().join();
        }
    }

    @Override
    public void measure(Consumer<Result> out) throws IOException, InterruptedException {
        for (Path needed : List.of(OUTPUT, Path.of("/proc/self/status"))) {
            if (!Files.exists(needed)) {
                throw new IOException("this system has no " + needed);
            }
        }
        try (TemporaryFolder home = TemporaryFolder.create()) {
            measure(home.path(), out);
        }
    }

    private void measure(Path home, Consumer<Result> out) throws IOException, InterruptedException {
        double[] usable = new double[repetitions];
        double[] ready = new double[repetitions];
        for (int i = 0; i < repetitions; i++) {
            try (Window window = open(home)) {
                usable[i] = window.secondsUntil(StartupReport.USABLE);
                ready[i] = window.secondsUntil(StartupReport.READY);
            }
        }
        out.accept(Result.quartiles("startup usable", usable, "s"));
        out.accept(Result.quartiles("startup data read", ready, "s"));
        try (Window window = open(home)) {
            window.secondsUntil(StartupReport.READY);
            window.pass(CALM);
            out.accept(new Result("startup resident after opening", window.residentMegabytes(), "MB"));
            double before = window.processorSeconds();
            window.pass(IDLE);
            double share = (window.processorSeconds() - before) / IDLE.toSeconds();
            out.accept(new Result("startup idle, of one core", share * 100, "%"));
        }
    }

    private static Window open(Path home) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(program()).redirectError(ProcessBuilder.Redirect.DISCARD);
        Map<String, String> environment = builder.environment();
        String unseen = environment.containsKey("DISPLAY") ? "" : UNSEEN;
        environment.put("JAVA_TOOL_OPTIONS", "-D" + StartupReport.FILE + "=" + OUTPUT + unseen);
        environment.put(DataFolder.VARIABLE, home.toString());
        environment.remove(LAUNCHED);
        long begin = System.nanoTime();
        Process process = builder.start();
        return new Window(process, process.inputReader(), begin);
    }

    /** The installed launcher, or Java with the flags and the class path of this process. */
    private static List<String> program() throws IOException {
        String command = ProcessHandle.current()
                .info()
                .command()
                .orElseThrow(() -> new IOException("the system does not tell which program this is"));
        List<String> words = new ArrayList<>(List.of(command));
        if (new File(command).getName().startsWith("java")) {
            words.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
            words.addAll(List.of("-cp", System.getProperty("java.class.path"), "org.kanworkbench.Launcher"));
        }
        return words;
    }
}
