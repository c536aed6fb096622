package org.kanworkbench.engine.stem;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.kanworkbench.engine.kernel.Lanes;

/**
 * What a stage gives for an image of background alone.
 *
 * @param out its pooled values, in the layout of a row's output from place outAt on
 * @param selection its selection, in the layout of a row's
 */
record Blank(float[] out, int outAt, float[] selection) {

    private static final VectorSpecies<Float> S = Lanes.SPECIES;

    /**
     * Copies some vectors of one cell.
     *
     * @param place of the cell's output, counted from where a row's output begins
     * @param selectionPlace of its selection, counted from where a row's begins
     */
    void copy(int vectors, float[] to, int at, int place, float[] toSelection, int selectionAt, int selectionPlace) {
        for (int v = 0; v < vectors * Lanes.COUNT; v += Lanes.COUNT) {
            FloatVector.fromArray(S, out, outAt + place + v).intoArray(to, at + v);
            FloatVector.fromArray(S, selection, selectionPlace + v).intoArray(toSelection, selectionAt + v);
        }
    }
}
