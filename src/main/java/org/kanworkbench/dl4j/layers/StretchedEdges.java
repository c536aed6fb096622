package org.kanworkbench.dl4j.layers;

import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.kanworkbench.dl4j.layers.FormulaExpansion.Dual;
import org.kanworkbench.network.basis.wavelet.StretchedBasis;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The functions of edges that shift and stretch their inputs by values of their own, in arrays of rows × edges, the
 * edges of an output side by side.
 */
record StretchedEdges(StretchedBasis basis, int inputs, int outputs) {

    /** [inputs][outputs] as a row of edges. */
    private INDArray row(INDArray edges) {
        return edges.dup('f').reshape('f', 1, (long) inputs * outputs);
    }

    private INDArray argument(INDArray s, Map<String, INDArray> params) {
        INDArray z = Nd4j.tile(s.dup('c'), 1, outputs);
        z.subiRowVector(row(params.get(KanParameters.EDGE_SHIFT)));
        return z.diviRowVector(row(params.get(KanParameters.EDGE_STRETCH)));
    }

    /** rows × edges as rows × outputs × inputs. */
    private INDArray cube(INDArray edges) {
        return edges.dup('c').reshape('c', edges.size(0), outputs, inputs);
    }

    /**
     * Adds to a layer's sums.
     *
     * @param weights of a function, [inputs][outputs]
     */
    void forward(INDArray s, Map<String, INDArray> params, IntFunction<INDArray> weights, INDArray sums) {
        List<INDArray> functions = basis.functions(argument(s, params), FormulaExpansion.VALUES);
        for (int k = 0; k < functions.size(); k++) {
            sums.addi(cube(functions.get(k).mulRowVector(row(weights.apply(k)))).sum(2));
        }
    }

    /**
     * Writes the gradients of weights, shifts and stretches.
     *
     * @param d gradients of the sums
     * @param weightGradients of a function, [inputs][outputs]
     * @return gradients of s
     */
    INDArray backward(
            INDArray s,
            INDArray d,
            Map<String, INDArray> params,
            IntFunction<INDArray> weights,
            IntFunction<INDArray> weightGradients,
            Map<String, INDArray> gradients) {
        INDArray z = argument(s, params);
        INDArray upstream = d.dup('c').repeat(1, inputs);
        List<Dual> functions = basis.functions(new Dual(z, Nd4j.onesLike(z)), new FormulaExpansion.Duals());
        INDArray along = z.like();
        for (int k = 0; k < functions.size(); k++) {
            Dual function = functions.get(k);
            weightGradients
                    .apply(k)
                    .assign(matrix(upstream.mul(function.value()).sum(0)));
            along.addi(function.slope().mulRowVector(row(weights.apply(k))));
        }
        along.muli(upstream).diviRowVector(row(params.get(KanParameters.EDGE_STRETCH)));
        gradients.get(KanParameters.EDGE_SHIFT).assign(matrix(along.sum(0)).neg());
        gradients
                .get(KanParameters.EDGE_STRETCH)
                .assign(matrix(along.mul(z).sum(0)).neg());
        return cube(along).sum(1);
    }

    /** A row of edges as [inputs][outputs]. */
    private INDArray matrix(INDArray edges) {
        return edges.dup('c').reshape('c', outputs, inputs).transpose();
    }
}
