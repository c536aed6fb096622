package org.kanworkbench.noise.fit;

/**
 * What every network's optimiser may do, the same for all.
 *
 * @param steps of AdamW, whose learning rate rises for the first twentieth and then falls along a half cosine
 * @param batch most rows of a step; training sets that are not larger are taken whole
 */
public record Budget(int steps, int batch) {

    public static final Budget STANDARD = new Budget(1000, 256);

    public Budget {
        check("steps", steps, 1_000_000);
        check("batch", batch, 8192);
    }

    private static void check(String what, int value, int most) {
        if (value < 1 || value > most) {
            throw new IllegalArgumentException(what + " is " + value + ": choose 1 to " + most);
        }
    }
}
