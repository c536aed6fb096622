package org.kanworkbench.gpu.device;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The memory of some runs on a device, and launches for them. All that a run has lies in one row of floats, at the same places
 * for every run, so that one launch is for all of them. One thread at a time.
 */
public final class Session implements AutoCloseable {

    /** Work-items of a group. */
    public static final int GROUP = 64;

    /** Floats that places in a run's memory are a multiple of. */
    private static final int ALIGNMENT = 32;

    /** Floats in the memory of every run, from a place on. */
    public record Buffer(int at, long floats) {}

    /** What all runs read. */
    public record Shared(long memory) {}

    /** A program that is built, and its kernels by their names. */
    public final class Program {

        private final long handle;
        private final Map<String, Long> kernels = new HashMap<>();

        private Program(long handle) {
            this.handle = handle;
        }

        /**
         * Launches a kernel on x × y groups, parts times for every selected run.
         *
         * @param more buffers, ints, floats and longs, as the kernel declares them behind its memory
         */
        public void launch(String kernel, long x, long y, int parts, Object... more) {
            arguments.begin().add(new Shared(memory), runFloats, first).add(more);
            long known = kernels.computeIfAbsent(kernel, name -> context.kernel(handle, name));
            context.launch(known, x, y, (long) parts * runs, arguments);
            launches++;
        }

        /** Launches groups enough for a number of work-items. */
        public void launchItems(String kernel, long items, Object... more) {
            launch(kernel, (items + GROUP - 1) / GROUP, 1, 1, more);
        }
    }

    private final ComputeDevice device;
    private final AtomicLong held;
    private long bytes;
    private final Arena arena = Arena.ofShared();
    private final Context context;
    private final Arguments arguments = new Arguments(arena);
    /** Of a run, and of all of them; 0 before {@link #allocate}. */
    private long runFloats;

    private long memory;
    /** The runs that launches and transfers are for: the first one of these. */
    private int first;

    private int runs;
    /** Host memory of transfers, which grows, and how many of its floats are under way. */
    private MemorySegment staging = arena.allocate(JAVA_FLOAT, 1);

    private long used;

    private final Map<Object, Recording> recordings = new HashMap<>();
    private long launches;
    private long transferred;

    /** @param held counts the bytes that it holds */
    public Session(ComputeDevice device, AtomicLong held) {
        this.device = device;
        this.held = held;
        try {
            context = device.open();
        } catch (RuntimeException | Error e) {
            arena.close();
            throw e;
        }
    }

    public ComputeDevice device() {
        return device;
    }

    /** Kernels launched so far. */
    public long launches() {
        return launches;
    }

    /** Bytes read and written so far. */
    public long transferred() {
        return transferred;
    }

    /** A place in every run's memory, which {@link #allocate} makes. */
    public Buffer floats(long floats) {
        long at = runFloats;
        runFloats += (Math.max(1, floats) + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        if (runFloats > Integer.MAX_VALUE) {
            throw new DeviceException("memory of a run: too large", DeviceException.Kind.MEMORY, null);
        }
        return new Buffer((int) at, floats);
    }

    /** Makes the memory of so many runs, all zeros, and selects them all. */
    public void allocate(int count) {
        long all = runFloats * count * Float.BYTES;
        memory = context.allocate(all);
        hold(all);
        context.clear(memory, 0, all);
        select(0, count);
    }

    /** What is launched, read, written and cleared from now on is for these runs, or the first of them. */
    public void select(int from, int count) {
        first = from;
        runs = count;
    }

    /** Copies what all runs read. */
    public Shared share(MemorySegment values) {
        Shared copy = new Shared(context.copy(values));
        hold(values.byteSize());
        transferred += values.byteSize();
        return copy;
    }

    private void hold(long more) {
        bytes += more;
        held.addAndGet(more);
    }

    public void clear(Buffer buffer, long from, long floats) {
        context.clear(memory, place(buffer, from), floats * Float.BYTES);
    }

    /** In bytes. */
    private long place(Buffer buffer, long from) {
        return (first * runFloats + buffer.at + from) * Float.BYTES;
    }

    /** Builds a program, if it is not built yet. */
    public Program program(String text) {
        try {
            return new Program(context.program(text));
        } catch (DeviceException e) {
            throw e.kind() == DeviceException.Kind.KERNELS && e.getCause() != null ? unbuilt(text, e) : e;
        }
    }

    private DeviceException unbuilt(String program, DeviceException e) {
        return new DeviceException(
                "the driver of " + device.name() + " does not build the kernels; its log is in "
                        + keep(program, e.getCause().getMessage()),
                e.kind(),
                e.getCause());
    }

    private static Path keep(String source, String log) {
        try {
            Path file = Files.createTempFile("kan-gpu-", ".log");
            return Files.writeString(file, log + "\n\n" + source);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Launches for all runs, from the second time on what was launched the first time.
     *
     * @param key of launches that are equal, arguments included
     */
    public void repeat(Object key, Runnable work) {
        long before = launches;
        Recording known = recordings.computeIfAbsent(key, _ -> {
            OptionalLong made = context.record(work);
            return new Recording(made, launches - before);
        });
        launches = before;
        if (known.handle.isPresent()) {
            context.play(known.handle.getAsLong());
            launches += known.launches;
        } else {
            work.run();
        }
    }

    /** @param handle empty for what cannot be recorded */
    private record Recording(OptionalLong handle, long launches) {}

    /** Has all launches so far begun, without waiting. */
    public void flush() {
        context.flush();
    }

    /** Copies to a buffer. */
    public void write(float[] values, long count, Buffer to, long at) {
        MemorySegment staged = staging(count);
        MemorySegment.copy(values, 0, staged, JAVA_FLOAT, 0, (int) count);
        send(staged, count, to, at);
    }

    public void write(int[] values, long count, Buffer to, long at) {
        MemorySegment staged = staging(count);
        MemorySegment.copy(values, 0, staged, JAVA_INT, 0, (int) count);
        send(staged, count, to, at);
    }

    private void send(MemorySegment from, long count, Buffer to, long at) {
        context.write(memory, place(to, at), from);
        transferred += count * Float.BYTES;
    }

    /** Host memory that no transfer uses. */
    private MemorySegment staging(long count) {
        if ((used + count) * Float.BYTES > staging.byteSize()) {
            context.finish();
            used = 0;
            if (count * Float.BYTES > staging.byteSize()) {
                staging = arena.allocate(JAVA_FLOAT, 2 * count);
            }
        }
        MemorySegment free = staging.asSlice(used * Float.BYTES, count * Float.BYTES);
        used += count;
        return free;
    }

    /** Waits for everything before, and copies from a buffer. */
    public void read(Buffer from, long at, long count, float[] to) {
        MemorySegment staged = staging(count);
        context.read(memory, place(from, at), staged);
        used = 0;
        MemorySegment.copy(staged, JAVA_FLOAT, 0, to, 0, (int) count);
        transferred += count * Float.BYTES;
    }

    /** Frees everything, also after the device has failed. */
    @Override
    public void close() {
        if (!arena.scope().isAlive()) {
            return;
        }
        // Waits: what is under way still reads from memory of this machine.
        device.giveBack(context);
        hold(-bytes);
        arena.close();
    }
}
