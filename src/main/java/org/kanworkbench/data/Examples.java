package org.kanworkbench.data;

import java.util.Arrays;
import java.util.BitSet;
import java.util.stream.IntStream;

/**
 * Inputs with the class or the numbers to predict for each row.
 *
 * @param labels one class per row, from 0 to the number of classes − 1; empty for numbers
 * @param numbers rows × targets, standardised; empty for classes
 * @param copies which rows repeat others
 */
public record Examples(Features features, int[] labels, float[] numbers, Copies copies) {

    /** The last {@code rows} rows, which repeat the {@code of} rows before them, one after the other, again and again. */
    public record Copies(int rows, int of) {
        public static final Copies NONE = new Copies(0, 0);
    }

    public Examples {
        int rows = features.rows();
        boolean matching = numbers.length == 0
                ? labels.length == rows
                : labels.length == 0 && rows > 0 && numbers.length % rows == 0;
        if (!matching) {
            throw new IllegalArgumentException(rows + " rows but " + labels.length + " labels and " + numbers.length
                    + " numbers: they must be as many");
        }
    }

    /** Without copies. */
    public Examples(Features features, int[] labels, float[] numbers) {
        this(features, labels, numbers, Copies.NONE);
    }

    /** Creates examples of classes. */
    public Examples(Features features, int[] labels) {
        this(features, labels, new float[0]);
    }

    /** Number of rows that are no copies. */
    public int distinct() {
        return size() - copies.rows();
    }

    /**
     * Some of the rows that are no copies, and the copies of these.
     *
     * @param rows ascending
     */
    Examples selectWithCopies(int[] rows) {
        int distinct = distinct();
        BitSet chosen = new BitSet(distinct);
        Arrays.stream(rows).forEach(chosen::set);
        int[] copied = IntStream.range(0, copies.rows())
                .filter(copy -> chosen.get(distinct - copies.of() + copy % copies.of()))
                .map(copy -> distinct + copy)
                .toArray();
        Examples some = select(
                IntStream.concat(Arrays.stream(rows), Arrays.stream(copied)).toArray());
        int originals = chosen.get(distinct - copies.of(), distinct).cardinality();
        return new Examples(some.features, some.labels, some.numbers, new Copies(copied.length, originals));
    }

    public int size() {
        return features.rows();
    }

    /** Numbers per row; 0 for classes. */
    public int targets() {
        return numbers.length == 0 ? 0 : numbers.length / size();
    }

    /** Copies the given rows in the given order. */
    public Examples select(int[] rows) {
        int width = targets();
        if (width == 0) {
            return new Examples(
                    features.select(rows),
                    Arrays.stream(rows).map(row -> labels[row]).toArray());
        }
        float[] selected = new float[rows.length * width];
        for (int r = 0; r < rows.length; r++) {
            System.arraycopy(numbers, rows[r] * width, selected, r * width, width);
        }
        return new Examples(features.select(rows), new int[0], selected);
    }

    /** Evenly spaced rows, so that every class is included whatever the order of the file. */
    public Examples sample(int mostRows) {
        int rows = Math.min(mostRows, size());
        return select(IntStream.range(0, rows)
                .map(r -> (int) ((long) r * size() / rows))
                .toArray());
    }
}
