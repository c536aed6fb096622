package org.kanworkbench.gpu.device;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** A device whose contexts go on from session to session, with the programs that they have built, until it is closed. */
public final class KeptContexts implements ComputeDevice, AutoCloseable {

    private final ComputeDevice device;
    /** Those that no session has; null once it is closed. Guarded by this. */
    private Deque<Context> idle = new ArrayDeque<>();

    public KeptContexts(ComputeDevice device) {
        this.device = device;
    }

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
        synchronized (this) {
            if (idle != null && !idle.isEmpty()) {
                return idle.pop();
            }
        }
        return device.open();
    }

    @Override
    public void giveBack(Context context) {
        context.clear();
        synchronized (this) {
            if (idle != null) {
                idle.push(context);
                return;
            }
        }
        device.giveBack(context);
    }

    @Override
    public synchronized void close() {
        if (idle != null) {
            idle.forEach(device::giveBack);
            idle = null;
        }
    }
}
