package org.kanworkbench.gpu.device;

/** A call of a device's driver that failed; one line. */
public final class DeviceException extends RuntimeException {

    /** What people can do something about, and what they can only try again. */
    public enum Kind {
        MEMORY,
        /** Kernels that the driver does not build; the cause has its log. */
        KERNELS,
        OTHER
    }

    private final Kind kind;

    public DeviceException(String message, Kind kind, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
