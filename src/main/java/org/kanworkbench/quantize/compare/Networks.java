package org.kanworkbench.quantize.compare;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.BooleanSupplier;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.data.Features;
import org.kanworkbench.files.model.SavedModel;
import org.kanworkbench.quantize.Calibration;
import org.kanworkbench.quantize.QuantizedNetwork;
import org.kanworkbench.quantize.RoundedModel;
import org.kanworkbench.quantize.SimulatedNetwork;
import org.kanworkbench.quantize.onnx.OnnxModel;
import org.kanworkbench.quantize.onnx.OnnxNetwork;
import org.kanworkbench.quantize.onnx.Origin;
import org.kanworkbench.quantize.onnx.graph.OnnxExport;
import org.kanworkbench.quantize.scheme.Arithmetic;
import org.kanworkbench.quantize.scheme.QuantizeException;
import org.kanworkbench.quantize.scheme.Scheme;

/** Opens a model under every scheme that there is. Weights are rounded and graphs made once a scheme. Thread-safe. */
public final class Networks implements SchemeOpener {

    private final SavedModel saved;
    private final Features training;
    private final int calibrationRows;
    private final int mostRows;
    private final OptionalDouble background;
    private final int threads;
    private final OncePerScheme<RoundedModel> rounded = new OncePerScheme<>(this::round);
    private final OncePerScheme<OnnxModel> graphs = new OncePerScheme<>((scheme, _) -> Optional.of(graph(scheme)));

    /** With as many calibration rows as usual. */
    public Networks(SavedModel saved, Dataset dataset, int batch, int threads) {
        this(saved, dataset, batch, Calibration.USUAL, threads);
    }

    /**
     * @param batch rows together while scoring
     * @param calibrationRows training rows for schemes that look at what layers meet
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
    public Optional<QuantizedNetwork> open(Scheme scheme, BooleanSupplier goOn) throws QuantizeException {
        if (scheme.arithmetic() == Arithmetic.SIMULATED) {
            return rounded.get(scheme, goOn).map(model -> new SimulatedNetwork(model, mostRows, background, threads));
        }
        return Optional.of(new OnnxNetwork(onnx(scheme), threads));
    }

    /** The model with its weights rounded. */
    public RoundedModel rounded(Scheme scheme) throws QuantizeException {
        return rounded.get(scheme, () -> true).orElseThrow();
    }

    /** The model's graph under a scheme that ONNX Runtime computes. */
    public OnnxModel onnx(Scheme scheme) throws QuantizeException {
        return graphs.get(scheme, () -> true).orElseThrow();
    }

    private Optional<RoundedModel> round(Scheme scheme, BooleanSupplier goOn) throws QuantizeException {
        return RoundedModel.of(saved.model(), scheme, scheme.fitted() ? calibration() : Optional.empty(), goOn);
    }

    private OnnxModel graph(Scheme scheme) throws QuantizeException {
        Optional<Calibration> calibration = OnnxExport.calibrates(scheme) ? calibration() : Optional.empty();
        return OnnxExport.of(saved.model(), Origin.of(saved), scheme, calibration);
    }

    private Optional<Calibration> calibration() throws QuantizeException {
        return Optional.of(Calibration.of(training, calibrationRows));
    }
}
