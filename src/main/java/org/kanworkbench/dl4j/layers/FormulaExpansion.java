package org.kanworkbench.dl4j.layers;

import java.util.List;
import java.util.function.Supplier;
import org.kanworkbench.network.basis.FormulaBasis;
import org.kanworkbench.network.basis.Operations;
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

    record Values() implements Operations<INDArray> {

        @Override
        public INDArray affine(INDArray x, double slope, double shift) {
            INDArray product = x.mul(slope);
            return shift == 0 ? product : product.addi(shift);
        }

        @Override
        public INDArray add(INDArray a, INDArray b) {
            return a.add(b);
        }

        @Override
        public INDArray subtract(INDArray a, INDArray b) {
            return a.sub(b);
        }

        @Override
        public INDArray multiply(INDArray a, INDArray b) {
            return a.mul(b);
        }

        @Override
        public INDArray divide(INDArray a, INDArray b) {
            return a.div(b);
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

        @Override
        public INDArray exp(INDArray x) {
            return Transforms.exp(x, true);
        }

        @Override
        public INDArray sin(INDArray x) {
            return Transforms.sin(x, true);
        }

        @Override
        public INDArray cos(INDArray x) {
            return Transforms.cos(x, true);
        }

        @Override
        public INDArray tanh(INDArray x) {
            return Transforms.tanh(x, true);
        }

        @Override
        public INDArray ramp(INDArray x) {
            return Transforms.relu(x, true);
        }
    }

    /** Values and their derivatives with respect to s. */
    record Dual(INDArray value, INDArray slope) {}

    record Duals() implements Operations<Dual> {

        @Override
        public Dual affine(Dual x, double slope, double shift) {
            return new Dual(VALUES.affine(x.value, slope, shift), x.slope.mul(slope));
        }

        @Override
        public Dual add(Dual a, Dual b) {
            return new Dual(a.value.add(b.value), a.slope.add(b.slope));
        }

        @Override
        public Dual subtract(Dual a, Dual b) {
            return new Dual(a.value.sub(b.value), a.slope.sub(b.slope));
        }

        @Override
        public Dual multiply(Dual a, Dual b) {
            return new Dual(a.value.mul(b.value), a.slope.mul(b.value).addi(a.value.mul(b.slope)));
        }

        @Override
        public Dual exp(Dual x) {
            INDArray value = Transforms.exp(x.value, true);
            return new Dual(value, value.mul(x.slope));
        }

        @Override
        public Dual sin(Dual x) {
            return new Dual(
                    Transforms.sin(x.value, true), Transforms.cos(x.value, true).muli(x.slope));
        }

        @Override
        public Dual cos(Dual x) {
            return new Dual(
                    Transforms.cos(x.value, true),
                    Transforms.sin(x.value, true).negi().muli(x.slope));
        }

        @Override
        public Dual tanh(Dual x) {
            INDArray value = Transforms.tanh(x.value, true);
            return new Dual(value, value.mul(value).rsubi(1).muli(x.slope));
        }

        @Override
        public Dual ramp(Dual x) {
            INDArray above = x.value.gt(0).castTo(x.value.dataType());
            return new Dual(x.value.mul(above), x.slope.mul(above));
        }

        @Override
        public Dual divide(Dual a, Dual b) {
            INDArray value = a.value.div(b.value);
            return new Dual(value, a.slope.sub(value.mul(b.slope)).divi(b.value));
        }

        @Override
        public Dual passing(Dual value, Supplier<Dual> derivatives) {
            return new Dual(value.value, derivatives.get().slope);
        }
    }
}
