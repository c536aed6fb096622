package org.kanworkbench.app.chart;

/**
 * A number at the middles of a grid's cells, over a square of the plane.
 *
 * @param name what the numbers are
 * @param values [row][column]; NaN where there is none
 * @param scale of their colours
 */
public record ValueMap(String name, Square square, int side, float[] values, ValueScale scale) implements GridMap {

    public ValueMap {
        if (values.length != side * side) {
            throw new IllegalArgumentException(values.length + " values for " + side + " × " + side + " cells");
        }
    }

    public float value(int row, int column) {
        return values[row * side + column];
    }
}
