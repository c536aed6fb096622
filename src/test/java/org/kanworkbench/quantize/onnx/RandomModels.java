package org.kanworkbench.quantize.onnx;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.kanworkbench.engine.Network;
import org.kanworkbench.engine.Predictor;
import org.kanworkbench.engine.workers.Workers;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.NetworkSpec;
import org.kanworkbench.network.Preset;
import org.kanworkbench.network.tensor.Tensor;

/** Networks with no value left at its start, and rows for them. */
public final class RandomModels {

    private RandomModels() {}

    public static Model of(Preset preset, long seed) {
        boolean images = preset.stem().usualInputs() > 1;
        return of(preset.network(images ? 144 : 20, List.of(9), 4), seed);
    }

    public static Model of(NetworkSpec network, long seed) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        SplittableRandom random = new SplittableRandom(seed);
        Network.initialize(network, seed).snapshot().tensors().forEach((name, tensor) -> {
            float[] values = tensor.values().clone();
            for (int i = 0; i < values.length; i++) {
                values[i] += (float) random.nextDouble(name.endsWith("var") ? 0 : -0.2, 0.2);
            }
            tensors.put(name, new Tensor(tensor.shape(), values));
        });
        return new Model(network, tensors);
    }

    /** Rows on −1..1, both ends among them. */
    public static float[] rows(int rows, int width, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] x = new float[rows * width];
        for (int i = 0; i < x.length; i++) {
            x[i] = random.nextInt(5) == 0 ? -1 : (float) random.nextDouble(-1, 1);
        }
        x[x.length - 1] = 1;
        return x;
    }

    /** What the engine answers. */
    public static float[] logits(Model model, float[] x, int rows) {
        float[] logits = new float[rows * model.network().outputs()];
        try (Workers workers = new Workers(1)) {
            new Predictor(model, rows, workers).predict(x, rows, logits);
        }
        return logits;
    }
}
