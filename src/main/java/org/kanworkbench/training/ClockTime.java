package org.kanworkbench.training;

import java.time.Duration;
import java.util.Locale;

/** How long something takes, as a clock shows it. */
public final class ClockTime {

    private ClockTime() {}

    /** Minutes and seconds, hours where there are some: {@code 00:08}, {@code 1:02:03}. */
    public static String of(Duration time) {
        long seconds = Math.round(time.toMillis() / 1e3);
        return seconds < 3600
                ? String.format(Locale.ROOT, "%02d:%02d", seconds / 60, seconds % 60)
                : String.format(Locale.ROOT, "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
    }
}
