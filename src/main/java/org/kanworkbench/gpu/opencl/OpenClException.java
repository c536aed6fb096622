package org.kanworkbench.gpu.opencl;

import java.util.Map;
import org.kanworkbench.gpu.device.DeviceException;

/** A call of OpenCL that failed; one line. */
final class OpenClException extends DeviceException {

    static final int DEVICE_NOT_FOUND = -1;
    static final int DEVICE_NOT_AVAILABLE = -2;
    static final int OUT_OF_MEMORY = -4;
    static final int OUT_OF_RESOURCES = -5;
    static final int OUT_OF_HOST_MEMORY = -6;
    static final int BUILD_FAILURE = -11;
    static final int INVALID_OPERATION = -59;
    static final int INVALID_BUFFER_SIZE = -61;

    private static final Map<Integer, String> NAMES = Map.of(
            DEVICE_NOT_FOUND, "device not found",
            DEVICE_NOT_AVAILABLE, "device not available",
            OUT_OF_MEMORY, "out of device memory",
            OUT_OF_RESOURCES, "out of resources",
            OUT_OF_HOST_MEMORY, "out of memory",
            BUILD_FAILURE, "kernels not built",
            INVALID_OPERATION, "not there",
            INVALID_BUFFER_SIZE, "buffer too large");

    private final int code;

    OpenClException(String function, int code) {
        this(function + ": " + NAMES.getOrDefault(code, "error " + code), code, null);
    }

    OpenClException(String message, int code, Throwable cause) {
        super(message, kind(code), cause);
        this.code = code;
    }

    private static Kind kind(int code) {
        return switch (code) {
            case OUT_OF_MEMORY, OUT_OF_HOST_MEMORY, INVALID_BUFFER_SIZE -> Kind.MEMORY;
            case BUILD_FAILURE -> Kind.KERNELS;
            default -> Kind.OTHER;
        };
    }

    /** OpenCL's error code, below 0. */
    int code() {
        return code;
    }
}
