package org.kanworkbench.engine;

/** A fixed set of threads that share the parts of one task; the caller is one of them. */
public final class Workers implements AutoCloseable {

    private final int threads;

    public Workers(int threads) {
        this.threads = threads;
    }

    public int threads() {
        return threads;
    }

    @Override
    public void close() {}
}
