package org.kanworkbench.app.draw.sketch;

import java.util.ArrayList;
import java.util.List;

/** Strokes on a square of {@link #SIDE} pixels, oldest first. */
public record Drawing(List<Stroke> strokes) {

    /** Pixels along an edge: fifteen to one of MNIST's. */
    public static final int SIDE = 420;

    public static final Drawing EMPTY = new Drawing(List.of());

    public Drawing {
        strokes = List.copyOf(strokes);
    }

    public boolean isEmpty() {
        return strokes.isEmpty();
    }

    Drawing with(Stroke stroke) {
        List<Stroke> more = new ArrayList<>(strokes);
        more.add(stroke);
        return new Drawing(more);
    }

    /** The same drawing with another last stroke. */
    Drawing withLast(Stroke stroke) {
        List<Stroke> changed = new ArrayList<>(strokes);
        changed.set(changed.size() - 1, stroke);
        return new Drawing(changed);
    }
}
