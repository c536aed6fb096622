package org.kanworkbench.app.chart;

import java.util.Comparator;
import java.util.stream.IntStream;
import org.kanworkbench.engine.Inference;

/**
 * Probabilities of classes at the middles of a grid's cells, over a square of the plane.
 *
 * @param side cells along an edge
 * @param probabilities [row][column][class], each cell's sum 1; NaN where a network answers with no numbers
 */
public record ClassMap(Square square, int side, int classes, float[] probabilities) implements GridMap {

    public ClassMap {
        if (probabilities.length != side * side * classes) {
            throw new IllegalArgumentException(probabilities.length + " probabilities for " + side + " × " + side
                    + " cells and " + classes + " classes");
        }
    }

    public float probability(int row, int column, int label) {
        return probabilities[(row * side + column) * classes + label];
    }

    /** The likeliest class of a cell. */
    public int likeliest(int row, int column) {
        return Inference.largest(probabilities, (row * side + column) * classes, classes);
    }

    /** At most so many classes of a cell, the likeliest; in their order, so that nothing jumps. */
    int[] likeliest(int row, int column, int most) {
        return IntStream.range(0, classes)
                .boxed()
                .sorted(Comparator.comparing(label -> -probability(row, column, label)))
                .limit(most)
                .sorted()
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /** How sure the likeliest class is: 0 where all are as likely, 1 where there is no doubt. */
    public double sureness(int row, int column) {
        double even = 1.0 / classes;
        return Math.clamp((probability(row, column, likeliest(row, column)) - even) / (1 - even), 0, 1);
    }
}
