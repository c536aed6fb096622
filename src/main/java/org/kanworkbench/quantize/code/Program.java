package org.kanworkbench.quantize.code;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SequencedMap;

/**
 * A network's arithmetic for one row, as steps over arrays of float32.
 *
 * @param constants by name, in the order of their use
 * @param result the array with the outputs
 */
record Program(int inputs, int outputs, SequencedMap<String, Constant> constants, List<Step> steps, Operand result) {

    /** The array of inputs, as the network was trained on them. */
    static final String INPUT = "x";

    record Constant(float[] values, int[] shape) {}

    /**
     * What a step reads.
     *
     * @param name of an array; null for a literal
     * @param shape as the step sees it, with rows first if it was computed
     * @param reshaped whether the array has another one
     */
    record Operand(String name, float literal, int[] shape, boolean reshaped) {}

    sealed interface Step {

        String out();

        /** Of the result, rows first. */
        int[] shape();
    }

    record Each(String out, int[] shape, ElementFunction function, List<Operand> operands, Nest nest) implements Step {
        Each(String out, int[] shape, ElementFunction function, List<Operand> operands) {
            List<int[]> shapes = new ArrayList<>(List.of(shape));
            operands.forEach(operand -> shapes.add(operand.shape));
            this(out, shape, function, operands, Nest.of(shape, shapes));
        }
    }

    enum Reduction {
        SUM(0),
        MEAN(0),
        MIN(Float.POSITIVE_INFINITY),
        MAX(Float.NEGATIVE_INFINITY);

        final float start;

        Reduction(float start) {
            this.start = start;
        }
    }

    /** @param axes those that are reduced, which may be of length 1 */
    record Reduce(String out, int[] shape, int[] axes, Reduction reduction, Operand of, Nest nest) implements Step {
        Reduce(String out, int[] shape, int[] axes, Reduction reduction, Operand of) {
            int[] kept = of.shape.clone();
            for (int axis : axes) {
                kept[axis] = 1;
            }
            this(out, shape, axes, reduction, of, Nest.of(of.shape, List.of(kept, of.shape)));
        }

        int count() {
            return size(of.shape) / size(shape);
        }
    }

    /** A row times a matrix [input][output]. */
    record Product(String out, int[] shape, Operand row, Operand matrix) implements Step {
        int inputs() {
            return matrix.shape[0];
        }

        int outputs() {
            return matrix.shape[1];
        }
    }

    /**
     * 3 × 3, with a border of zeros.
     *
     * @param bias null without
     */
    record Convolution(String out, int[] shape, Operand image, Operand kernels, Operand bias) implements Step {}

    /** The largest of 2 × 2. */
    record Pooling(String out, int[] shape, Operand image) implements Step {}

    /**
     * Nested loops over several arrays, as few as there can be.
     *
     * @param sizes of the loops, the innermost last
     * @param strides [loop][array]
     */
    record Nest(int[] sizes, int[][] strides) {

        /** @param arrays their shapes, which broadcast to the loops' */
        static Nest of(int[] shape, List<int[]> arrays) {
            List<Integer> sizes = new ArrayList<>();
            List<int[]> strides = new ArrayList<>();
            for (int d = 0; d < shape.length; d++) {
                if (shape[d] == 1) {
                    continue;
                }
                int fromRight = shape.length - d;
                int[] own = arrays.stream()
                        .mapToInt(array -> stride(array, fromRight))
                        .toArray();
                int last = sizes.size() - 1;
                if (last >= 0 && continues(strides.get(last), own, shape[d])) {
                    sizes.set(last, sizes.get(last) * shape[d]);
                    strides.set(last, own);
                } else {
                    sizes.add(shape[d]);
                    strides.add(own);
                }
            }
            return new Nest(sizes.stream().mapToInt(n -> n).toArray(), strides.toArray(int[][]::new));
        }

        private static boolean continues(int[] outer, int[] inner, int size) {
            for (int a = 0; a < inner.length; a++) {
                if (outer[a] != inner[a] * size) {
                    return false;
                }
            }
            return true;
        }

        private static int stride(int[] shape, int fromRight) {
            int d = shape.length - fromRight;
            return d < 0 || shape[d] == 1 ? 0 : size(Arrays.copyOfRange(shape, d + 1, shape.length));
        }
    }

    static int size(int[] shape) {
        return Arrays.stream(shape).reduce(1, Math::multiplyExact);
    }
}
