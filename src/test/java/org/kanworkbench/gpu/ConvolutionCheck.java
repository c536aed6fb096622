package org.kanworkbench.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.lang.foreign.Arena;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.kanworkbench.engine.GoldenFile;
import org.kanworkbench.engine.Network;
import org.kanworkbench.engine.ZooConvolution;
import org.kanworkbench.gpu.device.Session;
import org.kanworkbench.gpu.device.Session.Buffer;
import org.kanworkbench.gpu.device.Session.Program;
import org.kanworkbench.network.Activation;
import org.kanworkbench.network.LayerSpec;
import org.kanworkbench.network.NetworkSpec;
import org.kanworkbench.network.tensor.Tensor;

/** Holds a stage on OpenCL against a layer of torch-conv-kan: outputs, loss, gradients and steps. */
final class ConvolutionCheck {

    private static final int IMAGES = 2;

    private final ZooConvolution peer;
    private final GoldenFile golden;
    private final Session session;
    private final Layout layout;
    private final StageKernels stage;
    private final Pass pass;
    private final Program program;
    private final Buffer parameters;
    private final Buffer gradients;
    private final Buffer first;
    private final Buffer second;
    private final Buffer images;
    private final Buffer imageGradients;
    private final Buffer outputGradients;
    private final Buffer told;

    private ConvolutionCheck(ZooConvolution peer, Session session) {
        this.peer = peer;
        this.session = session;
        golden = peer.golden();
        int features = peer.spec().features(peer.spec().usualInputs());
        NetworkSpec network = new NetworkSpec(peer.spec(), List.of(LayerSpec.dense(features, 1, Activation.IDENTITY)));
        layout = new Layout(network);
        parameters = session.floats(layout.size());
        gradients = session.floats(layout.trained());
        first = session.floats(layout.trained());
        second = session.floats(layout.trained());
        images = session.floats((long) IMAGES * peer.spec().usualInputs());
        imageGradients = session.floats(images.floats());
        outputGradients = session.floats(golden.array("output").values().length);
        told = session.floats(16);
        StageKernels.Shape shape =
                new StageKernels.Shape(peer.spec().height(), peer.spec().width(), peer.border(), 1);
        stage = new StageKernels(
                session,
                peer.spec(),
                0,
                layout.stages().getFirst(),
                shape,
                IMAGES,
                images,
                imageGradients,
                outputGradients);
        program = session.program(Programs.network());
        session.allocate(1);
        try (Arena arena = Arena.ofConfined()) {
            pass = new Pass(
                    session.share(LayerRow.table(List.of(stage.rows()), arena)), parameters, gradients, IMAGES, true);
        }
        Map<String, Tensor> tensors =
                new HashMap<>(Network.initialize(network, 0).snapshot().tensors());
        peer.tensors("param.")
                .forEach((name, values) ->
                        tensors.put(name, new Tensor(peer.spec().shapes().get(name), GoldenFile.floats(values))));
        session.write(layout.row(tensors, true), layout.size(), parameters, 0);
        write("input", images);
    }

    static void check(GoldenFile golden) {
        try (Session session = new Session(SomeDevice.orSkip(), new AtomicLong())) {
            new ConvolutionCheck(ZooConvolution.of(golden), session).check();
        }
    }

    private void check() {
        double expected = golden.array("loss").values()[0];
        assertThat(step("output")).isCloseTo(expected, within(GoldenFile.TOLERANCE * expected));
        GoldenFile.assertClose(
                "grad.input", read(imageGradients), golden.array("grad.input").values());
        assertTensors("grad.", gradients, 0);
        for (int s = 1; s <= 5; s++) {
            step(null);
            update(s);
            if (s == 1) {
                assertTensors("after1.", parameters, 1);
            }
        }
        // Twice what the vector engine's steps are allowed.
        assertTensors("after5.", parameters, 2 * 5);
        step("eval_output_after5");
    }

    /** The loss, with all gradients. */
    private double step(String output) {
        stage.forward(pass, 0);
        float[] y = new float[(int) outputGradients.floats()];
        session.read(stage.pooled, 0, y.length, y);
        if (output != null) {
            GoldenFile.assertClose(output, y, golden.array(output).values());
        }
        double[] target = golden.array("target").values();
        double loss = 0;
        for (int n = 0; n < y.length; n++) {
            double error = y[n] - target[n];
            loss += error * error / y.length;
            y[n] = (float) (2 * error / y.length);
        }
        session.write(y, y.length, outputGradients, 0);
        stage.backward(pass, 0);
        return loss;
    }

    private void update(int step) {
        int count = layout.trained() / 8;
        program.launchItems(
                "adam",
                count + 1,
                parameters,
                gradients,
                first,
                second,
                count,
                told,
                1,
                1,
                1,
                told.at() + 8,
                0.9f,
                0.1f,
                0.999f,
                0.001f,
                1e-8f,
                0f,
                (float) (1 - GoldenFile.RATE * 1e-5),
                (float) (GoldenFile.RATE / (1 - Math.pow(0.9, step))),
                (float) (1 / Math.sqrt(1 - Math.pow(0.999, step))));
    }

    private void write(String array, Buffer to) {
        float[] values = GoldenFile.floats(golden.array(array).values());
        session.write(values, values.length, to, 0);
    }

    private float[] read(Buffer from) {
        float[] values = new float[(int) from.floats()];
        session.read(from, 0, values.length, values);
        return values;
    }

    private void assertTensors(String prefix, Buffer from, int steps) {
        float[] row = new float[layout.size()];
        System.arraycopy(read(from), 0, row, 0, (int) from.floats());
        Map<String, Tensor> actual = layout.tensors(row, true);
        peer.tensors(prefix)
                .forEach((name, expected) -> GoldenFile.assertClose(
                        prefix + name, actual.get(name).values(), expected, steps * GoldenFile.RATE * 1e-3));
    }
}
