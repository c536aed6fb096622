package org.kanworkbench.engine;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** The vector shape of this machine, and the padding that lets every kernel run without tails. */
final class Lanes {

    static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;

    /** Floats in one vector. */
    static final int COUNT = SPECIES.length();

    /** Shorter vectors have no instruction that compresses, and would do it on the heap. */
    static final boolean COMPRESSES = COUNT >= 8;

    /** Rows of outputs are padded to whole multiples of this, on every machine alike: the widest vector there is. */
    static final int PADDING = 16;

    private Lanes() {}

    /** The next multiple of {@link #PADDING}. */
    static int padded(int size) {
        return (size + PADDING - 1) / PADDING * PADDING;
    }
}
