package org.kanworkbench.app.work;

/** Limits the rate of an action, by the times of frames: faster than perceptible would waste CPU time. */
public final class Cadence {

    /** Frames do not come to the nanosecond: one that is early by less than this counts as due. */
    private static final long SLACK_NANOS = 4_000_000;

    private final long period;
    private long last;
    private boolean begun;

    public Cadence(int timesASecond) {
        period = 1_000_000_000L / timesASecond;
    }

    /**
     * Whether it is time again; if so, counts from now.
     *
     * @param now of the frame, in nanoseconds
     */
    public boolean due(long now) {
        if (begun && now - last < period - SLACK_NANOS) {
            return false;
        }
        begun = true;
        last = now;
        return true;
    }
}
