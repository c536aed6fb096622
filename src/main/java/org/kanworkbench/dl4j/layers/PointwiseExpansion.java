package org.kanworkbench.dl4j.layers;

import org.kanworkbench.network.Basis;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Any basis, by its own arithmetic on the processor: as right as the others, but inputs leave the device and come back. */
record PointwiseExpansion(Basis basis) implements BasisExpansion {

    @Override
    public void expand(INDArray s, INDArray[] planes) {
        double[] points = points(s);
        double[][] values = new double[planes.length][points.length];
        int first = first();
        double[] value = new double[basis.terms()];
        double[] derivative = new double[basis.terms()];
        for (int n = 0; n < points.length; n++) {
            basis.evaluate(points[n], value, derivative);
            for (int k = 0; k < planes.length; k++) {
                values[k][n] = value[first + k];
            }
        }
        for (int k = 0; k < planes.length; k++) {
            planes[k].assign(array(values[k], s));
        }
    }

    @Override
    public INDArray backward(INDArray s, INDArray[] planes, INDArray[] upstream) {
        double[] points = points(s);
        double[][] gradients = new double[upstream.length][];
        for (int k = 0; k < upstream.length; k++) {
            gradients[k] = points(upstream[k]);
        }
        int first = first();
        double[] sums = new double[points.length];
        double[] value = new double[basis.terms()];
        double[] derivative = new double[basis.terms()];
        for (int n = 0; n < points.length; n++) {
            basis.evaluate(points[n], value, derivative);
            for (int k = 0; k < gradients.length; k++) {
                sums[n] += gradients[k][n] * derivative[first + k];
            }
        }
        return array(sums, s);
    }

    private int first() {
        return basis.constantFirst() ? 1 : 0;
    }

    /** In column-major order. */
    private static double[] points(INDArray s) {
        return s.reshape('f', new long[] {s.length()}).toDoubleVector();
    }

    private static INDArray array(double[] values, INDArray like) {
        return Nd4j.createFromArray(values).castTo(like.dataType()).reshape('f', like.shape());
    }
}
