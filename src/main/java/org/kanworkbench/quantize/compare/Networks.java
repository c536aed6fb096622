package org.kanworkbench.quantize.compare;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.BooleanSupplier;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.data.Features;
import org.kanworkbench.files.model.SavedModel;
import org.kanworkbench.quantize.Calibration;
import org.kanworkbench.quantize.QuantizedModel;
import org.kanworkbench.quantize.QuantizedNetwork;
import org.kanworkbench.quantize.onnx.OnnxModel;
import org.kanworkbench.quantize.onnx.OnnxNetwork;
import org.kanworkbench.quantize.onnx.Origin;
import org.kanworkbench.quantize.onnx.graph.OnnxExport;
import org.kanworkbench.quantize.scheme.Arithmetic;
import org.kanworkbench.quantize.scheme.QuantizeException;
import org.kanworkbench.quantize.scheme.Scheme;

/** Opens a model under any scheme. Weights are quantised and graphs built once per scheme. Thread-safe. */
public final class Networks implements SchemeOpener<QuantizedNetwork> {

    private final SavedModel saved;
    private final Features training;
    private final int calibrationRows;
    private final int mostRows;
    private final OptionalDouble background;
    private final int threads;
    private final OncePerScheme<QuantizedModel> rounded = new OncePerScheme<>(this::round);
    private final OncePerScheme<OnnxModel> graphs = new OncePerScheme<>((scheme, _) -> Optional.of(graph(scheme)));

    /** Uses the default number of calibration rows. */
    public Networks(SavedModel saved, Dataset dataset, int batch, int threads) {
        this(saved, dataset, batch, Calibration.USUAL, threads);
    }

    /**
     * @param batch batch size for evaluation
     * @param calibrationRows training rows for schemes that need calibration
     * @param threads of every network
     */
    public Networks(SavedModel saved, Dataset dataset, int batch, int calibrationRows, int threads) {
        this.saved = saved;
        this.calibrationRows = calibrationRows;
        this.threads = threads;
        training = dataset.train().features();
        mostRows = Math.max(batch, Comparison.BATCHES.getLast());
        background = dataset.test().features().background();
    }

    @Override
    public Optional<QuantizedNetwork> open(Scheme scheme, BooleanSupplier proceed) throws QuantizeException {
        if (scheme.arithmetic() == Arithmetic.SIMULATED) {
            return rounded.get(scheme, proceed)
                    .map(model -> QuantizedNetwork.simulated(model, mostRows, background, threads));
        }
        OnnxModel model = onnx(scheme);
        OnnxNetwork network = new OnnxNetwork(model, threads);
        return Optional.of(
                new QuantizedNetwork(model.scheme(), model.content().length, model.tensors(), network, network::close));
    }

    /** The model with quantised weights. */
    public QuantizedModel rounded(Scheme scheme) throws QuantizeException {
        return rounded.get(scheme, () -> true).orElseThrow();
    }

    /** The model's graph under a scheme for ONNX Runtime. */
    public OnnxModel onnx(Scheme scheme) throws QuantizeException {
        return graphs.get(scheme, () -> true).orElseThrow();
    }

    private Optional<QuantizedModel> round(Scheme scheme, BooleanSupplier proceed) throws QuantizeException {
        return QuantizedModel.of(saved.model(), scheme, scheme.fitted() ? calibration() : Optional.empty(), proceed);
    }

    private OnnxModel graph(Scheme scheme) throws QuantizeException {
        Optional<Calibration> calibration = OnnxExport.calibrates(scheme) ? calibration() : Optional.empty();
        return OnnxExport.of(saved.model(), Origin.of(saved), scheme, calibration);
    }

    private Optional<Calibration> calibration() throws QuantizeException {
        return Optional.of(Calibration.of(training, calibrationRows));
    }
}
