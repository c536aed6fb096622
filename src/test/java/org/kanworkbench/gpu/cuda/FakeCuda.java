package org.kanworkbench.gpu.cuda;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;
import org.kanworkbench.gpu.device.ComputeDevice;
import org.kanworkbench.gpu.device.Context;

/**
 * CUDA's driver without a device: src/test/c, which g++ compiles with the kernels. It computes on the processor and holds every call
 * to what a device asks for.
 */
public final class FakeCuda {

    private static final Path SOURCES = Path.of("src", "test", "c");
    private static final Path BUILT = Path.of("target", "fake-cuda");
    private static final Pattern KERNEL = Pattern.compile("^KERNEL (\\w+)\\(", Pattern.MULTILINE);
    private static final List<String> OPTIONS = List.of(
            "-O2",
            "-Wall",
            "-Wextra",
            "-Wno-unused",
            "-Wno-unknown-pragmas",
            "-Werror",
            "-shared",
            "-fPIC",
            "-std=c++17",
            "-ffp-contract=fast",
            "-march=native",
            "-fno-strict-aliasing");
    private static final long SECONDS = 120;
    private static final long TEXT = 1 << 16;

    private final SymbolLookup library;

    private FakeCuda(SymbolLookup library) {
        this.library = library;
    }

    /** As at first; skips the test where there is no g++. */
    public static FakeCuda orSkip() {
        Assumptions.assumeTrue(hasCompiler(), "no C++ compiler here: install g++ to run this test");
        try {
            Path driver = SOURCES.resolve("cuda.cpp");
            Path built = compile(Kernels.digest(Files.readString(driver)), driver, List.of("-ldl"), List.of());
            FakeCuda fake = new FakeCuda(SymbolLookup.libraryLookup(built.toAbsolutePath(), Arena.global()));
            fake.tell("fake_programs", BUILT.toAbsolutePath().toString());
            fake.reset();
            fake.findings();
            return fake;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean hasCompiler() {
        try {
            return new ProcessBuilder("g++", "--version")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Path compile(String name, Path source, List<String> after, List<String> before) throws IOException {
        Path to = BUILT.resolve(name + ".so");
        if (Files.exists(to)) {
            return to;
        }
        Files.createDirectories(BUILT);
        Path made = Files.createTempFile(BUILT, name, ".so");
        List<String> command = new ArrayList<>(List.of("g++"));
        command.addAll(OPTIONS);
        command.addAll(before);
        command.addAll(List.of("-o", made.toString(), source.toString()));
        command.addAll(after);
        Path log = Files.createTempFile(BUILT, name, ".log");
        try {
            Process compiler = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            if (!compiler.waitFor(SECONDS, TimeUnit.SECONDS) || compiler.exitValue() != 0) {
                throw new IllegalStateException(String.join(" ", command) + "\n" + Files.readString(log));
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        Files.delete(log);
        return Files.move(made, to, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Compiles programs, so that it can execute them. */
    void build(Set<String> programs) {
        for (String program : programs) {
            String digest = Kernels.digest(program);
            String callable = KERNEL.matcher(program)
                    .results()
                    .map(kernel -> "CALLABLE(" + kernel.group(1) + ")\n")
                    .collect(Collectors.joining());
            try {
                Files.createDirectories(BUILT);
                Path source = Files.writeString(BUILT.resolve(digest + ".cpp"), Kernels.source(program) + callable);
                compile(
                        digest,
                        source,
                        List.of(),
                        List.of("-include", SOURCES.resolve("emulation.h").toString()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    Cuda driver() {
        return new Cuda(library);
    }

    /** That compiles whatever program it is asked for, whether it was made ahead or not. */
    public ComputeDevice device() {
        CudaDevice device = CudaDevice.all(driver()).getFirst();
        return new ComputeDevice() {
            @Override
            public String name() {
                return device.name();
            }

            @Override
            public String driver() {
                return device.driver();
            }

            @Override
            public long bytes() {
                return device.bytes();
            }

            @Override
            public int units() {
                return device.units();
            }

            @Override
            public Optional<String> lack() {
                return device.lack();
            }

            @Override
            public Context open() {
                return new CudaContext(device, program -> {
                    build(Set.of(program));
                    return "// program " + Kernels.digest(program) + "\n";
                });
            }
        };
    }

    CudaApi api() {
        return new CudaApi(() -> Optional.of(driver()));
    }

    /** What was wrong with calls since it was last asked, a line each. */
    List<String> findings() {
        try {
            MemorySegment text = (MemorySegment)
                    function("fake_findings", FunctionDescriptor.of(ADDRESS)).invokeExact();
            return text.reinterpret(TEXT).getString(0).lines().toList();
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /** How often a function was called. */
    long calls(String function) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment text = arena.allocateFrom(function);
            return (long) function("fake_calls", FunctionDescriptor.of(JAVA_LONG, ADDRESS))
                    .invokeExact(text);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /** As at first; what is still alive is a finding. */
    void reset() {
        tell("fake_reset");
    }

    /** Has a function fail after so many calls. */
    FakeCuda failing(String function, int code, int after) {
        tell("fake_fail", function, code, after);
        return this;
    }

    FakeCuda devices(int count) {
        tell("fake_devices", count);
        return this;
    }

    FakeCuda memory(long bytes) {
        tell("fake_memory", bytes);
        return this;
    }

    FakeCuda version(int cuda) {
        tell("fake_version", cuda);
        return this;
    }

    FakeCuda capability(int major, int minor) {
        tell("fake_capability", major, minor);
        return this;
    }

    private void tell(String function, Object... arguments) {
        try (Arena arena = Arena.ofConfined()) {
            MemoryLayout[] layouts = new MemoryLayout[arguments.length];
            for (int n = 0; n < arguments.length; n++) {
                layouts[n] = switch (arguments[n]) {
                    case String _ -> ADDRESS;
                    case Long _ -> JAVA_LONG;
                    default -> JAVA_INT;
                };
                arguments[n] = arguments[n] instanceof String text ? arena.allocateFrom(text) : arguments[n];
            }
            function(function, FunctionDescriptor.ofVoid(layouts)).invokeWithArguments(arguments);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    private MethodHandle function(String name, FunctionDescriptor descriptor) {
        return Linker.nativeLinker().downcallHandle(library.findOrThrow(name), descriptor);
    }
}
