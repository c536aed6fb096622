package org.kanworkbench.engine.workers;

/**
 * Decides whether to share tasks among threads. Sharing pays on an idle machine; when another process occupies a core,
 * one delayed thread delays all, and a single thread is faster. Both modes are timed, the inactive one in short probes,
 * and the faster one is used. The choice affects time only, never a result.
 */
final class TeamGauge {

    /** Tasks per timing window. */
    private static final int WINDOW = 32;
    /** Windows between two probes of the other mode while nothing changes: probing costs about 1 %. */
    private static final int WINDOWS_PER_PROBE = 60;
    /** Windows from a change to the first probe back: a short disturbance must not decide for long. */
    private static final int WINDOWS_AFTER_CHANGE = 4;
    /** A probe must be faster by this factor to win; less is noise. */
    private static final double CLEARLY = 0.9;

    private boolean preferTogether = true;
    private boolean probing;
    private int tasks;
    private int windows;
    private int windowsToProbe = WINDOWS_PER_PROBE;
    private long windowNanos;
    /** Moving mean of windows in the preferred mode. */
    private double usualNanos;

    /** Whether to share the next task. */
    boolean together() {
        return preferTogether != probing;
    }

    /** Records the duration of a task. */
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
