package org.kanworkbench.fuzz;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.kanworkbench.fuzz.Readings.Format;

/** Reads bombs in a process that has little memory; prints a line each. */
final class BombReader {

    static final String ENDED = "all read";
    private static final int MOST_SECONDS = 10;

    private BombReader() {}

    public static void main(String[] args) throws Exception {
        Method read = new WatchingLoader()
                .loadClass(Readings.class.getName())
                .getMethod("read", String.class, Path.class, int.class);
        ExecutorService reader =
                Executors.newCachedThreadPool(Thread.ofPlatform().daemon().factory());
        for (Map.Entry<Path, Format> bomb : Bombs.write(Path.of(args[0])).entrySet()) {
            long from = System.nanoTime();
            String end;
            try {
                reader.submit(() -> {
                            read.invoke(null, bomb.getValue().name(), bomb.getKey(), 1);
                            return null;
                        })
                        .get(MOST_SECONDS, TimeUnit.SECONDS);
                end = "read";
            } catch (ExecutionException e) {
                Throwable thrown =
                        e.getCause() instanceof InvocationTargetException invoked ? invoked.getCause() : e.getCause();
                end = (FuzzRun.isRefusal(thrown)
                                ? "refused: "
                                : "threw " + thrown.getClass().getName() + ": ")
                        + thrown.getMessage();
            } catch (TimeoutException _) {
                end = "hangs";
            }
            System.out.printf(
                    Locale.ROOT,
                    "%s %s, %d ms: %s%n",
                    bomb.getValue(),
                    bomb.getKey().getFileName(),
                    (System.nanoTime() - from) / 1_000_000,
                    end);
        }
        System.out.println(ENDED);
    }
}
