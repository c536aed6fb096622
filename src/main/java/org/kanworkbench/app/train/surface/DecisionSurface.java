package org.kanworkbench.app.train.surface;

import org.kanworkbench.app.chart.ClassMap;
import org.kanworkbench.app.chart.ClassMap.Square;
import org.kanworkbench.engine.Inference;
import org.kanworkbench.engine.Predictor;
import org.kanworkbench.engine.workers.Workers;
import org.kanworkbench.network.Model;

/** Computes the decision surface of a network with two inputs over a square. One thread at a time. */
final class DecisionSurface {

    /** Cells along an edge. Between their middles the picture is smooth. */
    static final int SIDE = 64;

    private static final int CELLS = SIDE * SIDE;
    private static final int CHUNK = 512;

    /** A network of a few units is too little work to share between threads. */
    private final Workers oneThread = new Workers(1);

    private final float[] x = new float[2 * CELLS];
    private final float[] chunk = new float[2 * CELLS];

    /** An IllegalArgumentException refuses a network that does not take two inputs. */
    ClassMap of(Model model, Square square) {
        int classes = model.network().outputs();
        if (model.network().inputs() != 2) {
            throw new IllegalArgumentException(
                    "a network of " + model.network().inputs() + " inputs has no surface over the plane");
        }
        ClassMap map = new ClassMap(square, SIDE, classes, new float[CELLS * classes]);
        for (int row = 0; row < SIDE; row++) {
            for (int column = 0; column < SIDE; column++) {
                x[2 * (row * SIDE + column)] = (float) map.x(column);
                x[2 * (row * SIDE + column) + 1] = (float) map.y(row);
            }
        }
        // Where a row's answer depends on its neighbours, all cells are neighbours: else chunks would show as stripes.
        int rows = model.network().scalesByBatch() ? CELLS : CHUNK;
        Predictor predictor = new Predictor(model, rows, oneThread);
        float[] logits = new float[rows * classes];
        for (int from = 0; from < CELLS; from += rows) {
            System.arraycopy(x, 2 * from, chunk, 0, 2 * rows);
            predictor.predict(chunk, rows, logits);
            for (int r = 0; r < rows; r++) {
                Inference.softmax(logits, r * classes, map.probabilities(), (from + r) * classes, classes);
            }
        }
        return map;
    }
}
