package org.kanworkbench.engine.stem;

import org.kanworkbench.engine.kernel.Updater;

/** A stem's way through a batch, forward and back. */
public interface StemPass {

    /** @param x rows × inputs, row-major; kept until the end of the backward pass */
    void forward(float[] x, int rows);

    /** rows × features, what the first layer sees. */
    float[] output();

    /** Whether weights lie below the first layer, so that it must tell the gradients of its inputs. */
    boolean trained();

    /** A value that many features have, which kernels may skip; NaN for none. */
    float background(float ofInputs);

    /**
     * Gradients of the weights, and of the inputs where they are asked for.
     *
     * @param g rows × features, gradients of the output
     * @param dx receives rows × inputs; null when nobody asks
     */
    void backward(float[] g, int rows, float[] dx);

    void update(Updater updater);

    /** Rows as they are. */
    class Direct implements StemPass {

        private final int inputs;
        private float[] output;

        Direct(int inputs) {
            this.inputs = inputs;
        }

        @Override
        public void forward(float[] x, int rows) {
            output = x;
        }

        @Override
        public float[] output() {
            return output;
        }

        @Override
        public boolean trained() {
            return false;
        }

        @Override
        public float background(float ofInputs) {
            return ofInputs;
        }

        @Override
        public void backward(float[] g, int rows, float[] dx) {
            if (dx != null) {
                System.arraycopy(g, 0, dx, 0, rows * inputs);
            }
        }

        @Override
        public void update(Updater updater) {}
    }
}
