package org.kanworkbench.engine.kernel;

import java.util.List;
import java.util.stream.Stream;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/** The vector shape of this machine, and the padding that spares kernels a remainder loop. */
public final class Lanes {

    public static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;

    /** Floats in one vector. */
    public static final int COUNT = SPECIES.length();

    /** Shorter vectors have no compress instruction and would allocate. */
    public static final boolean COMPRESSES = COUNT >= 8;

    /** Rows of outputs are padded to multiples of this on every machine: the widest vector. */
    public static final int PADDING = 16;

    /** Turn a vector by a half of its lanes, by a quarter and so on down to one. */
    private static final List<VectorShuffle<Float>> TURNS = Stream.iterate(COUNT / 2, by -> by > 0, by -> by / 2)
            .map(by -> VectorShuffle.iota(SPECIES, by, 1, true))
            .toList();

    private static final VectorSpecies<Integer> INDICES =
            SPECIES.withLanes(int.class).check(int.class);

    /** Values of which a vector's sum takes longer than adding them one after the other. */
    private static final int FEW = 4;

    /** 0, 1, 2 and so on. */
    private static final FloatVector NUMBERS = FloatVector.zero(SPECIES).addIndex(1);

    private Lanes() {}

    /**
     * The sum of a vector's values, always in the same order. FloatVector.reduceLanes adds in any order, and in another one
     * once it is compiled: the same seed would give other bits.
     */
    public static float sum(FloatVector values) {
        for (int k = 0; k < TURNS.size(); k++) {
            values = values.add(values.rearrange(TURNS.get(k)));
        }
        return values.lane(0);
    }

    /**
     * The sum of some consecutive values, always in the same order.
     *
     * @param values with room for a vector after the last of them
     */
    public static float sum(float[] values, int from, int to) {
        if (to - from < FEW) {
            float sum = 0;
            for (int n = from; n < to; n++) {
                sum += values[n];
            }
            return sum;
        }
        FloatVector sums = FloatVector.zero(SPECIES);
        int n = from;
        for (; n + COUNT <= to; n += COUNT) {
            sums = sums.add(FloatVector.fromArray(SPECIES, values, n));
        }
        if (n < to) {
            FloatVector rest = FloatVector.fromArray(SPECIES, values, n);
            sums = sums.add(rest.blend(0f, NUMBERS.compare(VectorOperators.GE, (float) (to - n))));
        }
        return sum(sums);
    }

    /** sums[n] += factor·values[from + n], each product rounded, as plain loops do where no compiler knows that arrays are two. */
    public static void addScaled(float[] sums, float factor, float[] values, int from) {
        int whole = SPECIES.loopBound(sums.length);
        for (int n = 0; n < whole; n += COUNT) {
            FloatVector product =
                    FloatVector.fromArray(SPECIES, values, from + n).mul(factor);
            FloatVector.fromArray(SPECIES, sums, n).add(product).intoArray(sums, n);
        }
        for (int n = whole; n < sums.length; n++) {
            sums[n] += factor * values[from + n];
        }
    }

    /** Takes the lanes with some numbers, which are counted from one of them on and at most as many as there are lanes. */
    static VectorShuffle<Float> order(int[] numbers, int at, int from) {
        return IntVector.fromArray(INDICES, numbers, at).sub(from).toShuffle().cast(SPECIES);
    }

    /** The next multiple of {@link #PADDING}. */
    public static int padded(int size) {
        return (size + PADDING - 1) / PADDING * PADDING;
    }
}
