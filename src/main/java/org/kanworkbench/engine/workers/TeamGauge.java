package org.kanworkbench.engine.workers;

/**
 * Decides whether tasks are worth sharing. On a free machine they are; where another process holds a core, a thread that
 * waits for its turn makes everybody wait, and one thread alone is faster. Both ways are timed, the other one in short
 * probes, and the faster one is used. Only time depends on the choice, never a result.
 */
final class TeamGauge {

    /** Tasks whose times are added up and compared. */
    private static final int WINDOW = 32;
    /** Windows between two probes of the other way while nothing changes: probing costs about one part in a hundred. */
    private static final int WINDOWS_PER_PROBE = 60;
    /** Windows from a change to the first probe back: a moment's disturbance must not decide for long. */
    private static final int WINDOWS_AFTER_CHANGE = 4;
    /** A probe must be that much faster to win: less is noise. */
    private static final double CLEARLY = 0.9;

    private boolean preferTogether = true;
    private boolean probing;
    private int tasks;
    private int windows;
    private int windowsToProbe = WINDOWS_PER_PROBE;
    private long windowNanos;
    /** Mean of a window the preferred way, recent windows counting more. */
    private double usualNanos;

    /** Whether the next task is to be shared. */
    boolean together() {
        return preferTogether != probing;
    }

    /** Tells how long the task took. */
    void took(long nanos) {
        windowNanos += nanos;
        if (++tasks < WINDOW) {
            return;
        }
        if (probing) {
            if (windowNanos < CLEARLY * usualNanos) {
                preferTogether = !preferTogether;
                usualNanos = windowNanos;
                windowsToProbe = WINDOWS_AFTER_CHANGE;
            } else {
                windowsToProbe = Math.min(2 * windowsToProbe, WINDOWS_PER_PROBE);
            }
            probing = false;
            windows = 0;
        } else {
            usualNanos = usualNanos == 0 ? windowNanos : 0.8 * usualNanos + 0.2 * windowNanos;
            probing = ++windows >= windowsToProbe;
        }
        tasks = 0;
        windowNanos = 0;
    }
}
