package org.kanworkbench.reference;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.kanworkbench.engine.GoldenFile;
import org.kanworkbench.engine.ZooConvolution;

/** Holds the reference against a layer of torch-conv-kan to the digits of float64: outputs and gradients. */
public final class ReferenceConvolutionCheck {

    private ReferenceConvolutionCheck() {}

    public static void check(GoldenFile golden) {
        ZooConvolution peer = ZooConvolution.of(golden);
        Map<String, double[]> values = peer.tensors("param.");
        ReferenceKanConvolution stage = new ReferenceKanConvolution(
                peer.spec(), 0, peer.spec().height(), peer.spec().width(), peer.border(), 1, values);
        Map<String, double[]> gradients = new LinkedHashMap<>();
        values.forEach((name, tensor) -> gradients.put(name, new double[tensor.length]));
        for (int n = 0; n < 2; n++) {
            double[] y = stage.forward(peer.ofImage("input", n));
            assertExact("output", y, peer.ofImage("output", n));
            double[] target = peer.ofImage("target", n);
            double[] g = new double[y.length];
            for (int j = 0; j < y.length; j++) {
                g[j] = (y[j] - target[j]) / y.length;
            }
            assertExact(
                    "grad.input",
                    stage.backward(peer.ofImage("input", n), g, gradients),
                    peer.ofImage("grad.input", n));
        }
        peer.tensors("grad.").forEach((name, expected) -> assertExact("grad." + name, gradients.get(name), expected));
    }

    private static void assertExact(String name, double[] actual, double[] expected) {
        assertThat(actual).as(name).containsExactly(expected, Offset.offset(1e-10));
    }
}
