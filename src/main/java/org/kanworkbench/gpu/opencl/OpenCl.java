package org.kanworkbench.gpu.opencl;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.kanworkbench.gpu.device.DeviceException;
import org.kanworkbench.gpu.device.DeviceException.Kind;
import org.kanworkbench.gpu.device.DriverLibrary;

/** The functions of OpenCL 1.2 that the engine calls, by the foreign function interface. */
final class OpenCl extends DriverLibrary {

    static final int TRUE = 1;
    static final int PLATFORM_NAME = 0x0902;
    static final int DEVICE_TYPE = 0x1000;
    static final int DEVICE_COMPUTE_UNITS = 0x1002;
    static final int DEVICE_GLOBAL_MEMORY = 0x101F;
    static final int DEVICE_LOCAL_MEMORY = 0x1023;
    static final int DEVICE_NAME = 0x102B;
    static final int DRIVER_VERSION = 0x102D;
    static final int DEVICE_VERSION = 0x102F;
    static final int DEVICE_EXTENSIONS = 0x1030;
    static final int DEVICE_PLATFORM = 0x1031;
    static final long TYPE_GPU = 1 << 2;
    static final long TYPE_ALL = 0xFFFFFFFFL;
    static final int BUILD_LOG = 0x1183;
    private static final long READ_WRITE = 1;
    /** CL_MEM_READ_ONLY and CL_MEM_COPY_HOST_PTR. */
    private static final long READ_COPY = 1 << 2 | 1 << 5;

    static final int DEVICE_NOT_FOUND = -1;
    static final int DEVICE_NOT_AVAILABLE = -2;
    static final int OUT_OF_MEMORY = -4;
    static final int OUT_OF_RESOURCES = -5;
    static final int OUT_OF_HOST_MEMORY = -6;
    static final int BUILD_FAILURE = -11;
    static final int INVALID_OPERATION = -59;
    static final int INVALID_BUFFER_SIZE = -61;
    private static final Map<Integer, String> FAILURES = Map.of(
            DEVICE_NOT_FOUND, "device not found",
            DEVICE_NOT_AVAILABLE, "device not available",
            OUT_OF_MEMORY, "out of device memory",
            OUT_OF_RESOURCES, "out of resources",
            OUT_OF_HOST_MEMORY, "out of memory",
            BUILD_FAILURE, "kernels not built",
            INVALID_OPERATION, "not there",
            INVALID_BUFFER_SIZE, "buffer too large");

    private static final int MOST = 64;
    private static final MemorySegment NULL = MemorySegment.NULL;

    private final MethodHandle getPlatforms = command("clGetPlatformIDs", JAVA_INT, ADDRESS, ADDRESS);
    private final MethodHandle getPlatformInfo =
            command("clGetPlatformInfo", ADDRESS, JAVA_INT, JAVA_LONG, ADDRESS, ADDRESS);
    private final MethodHandle getDevices = command("clGetDeviceIDs", ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS, ADDRESS);
    private final MethodHandle getDeviceInfo =
            command("clGetDeviceInfo", ADDRESS, JAVA_INT, JAVA_LONG, ADDRESS, ADDRESS);
    private final MethodHandle createContext =
            function("clCreateContext", ADDRESS, ADDRESS, JAVA_INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS);
    private final MethodHandle createQueue =
            function("clCreateCommandQueue", ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS);
    private final MethodHandle createBuffer =
            function("clCreateBuffer", ADDRESS, ADDRESS, JAVA_LONG, JAVA_LONG, ADDRESS, ADDRESS);
    private final MethodHandle createProgram =
            function("clCreateProgramWithSource", ADDRESS, ADDRESS, JAVA_INT, ADDRESS, ADDRESS, ADDRESS);
    private final MethodHandle buildProgram =
            command("clBuildProgram", ADDRESS, JAVA_INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS);
    private final MethodHandle getBuildInfo =
            command("clGetProgramBuildInfo", ADDRESS, ADDRESS, JAVA_INT, JAVA_LONG, ADDRESS, ADDRESS);
    private final MethodHandle createKernel = function("clCreateKernel", ADDRESS, ADDRESS, ADDRESS, ADDRESS);
    private final MethodHandle setArgument = command("clSetKernelArg", ADDRESS, JAVA_INT, JAVA_LONG, ADDRESS);
    private final MethodHandle launch = command(
            "clEnqueueNDRangeKernel",
            ADDRESS,
            ADDRESS,
            JAVA_INT,
            ADDRESS,
            ADDRESS,
            ADDRESS,
            JAVA_INT,
            ADDRESS,
            ADDRESS);
    private final MethodHandle read = transfer("clEnqueueReadBuffer");
    private final MethodHandle write = transfer("clEnqueueWriteBuffer");
    private final MethodHandle fill = command(
            "clEnqueueFillBuffer",
            ADDRESS,
            ADDRESS,
            ADDRESS,
            JAVA_LONG,
            JAVA_LONG,
            JAVA_LONG,
            JAVA_INT,
            ADDRESS,
            ADDRESS);
    private final MethodHandle flush = command("clFlush", ADDRESS);
    private final MethodHandle finish = command("clFinish", ADDRESS);

    /** @param library has the functions; throws IllegalArgumentException if one is missing */
    OpenCl(SymbolLookup library) {
        super("OpenCL", library);
    }

    /** The platform's loader of OpenCL drivers; empty if there is none. */
    static Optional<OpenCl> load() {
        return load(libraryName(), OpenCl::new);
    }

    static String libraryName() {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        if (system.startsWith("windows")) {
            return "OpenCL.dll";
        }
        return system.startsWith("mac") ? "/System/Library/Frameworks/OpenCL.framework/OpenCL" : "libOpenCL.so.1";
    }

    /** Of an extension of a platform. */
    MethodHandle function(MemorySegment platform, String name, MemoryLayout result, MemoryLayout... arguments) {
        MethodHandle find = function("clGetExtensionFunctionAddressForPlatform", ADDRESS, ADDRESS, ADDRESS);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment text = arena.allocateFrom(name);
            MemorySegment at = (MemorySegment) find.invokeExact(platform, text);
            if (at.equals(NULL)) {
                throw failed(name, INVALID_OPERATION);
            }
            return Linker.nativeLinker().downcallHandle(at, FunctionDescriptor.of(result, arguments));
        } catch (Throwable e) {
            throw unchecked(e);
        }
    }

    private MethodHandle transfer(String name) {
        return command(name, ADDRESS, ADDRESS, JAVA_INT, JAVA_LONG, JAVA_LONG, ADDRESS, JAVA_INT, ADDRESS, ADDRESS);
    }

    private static void check(String function, int code) {
        if (code != 0) {
            throw failed(function, code);
        }
    }

    private static DeviceException failed(String function, int code) {
        Kind kind = switch (code) {
            case OUT_OF_MEMORY, OUT_OF_HOST_MEMORY, INVALID_BUFFER_SIZE -> Kind.MEMORY;
            case BUILD_FAILURE -> Kind.KERNELS;
            default -> Kind.OTHER;
        };
        return new DeviceException(function + ": " + FAILURES.getOrDefault(code, "error " + code), kind, null);
    }

    /** Calls a function whose last argument receives its error code. */
    interface Creation {
        MemorySegment with(MemorySegment error) throws Throwable;
    }

    static MemorySegment create(String function, Creation creation) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment error = arena.allocate(JAVA_INT);
            MemorySegment made = creation.with(error);
            check(function, error.get(JAVA_INT, 0));
            return made;
        } catch (Throwable e) {
            throw unchecked(e);
        }
    }

    static void call(String function, Call call) {
        check(function, code(call));
    }

    /** All platforms; empty where the loader knows of no driver. */
    MemorySegment[] platforms() {
        return list("clGetPlatformIDs", (count, ids, got) -> (int) getPlatforms.invokeExact(count, ids, got));
    }

    MemorySegment[] devices(MemorySegment platform) {
        return list("clGetDeviceIDs", (count, ids, got) ->
                (int) getDevices.invokeExact(platform, TYPE_ALL, count, ids, got));
    }

    private interface Listing {
        int list(int count, MemorySegment ids, MemorySegment got) throws Throwable;
    }

    private static MemorySegment[] list(String function, Listing listing) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment ids = arena.allocate(ADDRESS, MOST);
            MemorySegment got = arena.allocate(JAVA_INT);
            SignalActions javas = SignalActions.now(arena);
            int code = listing.list(MOST, ids, got);
            javas.restore();
            // −1 and −1001: none.
            if (code == DEVICE_NOT_FOUND || code == -1001) {
                return new MemorySegment[0];
            }
            check(function, code);
            MemorySegment[] all = new MemorySegment[Math.min(MOST, got.get(JAVA_INT, 0))];
            for (int n = 0; n < all.length; n++) {
                all[n] = ids.getAtIndex(ADDRESS, n);
            }
            return all;
        } catch (Throwable e) {
            throw unchecked(e);
        }
    }

    private interface Query {
        int ask(long size, MemorySegment value, MemorySegment got) throws Throwable;
    }

    private static byte[] ask(String function, Query query) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment size = arena.allocate(JAVA_LONG);
            check(function, query.ask(0, NULL, size));
            long bytes = size.get(JAVA_LONG, 0);
            MemorySegment value = arena.allocate(Math.max(1, bytes));
            check(function, query.ask(bytes, value, NULL));
            return value.toArray(JAVA_BYTE);
        } catch (Throwable e) {
            throw unchecked(e);
        }
    }

    private static String text(byte[] bytes) {
        String all = new String(bytes, StandardCharsets.UTF_8);
        int end = all.indexOf('\0');
        return (end < 0 ? all : all.substring(0, end)).strip();
    }

    String platformName(MemorySegment platform) {
        return text(ask("clGetPlatformInfo", (size, value, got) ->
                (int) getPlatformInfo.invokeExact(platform, PLATFORM_NAME, size, value, got)));
    }

    String deviceText(MemorySegment device, int what) {
        return text(deviceInfo(device, what));
    }

    /** A number of 4 or 8 bytes. */
    long deviceNumber(MemorySegment device, int what) {
        byte[] bytes = deviceInfo(device, what);
        MemorySegment value = MemorySegment.ofArray(bytes);
        return bytes.length == Integer.BYTES
                ? Integer.toUnsignedLong(value.get(JAVA_INT_UNALIGNED, 0))
                : value.get(JAVA_LONG_UNALIGNED, 0);
    }

    private byte[] deviceInfo(MemorySegment device, int what) {
        return ask("clGetDeviceInfo", (size, value, got) ->
                (int) getDeviceInfo.invokeExact(device, what, size, value, got));
    }

    MemorySegment createContext(MemorySegment device) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment devices = arena.allocateFrom(ADDRESS, device);
            return create("clCreateContext", error ->
                    (MemorySegment) createContext.invokeExact(NULL, 1, devices, NULL, NULL, error));
        }
    }

    MemorySegment createQueue(MemorySegment context, MemorySegment device) {
        return create(
                "clCreateCommandQueue", error -> (MemorySegment) createQueue.invokeExact(context, device, 0L, error));
    }

    MemorySegment createBuffer(MemorySegment context, long bytes) {
        return create("clCreateBuffer", error ->
                (MemorySegment) createBuffer.invokeExact(context, READ_WRITE, bytes, NULL, error));
    }

    /** A copy of what lies in this machine's memory, which kernels only read. */
    MemorySegment createCopy(MemorySegment context, MemorySegment from) {
        return create("clCreateBuffer", error ->
                (MemorySegment) createBuffer.invokeExact(context, READ_COPY, from.byteSize(), from, error));
    }

    /**
     * Builds a program, with the options of the system property {@code opencl.options} besides; throws DeviceException with
     * the compiler's log as its cause.
     */
    MemorySegment build(MemorySegment context, MemorySegment device, String source) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment sources = arena.allocateFrom(ADDRESS, arena.allocateFrom(source));
            MemorySegment program = create("clCreateProgramWithSource", error ->
                    (MemorySegment) createProgram.invokeExact(context, 1, sources, NULL, error));
            MemorySegment options = arena.allocateFrom("-cl-std=CL1.2 " + System.getProperty("opencl.options", ""));
            try {
                call("clBuildProgram", () -> (int) buildProgram.invokeExact(program, 0, NULL, options, NULL, NULL));
            } catch (DeviceException e) {
                byte[] log = ask("clGetProgramBuildInfo", (size, value, got) ->
                        (int) getBuildInfo.invokeExact(program, device, BUILD_LOG, size, value, got));
                release("clReleaseProgram", program);
                throw new DeviceException(e.getMessage(), e.kind(), new IllegalArgumentException(text(log)));
            }
            return program;
        }
    }

    MemorySegment createKernel(MemorySegment program, String name) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment text = arena.allocateFrom(name);
            return create(
                    "clCreateKernel " + name, error -> (MemorySegment) createKernel.invokeExact(program, text, error));
        }
    }

    /** @param value of the given size [bytes] */
    void setArgument(MemorySegment kernel, int index, long size, MemorySegment value) {
        call("clSetKernelArg", () -> (int) setArgument.invokeExact(kernel, index, size, value));
    }

    /** @param global three work sizes, and local three of a group */
    void launch(MemorySegment queue, MemorySegment kernel, MemorySegment global, MemorySegment local) {
        call("clEnqueueNDRangeKernel", () ->
                (int) launch.invokeExact(queue, kernel, 3, NULL, global, local, 0, NULL, NULL));
    }

    /** Reads and waits for all before it. */
    void read(MemorySegment queue, MemorySegment buffer, long from, long bytes, MemorySegment to) {
        call("clEnqueueReadBuffer", () -> (int) read.invokeExact(queue, buffer, TRUE, from, bytes, to, 0, NULL, NULL));
    }

    /** Writes later: the memory must stay as it is until something has been read. */
    void write(MemorySegment queue, MemorySegment buffer, long to, long bytes, MemorySegment from) {
        call("clEnqueueWriteBuffer", () -> (int) write.invokeExact(queue, buffer, 0, to, bytes, from, 0, NULL, NULL));
    }

    void fillWithZeros(MemorySegment queue, MemorySegment buffer, long from, long bytes) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment zero = arena.allocate(JAVA_INT);
            call("clEnqueueFillBuffer", () ->
                    (int) fill.invokeExact(queue, buffer, zero, 4L, from, bytes, 0, NULL, NULL));
        }
    }

    /** Has all commands so far begun, without waiting. */
    void flush(MemorySegment queue) {
        call("clFlush", () -> (int) flush.invokeExact(queue));
    }

    void finish(MemorySegment queue) {
        call("clFinish", () -> (int) finish.invokeExact(queue));
    }

    /** @param function clRelease… of that kind of object */
    void release(String function, MemorySegment object) {
        MethodHandle release = command(function, ADDRESS);
        call(function, () -> (int) release.invokeExact(object));
    }
}
