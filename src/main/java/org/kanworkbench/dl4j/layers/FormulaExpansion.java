package org.kanworkbench.dl4j.layers;

import java.util.List;
import java.util.function.Supplier;
import org.kanworkbench.network.basis.FormulaBasis;
import org.kanworkbench.network.basis.SwitchedOperations;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/** Evaluates a basis by its formula, in array operations. */
record FormulaExpansion(FormulaBasis basis) implements BasisExpansion {

    @Override
    public void expand(INDArray s, INDArray[] planes) {
        List<INDArray> functions = basis.functions(s, VALUES);
        for (int k = 0; k < planes.length; k++) {
            planes[k].assign(functions.get(k));
        }
    }

    @Override
    public INDArray backward(INDArray s, INDArray[] planes, INDArray[] upstream) {
        List<Dual> functions = basis.functions(new Dual(s, Nd4j.onesLike(s)), new Duals());
        INDArray sum = s.like();
        for (int k = 0; k < upstream.length; k++) {
            sum.addi(upstream[k].muli(functions.get(k).slope()));
        }
        return sum;
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
