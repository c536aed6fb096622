package org.kanworkbench.app.train.surface;

import java.util.OptionalDouble;
import org.kanworkbench.app.chart.ClassMap;
import org.kanworkbench.app.chart.GridMap;
import org.kanworkbench.app.chart.GridMap.Square;
import org.kanworkbench.app.chart.PlanePoints;
import org.kanworkbench.app.chart.ValueMap;
import org.kanworkbench.app.chart.ValueScale;
import org.kanworkbench.data.Target;
import org.kanworkbench.engine.Inference;
import org.kanworkbench.engine.Predictor;
import org.kanworkbench.engine.workers.Workers;
import org.kanworkbench.explain.NetworkPart;
import org.kanworkbench.explain.Sample;
import org.kanworkbench.explain.Unit;
import org.kanworkbench.network.Model;

/** Computes what a network with two inputs, or a part of it, predicts over a square. One thread at a time. */
final class SurfaceMaps {

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
        fill(square);
        int rows = together(model);
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

    /** What a network predicts for data in the plane. */
    GridMap of(Model model, Target target, PlanePoints points) {
        return switch (target) {
            case Target.Classes _ -> of(model, points.square());
            case Target.Numbers numbers -> {
                float[] values = values(model, Unit.output(model.network()), points.square());
                numbers.toUnits(values);
                yield new ValueMap(
                        "Predicted " + numbers.names().getFirst(),
                        points.square(),
                        SIDE,
                        values,
                        ValueScale.of(points.values()));
            }
        };
    }

    /** @param name of the part */
    ValueMap of(Model model, NetworkPart part, String name, Square square) {
        float[] values = values(model, part, square);
        return new ValueMap(name, square, SIDE, values, ValueScale.of(values).aroundZero());
    }

    private float[] values(Model model, NetworkPart part, Square square) {
        fill(square);
        return part.values(model, new Sample(x, 2, together(model), OptionalDouble.empty()));
    }

    private void fill(Square square) {
        for (int row = 0; row < SIDE; row++) {
            for (int column = 0; column < SIDE; column++) {
                x[2 * (row * SIDE + column)] = (float) square.x(column, SIDE);
                x[2 * (row * SIDE + column) + 1] = (float) square.y(row, SIDE);
            }
        }
    }

    /** Where a row's answer depends on its neighbours, all cells are neighbours: else chunks would show as stripes. */
    private static int together(Model model) {
        return model.network().scalesByBatch() ? CELLS : CHUNK;
    }
}
