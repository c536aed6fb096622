package org.kanworkbench.dl4j.layers;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.kanworkbench.dl4j.layers.FormulaExpansion.Dual;
import org.kanworkbench.network.basis.trained.TrainedBasis;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Evaluates a basis with trained values by its formula, in array operations. */
final class TrainedExpansion implements BasisExpansion {

    private final TrainedBasis basis;
    /** One row, as {@link TrainedBasis#place}. */
    private INDArray values;

    TrainedExpansion(TrainedBasis basis) {
        this.basis = basis;
    }

    @Override
    public void read(Map<String, INDArray> params) {
        values = params.get(KanParameters.BASIS_VALUES);
    }

    /** All values as arrays shaped as s, [kind][function], the fixed kinds last. */
    private List<INDArray> own(INDArray s) {
        List<INDArray> own = new ArrayList<>();
        int inputs = (int) s.size(1);
        for (int n = 0; n < (basis.kinds() + basis.fixedKinds()) * basis.terms(); n++) {
            double[] row = new double[inputs];
            int kind = n / basis.terms();
            for (int i = 0; i < inputs; i++) {
                row[i] = kind < basis.kinds()
                        ? values.getDouble(0, basis.place(kind, n % basis.terms(), i, inputs))
                        : basis.initial(kind, n % basis.terms(), i, inputs);
            }
            INDArray all = Nd4j.zeros(s.dataType(), s.shape());
            own.add(all.addiRowVector(
                    Nd4j.createFromArray(row).castTo(s.dataType()).reshape(1, inputs)));
        }
        return own;
    }

    @Override
    public void expand(INDArray s, INDArray[] planes) {
        List<INDArray> functions = basis.functions(s, own(s), FormulaExpansion.VALUES);
        for (int k = 0; k < planes.length; k++) {
            planes[k].assign(functions.get(k));
        }
    }

    @Override
    public INDArray backward(INDArray s, INDArray[] planes, INDArray[] upstream) {
        List<Dual> functions = along(s, -1);
        INDArray sum = s.like();
        for (int k = 0; k < upstream.length; k++) {
            sum.addi(upstream[k].muli(functions.get(k).slope()));
        }
        return sum;
    }

    @Override
    public void valueGradients(INDArray s, INDArray[] upstream, Map<String, INDArray> gradients) {
        INDArray to = gradients.get(KanParameters.BASIS_VALUES);
        double[] sums = new double[(int) to.length()];
        int inputs = (int) s.size(1);
        for (int kind = 0; kind < basis.kinds(); kind++) {
            List<Dual> functions = along(s, kind);
            for (int k = 0; k < upstream.length; k++) {
                INDArray byInput = upstream[k].mul(functions.get(k).slope()).sum(0);
                for (int i = 0; i < inputs; i++) {
                    sums[basis.place(kind, k, i, inputs)] += byInput.getDouble(i);
                }
            }
        }
        to.assign(Nd4j.createFromArray(sums).castTo(to.dataType()).reshape(1, sums.length));
    }

    /** The functions with derivatives of a kind of values; of s for −1. */
    private List<Dual> along(INDArray s, int kind) {
        INDArray one = Nd4j.onesLike(s);
        INDArray none = Nd4j.zerosLike(s);
        List<Dual> own = new ArrayList<>();
        for (INDArray value : own(s)) {
            own.add(new Dual(value, own.size() / basis.terms() == kind ? one : none));
        }
        return basis.functions(new Dual(s, kind < 0 ? one : none), own, new FormulaExpansion.Duals());
    }
}
