package org.kanworkbench.data;

import java.util.Locale;

/** Numbers of things in words. */
public final class Counted {

    private Counted() {}

    /** For instance {@code 1 row} or {@code 1,200 rows}. */
    public static String of(long count, String what) {
        return String.format(Locale.ROOT, "%,d %s%s", count, what, count == 1 ? "" : "s");
    }
}
