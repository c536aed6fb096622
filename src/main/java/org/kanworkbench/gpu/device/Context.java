package org.kanworkbench.gpu.device;

import java.lang.foreign.MemorySegment;
import java.util.OptionalLong;

/**
 * Memory, kernels and one queue of a device, which executes in order. Memory and kernels are numbers that mean something to their
 * context alone. One thread at a time; all methods throw DeviceException if the device fails.
 */
public interface Context extends AutoCloseable {

    /** Memory of so many bytes, with any contents. */
    long allocate(long bytes);

    /** A copy of this machine's memory, which kernels only read. */
    long copy(MemorySegment values);

    /** Makes zeros of bytes, a multiple of four. */
    void clear(long memory, long from, long bytes);

    /**
     * A program, which is built when it is first asked for.
     *
     * @param text if it cannot be built, the exception's cause has the log
     */
    long program(String text);

    /** A kernel of a program. */
    long kernel(long program, String name);

    /** Launches x × y × z groups of {@link Session#GROUP} work-items. */
    void launch(long kernel, long x, long y, long z, Arguments arguments);

    /** Keeps the launches of the work, instead of executing them, for {@link #play}; empty if the device has nothing for that. */
    default OptionalLong record(Runnable work) {
        return OptionalLong.empty();
    }

    /** Executes what was recorded. */
    default void play(long recording) {
        throw new UnsupportedOperationException();
    }

    /** Has all launches so far begun, without waiting. */
    void flush();

    /** Waits for everything before. */
    void finish();

    /** Copies later: the values must stay as they are until something has been read or waited for. */
    void write(long memory, long to, MemorySegment values);

    /** Waits for everything before, and copies. */
    void read(long memory, long from, MemorySegment values);

    /** Frees everything but the programs that were built, for another session on them. */
    void clear();

    /** Frees everything, also after the device has failed. */
    @Override
    void close();

    /** Frees something, as far as the device is not lost. */
    default void free(Runnable release) {
        try {
            release.run();
        } catch (DeviceException _) {
            // What a lost device held is lost.
        }
    }
}
