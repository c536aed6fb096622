package org.kanworkbench.gpu.opencl;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;
import java.util.Optional;

/** OpenCL's extension cl_khr_command_buffer: launches that are recorded once and sent as one command. */
final class CommandBuffers {

    private static final String EXTENSION = "cl_khr_command_buffer";
    private static final int DEVICE_CAPABILITIES = 0x12A9;
    /** A recording may be sent again before it has ended. */
    private static final int SIMULTANEOUS_USE = 1 << 2;
    /** CL_COMMAND_BUFFER_FLAGS_KHR and CL_COMMAND_BUFFER_SIMULTANEOUS_USE_KHR, then the end. */
    private static final long[] PROPERTIES = {0x1293, 1, 0};

    private static final MemorySegment NULL = MemorySegment.NULL;

    private final MethodHandle create;
    private final MethodHandle launch;
    private final MethodHandle finish;
    private final MethodHandle send;
    private final MethodHandle release;

    private CommandBuffers(OpenCl library, MemorySegment platform) {
        create = library.function(platform, "clCreateCommandBufferKHR", ADDRESS, JAVA_INT, ADDRESS, ADDRESS, ADDRESS);
        launch = library.function(
                platform,
                "clCommandNDRangeKernelKHR",
                JAVA_INT,
                ADDRESS,
                ADDRESS,
                ADDRESS,
                ADDRESS,
                JAVA_INT,
                ADDRESS,
                ADDRESS,
                ADDRESS,
                JAVA_INT,
                ADDRESS,
                ADDRESS,
                ADDRESS);
        finish = library.function(platform, "clFinalizeCommandBufferKHR", JAVA_INT, ADDRESS);
        send = library.function(
                platform,
                "clEnqueueCommandBufferKHR",
                JAVA_INT,
                JAVA_INT,
                ADDRESS,
                ADDRESS,
                JAVA_INT,
                ADDRESS,
                ADDRESS);
        release = library.function(platform, "clReleaseCommandBufferKHR", JAVA_INT, ADDRESS);
    }

    /** Empty for a device that does not take them. */
    static Optional<CommandBuffers> of(OpenCl library, MemorySegment device) {
        String[] extensions =
                library.deviceText(device, OpenCl.DEVICE_EXTENSIONS).split("\\s+");
        if (!Arrays.asList(extensions).contains(EXTENSION)
                || (library.deviceNumber(device, DEVICE_CAPABILITIES) & SIMULTANEOUS_USE) == 0) {
            return Optional.empty();
        }
        MemorySegment platform = MemorySegment.ofAddress(library.deviceNumber(device, OpenCl.DEVICE_PLATFORM));
        return Optional.of(new CommandBuffers(library, platform));
    }

    MemorySegment create(MemorySegment queue) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment queues = arena.allocateFrom(ADDRESS, queue);
            MemorySegment properties = arena.allocateFrom(JAVA_LONG, PROPERTIES);
            return OpenCl.create("clCreateCommandBufferKHR", error ->
                    (MemorySegment) create.invokeExact(1, queues, properties, error));
        }
    }

    /** @param global three work sizes, and local three of a group */
    void launch(MemorySegment buffer, MemorySegment kernel, MemorySegment global, MemorySegment local) {
        OpenCl.call("clCommandNDRangeKernelKHR", () ->
                (int) launch.invokeExact(buffer, NULL, NULL, kernel, 3, NULL, global, local, 0, NULL, NULL, NULL));
    }

    void finish(MemorySegment buffer) {
        OpenCl.call("clFinalizeCommandBufferKHR", () -> (int) finish.invokeExact(buffer));
    }

    /** To the queue that it was made for. */
    void send(MemorySegment buffer) {
        OpenCl.call("clEnqueueCommandBufferKHR", () -> (int) send.invokeExact(0, NULL, buffer, 0, NULL, NULL));
    }

    void release(MemorySegment buffer) {
        OpenCl.call("clReleaseCommandBufferKHR", () -> (int) release.invokeExact(buffer));
    }
}
