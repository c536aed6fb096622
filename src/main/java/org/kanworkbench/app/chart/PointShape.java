package org.kanworkbench.app.chart;

import javafx.scene.canvas.GraphicsContext;

/** How the points of a class look, so that colour is not all that tells them apart. */
enum PointShape {
    CIRCLE {
        @Override
        void draw(GraphicsContext g, double x, double y, double radius) {
            g.fillOval(x - radius, y - radius, 2 * radius, 2 * radius);
            g.strokeOval(x - radius, y - radius, 2 * radius, 2 * radius);
        }
    },
    SQUARE {
        @Override
        void draw(GraphicsContext g, double x, double y, double radius) {
            double half = 0.9 * radius;
            g.fillRect(x - half, y - half, 2 * half, 2 * half);
            g.strokeRect(x - half, y - half, 2 * half, 2 * half);
        }
    },
    TRIANGLE {
        @Override
        void draw(GraphicsContext g, double x, double y, double radius) {
            double[] xs = {x - 1.1 * radius, x, x + 1.1 * radius};
            double[] ys = {y + radius, y - 1.2 * radius, y + radius};
            g.fillPolygon(xs, ys, 3);
            g.strokePolygon(xs, ys, 3);
        }
    };

    static PointShape of(int label) {
        return values()[label % values().length];
    }

    /** Fills and strokes it with the context's colours, its middle at (x, y). */
    abstract void draw(GraphicsContext g, double x, double y, double radius);
}
