package org.kanworkbench.network.tensor;

import java.util.Arrays;
import org.kanworkbench.network.Limits;

/**
 * A tensor of small integers, w = scale·(code − zero point), with one scale and zero point per block. The first
 * dimension is outputs; the last of three is basis terms; everything between is inputs, including a convolution's
 * kernel. Arrays are not copied: treat them as frozen. Throws IllegalArgumentException for arrays that do not match the
 * shape.
 *
 * @param bits per code; codes range from −2^(bits−1) to 2^(bits−1) − 1
 * @param block which weights share a scale
 * @param codes row-major
 * @param scales [outputs' block][inputs' block][terms' block]
 * @param zeroPoints in the layout of the scales; empty if all are 0
 */
public record QuantizedTensor(int[] shape, int bits, Block block, byte[] codes, float[] scales, byte[] zeroPoints)
        implements StoredTensor {

    public static final int FEWEST_BITS = 2;
    public static final int MOST_BITS = 8;

    /** The size of a block in outputs, inputs and terms; the last block along each dimension may be smaller. */
    public record Block(int outputs, int inputs, int terms) {

        public Block {
            if (outputs < 1 || inputs < 1 || terms < 1) {
                throw new IllegalArgumentException("a block of " + outputs + " outputs, " + inputs + " inputs and "
                        + terms + " terms: each must be 1 or more");
            }
        }
    }

    public QuantizedTensor {
        Limits.count("bits", bits, FEWEST_BITS, MOST_BITS);
        int size = Arrays.stream(shape).reduce(1, Math::multiplyExact);
        int blocks = blocks(shape, block);
        if (codes.length != size || scales.length != blocks || zeroPoints.length != 0 && zeroPoints.length != blocks) {
            throw new IllegalArgumentException("tensor of shape " + Arrays.toString(shape) + " has " + codes.length
                    + " codes, " + scales.length + " scales and " + zeroPoints.length + " zero points, not " + size
                    + ", " + blocks + " and none or " + blocks);
        }
    }

    /** Number of outputs of a tensor of that shape. */
    public static int outputs(int[] shape) {
        return shape[0];
    }

    /** Number of weights per output and term. */
    public static int inputs(int[] shape) {
        int all = 1;
        for (int d = 1; d < shape.length; d++) {
            all *= shape[d];
        }
        return all / terms(shape);
    }

    public static int terms(int[] shape) {
        return shape.length == 3 ? shape[2] : 1;
    }

    /** Number of blocks of a tensor of that shape. */
    public static int blocks(int[] shape, Block block) {
        return Math.ceilDiv(outputs(shape), block.outputs())
                * Math.ceilDiv(inputs(shape), block.inputs())
                * Math.ceilDiv(terms(shape), block.terms());
    }

    /** Index of the scale of one weight. */
    public int blockOf(int output, int input, int term) {
        int inputBlocks = Math.ceilDiv(inputs(shape), block.inputs());
        int termBlocks = Math.ceilDiv(terms(shape), block.terms());
        return (output / block.outputs() * inputBlocks + input / block.inputs()) * termBlocks + term / block.terms();
    }

    public boolean symmetric() {
        return zeroPoints.length == 0;
    }

    @Override
    public Tensor float32() {
        float[] values = new float[codes.length];
        int inputs = inputs(shape);
        int terms = terms(shape);
        int n = 0;
        for (int o = 0; o < outputs(shape); o++) {
            for (int i = 0; i < inputs; i++) {
                for (int t = 0; t < terms; t++, n++) {
                    int b = blockOf(o, i, t);
                    values[n] = scales[b] * (codes[n] - (symmetric() ? 0 : zeroPoints[b]));
                }
            }
        }
        return new Tensor(shape, values);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof QuantizedTensor t
                && Arrays.equals(shape, t.shape)
                && bits == t.bits
                && block.equals(t.block)
                && Arrays.equals(codes, t.codes)
                && Arrays.equals(scales, t.scales)
                && Arrays.equals(zeroPoints, t.zeroPoints);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(codes) + Arrays.hashCode(scales);
    }

    @Override
    public String toString() {
        return "QuantizedTensor" + Arrays.toString(shape) + " of " + bits + " bits";
    }
}
