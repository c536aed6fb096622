package org.kanworkbench.engine.stem;

import org.kanworkbench.engine.kernel.Updater;

/** A stem's forward and backward pass over a batch. */
public interface StemPass {

    /** @param x rows × inputs, row-major; kept until the end of the backward pass */
    void forward(float[] x, int rows);

    /** rows × features, the inputs of the first layer. */
    float[] output();

    /** Whether the first layer meets the inputs themselves. */
    default boolean passesOn() {
        return false;
    }

    /** Whether the stem has weights, so that the first layer must compute gradients of its inputs. */
    boolean trained();

    /** A value that many features have, which kernels may skip; NaN for none. */
    float background(float ofInputs);

    /**
     * Computes gradients of the weights, and optionally of the inputs.
     *
     * @param g rows × features, gradients of the output
     * @param dx receives rows × inputs; null if not needed
     */
    void backward(float[] g, int rows, float[] dx);

    void update(Updater updater);

    /** Passes rows unchanged. */
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
        public boolean passesOn() {
            return true;
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
