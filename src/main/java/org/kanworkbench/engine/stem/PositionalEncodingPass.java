package org.kanworkbench.engine.stem;

import org.kanworkbench.network.stem.PositionalEncoding;

/** Adds the positional encoding to a copy of the batch; gradients pass unchanged. */
final class PositionalEncodingPass extends StemPass.Direct {

    private final float[] offset;
    private final float[] encoded;

    PositionalEncodingPass(PositionalEncoding encoding, int inputs, int maxRows) {
        super(inputs);
        offset = new float[inputs];
        for (int i = 0; i < inputs; i++) {
            offset[i] = encoding.offset(i);
        }
        encoded = new float[maxRows * inputs];
    }

    @Override
    public void forward(float[] x, int rows) {
        int at = 0;
        for (int b = 0; b < rows; b++) {
            for (float shift : offset) {
                encoded[at] = x[at] + shift;
                at++;
            }
        }
        super.forward(encoded, rows);
    }

    /** Even and odd columns of the background differ. */
    @Override
    public float background(float ofInputs) {
        return Float.NaN;
    }
}
