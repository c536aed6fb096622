package org.kanworkbench.training.loop;

import java.util.SplittableRandom;

/** Independent streams of chance, all from a run's one seed. */
record Seeds(long weights, long batches, long dropout) {

    static Seeds of(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return new Seeds(random.nextLong(), random.nextLong(), random.nextLong());
    }
}
