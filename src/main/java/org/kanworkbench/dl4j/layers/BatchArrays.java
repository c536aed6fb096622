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
 * A layer's arrays of a batch between forward and backward pass, in column-major order and outside of Deeplearning4j's
 * workspaces, which end earlier. Allocated once per batch size.
 */
final class BatchArrays {

    private final LayerSpec spec;
    private final long rows;
    /** [rows][terms·inputs]: the base first, then the basis functions that have weights on edges. */
    final INDArray matrix;
    /** Views of the matrix, one [rows][inputs] per term. */
    private final INDArray[] planes;

    /** [rows][inputs] */
    final INDArray x;
    /** The scaled inputs; null without a basis. */
    final INDArray scaled;
    /** [rows][outputs], before the activation. */
    final INDArray sums;
    /** [rows][outputs], dropout factors; null without dropout. */
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
            x = direct && !spec.scalesBase() ? planes[0] : Nd4j.createUninitialized(type, inputs, 'f');
            boolean hasBasis = spec.basis().terms() > 0;
            boolean same = spec.scaling() == InputScaling.NONE;
            INDArray apart = direct && spec.scalesBase() ? planes[0] : null;
            scaled = !hasBasis ? null : same ? x : apart != null ? apart : Nd4j.createUninitialized(type, inputs, 'f');
            sums = Nd4j.createUninitialized(type, outputs, 'f');
            kept = spec.dropout() > 0 ? Nd4j.createUninitialized(type, outputs, 'f') : null;
        }
        if (spec.stretchesEdges()) {
            // Their functions are none that edges share.
            for (INDArray function : functions()) {
                function.assign(0);
            }
        }
        if (hasConstant(spec)) {
            planes[firstFunction(spec)].assign(1);
        }
    }

    /** Whether a constant has a weight on every edge. */
    static boolean hasConstant(LayerSpec spec) {
        return spec.basis().constantFirst() && !spec.foldsConstant();
    }

    /** Index of the first basis function among the terms. */
    static int firstFunction(LayerSpec spec) {
        return spec.hasBase() ? 1 : 0;
    }

    /** Views of a matrix like {@link #matrix}, one [rows][inputs] per term. */
    static INDArray[] planes(LayerSpec spec, INDArray matrix) {
        INDArray[] planes = new INDArray[spec.weightsPerEdge()];
        for (int t = 0; t < planes.length; t++) {
            planes[t] = matrix.get(
                    NDArrayIndex.all(), NDArrayIndex.interval((long) t * spec.inputs(), (t + 1L) * spec.inputs()));
        }
        return planes;
    }

    /** The planes of functions that are not constant. */
    static INDArray[] functions(LayerSpec spec, INDArray[] planes) {
        int first = firstFunction(spec) + (hasConstant(spec) ? 1 : 0);
        return Arrays.copyOfRange(planes, first, planes.length);
    }

    /** What the base activation sees. */
    INDArray seenByBase() {
        return spec.scalesBase() ? scaled : x;
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

    /** Frees the memory immediately instead of by garbage collection. */
    void close() {
        Stream.of(matrix, x, scaled, sums, kept)
                .filter(array -> array != null && array.closeable())
                .forEach(INDArray::close);
    }
}
