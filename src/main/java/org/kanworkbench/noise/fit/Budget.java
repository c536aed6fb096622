package org.kanworkbench.noise.fit;

/**
 * The training budget, equal for all networks.
 *
 * @param steps of AdamW, with linear warm-up over the first 5 % and cosine decay
 * @param batch maximum batch size; smaller training sets are used in full batches
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
