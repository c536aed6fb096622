package org.kanworkbench.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;
import org.kanworkbench.data.OneLine;
import org.kanworkbench.training.trials.ClusterException;
import org.kanworkbench.training.trials.RemoteWork;
import org.kanworkbench.training.trials.WorkControl;

/**
 * A trial on an executor. What it throws, Spark would try again and then call by names of classes: so failures are
 * answers, too.
 */
final class SparkTask implements Function<byte[], byte[]> {

    private static final long serialVersionUID = 1;

    /** The first byte of an answer. */
    private enum Kind {
        RESULT,
        CANCELLED,
        /** One line follows. */
        FAILED,
        /** One line follows, on why no trial can run there. */
        UNUSABLE
    }

    /** Work of this process, by its application, of which a process without executors has several, and its parcel's number. */
    private static final Map<String, RemoteWork> OPENED = new HashMap<>();

    private final RemoteWork.Opener opener;
    private final Broadcast<byte[]> parcel;

    SparkTask(RemoteWork.Opener opener, Broadcast<byte[]> parcel) {
        this.opener = opener;
        this.parcel = parcel;
    }

    @Override
    public byte[] call(byte[] trial) throws IOException {
        Optional<String> unfit = Jdk.obstacle(Runtime.version());
        if (unfit.isPresent()) {
            return answer(Kind.UNUSABLE, host() + " " + unfit.get());
        }
        RemoteWork work;
        try {
            work = opened();
        } catch (OutOfMemoryError _) {
            return answer(Kind.UNUSABLE, host() + " has too little memory for the data: set spark.executor.memory");
        } catch (Exception e) {
            return answer(Kind.UNUSABLE, host() + " cannot begin: " + OneLine.of(OneLine.root(e)));
        }
        try {
            TaskContext context = TaskContext.get();
            return work.run(trial, new WorkControl(context::isInterrupted))
                    .map(result -> answer(Kind.RESULT, result))
                    .orElseGet(() -> answer(Kind.CANCELLED, ""));
        } catch (OutOfMemoryError _) {
            return answer(
                    Kind.FAILED,
                    "not enough memory on " + host() + ": make the network or the batch smaller, or set"
                            + " spark.executor.memory");
        } catch (Exception e) {
            return answer(Kind.FAILED, OneLine.of(e));
        }
    }

    private RemoteWork opened() throws Exception {
        synchronized (OPENED) {
            String application = SparkEnv.get().conf().getAppId() + " ";
            String id = application + parcel.id();
            RemoteWork work = OPENED.get(id);
            if (work == null) {
                // A process without executors outlives its applications, of which it has one at a time.
                OPENED.keySet().removeIf(other -> !other.startsWith(application));
                work = opener.open(parcel.value(), temporaryFolder());
                OPENED.put(id, work);
            }
            return work;
        }
    }

    /** An empty folder that goes with this process. */
    static Path temporaryFolder() throws IOException {
        Path folder = Files.createTempDirectory("kan-workbench-");
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(() -> delete(folder)));
        return folder;
    }

    private static void delete(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException | UncheckedIOException _) {
            // What is left over lies in the folder for temporary files.
        }
    }

    private static String host() throws IOException {
        return InetAddress.getLocalHost().getHostName();
    }

    private static byte[] answer(Kind kind, String line) {
        return answer(kind, line.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] answer(Kind kind, byte[] content) {
        return ByteBuffer.allocate(1 + content.length)
                .put((byte) kind.ordinal())
                .put(content)
                .array();
    }

    /** What an answer tells. */
    static Optional<byte[]> read(byte[] answer) throws ClusterException {
        ByteBuffer content = ByteBuffer.wrap(answer);
        Kind kind = Kind.values()[content.get()];
        byte[] rest = new byte[content.remaining()];
        content.get(rest);
        return switch (kind) {
            case RESULT -> Optional.of(rest);
            case CANCELLED -> Optional.empty();
            case FAILED -> throw new IllegalStateException(new String(rest, StandardCharsets.UTF_8));
            case UNUSABLE -> throw new ClusterException(new String(rest, StandardCharsets.UTF_8));
        };
    }
}
