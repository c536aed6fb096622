package org.kanworkbench.cli.model;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.UnaryOperator;
import org.kanworkbench.cli.command.CommandFailure;
import org.kanworkbench.data.ColumnScaling;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.data.Target;
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
import org.kanworkbench.quantize.scheme.QuantizeException;

/**
 * A file with a network that can be evaluated, by the engine or by ONNX Runtime.
 *
 * @param shape for display
 * @param batch rows a batch that its scores are those of
 * @param rowsIndependent whether a prediction does not depend on the rest of its batch
 * @param target what it predicts
 * @param trainedOn name of the training data set; empty if unknown
 * @param scaling of a table's columns; empty for other data
 * @param seen the data under the model's scaling
 * @param opening opens the network's inference
 */
record ScoredFile(
        String preset,
        String shape,
        int inputs,
        int outputs,
        int batch,
        boolean rowsIndependent,
        Target target,
        String trainedOn,
        Optional<ColumnScaling> scaling,
        UnaryOperator<Dataset> seen,
        Opening opening) {

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
        if (!file.toString().endsWith(OnnxModel.EXTENSION)) {
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
                saved.preset(),
                network.shape(),
                network.inputs(),
                network.outputs(),
                saved.evaluationBatch(),
                !network.scalesByBatch(),
                saved.target(),
                saved.dataset(),
                saved.scaling(),
                saved::seen,
                (batch, background, threads) -> {
                    Workers workers = new Workers(threads);
                    return new Opened(new Predictor(saved.model(), batch, background, workers), workers::close);
                });
    }

    private static ScoredFile of(OnnxModel model) {
        return new ScoredFile(
                model.origin().preset(),
                model.inputs() + " → … → " + model.outputs(),
                model.inputs(),
                model.outputs(),
                model.origin().batch(),
                model.rowsIndependent(),
                model.origin().target(),
                model.origin().dataset(),
                model.origin().scaling(),
                data -> data.seenBy(model.origin().target(), model.origin().scaling()),
                (_, _, threads) -> {
                    OnnxNetwork network = new OnnxNetwork(model, threads);
                    return new Opened(network, network::close);
                });
    }
}
