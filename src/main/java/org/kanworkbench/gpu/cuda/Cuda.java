package org.kanworkbench.gpu.cuda;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.Locale;
import java.util.Optional;
import org.kanworkbench.gpu.device.DeviceException;
import org.kanworkbench.gpu.device.DeviceException.Kind;
import org.kanworkbench.gpu.device.DriverLibrary;

/** The functions of CUDA's driver that the engine calls, by the foreign function interface. */
final class Cuda extends DriverLibrary {

    static final int PROCESSORS = 16;
    static final int CAPABILITY_MAJOR = 75;
    static final int CAPABILITY_MINOR = 76;

    static final int OUT_OF_MEMORY = 2;
    static final int NO_DEVICE = 100;
    static final int NOT_FOR_THIS_CARD = 209;
    static final int INVALID_PTX = 218;
    static final int NO_COMPILER = 221;
    static final int PTX_TOO_NEW = 222;

    private static final int NAME_BYTES = 256;
    private static final int LOG_BYTES = 8192;
    /** Options of a module: where errors are written, and how many bytes. */
    private static final int[] LOG = {5, 6};

    private static final MemorySegment NULL = MemorySegment.NULL;

    private final MethodHandle start = command("cuInit", JAVA_INT);
    private final MethodHandle driverVersion = command("cuDriverGetVersion", ADDRESS);
    private final MethodHandle deviceCount = command("cuDeviceGetCount", ADDRESS);
    private final MethodHandle device = command("cuDeviceGet", ADDRESS, JAVA_INT);
    private final MethodHandle deviceName = command("cuDeviceGetName", ADDRESS, JAVA_INT, JAVA_INT);
    private final MethodHandle deviceMemory = command("cuDeviceTotalMem_v2", ADDRESS, JAVA_INT);
    private final MethodHandle deviceNumber = command("cuDeviceGetAttribute", ADDRESS, JAVA_INT, JAVA_INT);
    private final MethodHandle retainContext = command("cuDevicePrimaryCtxRetain", ADDRESS, JAVA_INT);
    private final MethodHandle releaseContext = command("cuDevicePrimaryCtxRelease_v2", JAVA_INT);
    private final MethodHandle setContext = command("cuCtxSetCurrent", ADDRESS);
    private final MethodHandle createStream = command("cuStreamCreate", ADDRESS, JAVA_INT);
    private final MethodHandle destroyStream = command("cuStreamDestroy_v2", ADDRESS);
    private final MethodHandle finish = command("cuStreamSynchronize", ADDRESS);
    private final MethodHandle loadModule = command("cuModuleLoadDataEx", ADDRESS, ADDRESS, JAVA_INT, ADDRESS, ADDRESS);
    private final MethodHandle unloadModule = command("cuModuleUnload", ADDRESS);
    private final MethodHandle kernel = command("cuModuleGetFunction", ADDRESS, ADDRESS, ADDRESS);
    private final MethodHandle allocate = command("cuMemAlloc_v2", ADDRESS, JAVA_LONG);
    private final MethodHandle free = command("cuMemFree_v2", JAVA_LONG);
    private final MethodHandle fill = command("cuMemsetD32Async", JAVA_LONG, JAVA_INT, JAVA_LONG, ADDRESS);
    private final MethodHandle copy = command("cuMemcpyHtoD_v2", JAVA_LONG, ADDRESS, JAVA_LONG);
    private final MethodHandle write = command("cuMemcpyHtoDAsync_v2", JAVA_LONG, ADDRESS, JAVA_LONG, ADDRESS);
    private final MethodHandle read = command("cuMemcpyDtoHAsync_v2", ADDRESS, JAVA_LONG, JAVA_LONG, ADDRESS);
    private final MethodHandle launch = command(
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
    private final MethodHandle errorText = command("cuGetErrorString", JAVA_INT, ADDRESS);

    /** @param library has the functions; throws IllegalArgumentException if one is missing */
    Cuda(SymbolLookup library) {
        super("CUDA's driver", library);
    }

    /** The driver's library; empty if there is none. */
    static Optional<Cuda> load() {
        return load(libraryName(), Cuda::new);
    }

    private static String libraryName() {
        return System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows")
                ? "nvcuda.dll"
                : "libcuda.so.1";
    }

    /** Calls a function that returns its error code, with a place of eight bytes for what it gives. */
    private interface Query {
        int code(MemorySegment to) throws Throwable;
    }

    private void call(String function, Call call) {
        int code = code(call);
        if (code != 0) {
            Kind kind = switch (code) {
                case OUT_OF_MEMORY -> Kind.MEMORY;
                case NOT_FOR_THIS_CARD, INVALID_PTX, NO_COMPILER, PTX_TOO_NEW -> Kind.KERNELS;
                default -> Kind.OTHER;
            };
            throw new DeviceException(function + ": " + text(code), kind, null);
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
        if (code == NO_DEVICE) {
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

    /** Has the driver translate a program; throws DeviceException with its log as the cause. */
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
            } catch (DeviceException e) {
                throw new DeviceException(e.getMessage(), e.kind(), new IllegalArgumentException(log.getString(0)));
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
