package org.kanworkbench.gpu.cuda;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.Locale;
import java.util.Optional;

/** The functions of CUDA's driver that the engine calls, by the foreign function interface. */
final class Cuda {

    static final int PROCESSORS = 16;
    static final int CAPABILITY_MAJOR = 75;
    static final int CAPABILITY_MINOR = 76;

    private static final int NAME_BYTES = 256;
    private static final int LOG_BYTES = 8192;
    /** Options of a module: where errors are written, and how many bytes. */
    private static final int[] LOG = {5, 6};

    private static final MemorySegment NULL = MemorySegment.NULL;

    private final SymbolLookup library;
    private final MethodHandle start;
    private final MethodHandle driverVersion;
    private final MethodHandle deviceCount;
    private final MethodHandle device;
    private final MethodHandle deviceName;
    private final MethodHandle deviceMemory;
    private final MethodHandle deviceNumber;
    private final MethodHandle retainContext;
    private final MethodHandle releaseContext;
    private final MethodHandle setContext;
    private final MethodHandle createStream;
    private final MethodHandle destroyStream;
    private final MethodHandle finish;
    private final MethodHandle loadModule;
    private final MethodHandle unloadModule;
    private final MethodHandle kernel;
    private final MethodHandle allocate;
    private final MethodHandle free;
    private final MethodHandle fill;
    private final MethodHandle copy;
    private final MethodHandle write;
    private final MethodHandle read;
    private final MethodHandle launch;
    private final MethodHandle errorText;

    /** @param library has the functions; throws IllegalArgumentException if one is missing */
    Cuda(SymbolLookup library) {
        this.library = library;
        start = function("cuInit", JAVA_INT);
        driverVersion = function("cuDriverGetVersion", ADDRESS);
        deviceCount = function("cuDeviceGetCount", ADDRESS);
        device = function("cuDeviceGet", ADDRESS, JAVA_INT);
        deviceName = function("cuDeviceGetName", ADDRESS, JAVA_INT, JAVA_INT);
        deviceMemory = function("cuDeviceTotalMem_v2", ADDRESS, JAVA_INT);
        deviceNumber = function("cuDeviceGetAttribute", ADDRESS, JAVA_INT, JAVA_INT);
        retainContext = function("cuDevicePrimaryCtxRetain", ADDRESS, JAVA_INT);
        releaseContext = function("cuDevicePrimaryCtxRelease_v2", JAVA_INT);
        setContext = function("cuCtxSetCurrent", ADDRESS);
        createStream = function("cuStreamCreate", ADDRESS, JAVA_INT);
        destroyStream = function("cuStreamDestroy_v2", ADDRESS);
        finish = function("cuStreamSynchronize", ADDRESS);
        loadModule = function("cuModuleLoadDataEx", ADDRESS, ADDRESS, JAVA_INT, ADDRESS, ADDRESS);
        unloadModule = function("cuModuleUnload", ADDRESS);
        kernel = function("cuModuleGetFunction", ADDRESS, ADDRESS, ADDRESS);
        allocate = function("cuMemAlloc_v2", ADDRESS, JAVA_LONG);
        free = function("cuMemFree_v2", JAVA_LONG);
        fill = function("cuMemsetD32Async", JAVA_LONG, JAVA_INT, JAVA_LONG, ADDRESS);
        copy = function("cuMemcpyHtoD_v2", JAVA_LONG, ADDRESS, JAVA_LONG);
        write = function("cuMemcpyHtoDAsync_v2", JAVA_LONG, ADDRESS, JAVA_LONG, ADDRESS);
        read = function("cuMemcpyDtoHAsync_v2", ADDRESS, JAVA_LONG, JAVA_LONG, ADDRESS);
        launch = function(
                "cuLaunchKernel",
                ADDRESS,
                JAVA_INT,
                JAVA_INT,
                JAVA_INT,
                JAVA_INT,
                JAVA_INT,
                JAVA_INT,
                JAVA_INT,
                ADDRESS,
                ADDRESS,
                ADDRESS);
        errorText = function("cuGetErrorString", JAVA_INT, ADDRESS);
    }

    /** The driver's library; empty if there is none. */
    static Optional<Cuda> load() {
        try {
            return Optional.of(new Cuda(SymbolLookup.libraryLookup(libraryName(), Arena.global())));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static String libraryName() {
        return System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows")
                ? "nvcuda.dll"
                : "libcuda.so.1";
    }

    private MethodHandle function(String name, MemoryLayout... arguments) {
        MemorySegment at = library.find(name)
                .orElseThrow(() -> new IllegalArgumentException("CUDA's driver has no function " + name));
        return Linker.nativeLinker().downcallHandle(at, FunctionDescriptor.of(JAVA_INT, arguments));
    }

    /** Calls a function that returns its error code. */
    private interface Call {
        int code() throws Throwable;
    }

    /** Likewise, with a place of eight bytes for what it gives. */
    private interface Query {
        int code(MemorySegment to) throws Throwable;
    }

    private void call(String function, Call call) {
        int code = code(call);
        if (code != 0) {
            throw new CudaException(function + ": " + text(code), code, null);
        }
    }

    private static int code(Call call) {
        try {
            return call.code();
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            // Handles declare Throwable, but a foreign function throws nothing of its own.
            throw new IllegalStateException(e);
        }
    }

    private long number(String function, Query query) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment to = arena.allocate(JAVA_LONG);
            call(function, () -> query.code(to));
            return to.get(JAVA_LONG, 0);
        }
    }

    private String text(int code) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment to = arena.allocate(ADDRESS);
            int unknown = code(() -> (int) errorText.invokeExact(code, to));
            return unknown != 0
                    ? "error " + code
                    : to.get(ADDRESS, 0).reinterpret(NAME_BYTES).getString(0);
        }
    }

    /** How many devices there are; 0 also where the driver has found none. */
    int devices() {
        int code = code(() -> (int) start.invokeExact(0));
        if (code == CudaException.NO_DEVICE) {
            return 0;
        }
        call("cuInit", () -> code);
        return (int) number("cuDeviceGetCount", to -> (int) deviceCount.invokeExact(to));
    }

    /** Of CUDA that the driver knows, for instance 12040 for 12.4. */
    int version() {
        return (int) number("cuDriverGetVersion", to -> (int) driverVersion.invokeExact(to));
    }

    int device(int number) {
        return (int) number("cuDeviceGet", to -> (int) device.invokeExact(to, number));
    }

    String name(int of) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment to = arena.allocate(NAME_BYTES);
            call("cuDeviceGetName", () -> (int) deviceName.invokeExact(to, NAME_BYTES, of));
            return to.getString(0).strip();
        }
    }

    long bytes(int of) {
        return number("cuDeviceTotalMem", to -> (int) deviceMemory.invokeExact(to, of));
    }

    int attribute(int what, int of) {
        return (int) number("cuDeviceGetAttribute", to -> (int) deviceNumber.invokeExact(to, what, of));
    }

    MemorySegment retainContext(int of) {
        return object(number("cuDevicePrimaryCtxRetain", to -> (int) retainContext.invokeExact(to, of)));
    }

    void releaseContext(int of) {
        call("cuDevicePrimaryCtxRelease", () -> (int) releaseContext.invokeExact(of));
    }

    /** A thread's calls are for the context that it chose last. */
    void choose(MemorySegment context) {
        call("cuCtxSetCurrent", () -> (int) setContext.invokeExact(context));
    }

    static MemorySegment object(long handle) {
        return MemorySegment.ofAddress(handle);
    }

    MemorySegment createStream() {
        return object(number("cuStreamCreate", to -> (int) createStream.invokeExact(to, 0)));
    }

    void destroyStream(MemorySegment stream) {
        call("cuStreamDestroy", () -> (int) destroyStream.invokeExact(stream));
    }

    void finish(MemorySegment stream) {
        call("cuStreamSynchronize", () -> (int) finish.invokeExact(stream));
    }

    /** Has the driver translate a program; throws CudaException with its log as the cause. */
    MemorySegment loadModule(String ptx) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment text = arena.allocateFrom(ptx);
            MemorySegment log = arena.allocate(LOG_BYTES);
            MemorySegment options = arena.allocateFrom(JAVA_INT, LOG);
            MemorySegment values = arena.allocate(ADDRESS, LOG.length);
            values.setAtIndex(ADDRESS, 0, log);
            values.setAtIndex(ADDRESS, 1, object(LOG_BYTES));
            MemorySegment to = arena.allocate(JAVA_LONG);
            try {
                call("cuModuleLoadDataEx", () -> (int) loadModule.invokeExact(to, text, LOG.length, options, values));
            } catch (CudaException e) {
                throw new CudaException(e.getMessage(), e.code(), new IllegalArgumentException(log.getString(0)));
            }
            return object(to.get(JAVA_LONG, 0));
        }
    }

    void unloadModule(MemorySegment module) {
        call("cuModuleUnload", () -> (int) unloadModule.invokeExact(module));
    }

    MemorySegment kernel(MemorySegment module, String name) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment text = arena.allocateFrom(name);
            return object(number("cuModuleGetFunction " + name, to -> (int) kernel.invokeExact(to, module, text)));
        }
    }

    long allocate(long bytes) {
        return number("cuMemAlloc", to -> (int) allocate.invokeExact(to, bytes));
    }

    void free(long memory) {
        call("cuMemFree", () -> (int) free.invokeExact(memory));
    }

    void fillWithZeros(long memory, long bytes, MemorySegment stream) {
        call("cuMemsetD32Async", () -> (int) fill.invokeExact(memory, 0, bytes / Integer.BYTES, stream));
    }

    /** Returns when it is done. */
    void copy(long memory, MemorySegment from) {
        call("cuMemcpyHtoD", () -> (int) copy.invokeExact(memory, from, from.byteSize()));
    }

    void write(long memory, MemorySegment from, MemorySegment stream) {
        call("cuMemcpyHtoDAsync", () -> (int) write.invokeExact(memory, from, from.byteSize(), stream));
    }

    void read(long memory, MemorySegment to, MemorySegment stream) {
        call("cuMemcpyDtoHAsync", () -> (int) read.invokeExact(to, memory, to.byteSize(), stream));
    }

    /**
     * Launches x × y × z groups.
     *
     * @param arguments addresses of the arguments
     */
    void launch(MemorySegment of, long x, long y, long z, int group, MemorySegment stream, MemorySegment arguments) {
        call("cuLaunchKernel", () ->
                (int) launch.invokeExact(of, (int) x, (int) y, (int) z, group, 1, 1, 0, stream, arguments, NULL));
    }
}
