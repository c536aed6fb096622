package org.kanworkbench.app.work;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;

/** The heap, without what waits to be collected. */
public final class Memory {

    private Memory() {}

    /** Bytes in use after the last collection; of a part that was never collected, all that is in it. */
    public static long used() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .mapToLong(Memory::used)
                .sum();
    }

    private static long used(MemoryPoolMXBean pool) {
        long now = pool.getUsage().getUsed();
        return pool.getCollectionUsage() == null || pool.getCollectionUsage().getCommitted() == 0
                ? now
                : Math.min(now, pool.getCollectionUsage().getUsed());
    }

    /** Bytes that could still be allocated. */
    public static long free() {
        return Runtime.getRuntime().maxMemory() - used();
    }
}
