package org.kanworkbench.dl4j.layers;

import java.util.Arrays;
import org.kanworkbench.network.basis.BSpline;
import org.kanworkbench.network.basis.Operations;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.scalar.ScalarMax;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * B-splines on an even grid, all shifts of one function (Schoenberg, 1946): with t the distance from the middle of its
 * support in knots and n the order, B(t) = Σ_j (−1)^j·C(n+1, j)·max(0, (n+1)/2 − j − |t|)^n / n!. With |t| the sum
 * needs only the terms of the nearer end, which are few and small: the usual truncated powers lose all digits on long
 * grids.
 */
final class BSplineExpansion implements BasisExpansion {

    private final BSpline basis;
    private final int order;
    /** (−1)^j·C(n+1, j)/n!, for the terms up to the middle. */
    private final double[] factors;

    BSplineExpansion(BSpline basis) {
        this.basis = basis;
        order = basis.order();
        factors = new double[order / 2 + 1];
        Arrays.setAll(factors, j -> Operations.splineFactor(order, j));
    }

    @Override
    public void expand(INDArray s, INDArray[] planes) {
        INDArray away = s.ulike();
        for (int k = 0; k < planes.length; k++) {
            distance(s, k, away);
            Transforms.abs(away, false);
            planes[k].assign(0);
            addPowers(away, order, 1, planes[k]);
        }
    }

    /** to = the distance from the middle of the k-th function's support, in knots. */
    private void distance(INDArray s, int k, INDArray to) {
        double middle = basis.knot(k) + (order + 1) / 2.0 * basis.step();
        s.sub(middle, to);
        to.muli(1 / basis.step());
    }

    /** to += Σ_j factor·factors[j]·max(0, (n+1)/2 − j − away)^power */
    private void addPowers(INDArray away, int power, double factor, INDArray to) {
        for (int j = 0; j < factors.length; j++) {
            INDArray end = away.rsub((order + 1) / 2.0 - j);
            Nd4j.getExecutioner().exec(new ScalarMax(end, 0));
            INDArray product = end;
            if (power == 0) {
                // A piece of a derivative of order 1 is constant on its support.
                product = end.gt(0).castTo(end.dataType());
            } else if (power > 1) {
                product = end.dup(end.ordering());
                for (int p = 1; p < power; p++) {
                    product.muli(end);
                }
            }
            to.addi(product.muli(factor * factors[j]));
        }
    }

    @Override
    public INDArray backward(INDArray s, INDArray[] planes, INDArray[] upstream) {
        INDArray away = s.ulike();
        INDArray sum = s.like();
        INDArray slope = s.ulike();
        for (int k = 0; k < planes.length; k++) {
            distance(s, k, away);
            INDArray side = Transforms.sign(away, true);
            Transforms.abs(away, false);
            slope.assign(0);
            addPowers(away, order - 1, -order / basis.step(), slope);
            sum.addi(slope.muli(side).muli(upstream[k]));
        }
        return sum;
    }
}
