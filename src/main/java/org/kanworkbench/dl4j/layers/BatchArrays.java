package org.kanworkbench.dl4j.layers;

import java.util.Arrays;
import java.util.stream.Stream;
import org.kanworkbench.network.Activation;
import org.kanworkbench.network.InputScaling;
import org.kanworkbench.network.LayerSpec;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * What a layer keeps of a batch between its forward and its backward pass, all in column-major order and outside of
 * Deeplearning4j's workspaces, which end before. Made once for all batches of a size.
 */
final class BatchArrays {

    private final LayerSpec spec;
    private final long rows;
    /** [rows][terms·inputs]: the base first, then the basis functions that have weights on edges. */
    final INDArray matrix;
    /** The matrix cut into one [rows][inputs] view a term. */
    private final INDArray[] planes;

    /** [rows][inputs] */
    final INDArray x;
    /** The inputs as the basis sees them; null without one. */
    final INDArray scaled;
    /** [rows][outputs], before the activation. */
    final INDArray sums;
    /** [rows][outputs], factors of the outputs; null without dropout. */
    final INDArray kept;

    BatchArrays(LayerSpec spec, long rows, DataType type) {
        this.spec = spec;
        this.rows = rows;
        try (MemoryWorkspace _ = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
            long[] inputs = {rows, spec.inputs()};
            long[] outputs = {rows, spec.outputs()};
            matrix = Nd4j.createUninitialized(
                    type, new long[] {rows, (long) spec.weightsPerEdge() * spec.inputs()}, 'f');
            planes = planes(spec, matrix);
            boolean direct = spec.base() == Activation.IDENTITY;
            x = direct ? planes[0] : Nd4j.createUninitialized(type, inputs, 'f');
            boolean hasBasis = spec.basis().terms() > 0;
            boolean same = spec.scaling() == InputScaling.NONE;
            scaled = !hasBasis ? null : same ? x : Nd4j.createUninitialized(type, inputs, 'f');
            sums = Nd4j.createUninitialized(type, outputs, 'f');
            kept = spec.dropout() > 0 ? Nd4j.createUninitialized(type, outputs, 'f') : null;
        }
        if (hasConstant(spec)) {
            planes[firstFunction(spec)].assign(1);
        }
    }

    /** Whether a constant has a weight on every edge. */
    static boolean hasConstant(LayerSpec spec) {
        return spec.basis().constantFirst() && !spec.foldsConstant();
    }

    /** The first term that is a basis function. */
    static int firstFunction(LayerSpec spec) {
        return spec.hasBase() ? 1 : 0;
    }

    /** One [rows][inputs] view a term of a matrix like {@link #matrix}. */
    static INDArray[] planes(LayerSpec spec, INDArray matrix) {
        INDArray[] planes = new INDArray[spec.weightsPerEdge()];
        for (int t = 0; t < planes.length; t++) {
            planes[t] = matrix.get(
                    NDArrayIndex.all(), NDArrayIndex.interval((long) t * spec.inputs(), (t + 1L) * spec.inputs()));
        }
        return planes;
    }

    /** Those of so many planes whose functions are not constant. */
    static INDArray[] functions(LayerSpec spec, INDArray[] planes) {
        int first = firstFunction(spec) + (hasConstant(spec) ? 1 : 0);
        return Arrays.copyOfRange(planes, first, planes.length);
    }

    INDArray base() {
        return planes[0];
    }

    INDArray[] functions() {
        return functions(spec, planes);
    }

    long rows() {
        return rows;
    }

    /** Gives the memory back at once, which the garbage collector would do at leisure. */
    void close() {
        Stream.of(matrix, x, scaled, sums, kept)
                .filter(array -> array != null && array.closeable())
                .forEach(INDArray::close);
    }
}
