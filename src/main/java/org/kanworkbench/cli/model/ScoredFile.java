package org.kanworkbench.cli.model;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;
import org.kanworkbench.cli.command.CommandFailure;
import org.kanworkbench.data.Dataset;
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
import org.kanworkbench.training.Evaluator;

/** A file with a network in it that can be scored, by the engine or by ONNX Runtime. */
sealed interface ScoredFile {

    String preset();

    /** As a person reads it. */
    String shape();

    int inputs();

    int outputs();

    /** Rows a batch that its scores are those of. */
    int batch();

    /** The data as the network sees it. */
    Dataset seen(Dataset data);

    /** Name of the data set that it was trained on; empty where it is not known. */
    String trainedOn();

    /** What computes it; closing frees its threads. */
    Opened open(int batch, OptionalDouble background, int threads) throws QuantizeException;

    record Opened(Inference network, Runnable end) implements AutoCloseable {
        @Override
        public void close() {
            end.run();
        }
    }

    static ScoredFile read(Path file, Optional<Preset> preset)
            throws ModelFileException, QuantizeException, CommandFailure {
        if (!file.toString().endsWith(OnnxModel.EXTENSION)) {
            return new OfEngine(ModelReader.read(file, preset));
        }
        if (preset.isPresent()) {
            throw CommandFailure.badInput(file + " holds its network whole: leave --preset out");
        }
        return new OfOnnx(OnnxNetwork.tried(file));
    }

    record OfEngine(SavedModel saved) implements ScoredFile {

        private NetworkSpec network() {
            return saved.model().network();
        }

        @Override
        public String preset() {
            return saved.preset();
        }

        @Override
        public String shape() {
            return network().shape();
        }

        @Override
        public int inputs() {
            return network().inputs();
        }

        @Override
        public int outputs() {
            return network().outputs();
        }

        @Override
        public int batch() {
            return Evaluator.batch(network(), saved.recipe().batch());
        }

        @Override
        public Dataset seen(Dataset data) {
            return saved.seen(data);
        }

        @Override
        public String trainedOn() {
            return saved.dataset();
        }

        @Override
        public Opened open(int batch, OptionalDouble background, int threads) {
            Workers workers = new Workers(threads);
            return new Opened(new Predictor(saved.model(), batch, background, workers), workers::close);
        }
    }

    record OfOnnx(OnnxModel model) implements ScoredFile {

        @Override
        public String preset() {
            return model.origin().preset();
        }

        @Override
        public String shape() {
            return inputs() + " → … → " + outputs();
        }

        @Override
        public int inputs() {
            return model.inputs();
        }

        @Override
        public int outputs() {
            return model.outputs();
        }

        @Override
        public int batch() {
            return model.origin().batch();
        }

        @Override
        public Dataset seen(Dataset data) {
            return model.origin().scaling().map(data::rescaled).orElse(data);
        }

        @Override
        public String trainedOn() {
            return model.origin().dataset();
        }

        @Override
        public Opened open(int batch, OptionalDouble background, int threads) throws QuantizeException {
            OnnxNetwork network = new OnnxNetwork(model, threads);
            return new Opened(network, network::close);
        }
    }
}
