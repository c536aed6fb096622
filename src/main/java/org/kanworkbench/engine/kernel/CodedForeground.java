package org.kanworkbench.engine.kernel;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Collects, feature by feature, the rows of a batch of {@link CodedRows} that differ from the background. Rows are
 * scanned one after the other and every entry goes to the next place of its feature, which has a place for each row:
 * nothing is transposed or moved.
 */
public final class CodedForeground {

    private final int maxRows;
    /** Rows of the entries, ascending within a feature, and their codes. */
    public final int[] rowOf;

    public final int[] codeOf;
    /** Where a feature's entries end. */
    private final int[] end;

    public CodedForeground(int features, int maxRows) {
        this.maxRows = maxRows;
        rowOf = new int[features * maxRows];
        codeOf = new int[features * maxRows];
        end = new int[features];
    }

    /** Index of a feature's first entry. */
    public int start(int feature) {
        return feature * maxRows;
    }

    /** Index after its last one. */
    public int end(int feature) {
        return end[feature];
    }

    /**
     * @param inputs codes of a row
     * @param first the input that is this foreground's first feature
     */
    public void gather(byte[] codes, int inputs, int rows, int first, byte background) {
        int features = end.length;
        int lanes = CodedRows.SPECIES.length();
        for (int f = 0; f < features; f++) {
            end[f] = f * maxRows;
        }
        for (int b = 0; b < rows; b++) {
            int row = b * inputs + first;
            for (int from = 0; from < features; from += lanes) {
                long foreground = ByteVector.fromArray(CodedRows.SPECIES, codes, row + from)
                        .compare(VectorOperators.NE, background)
                        .toLong();
                if (features - from < Long.SIZE) {
                    foreground &= (1L << features - from) - 1;
                }
                for (; foreground != 0; foreground &= foreground - 1) {
                    int f = from + Long.numberOfTrailingZeros(foreground);
                    int n = end[f]++;
                    rowOf[n] = b;
                    codeOf[n] = codes[row + f] & 0xff;
                }
            }
        }
    }
}
