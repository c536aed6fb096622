package org.kanworkbench.dl4j.layers;

import org.kanworkbench.network.GaussianRbf;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/** Gaussian bumps. */
record GaussianExpansion(GaussianRbf basis) implements BasisExpansion {

    @Override
    public void expand(INDArray s, INDArray[] planes) {
        for (int k = 0; k < planes.length; k++) {
            INDArray u = planes[k];
            distance(s, k, u);
            u.muli(u).negi();
            Transforms.exp(u, false);
        }
    }

    /** to = (s − g_k)/h */
    private void distance(INDArray s, int k, INDArray to) {
        s.sub(basis.centre(k), to);
        to.muli(1 / basis.width());
    }

    @Override
    public INDArray backward(INDArray s, INDArray[] planes, INDArray[] upstream) {
        INDArray u = s.ulike();
        INDArray sum = null;
        for (int k = 0; k < planes.length; k++) {
            distance(s, k, u);
            INDArray part = upstream[k].muli(u).muli(planes[k]);
            sum = sum == null ? part : sum.addi(part);
        }
        return sum.muli(-2 / basis.width());
    }
}
