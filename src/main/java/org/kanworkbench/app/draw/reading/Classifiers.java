package org.kanworkbench.app.draw.reading;

import java.util.OptionalDouble;
import java.util.function.Function;
import org.kanworkbench.engine.Predictor;
import org.kanworkbench.engine.workers.Workers;
import org.kanworkbench.network.Model;
import org.kanworkbench.quantize.onnx.OnnxModel;
import org.kanworkbench.quantize.onnx.OnnxNetwork;
import org.kanworkbench.quantize.scheme.QuantizeException;

/** Makes classifiers of networks: the engine's of weights, ONNX Runtime's of graphs. */
public final class Classifiers implements Function<Reader.State, Classifier> {

    /** What a network gets for a pixel without ink. */
    private static final OptionalDouble PAPER = OptionalDouble.of(-1);

    /** One picture is too little work to share between threads. */
    private final Workers oneThread = new Workers(1);

    @Override
    public Classifier apply(Reader.State state) {
        return switch (state) {
            case Reader.Weights(Model model) -> {
                Predictor predictor = new Predictor(model, 1, PAPER, oneThread);
                yield (x, logits) -> predictor.predict(x, 1, logits);
            }
            case Reader.Graph(OnnxModel model) -> graph(model);
        };
    }

    private static Classifier graph(OnnxModel model) {
        OnnxNetwork network;
        try {
            network = new OnnxNetwork(model, 1);
        } catch (QuantizeException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
        return new Classifier() {
            @Override
            public void classify(float[] x, float[] logits) {
                network.predict(x, 1, logits);
            }

            @Override
            public void close() {
                network.close();
            }
        };
    }
}
