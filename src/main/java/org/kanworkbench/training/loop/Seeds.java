package org.kanworkbench.training.loop;

import java.util.SplittableRandom;

/** Independent random streams derived from a run's seed. */
record Seeds(long weights, long batches, long dropout) {

    static Seeds of(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return new Seeds(random.nextLong(), random.nextLong(), random.nextLong());
    }
}
