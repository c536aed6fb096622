package org.kanworkbench.app.chart;

/**
 * Probabilities of classes at the middles of a grid's cells, over a square of the plane. Row 0 is the lowest.
 *
 * @param side cells along an edge
 * @param probabilities [row][column][class], each cell's sum 1; NaN where a network answers with no numbers
 */
public record ClassMap(Square square, int side, int classes, float[] probabilities) {

    public ClassMap {
        if (probabilities.length != side * side * classes) {
            throw new IllegalArgumentException(probabilities.length + " probabilities for " + side + " × " + side
                    + " cells and " + classes + " classes");
        }
    }

    /** A part of the plane, left, bottom and size in its own units. */
    public record Square(double left, double bottom, double size) {

        /** The coordinate of a cell's middle along one axis, from the axis's beginning. */
        double middle(int cell, int side) {
            return (cell + 0.5) * size / side;
        }
    }

    /** Abscissa of the middle of a column of cells. */
    public double x(int column) {
        return square.left() + square.middle(column, side);
    }

    /** Ordinate of the middle of a row of cells. */
    public double y(int row) {
        return square.bottom() + square.middle(row, side);
    }

    public float probability(int row, int column, int label) {
        return probabilities[(row * side + column) * classes + label];
    }

    /** The likeliest class of a cell. */
    public int likeliest(int row, int column) {
        int at = (row * side + column) * classes;
        int best = 0;
        for (int c = 1; c < classes; c++) {
            best = probabilities[at + c] > probabilities[at + best] ? c : best;
        }
        return best;
    }

    /** How sure the likeliest class is: 0 where all are as likely, 1 where there is no doubt. */
    public double sureness(int row, int column) {
        double even = 1.0 / classes;
        return Math.clamp((probability(row, column, likeliest(row, column)) - even) / (1 - even), 0, 1);
    }

    /** The row or column of a coordinate, counted from the square's edge; the nearest one for those outside. */
    int cell(double fromEdge) {
        return (int) Math.clamp(Math.floor(fromEdge / square.size() * side), 0, side - 1);
    }

    public int column(double x) {
        return cell(x - square.left());
    }

    public int row(double y) {
        return cell(y - square.bottom());
    }
}
