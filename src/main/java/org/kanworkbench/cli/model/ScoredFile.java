package org.kanworkbench.cli.model;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import org.kanworkbench.cli.command.CommandFailure;
import org.kanworkbench.engine.Inference;
import org.kanworkbench.engine.Predictor;
import org.kanworkbench.engine.workers.Workers;
import org.kanworkbench.files.ModelFileException;
import org.kanworkbench.files.model.ModelReader;
import org.kanworkbench.files.model.SavedModel;
import org.kanworkbench.network.NetworkSpec;
import org.kanworkbench.network.Preset;
import org.kanworkbench.quantize.onnx.OnnxModel;
import org.kanworkbench.quantize.onnx.OnnxNetwork;
import org.kanworkbench.quantize.onnx.Origin;
import org.kanworkbench.quantize.scheme.QuantizeException;

/**
 * A file with a network that can be evaluated, by the engine or by ONNX Runtime.
 *
 * @param shape for display
 * @param rowsIndependent whether a prediction does not depend on the rest of its batch
 * @param opening opens the network's inference
 */
record ScoredFile(Origin origin, String shape, int inputs, int outputs, boolean rowsIndependent, Opening opening) {

    interface Opening {
        Opened open(int batch, OptionalDouble background, int threads) throws QuantizeException;
    }

    /** The network's inference; closing frees its threads. */
    record Opened(Inference network, Runnable end) implements AutoCloseable {
        @Override
        public void close() {
            end.run();
        }
    }

    static ScoredFile read(Path file, Optional<Preset> preset)
            throws ModelFileException, QuantizeException, CommandFailure {
        if (!file.toString().toLowerCase(Locale.ROOT).endsWith(OnnxModel.EXTENSION)) {
            return of(ModelReader.read(file, preset));
        }
        if (preset.isPresent()) {
            throw CommandFailure.badInput(file + " holds its network whole: leave --preset out");
        }
        return of(OnnxNetwork.tried(file));
    }

    private static ScoredFile of(SavedModel saved) {
        NetworkSpec network = saved.model().network();
        return new ScoredFile(
                Origin.of(saved),
                network.shape(),
                network.inputs(),
                network.outputs(),
                !network.scalesByBatch(),
                (batch, background, threads) -> {
                    Workers workers = new Workers(threads);
                    return new Opened(new Predictor(saved.model(), batch, background, workers), workers::close);
                });
    }

    private static ScoredFile of(OnnxModel model) {
        return new ScoredFile(
                model.origin(),
                model.inputs() + " → … → " + model.outputs(),
                model.inputs(),
                model.outputs(),
                model.rowsIndependent(),
                (_, _, threads) -> {
                    OnnxNetwork network = new OnnxNetwork(model, threads);
                    return new Opened(network, network::close);
                });
    }
}
