package org.kanworkbench.dl4j.layers;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.kanworkbench.network.basis.FormulaBasis;
import org.kanworkbench.network.basis.SwitchedOperations;
import org.kanworkbench.network.basis.trained.TrainedBasis;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/** Evaluates a basis by its formula, in array operations. */
final class FormulaExpansion implements BasisExpansion {

    private final FormulaBasis basis;
    /** Of a basis with values that are trained, as {@link TrainedBasis#place}; else null. */
    private INDArray trained;

    FormulaExpansion(FormulaBasis basis) {
        this.basis = basis;
    }

    @Override
    public void read(Map<String, INDArray> params) {
        trained = params.get(KanParameters.BASIS_VALUES);
    }

    /** All values as arrays shaped as s, [kind][function], the fixed kinds last. */
    private List<INDArray> own(TrainedBasis of, INDArray s) {
        List<INDArray> own = new ArrayList<>();
        int inputs = (int) s.size(1);
        for (int n = 0; n < (of.kinds() + of.fixedKinds()) * of.terms(); n++) {
            double[] row = new double[inputs];
            int kind = n / of.terms();
            for (int i = 0; i < inputs; i++) {
                row[i] = kind < of.kinds()
                        ? trained.getDouble(0, of.place(kind, n % of.terms(), i, inputs))
                        : of.initial(kind, n % of.terms(), i, inputs);
            }
            INDArray all = Nd4j.zeros(s.dataType(), s.shape());
            own.add(all.addiRowVector(
                    Nd4j.createFromArray(row).castTo(s.dataType()).reshape(1, inputs)));
        }
        return own;
    }

    @Override
    public void expand(INDArray s, INDArray[] planes) {
        List<INDArray> functions =
                basis instanceof TrainedBasis of ? of.functions(s, own(of, s), VALUES) : basis.functions(s, VALUES);
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
        if (!(basis instanceof TrainedBasis of)) {
            return;
        }
        INDArray to = gradients.get(KanParameters.BASIS_VALUES);
        double[] sums = new double[(int) to.length()];
        int inputs = (int) s.size(1);
        for (int kind = 0; kind < of.kinds(); kind++) {
            List<Dual> functions = along(s, kind);
            for (int k = 0; k < upstream.length; k++) {
                INDArray byInput = upstream[k].mul(functions.get(k).slope()).sum(0);
                for (int i = 0; i < inputs; i++) {
                    sums[of.place(kind, k, i, inputs)] += byInput.getDouble(i);
                }
            }
        }
        to.assign(Nd4j.createFromArray(sums).castTo(to.dataType()).reshape(1, sums.length));
    }

    /** The functions with derivatives of a kind of values; of s for −1. */
    private List<Dual> along(INDArray s, int kind) {
        INDArray one = Nd4j.onesLike(s);
        if (!(basis instanceof TrainedBasis of)) {
            return basis.functions(new Dual(s, one), new Duals());
        }
        INDArray none = Nd4j.zerosLike(s);
        List<Dual> own = new ArrayList<>();
        for (INDArray value : own(of, s)) {
            own.add(new Dual(value, own.size() / of.terms() == kind ? one : none));
        }
        return of.functions(new Dual(s, kind < 0 ? one : none), own, new Duals());
    }

    static final Values VALUES = new Values();

    record Values() implements SwitchedOperations<INDArray> {

        @Override
        public INDArray affine(INDArray x, double slope, double shift) {
            INDArray product = x.mul(slope);
            return shift == 0 ? product : product.addi(shift);
        }

        @Override
        public INDArray binary(Binary operation, INDArray a, INDArray b) {
            return switch (operation) {
                case ADD -> a.add(b);
                case SUBTRACT -> a.sub(b);
                case MULTIPLY -> a.mul(b);
                case DIVIDE -> a.div(b);
            };
        }

        @Override
        public INDArray unary(Unary operation, INDArray x) {
            return switch (operation) {
                case EXP -> Transforms.exp(x, true);
                case SIN -> Transforms.sin(x, true);
                case COS -> Transforms.cos(x, true);
                case TANH -> Transforms.tanh(x, true);
                case RAMP -> Transforms.relu(x, true);
            };
        }

        @Override
        public INDArray recurrence(
                INDArray x, double slope, double shift, INDArray last, double decay, INDArray before) {
            INDArray next = affine(x, slope, shift).muli(last);
            return before == null ? next.subi(decay) : decay == 0 ? next : next.subi(before.mul(decay));
        }

        @Override
        public INDArray bump(INDArray x, double centre, double width) {
            INDArray u = affine(x, 1 / width, -centre / width);
            return Transforms.exp(u.muli(u).negi(), false);
        }
    }

    /** Values and their derivatives with respect to s. */
    record Dual(INDArray value, INDArray slope) {}

    record Duals() implements SwitchedOperations<Dual> {

        @Override
        public Dual affine(Dual x, double slope, double shift) {
            return new Dual(VALUES.affine(x.value, slope, shift), x.slope.mul(slope));
        }

        @Override
        public Dual binary(Binary operation, Dual a, Dual b) {
            INDArray value = VALUES.binary(operation, a.value, b.value);
            return new Dual(
                    value,
                    switch (operation) {
                        case ADD -> a.slope.add(b.slope);
                        case SUBTRACT -> a.slope.sub(b.slope);
                        case MULTIPLY -> a.slope.mul(b.value).addi(a.value.mul(b.slope));
                        case DIVIDE -> a.slope.sub(value.mul(b.slope)).divi(b.value);
                    });
        }

        @Override
        public Dual unary(Unary operation, Dual x) {
            INDArray value = VALUES.unary(operation, x.value);
            return new Dual(
                    value,
                    switch (operation) {
                        case EXP -> value.mul(x.slope);
                        case SIN -> Transforms.cos(x.value, true).muli(x.slope);
                        case COS -> Transforms.sin(x.value, true).negi().muli(x.slope);
                        case TANH -> value.mul(value).rsubi(1).muli(x.slope);
                        case RAMP -> x.value.gt(0).castTo(x.value.dataType()).muli(x.slope);
                    });
        }

        @Override
        public Dual passing(Dual value, Supplier<Dual> derivatives) {
            return new Dual(value.value, derivatives.get().slope);
        }
    }
}
