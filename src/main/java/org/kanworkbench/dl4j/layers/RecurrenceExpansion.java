package org.kanworkbench.dl4j.layers;

import org.kanworkbench.network.RecurrenceBasis;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Polynomials by their recurrence; plane k − 1 has φ_k. */
record RecurrenceExpansion(RecurrenceBasis basis) implements BasisExpansion {

    @Override
    public void expand(INDArray s, INDArray[] planes) {
        line(0, s, planes[0]);
        for (int k = 1; k < basis.order(); k++) {
            line(k, s, planes[k]);
            planes[k].muli(planes[k - 1]);
            if (basis.decay(k) == 0) {
                continue;
            }
            if (k == 1) {
                planes[k].subi(basis.decay(k));
            } else {
                planes[k].subi(planes[k - 2].mul(basis.decay(k)));
            }
        }
    }

    /** to = a_k·s + b_k */
    private void line(int k, INDArray s, INDArray to) {
        s.mul(basis.slope(k), to);
        if (basis.shift(k) != 0) {
            to.addi(basis.shift(k));
        }
    }

    /** Of φ'_{k+1} = a_k·φ_k + (a_k·s + b_k)·φ'_k − c_k·φ'_{k-1}. */
    @Override
    public INDArray backward(INDArray s, INDArray[] planes, INDArray[] upstream) {
        INDArray sum = upstream[0].mul(basis.slope(0));
        INDArray before = null;
        INDArray slope = null;
        INDArray line = s.ulike();
        for (int k = 1; k < basis.order(); k++) {
            line(k, s, line);
            INDArray next = planes[k - 1].mul(basis.slope(k));
            next.addi(slope == null ? line.mul(basis.slope(0)) : line.mul(slope));
            if (before != null) {
                next.subi(before.muli(basis.decay(k)));
            } else if (slope != null) {
                // φ'_1 is a number, a_0.
                next.subi(basis.decay(k) * basis.slope(0));
            }
            before = slope;
            slope = next;
            sum.addi(upstream[k].muli(next));
        }
        return sum;
    }
}
