package org.kanworkbench.opencl;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The memory of some runs, kernels and a queue on a device, which executes in order. All that a run has lies in one row of floats,
 * at the same places for every run, so that one launch is for all of them. One thread at a time.
 */
final class Session implements AutoCloseable {

    /** Work-items of a group. */
    static final int GROUP = 64;

    /** Floats that places in a run's memory are a multiple of. */
    private static final int ALIGNMENT = 32;

    /** Floats in the memory of every run, from a place on. */
    record Buffer(int at, long floats) {}

    /** What all runs read. */
    record Shared(MemorySegment handle) {}

    /** A kernel of a program. */
    record Kernel(MemorySegment handle) {}

    private final OpenClDevice device;
    private final OpenCl library;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment context;
    private final MemorySegment queue;
    private final MemorySegment argument = arena.allocate(JAVA_LONG);
    private final MemorySegment global = arena.allocate(JAVA_LONG, 3);
    private final MemorySegment local = arena.allocateFrom(JAVA_LONG, GROUP, 1, 1);
    private final Map<String, MemorySegment> programs = new HashMap<>();
    private final List<MemorySegment> buffers = new ArrayList<>();
    private final List<Kernel> kernels = new ArrayList<>();
    /** Of a run, and of all of them; null before {@link #allocate}. */
    private long runFloats;

    private MemorySegment memory;
    /** The runs that launches and transfers are for: the first one of these. */
    private int first;

    private int runs;
    /** Host memory of transfers, which grows, and how many of its floats are under way. */
    private MemorySegment staging = arena.allocate(JAVA_FLOAT, 1);

    private long used;

    private long launches;
    private long transferred;

    Session(OpenClDevice device) {
        this.device = device;
        library = device.library();
        context = library.createContext(device.id());
        queue = library.createQueue(context, device.id());
    }

    OpenClDevice device() {
        return device;
    }

    /** Kernels launched so far. */
    long launches() {
        return launches;
    }

    /** Bytes read and written so far. */
    long transferred() {
        return transferred;
    }

    /** A place in every run's memory, which {@link #allocate} makes. */
    Buffer floats(long floats) {
        long at = runFloats;
        runFloats += (Math.max(1, floats) + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        if (runFloats > Integer.MAX_VALUE) {
            throw new OpenClException("memory of a run", OpenClException.INVALID_BUFFER_SIZE);
        }
        return new Buffer((int) at, floats);
    }

    /** Makes the memory of so many runs, all zeros, and selects them all. */
    void allocate(int count) {
        long bytes = runFloats * count * Float.BYTES;
        memory = library.createBuffer(context, bytes);
        buffers.add(memory);
        library.fillWithZeros(queue, memory, 0, bytes);
        select(0, count);
    }

    /** What is launched, read, written and cleared from now on is for these runs, or the first of them. */
    void select(int from, int count) {
        first = from;
        runs = count;
    }

    /** Copies what all runs read. */
    Shared share(MemorySegment values) {
        Shared copy = new Shared(library.createCopy(context, values));
        buffers.add(copy.handle);
        transferred += values.byteSize();
        return copy;
    }

    void clear(Buffer buffer, long from, long floats) {
        library.fillWithZeros(queue, memory, place(buffer, from), floats * Float.BYTES);
    }

    /** In bytes. */
    private long place(Buffer buffer, long from) {
        return (first * runFloats + buffer.at + from) * Float.BYTES;
    }

    /** A kernel of the program that the texts and resources are together. */
    Kernel kernel(String name, String source) {
        MemorySegment program = programs.computeIfAbsent(source, this::build);
        Kernel kernel = new Kernel(library.createKernel(program, name));
        kernels.add(kernel);
        return kernel;
    }

    /** Builds once more if it fails: PoCL's processes take files of its cache from one another. */
    private MemorySegment build(String source) {
        try {
            return library.build(context, device.id(), source);
        } catch (OpenClException _) {
            try {
                return library.build(context, device.id(), source);
            } catch (OpenClException e) {
                throw e.getCause() == null ? e : unbuilt(source, e);
            }
        }
    }

    private OpenClException unbuilt(String source, OpenClException e) {
        return new OpenClException(
                "the OpenCL driver of " + device.name() + " does not build the kernels; its log is in "
                        + keep(source, e.getCause().getMessage()),
                e.code(),
                e.getCause());
    }

    private static Path keep(String source, String log) {
        try {
            Path file = Files.createTempFile("kan-opencl-", ".log");
            return Files.writeString(file, log + "\n\n" + source);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The text of a resource beside this class. */
    static String text(String resource) {
        try (InputStream stream = Session.class.getResourceAsStream(resource)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Launches a kernel on x × y groups, parts times for every selected run.
     *
     * @param arguments buffers, ints, floats and longs, as the kernel declares them behind its memory
     */
    void launch(Kernel kernel, long x, long y, int parts, Object... arguments) {
        int n = 0;
        for (Object value : new Object[] {new Shared(memory), runFloats, first}) {
            library.setArgument(kernel.handle, n++, place(value), argument);
        }
        for (Object value : arguments) {
            library.setArgument(kernel.handle, n++, place(value), argument);
        }
        global.setAtIndex(JAVA_LONG, 0, x * GROUP);
        global.setAtIndex(JAVA_LONG, 1, y);
        global.setAtIndex(JAVA_LONG, 2, (long) parts * runs);
        library.launch(queue, kernel.handle, global, local);
        launches++;
    }

    /** Launches groups enough for a number of work-items. */
    void launchItems(Kernel kernel, long items, Object... arguments) {
        launch(kernel, (items + GROUP - 1) / GROUP, 1, 1, arguments);
    }

    /** Writes an argument's value where the library reads it, and returns its size [bytes]. */
    private long place(Object value) {
        switch (value) {
            case Buffer buffer -> argument.set(JAVA_INT, 0, buffer.at);
            case Shared shared -> argument.set(ADDRESS, 0, shared.handle);
            case Integer number -> argument.set(JAVA_INT, 0, number);
            case Float number -> argument.set(JAVA_FLOAT, 0, number);
            case Long number -> argument.set(JAVA_LONG, 0, number);
            default -> throw new IllegalArgumentException("no argument of a kernel: " + value);
        }
        return value instanceof Shared || value instanceof Long ? 8 : 4;
    }

    /** Has all launches so far begun, without waiting. */
    void flush() {
        library.flush(queue);
    }

    /** Copies to a buffer. */
    void write(float[] values, long count, Buffer to, long at) {
        MemorySegment staged = staging(count);
        MemorySegment.copy(values, 0, staged, JAVA_FLOAT, 0, (int) count);
        send(staged, count, to, at);
    }

    void write(int[] values, long count, Buffer to, long at) {
        MemorySegment staged = staging(count);
        MemorySegment.copy(values, 0, staged, JAVA_INT, 0, (int) count);
        send(staged, count, to, at);
    }

    private void send(MemorySegment from, long count, Buffer to, long at) {
        library.write(queue, memory, place(to, at), count * Float.BYTES, from);
        transferred += count * Float.BYTES;
    }

    /** Host memory that no transfer uses. */
    private MemorySegment staging(long count) {
        if ((used + count) * Float.BYTES > staging.byteSize()) {
            library.finish(queue);
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
    void read(Buffer from, long at, long count, float[] to) {
        MemorySegment staged = staging(count);
        library.read(queue, memory, place(from, at), count * Float.BYTES, staged);
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
        // What is under way still reads from memory of this machine.
        free("clFinish", queue);
        for (Kernel kernel : kernels) {
            free("clReleaseKernel", kernel.handle);
        }
        for (MemorySegment program : programs.values()) {
            free("clReleaseProgram", program);
        }
        for (MemorySegment buffer : buffers) {
            free("clReleaseMemObject", buffer);
        }
        free("clReleaseCommandQueue", queue);
        free("clReleaseContext", context);
        arena.close();
    }

    private void free(String function, MemorySegment object) {
        try {
            library.release(function, object);
        } catch (OpenClException _) {
            // What a lost device held is lost.
        }
    }
}
