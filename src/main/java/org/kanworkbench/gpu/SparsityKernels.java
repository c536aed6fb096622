package org.kanworkbench.gpu;

import org.kanworkbench.gpu.LayerRow.Value;
import org.kanworkbench.gpu.device.Session;
import org.kanworkbench.gpu.device.Session.Buffer;
import org.kanworkbench.gpu.device.Session.Program;
import org.kanworkbench.network.LayerSpec;
import org.kanworkbench.network.basis.BSpline;
import org.kanworkbench.network.recipe.SparsityPenalty;

/** The sparsity penalty on one layer's edges and its gradients, as the vector engine has them. */
final class SparsityKernels {

    private final Session session;
    private final LayerSpec spec;
    private final SparsityPenalty penalty;
    private final Layout.Layer at;
    private final int index;
    private final boolean inputGradients;
    private final int chunks;
    /** [input][width] */
    private final Buffer activityOfEdges;

    private final Program program;
    private final Program network;

    /**
     * @param index of the layer
     * @param inputGradients whether anything learns from the gradients of the layer's entries
     * @param rows64 of a forward pass at most, in whole groups
     * @param row receives where its values lie
     */
    SparsityKernels(
            Session session,
            LayerSpec spec,
            SparsityPenalty penalty,
            Layout.Layer at,
            int index,
            boolean inputGradients,
            int rows64,
            LayerRow row) {
        this.session = session;
        this.spec = spec;
        this.penalty = penalty;
        this.at = at;
        this.index = index;
        this.inputGradients = inputGradients;
        chunks = Math.ceilDiv(spec.inputs(), Programs.chunk(spec));
        program = session.program(Programs.layer(spec));
        network = session.program(Programs.network());
        long inputs = spec.inputs();
        long pairs = inputs * at.terms() * at.terms();
        activityOfEdges = session.floats(inputs * at.width());
        row.put(Value.MEANS, session.floats(inputs * at.terms()))
                .put(Value.COVARIANCES, session.floats(pairs))
                .put(Value.INPUT_SPREADS, session.floats(3 * inputs))
                .put(Value.ACTIVITIES, activityOfEdges)
                .put(Value.FACTORS, session.floats(inputs * at.width()))
                .put(Value.SHARES, session.floats(2 * (inputs + spec.outputs())));
        if (inputGradients) {
            row.put(Value.PAIRS, session.floats(pairs))
                    .put(Value.ENTRY_GRADIENTS, session.floats(rows64 * inputs * (at.terms() + 1)));
        }
    }

    /** A single row has no deviation. */
    private static boolean deviates(Pass pass) {
        return pass.rows() > 1;
    }

    /** From the layer's inputs to what all gradients take. */
    void measure(Pass pass) {
        if (!deviates(pass)) {
            return;
        }
        program.launch("activities", chunks, 1, 1, pass.of(index));
        network.launch("shares", spec.outputs() + spec.inputs(), 1, 1, pass.of(index));
        float l1 = (float) (penalty.strength() * penalty.l1());
        float entropy = (float) (penalty.strength() * penalty.entropy());
        network.launch("edge_factors", spec.inputs(), 1, 1, pass.of(index, at.terms(), l1, entropy));
        if (inputGradients) {
            program.launch("entry_gradients", Math.ceilDiv(pass.rows(), Session.GROUP), chunks, 1, pass.of(index));
        }
    }

    /** Adds to the gradients of the weights that products use. */
    void addByActivities(Pass pass) {
        if (deviates(pass)) {
            network.launchItems("add_by_activities", eights(), pass.of(index, pass.g(), at.terms()));
        }
    }

    /** Adds to the gradients of the weights as they are trained. */
    void addByCoefficients(Pass pass) {
        double each = penalty.strength() / spec.outputs();
        float coefficient = (float) (each * penalty.coefficient());
        float difference = spec.basis() instanceof BSpline ? (float) (each * penalty.difference()) : 0;
        if (spec.learnedTerms() > 0 && (coefficient != 0 || difference != 0)) {
            network.launchItems(
                    "add_by_coefficients",
                    eights(),
                    pass.of(index, pass.g(), at.terms(), spec.hasBase() ? 1 : 0, coefficient, difference));
        }
    }

    /** The penalty of the selected run's last batch, computed on this machine; a single row has no activities. */
    double penalty(int rows, Buffer parameters) {
        boolean byCoefficients = penalty.coefficient() > 0 || penalty.difference() > 0;
        double total = rows < 2 ? 0 : ofActivities();
        return penalty.strength() * (total + (byCoefficients ? ofCoefficients(parameters) : 0));
    }

    private double ofActivities() {
        float[] values = read(activityOfEdges, 0, spec.inputs() * at.width());
        double[][] activity = new double[spec.outputs()][spec.inputs()];
        for (int o = 0; o < spec.outputs(); o++) {
            for (int i = 0; i < spec.inputs(); i++) {
                activity[o][i] = values[i * at.width() + o];
            }
        }
        return penalty.ofActivities(activity, new double[spec.outputs()][spec.inputs()]);
    }

    private double ofCoefficients(Buffer parameters) {
        float[] weights = read(parameters, at.edges(), spec.inputs() * at.terms() * at.width());
        int first = spec.hasBase() ? 1 : 0;
        double sum = 0;
        // What fills up is 0.
        for (int n = 0; n < weights.length; n++) {
            int term = n / at.width() % at.terms();
            sum += term < first ? 0 : penalty.coefficient() * Math.abs(weights[n]);
            boolean follows = term > first && spec.basis() instanceof BSpline;
            sum += follows ? penalty.difference() * Math.abs(weights[n] - weights[n - at.width()]) : 0;
        }
        return sum / spec.outputs();
    }

    private float[] read(Buffer from, int first, int count) {
        float[] values = new float[count];
        session.read(from, first, count, values);
        return values;
    }

    private long eights() {
        return (long) spec.inputs() * at.width() / 8;
    }
}
