package org.kanworkbench.engine.stem;

import org.kanworkbench.engine.kernel.Updater;
import org.kanworkbench.network.PositionalEncoding;

/** Adds the encoding to a copy of the batch. */
final class PositionalEncodingPass implements StemPass {

    private final float[] offset;
    private final float[] output;

    PositionalEncodingPass(PositionalEncoding encoding, int inputs, int maxRows) {
        offset = new float[inputs];
        for (int i = 0; i < inputs; i++) {
            offset[i] = encoding.offset(i);
        }
        output = new float[maxRows * inputs];
    }

    @Override
    public void forward(float[] x, int rows) {
        int at = 0;
        for (int b = 0; b < rows; b++) {
            for (float shift : offset) {
                output[at] = x[at] + shift;
                at++;
            }
        }
    }

    @Override
    public float[] output() {
        return output;
    }

    @Override
    public boolean trained() {
        return false;
    }

    /** Even and odd values of a background differ. */
    @Override
    public float background(float ofInputs) {
        return Float.NaN;
    }

    @Override
    public void backward(float[] g, int rows, float[] dx) {
        if (dx != null) {
            System.arraycopy(g, 0, dx, 0, rows * offset.length);
        }
    }

    @Override
    public void update(Updater updater) {}
}
