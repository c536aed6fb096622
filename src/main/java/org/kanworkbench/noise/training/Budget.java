package org.kanworkbench.noise.training;

import org.kanworkbench.network.Limits;

/**
 * The training budget, equal for all networks.
 *
 * @param steps of AdamW, with linear warm-up over the first 5 % and cosine decay
 * @param batch maximum batch size; smaller training sets are used in full batches
 */
public record Budget(int steps, int batch) {

    public static final Budget STANDARD = new Budget(1000, 256);

    public Budget {
        Limits.count("steps", steps, 1, 1_000_000);
        Limits.count("batch", batch, 1, 8192);
    }
}
