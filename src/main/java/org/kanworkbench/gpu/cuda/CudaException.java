package org.kanworkbench.gpu.cuda;

import org.kanworkbench.gpu.device.DeviceException;

/** A call of CUDA's driver that failed; one line. */
final class CudaException extends DeviceException {

    static final int OUT_OF_MEMORY = 2;
    static final int NO_DEVICE = 100;
    static final int NOT_FOR_THIS_CARD = 209;
    static final int INVALID_PTX = 218;
    static final int NO_COMPILER = 221;
    static final int PTX_TOO_NEW = 222;

    private final int code;

    CudaException(String message, int code, Throwable cause) {
        super(message, kind(code), cause);
        this.code = code;
    }

    private static Kind kind(int code) {
        return switch (code) {
            case OUT_OF_MEMORY -> Kind.MEMORY;
            case NOT_FOR_THIS_CARD, INVALID_PTX, NO_COMPILER, PTX_TOO_NEW -> Kind.KERNELS;
            default -> Kind.OTHER;
        };
    }

    /** CUDA's error code, above 0. */
    int code() {
        return code;
    }
}
