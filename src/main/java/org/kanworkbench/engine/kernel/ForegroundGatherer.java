package org.kanworkbench.engine.kernel;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Collects, feature by feature, the rows of a batch that hold more than background. A block of as many features as a
 * vector has lanes is turned from rows into columns first, so that whole vectors of a feature's rows can be compressed.
 */
public final class ForegroundGatherer {

    private static final VectorSpecies<Float> S = Lanes.SPECIES;
    private static final VectorSpecies<Integer> ROWS = IntVector.SPECIES_PREFERRED;
    private static final int V = Lanes.COUNT;

    private final IntVector firstRows = IntVector.zero(ROWS).addIndex(1);
    private final int stride;
    /** [feature of the block][row]. */
    private final float[] block;

    public ForegroundGatherer(int maxRows) {
        stride = Lanes.padded(maxRows);
        block = new float[V * stride];
    }

    /**
     * @param input rows × inputs at distance inputStride
     * @param start receives where each feature's entries begin, and where the last one's end
     * @param rowOf receives the entries' rows, ascending within a feature; written up to a vector behind the last entry
     * @param x receives the entries' values, likewise
     */
    public void gather(
            float[] input,
            int inputStride,
            int rows,
            int from,
            int to,
            float background,
            int[] start,
            int[] rowOf,
            float[] x) {
        int n = 0;
        for (int first = from; first < to; first += V) {
            int features = Math.min(V, to - first);
            transpose(input, inputStride, rows, first, features, background);
            for (int f = 0; f < features; f++) {
                start[first - from + f] = n;
                n = Lanes.COMPRESSES
                        ? compress(f * stride, rows, background, rowOf, x, n)
                        : select(f * stride, rows, background, rowOf, x, n);
            }
        }
        start[to - from] = n;
    }

    /** Rows up to the next whole vector are filled with background. */
    private void transpose(float[] input, int inputStride, int rows, int first, int features, float background) {
        for (int b = 0; b < rows; b++) {
            int at = b * inputStride + first;
            for (int f = 0; f < features; f++) {
                block[f * stride + b] = input[at + f];
            }
        }
        for (int f = 0; f < features; f++) {
            Arrays.fill(block, f * stride + rows, (f + 1) * stride, background);
        }
    }

    private int compress(int at, int rows, float background, int[] rowOf, float[] x, int to) {
        int n = to;
        for (int b = 0; b < rows; b += V) {
            FloatVector value = FloatVector.fromArray(S, block, at + b);
            VectorMask<Float> foreground = value.compare(VectorOperators.NE, background);
            value.compress(foreground).intoArray(x, n);
            firstRows.add(b).compress(foreground.cast(ROWS)).intoArray(rowOf, n);
            n += foreground.trueCount();
        }
        return n;
    }

    private int select(int at, int rows, float background, int[] rowOf, float[] x, int to) {
        int n = to;
        for (int b = 0; b < rows; b++) {
            rowOf[n] = b;
            x[n] = block[at + b];
            n += block[at + b] != background ? 1 : 0;
        }
        return n;
    }
}
