package org.kanworkbench.app.activations.attribution;

import java.util.Arrays;
import java.util.Optional;
import org.kanworkbench.app.models.OpenModel;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.engine.Inference;
import org.kanworkbench.explain.Attribution;
import org.kanworkbench.explain.Attributor;
import org.kanworkbench.network.Model;

/** Attributes a network's prediction to the inputs of one row, on one background thread at a time. */
final class AttributionWork {

    /** The input value of a pixel without ink, if no data set defines it. */
    private static final float PAPER = -1;

    private static final int STEPS = 64;

    /** Companion rows, if a network scales by its batch. */
    private static final int COMPANY = 63;

    /** The attribution method, see docs/math/attribution.md. */
    enum Method {
        INTEGRATED_GRADIENTS("Integrated Gradients"),
        GRADIENT_TIMES_INPUT("Gradient × input");

        private final String label;

        Method(String label) {
            this.label = label;
        }

        String label() {
            return label;
        }
    }

    /**
     * @param open whose weights they are
     * @param x one row
     * @param output the output to attribute; empty for the predicted class
     */
    record Request(
            OpenModel open,
            Model weights,
            float[] x,
            Optional<Integer> output,
            Method method,
            Optional<Dataset> dataset) {

        /** Whether both ask the same of a model, whose weights may have changed between them. */
        boolean asksAs(Request other) {
            return open == other.open
                    && Arrays.equals(x, other.x)
                    && output.equals(other.output)
                    && method == other.method;
        }
    }

    /** @param predicted the predicted class */
    record Answer(Request request, int predicted, int output, Attribution attribution) {}

    private Model known;
    private Dataset knownData;
    private Attributor attributor;

    Answer answer(Request request) {
        Model weights = request.weights();
        Dataset dataset = request.dataset().orElse(null);
        if (known != weights || knownData != dataset) {
            attributor = request.dataset()
                    .map(data -> new Attributor(weights, data.train().features().sample(COMPANY)))
                    .orElseGet(() -> new Attributor(weights));
            known = weights;
            knownData = dataset;
        }
        float[] outputs = attributor.outputs(request.x());
        int predicted = Inference.largest(outputs, 0, outputs.length);
        int output = request.output().orElse(predicted);
        float[] baseline = new float[request.x().length];
        Arrays.fill(baseline, (float) request.dataset()
                .map(data -> data.train().features().background().orElse(PAPER))
                .orElse((double) PAPER)
                .doubleValue());
        Attribution attribution = switch (request.method()) {
            case INTEGRATED_GRADIENTS -> attributor.integratedGradients(request.x(), baseline, output, STEPS);
            case GRADIENT_TIMES_INPUT -> attributor.gradientTimesInput(request.x(), baseline, output);
        };
        return new Answer(request, predicted, output, attribution);
    }
}
