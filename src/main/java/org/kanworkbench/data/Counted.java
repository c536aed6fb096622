package org.kanworkbench.data;

/** Numbers of things in words. */
public final class Counted {

    private Counted() {}

    /** For instance {@code 1 row} or {@code 2 rows}. */
    public static String of(long count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }
}
