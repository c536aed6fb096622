package org.kanworkbench.gpu.opencl;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.invoke.MethodType.methodType;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** The OpenCL of this machine, one function of which fails from some call on: what a test cannot make a device do. */
class FailingOpenCl {

    private static final Map<String, FunctionDescriptor> FUNCTIONS = Map.of(
            "clEnqueueReadBuffer",
            FunctionDescriptor.of(
                    JAVA_INT, ADDRESS, ADDRESS, JAVA_INT, JAVA_LONG, JAVA_LONG, ADDRESS, JAVA_INT, ADDRESS, ADDRESS),
            "clEnqueueNDRangeKernel",
            FunctionDescriptor.of(
                    JAVA_INT, ADDRESS, ADDRESS, JAVA_INT, ADDRESS, ADDRESS, ADDRESS, JAVA_INT, ADDRESS, ADDRESS),
            "clCreateBuffer",
            FunctionDescriptor.of(ADDRESS, ADDRESS, JAVA_LONG, JAVA_LONG, ADDRESS, ADDRESS),
            "clBuildProgram",
            FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS));

    private int left;
    private final int code;

    private FailingOpenCl(int left, int code) {
        this.left = left;
        this.code = code;
    }

    static OpenCl after(String function, int calls, int code) {
        return new FailingOpenCl(calls, code).with(function);
    }

    /** The OpenCL of this machine, which counts the calls of a function. */
    static OpenCl counting(String function, AtomicInteger calls) {
        return new FailingOpenCl(Integer.MAX_VALUE, 0) {
            @Override
            boolean works() {
                calls.incrementAndGet();
                return true;
            }
        }.with(function);
    }

    OpenCl with(String function) {
        SymbolLookup real = SymbolLookup.libraryLookup(OpenCl.libraryName(), Arena.global());
        MemorySegment stub = stub(FUNCTIONS.get(function), real.findOrThrow(function));
        return new OpenCl(name -> name.equals(function) ? Optional.of(stub) : real.find(name));
    }

    private MemorySegment stub(FunctionDescriptor descriptor, MemorySegment real) {
        try {
            MethodHandle call = Linker.nativeLinker().downcallHandle(real, descriptor);
            boolean makes = descriptor.returnLayout().orElseThrow().equals(ADDRESS);
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            MethodHandle works = lookup.findVirtual(FailingOpenCl.class, "works", methodType(boolean.class))
                    .bindTo(this);
            MethodHandle fails = makes
                    ? MethodHandles.dropArguments(
                            lookup.findVirtual(
                                            FailingOpenCl.class,
                                            "make",
                                            methodType(MemorySegment.class, MemorySegment.class))
                                    .bindTo(this),
                            0,
                            call.type().parameterList().subList(0, call.type().parameterCount() - 1))
                    : MethodHandles.dropArguments(
                            MethodHandles.constant(int.class, code),
                            0,
                            call.type().parameterList());
            return Linker.nativeLinker()
                    .upcallStub(MethodHandles.guardWithTest(works, call, fails), descriptor, Arena.global());
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    synchronized boolean works() {
        return left-- > 0;
    }

    private MemorySegment make(MemorySegment error) {
        error.reinterpret(Integer.BYTES).set(JAVA_INT, 0, code);
        return MemorySegment.NULL;
    }
}
