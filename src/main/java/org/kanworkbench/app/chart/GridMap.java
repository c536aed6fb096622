package org.kanworkbench.app.chart;

/** What is known at the middles of a grid's cells over a square of the plane. Row 0 is the lowest. */
public sealed interface GridMap permits ClassMap, ValueMap {

    Square square();

    /** Cells along an edge. */
    int side();

    /** A part of the plane, left, bottom and size in its own units. */
    record Square(double left, double bottom, double size) {

        /** Abscissa of the middle of a column of so many cells. */
        public double x(int column, int side) {
            return left + (column + 0.5) * size / side;
        }

        /** Ordinate of the middle of a row of so many cells. */
        public double y(int row, int side) {
            return bottom + (row + 0.5) * size / side;
        }

        /** The row or column of a coordinate, counted from the square's edge; the nearest one for those outside. */
        private int cell(double fromEdge, int side) {
            return (int) Math.clamp(Math.floor(fromEdge / size * side), 0, side - 1);
        }
    }

    default int column(double x) {
        return square().cell(x - square().left(), side());
    }

    default int row(double y) {
        return square().cell(y - square().bottom(), side());
    }
}
