package org.kanworkbench.gpu.device;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.kanworkbench.gpu.device.Session.Buffer;
import org.kanworkbench.gpu.device.Session.Shared;

/** The arguments of a launch, as drivers read them: each at its own place. Made once and filled anew. */
public final class Arguments {

    /** No kernel takes more. */
    public static final int MOST = 40;

    private final MemorySegment[] places = new MemorySegment[MOST];
    private final int[] bytes = new int[MOST];
    private int count;

    Arguments(Arena arena) {
        for (int n = 0; n < MOST; n++) {
            places[n] = arena.allocate(JAVA_LONG);
        }
    }

    public int count() {
        return count;
    }

    public MemorySegment place(int n) {
        return places[n];
    }

    /** Of an argument: 4 or 8. */
    public int bytes(int n) {
        return bytes[n];
    }

    Arguments begin() {
        count = 0;
        return this;
    }

    /** @param values buffers, shared memory, ints, floats and longs, as the kernel declares them */
    Arguments add(Object... values) {
        for (Object value : values) {
            MemorySegment to = places[count];
            switch (value) {
                case Buffer buffer -> to.set(JAVA_INT, 0, buffer.at());
                case Shared shared -> to.set(JAVA_LONG, 0, shared.memory());
                case Integer number -> to.set(JAVA_INT, 0, number);
                case Float number -> to.set(JAVA_FLOAT, 0, number);
                case Long number -> to.set(JAVA_LONG, 0, number);
                default -> throw new IllegalArgumentException("no argument of a kernel: " + value);
            }
            bytes[count++] = value instanceof Shared || value instanceof Long ? Long.BYTES : Integer.BYTES;
        }
        return this;
    }
}
