package org.kanworkbench.search;

/**
 * How long a search goes on.
 *
 * @param trials at most, earlier ones included
 * @param minutes after which no more trials begin; 0 for no limit
 */
public record Budget(int trials, double minutes) {

    static final int MOST_TRIALS = 1_000_000;

    public Budget {
        if (trials < 1 || trials > MOST_TRIALS) {
            throw new IllegalArgumentException("trials are " + trials + ": choose 1 to " + MOST_TRIALS);
        }
        if (!(minutes >= 0)) {
            throw new IllegalArgumentException("minutes are " + minutes + ": choose a number above 0");
        }
    }
}
