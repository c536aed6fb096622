package org.kanworkbench.quantize.compare;

import java.util.Optional;
import java.util.OptionalDouble;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.data.Features;
import org.kanworkbench.quantize.Calibration;
import org.kanworkbench.quantize.QuantizeException;
import org.kanworkbench.quantize.QuantizedNetwork;
import org.kanworkbench.quantize.RoundedModel;
import org.kanworkbench.quantize.Scheme;
import org.kanworkbench.quantize.SimulatedNetwork;
import org.kanworkbench.quantize.onnx.OnnxExport;
import org.kanworkbench.quantize.onnx.OnnxModel;
import org.kanworkbench.quantize.onnx.OnnxNetwork;
import org.kanworkbench.quantize.onnx.Origin;
import org.kanworkbench.runs.SavedModel;

/** Opens a model under every scheme that there is. */
public final class Networks implements SchemeOpener {

    private final SavedModel saved;
    private final Features training;
    private final int mostRows;
    private final OptionalDouble background;
    private final int threads;

    /**
     * @param batch rows together while scoring
     * @param threads of every network
     */
    public Networks(SavedModel saved, Dataset dataset, int batch, int threads) {
        this.saved = saved;
        this.threads = threads;
        training = dataset.train().features();
        mostRows = Math.max(batch, Comparison.BATCHES.getLast());
        background = dataset.test().features().background();
    }

    @Override
    public QuantizedNetwork open(Scheme scheme) throws QuantizeException {
        return switch (scheme.arithmetic()) {
            case SIMULATED ->
                new SimulatedNetwork(RoundedModel.of(saved.model(), scheme), mostRows, background, threads);
            default -> new OnnxNetwork(onnx(scheme), threads);
        };
    }

    /** The model's graph under a scheme that ONNX Runtime computes. */
    public OnnxModel onnx(Scheme scheme) throws QuantizeException {
        Optional<Calibration> calibration = OnnxExport.calibrates(scheme)
                ? Optional.of(Calibration.of(training, Calibration.USUAL))
                : Optional.empty();
        return OnnxExport.of(saved.model(), Origin.of(saved), scheme, calibration);
    }
}
