package org.kanworkbench.gpu.opencl;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.kanworkbench.gpu.device.Arguments;
import org.kanworkbench.gpu.device.Context;
import org.kanworkbench.gpu.device.DeviceException;
import org.kanworkbench.gpu.device.Session;

/** OpenCL's context with a queue. */
final class OpenClContext implements Context {

    private final OpenClDevice device;
    private final OpenCl library;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment context;
    private final MemorySegment queue;
    private final MemorySegment global = arena.allocate(JAVA_LONG, 3);
    private final MemorySegment local = arena.allocateFrom(JAVA_LONG, Session.GROUP, 1, 1);
    private final Map<String, MemorySegment> programs = new HashMap<>();
    private final List<MemorySegment> buffers = new ArrayList<>();
    private final Optional<CommandBuffers> recorder;
    private final List<MemorySegment> recordings = new ArrayList<>();
    /** What launches are recorded in; null while they are executed. */
    private MemorySegment recording;

    private final List<MemorySegment> kernels = new ArrayList<>();

    OpenClContext(OpenClDevice device) {
        this.device = device;
        library = device.library();
        context = library.createContext(device.id());
        MemorySegment made = MemorySegment.NULL;
        try {
            made = library.createQueue(context, device.id());
            recorder = CommandBuffers.of(library, device.id());
        } catch (RuntimeException | Error e) {
            MemorySegment last = made;
            if (!last.equals(MemorySegment.NULL)) {
                free(() -> library.release("clReleaseCommandQueue", last));
            }
            free(() -> library.release("clReleaseContext", context));
            arena.close();
            throw e;
        }
        queue = made;
    }

    private static MemorySegment object(long handle) {
        return MemorySegment.ofAddress(handle);
    }

    private long kept(MemorySegment buffer) {
        buffers.add(buffer);
        return buffer.address();
    }

    @Override
    public long allocate(long bytes) {
        return kept(library.createBuffer(context, bytes));
    }

    @Override
    public long copy(MemorySegment values) {
        return kept(library.createCopy(context, values));
    }

    @Override
    public void clear(long memory, long from, long bytes) {
        library.fillWithZeros(queue, object(memory), from, bytes);
    }

    @Override
    public long program(String text) {
        return programs.computeIfAbsent(text, this::build).address();
    }

    @Override
    public long kernel(long program, String name) {
        MemorySegment kernel = library.createKernel(object(program), name);
        kernels.add(kernel);
        return kernel.address();
    }

    /** Builds once more if it fails: PoCL's processes take files of its cache from one another. */
    private MemorySegment build(String program) {
        try {
            return library.build(context, device.id(), program);
        } catch (DeviceException _) {
            return library.build(context, device.id(), program);
        }
    }

    @Override
    public void launch(long kernel, long x, long y, long z, Arguments arguments) {
        for (int n = 0; n < arguments.count(); n++) {
            library.setArgument(object(kernel), n, arguments.bytes(n), arguments.place(n));
        }
        global.setAtIndex(JAVA_LONG, 0, x * Session.GROUP);
        global.setAtIndex(JAVA_LONG, 1, y);
        global.setAtIndex(JAVA_LONG, 2, z);
        if (recording == null) {
            library.launch(queue, object(kernel), global, local);
        } else {
            recorder.orElseThrow().launch(recording, object(kernel), global, local);
        }
    }

    @Override
    public OptionalLong record(Runnable work) {
        if (recorder.isEmpty()) {
            return OptionalLong.empty();
        }
        recording = recorder.get().create(queue);
        recordings.add(recording);
        try {
            work.run();
            recorder.get().finish(recording);
            return OptionalLong.of(recording.address());
        } finally {
            recording = null;
        }
    }

    @Override
    public void play(long of) {
        recorder.orElseThrow().send(object(of));
    }

    @Override
    public void flush() {
        library.flush(queue);
    }

    @Override
    public void finish() {
        library.finish(queue);
    }

    @Override
    public void write(long memory, long to, MemorySegment values) {
        library.write(queue, object(memory), to, values.byteSize(), values);
    }

    @Override
    public void read(long memory, long from, MemorySegment values) {
        library.read(queue, object(memory), from, values.byteSize(), values);
    }

    @Override
    public void clear() {
        free(() -> library.finish(queue));
        recordings.forEach(made -> free(() -> recorder.orElseThrow().release(made)));
        kernels.forEach(kernel -> free(() -> library.release("clReleaseKernel", kernel)));
        buffers.forEach(buffer -> free(() -> library.release("clReleaseMemObject", buffer)));
        Stream.of(recordings, kernels, buffers).forEach(List::clear);
    }

    @Override
    public void close() {
        clear();
        programs.values().forEach(program -> free(() -> library.release("clReleaseProgram", program)));
        free(() -> library.release("clReleaseCommandQueue", queue));
        free(() -> library.release("clReleaseContext", context));
        arena.close();
    }
}
