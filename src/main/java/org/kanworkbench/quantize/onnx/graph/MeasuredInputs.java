package org.kanworkbench.quantize.onnx.graph;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.kanworkbench.data.OneLine;
import org.kanworkbench.network.Model;
import org.kanworkbench.quantize.Calibration;
import org.kanworkbench.quantize.onnx.GraphBuilder;
import org.kanworkbench.quantize.onnx.OnnxRuntime;
import org.kanworkbench.quantize.scheme.QuantizeException;
import org.kanworkbench.quantize.scheme.Schemes;

/**
 * Samples of the inputs of layers and convolutions on calibration rows.
 *
 * @param stages outputs of every convolution stage
 */
record MeasuredInputs(float[] rows, List<float[]> stages, List<LayerSample> layers) {

    /** Maximum number of values per sample. */
    private static final int SAMPLE = 200_000;

    static MeasuredInputs of(Model model, Calibration calibration, int batch) throws QuantizeException {
        GraphBuilder graph = new GraphBuilder();
        NetworkGraph network = new NetworkGraph(graph, Schemes.FLOAT32, null);
        String result = network.write(model);
        List<String> watched = new ArrayList<>(network.stages);
        // The first layer may take the rows directly.
        Stream.concat(network.layerInputs.stream(), network.normalizedInputs.stream())
                .distinct()
                .filter(name -> !name.equals(GraphBuilder.INPUT))
                .forEach(watched::add);
        watched.forEach(graph::watch);
        byte[] content =
                graph.build(result, model.network().inputs(), model.network().outputs());
        Map<String, float[]> found = run(content, calibration, batch, watched);
        Sampling rows = new Sampling(calibration.values().length);
        rows.take(FloatBuffer.wrap(calibration.values()));
        found.put(GraphBuilder.INPUT, rows.sample);
        return new MeasuredInputs(
                rows.sample,
                network.stages.stream().map(found::get).toList(),
                IntStream.range(0, network.layerInputs.size())
                        .mapToObj(l -> new LayerSample(
                                found.get(network.layerInputs.get(l)),
                                found.get(network.normalizedInputs.get(l)),
                                (long) calibration.rows()
                                        * model.network().layers().get(l).inputs()))
                        .toList());
    }

    /** Inputs of a convolution stage, from 0. */
    float[] ofStage(int stage) {
        return stage == 0 ? rows : stages.get(stage - 1);
    }

    private static Map<String, float[]> run(byte[] content, Calibration calibration, int batch, List<String> watched)
            throws QuantizeException {
        Map<String, Sampling> gathered = new HashMap<>();
        try (OrtSession session = OnnxRuntime.session(content, 1)) {
            for (int from = 0; from < calibration.rows(); from += batch) {
                int count = Math.min(batch, calibration.rows() - from);
                FloatBuffer x =
                        FloatBuffer.wrap(calibration.values(), from * calibration.width(), count * calibration.width());
                long[] shape = {count, calibration.width()};
                try (OnnxTensor input = OnnxTensor.createTensor(OnnxRuntime.environment(), x, shape);
                        OrtSession.Result result = session.run(Map.of(GraphBuilder.INPUT, input))) {
                    for (String name : watched) {
                        FloatBuffer values = ((OnnxTensor) result.get(name).orElseThrow()).getFloatBuffer();
                        long perRow = values.remaining() / count;
                        gathered.computeIfAbsent(name, _ -> new Sampling(perRow * calibration.rows()))
                                .take(values);
                    }
                }
            }
        } catch (OrtException e) {
            throw new QuantizeException("calibration failed in ONNX Runtime: " + OneLine.of(e), e);
        }
        Map<String, float[]> samples = new HashMap<>();
        gathered.forEach((name, sampling) -> samples.put(name, sampling.sample));
        return samples;
    }

    /** Evenly spread ones of values that come batch by batch: all of them together would fill the memory. */
    private static final class Sampling {

        private final long all;
        final float[] sample;
        private int taken;
        private long passed;

        Sampling(long all) {
            this.all = all;
            sample = new float[(int) Math.min(SAMPLE, all)];
        }

        void take(FloatBuffer values) {
            int count = values.remaining();
            for (; taken < sample.length; taken++) {
                long place = LayerSample.place(taken, sample.length, all) - passed;
                if (place >= count) {
                    break;
                }
                sample[taken] = values.get(values.position() + (int) place);
            }
            passed += count;
        }
    }
}
