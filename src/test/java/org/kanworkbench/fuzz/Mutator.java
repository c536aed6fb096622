package org.kanworkbench.fuzz;

import java.util.SplittableRandom;

/** Damages a file. The same file and chance give the same damage. */
@FunctionalInterface
interface Mutator {

    /** Longest result; longer ones are cut. */
    int MOST_BYTES = 1 << 20;

    byte[] mutate(byte[] file, SplittableRandom random);
}
