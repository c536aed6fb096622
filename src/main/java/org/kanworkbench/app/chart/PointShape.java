package org.kanworkbench.app.chart;

import org.kanworkbench.plot.Colour;
import org.kanworkbench.plot.Surface;

/** How the points of a class look, so that colour is not all that tells them apart. */
enum PointShape {
    CIRCLE {
        @Override
        void draw(Surface surface, Colour colour, double x, double y, double radius) {
            surface.dot(colour, x, y, radius);
        }
    },
    SQUARE {
        @Override
        void draw(Surface surface, Colour colour, double x, double y, double radius) {
            double half = 0.9 * radius;
            surface.fill(colour, x - half, y - half, 2 * half, 2 * half);
        }
    },
    TRIANGLE {
        @Override
        void draw(Surface surface, Colour colour, double x, double y, double radius) {
            double[] xs = {x - 1.1 * radius, x, x + 1.1 * radius};
            double[] ys = {y + radius, y - 1.2 * radius, y + radius};
            surface.polygon(colour, xs, ys, 3);
        }
    };

    static PointShape of(int label) {
        return values()[label % values().length];
    }

    /** Fills it, its middle at (x, y). */
    abstract void draw(Surface surface, Colour colour, double x, double y, double radius);
}
