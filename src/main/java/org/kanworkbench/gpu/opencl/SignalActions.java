package org.kanworkbench.gpu.opencl;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/**
 * What this process does at each signal, to put back after a driver has looked for its devices. PoCL's compiler (LLVM)
 * takes over what Java does at SIGSEGV, by which Java stops its threads; its own handler serves one signal and until it
 * has put Java's back, a second thread that stops ends the process without a word.
 */
final class SignalActions {

    /** POSIX has these in all systems; real-time signals follow. */
    private static final int SIGNALS = 31;
    /** No system's struct sigaction is larger; Linux's has 152 bytes. */
    private static final long BYTES = 256;

    private static final Optional<MethodHandle> ACTION = Linker.nativeLinker()
            .defaultLookup()
            .find("sigaction")
            .map(at -> Linker.nativeLinker()
                    .downcallHandle(at, FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, ADDRESS)));

    private final MemorySegment actions;

    private SignalActions(MemorySegment actions) {
        this.actions = actions;
    }

    /** Those of now, until the arena closes; none on Windows, which has no signals. */
    static SignalActions now(Arena arena) throws Throwable {
        SignalActions all = new SignalActions(arena.allocate(SIGNALS * BYTES));
        if (ACTION.isPresent()) {
            for (int signal = 1; signal <= SIGNALS; signal++) {
                int _ = (int) ACTION.get().invokeExact(signal, MemorySegment.NULL, all.of(signal));
            }
        }
        return all;
    }

    /** SIGKILL and SIGSTOP, which nothing can change, refuse it. */
    void restore() throws Throwable {
        if (ACTION.isPresent()) {
            for (int signal = 1; signal <= SIGNALS; signal++) {
                int _ = (int) ACTION.get().invokeExact(signal, of(signal), MemorySegment.NULL);
            }
        }
    }

    /** A struct sigaction, whose first field is the handler's address. */
    MemorySegment of(int signal) {
        return actions.asSlice((signal - 1) * BYTES, BYTES);
    }
}
