package org.kanworkbench.gpu.cuda;

import static java.lang.foreign.ValueLayout.ADDRESS;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.kanworkbench.gpu.device.Arguments;
import org.kanworkbench.gpu.device.Context;
import org.kanworkbench.gpu.device.DeviceException;
import org.kanworkbench.gpu.device.Session;

/** The context of a card that all of a process share, with a stream of its own. Whichever thread calls chooses it first. */
final class CudaContext implements Context {

    private final CudaDevice device;
    private final UnaryOperator<String> ptx;
    private final Cuda library;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment context;
    private final MemorySegment stream;
    private final MemorySegment addresses = arena.allocate(ADDRESS, Arguments.MOST);
    private final Map<String, MemorySegment> modules = new HashMap<>();
    private final List<Long> memories = new ArrayList<>();

    /** @param ptx of a program */
    CudaContext(CudaDevice device, UnaryOperator<String> ptx) {
        this.device = device;
        this.ptx = ptx;
        library = device.library();
        context = library.retainContext(device.number());
        try {
            library.choose(context);
            stream = library.createStream();
        } catch (DeviceException e) {
            free(() -> library.releaseContext(device.number()));
            throw e;
        }
    }

    @Override
    public long allocate(long bytes) {
        library.choose(context);
        long memory = library.allocate(bytes);
        memories.add(memory);
        return memory;
    }

    @Override
    public long copy(MemorySegment values) {
        long memory = allocate(values.byteSize());
        library.copy(memory, values);
        return memory;
    }

    @Override
    public void clear(long memory, long from, long bytes) {
        library.choose(context);
        library.fillWithZeros(memory + from, bytes, stream);
    }

    @Override
    public long program(String text) {
        library.choose(context);
        return modules.computeIfAbsent(text, _ -> library.loadModule(ptx.apply(text)))
                .address();
    }

    @Override
    public long kernel(long program, String name) {
        library.choose(context);
        return library.kernel(Cuda.object(program), name).address();
    }

    @Override
    public void launch(long kernel, long x, long y, long z, Arguments arguments) {
        library.choose(context);
        for (int n = 0; n < arguments.count(); n++) {
            addresses.setAtIndex(ADDRESS, n, arguments.place(n));
        }
        library.launch(Cuda.object(kernel), x, y, z, Session.GROUP, stream, addresses);
    }

    /** A stream begins without being told. */
    @Override
    public void flush() {}

    @Override
    public void finish() {
        library.choose(context);
        library.finish(stream);
    }

    @Override
    public void write(long memory, long to, MemorySegment values) {
        library.choose(context);
        library.write(memory + to, values, stream);
    }

    @Override
    public void read(long memory, long from, MemorySegment values) {
        library.choose(context);
        library.read(memory + from, values, stream);
        library.finish(stream);
    }

    @Override
    public void clear() {
        free(() -> library.choose(context));
        free(() -> library.finish(stream));
        memories.forEach(memory -> free(() -> library.free(memory)));
        memories.clear();
    }

    @Override
    public void close() {
        clear();
        modules.values().forEach(module -> free(() -> library.unloadModule(module)));
        free(() -> library.destroyStream(stream));
        free(() -> library.releaseContext(device.number()));
        arena.close();
    }
}
