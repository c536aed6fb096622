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

/** Buffers, kernels and a queue on a device, which executes in order. One thread at a time. */
final class Session implements AutoCloseable {

    /** Work-items of a group. */
    static final int GROUP = 64;

    /** Floats on the device. */
    record Buffer(MemorySegment handle, long floats) {}

    /** A kernel of a program. */
    record Kernel(MemorySegment handle) {}

    private final OpenClDevice device;
    private final OpenCl library;
    private final Arena arena = Arena.ofConfined();
    private final MemorySegment context;
    private final MemorySegment queue;
    private final MemorySegment argument = arena.allocate(JAVA_LONG);
    private final MemorySegment global = arena.allocate(JAVA_LONG, 3);
    private final MemorySegment local = arena.allocateFrom(JAVA_LONG, GROUP, 1, 1);
    private final Map<String, MemorySegment> programs = new HashMap<>();
    private final List<Buffer> buffers = new ArrayList<>();
    private final List<Kernel> kernels = new ArrayList<>();
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

    /** A buffer of zeros. */
    Buffer floats(long floats) {
        long size = Math.max(8, floats);
        Buffer buffer = new Buffer(library.createBuffer(context, size * Float.BYTES), size);
        buffers.add(buffer);
        library.fillWithZeros(queue, buffer.handle, 0, size * Float.BYTES);
        return buffer;
    }

    void clear(Buffer buffer, long from, long floats) {
        library.fillWithZeros(queue, buffer.handle, from * Float.BYTES, floats * Float.BYTES);
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
     * Launches a kernel on x × y × z groups.
     *
     * @param arguments buffers, ints, floats and longs, as the kernel declares them
     */
    void launch(Kernel kernel, long x, long y, long z, Object... arguments) {
        for (int n = 0; n < arguments.length; n++) {
            library.setArgument(kernel.handle, n, place(arguments[n]), argument);
        }
        global.setAtIndex(JAVA_LONG, 0, x * GROUP);
        global.setAtIndex(JAVA_LONG, 1, y);
        global.setAtIndex(JAVA_LONG, 2, z);
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
            case Buffer buffer -> argument.set(ADDRESS, 0, buffer.handle);
            case Integer number -> argument.set(JAVA_INT, 0, number);
            case Float number -> argument.set(JAVA_FLOAT, 0, number);
            case Long number -> argument.set(JAVA_LONG, 0, number);
            default -> throw new IllegalArgumentException("no argument of a kernel: " + value);
        }
        return value instanceof Integer || value instanceof Float ? 4 : 8;
    }

    /** Copies to a buffer. */
    void write(float[] values, long count, Buffer to, long at) {
        MemorySegment memory = staging(count);
        MemorySegment.copy(values, 0, memory, JAVA_FLOAT, 0, (int) count);
        send(memory, count, to, at);
    }

    void write(int[] values, long count, Buffer to, long at) {
        MemorySegment memory = staging(count);
        MemorySegment.copy(values, 0, memory, JAVA_INT, 0, (int) count);
        send(memory, count, to, at);
    }

    private void send(MemorySegment memory, long count, Buffer to, long at) {
        library.write(queue, to.handle, at * Float.BYTES, count * Float.BYTES, memory);
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
        MemorySegment memory = staging(count);
        library.read(queue, from.handle, at * Float.BYTES, count * Float.BYTES, memory);
        used = 0;
        MemorySegment.copy(memory, JAVA_FLOAT, 0, to, 0, (int) count);
        transferred += count * Float.BYTES;
    }

    /** Frees everything, also after the device has failed. */
    @Override
    public void close() {
        if (!arena.scope().isAlive()) {
            return;
        }
        for (Kernel kernel : kernels) {
            free("clReleaseKernel", kernel.handle);
        }
        for (MemorySegment program : programs.values()) {
            free("clReleaseProgram", program);
        }
        for (Buffer buffer : buffers) {
            free("clReleaseMemObject", buffer.handle);
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
