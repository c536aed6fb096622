package org.kanworkbench.training.trials;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/** A cluster that is this process: what is sent goes through bytes, as with another one. */
public final class PretendedCluster implements Cluster {

    private final int slots;
    private final Path folder;
    private final AtomicInteger ran = new AtomicInteger();
    private IntConsumer grown;
    private volatile boolean closed;

    /** @param folder for files that are sent */
    public PretendedCluster(int slots, Path folder) {
        this.slots = slots;
        this.folder = folder;
    }

    /** Trials that ran. */
    public int ran() {
        return ran.get();
    }

    void grow(int to) {
        grown.accept(to);
    }

    @Override
    public int slots() {
        return slots;
    }

    @Override
    public void whenGrown(IntConsumer listener) {
        grown = listener;
    }

    @Override
    public Sent send(RemoteWork.Opener opener, byte[] parcel) {
        RemoteWork work;
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
                out.writeObject(opener);
            }
            ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()));
            work = ((RemoteWork.Opener) in.readObject()).open(parcel, Files.createTempDirectory(folder, "sent"));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
        return (trial, control) -> {
            ran.incrementAndGet();
            try {
                return work.run(trial, control);
            } catch (RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        };
    }

    @Override
    public void close() {
        closed = true;
    }

    /** Whether its machines were given back. */
    public boolean closed() {
        return closed;
    }
}
