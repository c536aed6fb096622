package org.kanworkbench.quantize;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.kanworkbench.engine.Network;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.NetworkSpec;
import org.kanworkbench.network.Preset;
import org.kanworkbench.network.Presets;
import org.kanworkbench.network.tensor.Tensor;

/** Small models of every preset, with random values for all of their tensors. */
public final class Models {

    public static final int INPUTS = 16;
    public static final int OUTPUTS = 3;

    private Models() {}

    public static Model random(String preset) {
        Preset found = Presets.ALL.stream()
                .filter(p -> p.name().equals(preset))
                .findFirst()
                .orElseThrow();
        return random(found.network(INPUTS, List.of(6), OUTPUTS));
    }

    public static Model random(NetworkSpec network) {
        SplittableRandom random = new SplittableRandom(5);
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        Network.initialize(network, 5).snapshot().tensors().forEach((name, tensor) -> {
            float[] values = tensor.values().clone();
            for (int n = 0; n < values.length; n++) {
                values[n] += (float) random.nextDouble(-0.3, 0.3);
            }
            tensors.put(name, new Tensor(tensor.shape(), values));
        });
        return new Model(network, tensors);
    }

    public static float[] rows(int count) {
        SplittableRandom random = new SplittableRandom(6);
        float[] x = new float[count * INPUTS];
        for (int n = 0; n < x.length; n++) {
            x[n] = (float) random.nextDouble(-1, 1);
        }
        return x;
    }
}
