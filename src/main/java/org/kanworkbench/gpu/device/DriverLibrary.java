package org.kanworkbench.gpu.device;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;
import java.util.function.Function;

/** A driver's library, whose functions are called by the foreign function interface. */
public abstract class DriverLibrary {

    private final String title;
    private final SymbolLookup library;

    /** @param title as in a sentence, for instance {@code OpenCL} */
    protected DriverLibrary(String title, SymbolLookup library) {
        this.title = title;
        this.library = library;
    }

    /**
     * Loads a library.
     *
     * @param file its name, as the system's loader finds it
     * @param functions throws IllegalArgumentException if one is missing
     * @return empty if there is none, or one is missing
     */
    protected static <T> Optional<T> load(String file, Function<SymbolLookup, T> functions) {
        try {
            return Optional.of(functions.apply(SymbolLookup.libraryLookup(file, Arena.global())));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /** One of its functions; throws IllegalArgumentException if that is missing. */
    protected final MethodHandle function(String name, MemoryLayout result, MemoryLayout... arguments) {
        return Linker.nativeLinker()
                .downcallHandle(
                        library.find(name)
                                .orElseThrow(() -> new IllegalArgumentException(title + " has no function " + name)),
                        FunctionDescriptor.of(result, arguments));
    }

    /** One that returns its error code. */
    protected final MethodHandle command(String name, MemoryLayout... arguments) {
        return function(name, ValueLayout.JAVA_INT, arguments);
    }

    /** Calls a function that returns its error code. */
    public interface Call {
        int code() throws Throwable;
    }

    protected static int code(Call call) {
        try {
            return call.code();
        } catch (Throwable e) {
            throw unchecked(e);
        }
    }

    /** Handles declare Throwable, but a foreign function throws nothing of its own. */
    protected static RuntimeException unchecked(Throwable e) {
        return switch (e) {
            case RuntimeException known -> known;
            case Error error -> throw error;
            default -> new IllegalStateException(e);
        };
    }
}
