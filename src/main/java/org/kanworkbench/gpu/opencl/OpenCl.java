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
import java.util.Optional;

/** The functions of OpenCL 1.2 that the engine calls, by the foreign function interface. */
final class OpenCl {

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

    private static final int MOST = 64;
    private static final MemorySegment NULL = MemorySegment.NULL;

    private final SymbolLookup library;
    private final MethodHandle getPlatforms;
    private final MethodHandle getPlatformInfo;
    private final MethodHandle getDevices;
    private final MethodHandle getDeviceInfo;
    private final MethodHandle createContext;
    private final MethodHandle createQueue;
    private final MethodHandle createBuffer;
    private final MethodHandle createProgram;
    private final MethodHandle buildProgram;
    private final MethodHandle getBuildInfo;
    private final MethodHandle createKernel;
    private final MethodHandle setArgument;
    private final MethodHandle launch;
    private final MethodHandle read;
    private final MethodHandle write;
    private final MethodHandle fill;
    private final MethodHandle flush;
    private final MethodHandle finish;

    /** @param library has the functions; throws IllegalArgumentException if one is missing */
    OpenCl(SymbolLookup library) {
        this.library = library;
        getPlatforms = function("clGetPlatformIDs", JAVA_INT, JAVA_INT, ADDRESS, ADDRESS);
        getPlatformInfo = function("clGetPlatformInfo", JAVA_INT, ADDRESS, JAVA_INT, JAVA_LONG, ADDRESS, ADDRESS);
        getDevices = function("clGetDeviceIDs", JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS, ADDRESS);
        getDeviceInfo = function("clGetDeviceInfo", JAVA_INT, ADDRESS, JAVA_INT, JAVA_LONG, ADDRESS, ADDRESS);
        createContext = function("clCreateContext", ADDRESS, ADDRESS, JAVA_INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS);
        createQueue = function("clCreateCommandQueue", ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS);
        createBuffer = function("clCreateBuffer", ADDRESS, ADDRESS, JAVA_LONG, JAVA_LONG, ADDRESS, ADDRESS);
        createProgram = function("clCreateProgramWithSource", ADDRESS, ADDRESS, JAVA_INT, ADDRESS, ADDRESS, ADDRESS);
        buildProgram = function("clBuildProgram", JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS);
        getBuildInfo =
                function("clGetProgramBuildInfo", JAVA_INT, ADDRESS, ADDRESS, JAVA_INT, JAVA_LONG, ADDRESS, ADDRESS);
        createKernel = function("clCreateKernel", ADDRESS, ADDRESS, ADDRESS, ADDRESS);
        setArgument = function("clSetKernelArg", JAVA_INT, ADDRESS, JAVA_INT, JAVA_LONG, ADDRESS);
        launch = function(
                "clEnqueueNDRangeKernel",
                JAVA_INT,
                ADDRESS,
                ADDRESS,
                JAVA_INT,
                ADDRESS,
                ADDRESS,
                ADDRESS,
                JAVA_INT,
                ADDRESS,
                ADDRESS);
        read = transfer("clEnqueueReadBuffer");
        write = transfer("clEnqueueWriteBuffer");
        fill = function(
                "clEnqueueFillBuffer",
                JAVA_INT,
                ADDRESS,
                ADDRESS,
                ADDRESS,
                JAVA_LONG,
                JAVA_LONG,
                JAVA_LONG,
                JAVA_INT,
                ADDRESS,
                ADDRESS);
        flush = function("clFlush", JAVA_INT, ADDRESS);
        finish = function("clFinish", JAVA_INT, ADDRESS);
    }

    /** The platform's loader of OpenCL drivers; empty if there is none. */
    static Optional<OpenCl> load() {
        try {
            return Optional.of(new OpenCl(SymbolLookup.libraryLookup(libraryName(), Arena.global())));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    static String libraryName() {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        if (system.startsWith("windows")) {
            return "OpenCL.dll";
        }
        return system.startsWith("mac") ? "/System/Library/Frameworks/OpenCL.framework/OpenCL" : "libOpenCL.so.1";
    }

    private MethodHandle function(String name, MemoryLayout result, MemoryLayout... arguments) {
        MemorySegment at =
                library.find(name).orElseThrow(() -> new IllegalArgumentException("OpenCL has no function " + name));
        return Linker.nativeLinker().downcallHandle(at, FunctionDescriptor.of(result, arguments));
    }

    /** Of an extension of a platform. */
    MethodHandle function(MemorySegment platform, String name, MemoryLayout result, MemoryLayout... arguments) {
        MethodHandle find = function("clGetExtensionFunctionAddressForPlatform", ADDRESS, ADDRESS, ADDRESS);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment text = arena.allocateFrom(name);
            MemorySegment at = (MemorySegment) find.invokeExact(platform, text);
            if (at.equals(NULL)) {
                throw new OpenClException(name, OpenClException.INVALID_OPERATION);
            }
            return Linker.nativeLinker().downcallHandle(at, FunctionDescriptor.of(result, arguments));
        } catch (Throwable e) {
            throw unchecked(e);
        }
    }

    private MethodHandle transfer(String name) {
        return function(
                name, JAVA_INT, ADDRESS, ADDRESS, JAVA_INT, JAVA_LONG, JAVA_LONG, ADDRESS, JAVA_INT, ADDRESS, ADDRESS);
    }

    private static void check(String function, int code) {
        if (code != 0) {
            throw new OpenClException(function, code);
        }
    }

    /** Calls a function whose last argument receives its error code. */
    interface Creation {
        MemorySegment with(MemorySegment error) throws Throwable;
    }

    /** Calls a function that returns its error code. */
    interface Call {
        int code() throws Throwable;
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
        try {
            check(function, call.code());
        } catch (Throwable e) {
            throw unchecked(e);
        }
    }

    /** Handles declare Throwable, but a foreign function throws nothing of its own. */
    private static RuntimeException unchecked(Throwable e) {
        return switch (e) {
            case RuntimeException known -> known;
            case Error error -> throw error;
            default -> new IllegalStateException(e);
        };
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
            if (code == OpenClException.DEVICE_NOT_FOUND || code == -1001) {
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
     * Builds a program, with the options of the system property {@code opencl.options} besides; throws OpenClException with
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
            } catch (OpenClException e) {
                byte[] log = ask("clGetProgramBuildInfo", (size, value, got) ->
                        (int) getBuildInfo.invokeExact(program, device, BUILD_LOG, size, value, got));
                release("clReleaseProgram", program);
                throw new OpenClException(e.getMessage(), e.code(), new IllegalArgumentException(text(log)));
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
        MethodHandle release = function(function, JAVA_INT, ADDRESS);
        call(function, () -> (int) release.invokeExact(object));
    }
}
