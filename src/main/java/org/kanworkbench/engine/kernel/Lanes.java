package org.kanworkbench.engine.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** The vector shape of this machine, and the padding that lets every kernel run without tails. */
public final class Lanes {

    public static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;

    /** Floats in one vector. */
    public static final int COUNT = SPECIES.length();

    /** Shorter vectors have no instruction that compresses, and would do it on the heap. */
    public static final boolean COMPRESSES = COUNT >= 8;

    /** Rows of outputs are padded to whole multiples of this, on every machine alike: the widest vector there is. */
    public static final int PADDING = 16;

    private Lanes() {}

    /** The next multiple of {@link #PADDING}. */
    public static int padded(int size) {
        return (size + PADDING - 1) / PADDING * PADDING;
    }
}
