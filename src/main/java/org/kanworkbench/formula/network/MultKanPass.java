package org.kanworkbench.formula.network;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.kanworkbench.network.Activation;

/**
 * Forward and backward passes of one network over the same rows, with whatever trained numbers. What the first layer's
 * splines make of the inputs is computed once. Not thread-safe.
 */
public final class MultKanPass {

    private final MultKan network;
    private final boolean continued;
    private final int rows;
    private final Stage[] stages;

    /** A layer's values of the last forward pass. Columns are as long as there are rows. */
    private static final class Stage {
        private final MultKan.Layer layer;
        /** Of every input. */
        private double[][] x;

        /** Of inputs with splines: the first basis function at each row, values and slopes of some; null for others. */
        private final int[][] first;

        private final double[][] basis;
        private final double[][] basisSlope;
        private final double[][] silu;
        private final double[][] siluSlope;
        /** Of every edge, subnodes × inputs; null where there is none. */
        private final double[][][] added;
        /** a·x + b of an edge, or where its tangent is instead, and f there; null of splines. */
        private final double[][][] argument;

        private final double[][][] value;
        /** Before and after scale and shift. */
        private final double[][] sums;

        private final double[][] subnodes;
        private final double[][] nodes;

        Stage(MultKan.Layer layer, int rows) {
            this.layer = layer;
            int inputs = layer.inputs();
            first = new int[inputs][];
            basis = new double[inputs][];
            basisSlope = new double[inputs][];
            silu = new double[inputs][];
            siluSlope = new double[inputs][];
            added = new double[layer.subnodes()][inputs][];
            argument = new double[layer.subnodes()][inputs][];
            value = new double[layer.subnodes()][inputs][];
            for (int j = 0; j < layer.subnodes(); j++) {
                for (int i = 0; i < inputs; i++) {
                    Edge edge = layer.edges()[j][i];
                    added[j][i] = edge instanceof Edge.None ? null : new double[rows];
                    if (edge instanceof Edge.Function) {
                        argument[j][i] = new double[rows];
                    } else if (edge instanceof Edge.Spline && first[i] == null) {
                        int width = layer.terms()[i].width();
                        first[i] = new int[rows];
                        basis[i] = new double[rows * width];
                        basisSlope[i] = new double[rows * width];
                        silu[i] = new double[rows];
                        siluSlope[i] = new double[rows];
                    }
                }
            }
            sums = new double[layer.subnodes()][rows];
            subnodes = new double[layer.subnodes()][rows];
            nodes = new double[layer.nodes()][rows];
        }

        private void expand() {
            for (int i = 0; i < layer.inputs(); i++) {
                if (first[i] == null) {
                    continue;
                }
                Terms terms = layer.terms()[i];
                int width = terms.width();
                for (int r = 0; r < x[i].length; r++) {
                    double v = x[i][r];
                    first[i][r] = terms.evaluate(v, basis[i], basisSlope[i], r * width);
                    if (terms.base() == Activation.ZERO) {
                        continue;
                    }
                    double sigmoid = 1 / (1 + Math.exp(-v));
                    silu[i][r] = v * sigmoid;
                    siluSlope[i][r] = sigmoid * (1 + v * (1 - sigmoid));
                }
            }
        }
    }

    /** @param inputs one column an input */
    public MultKanPass(MultKan network, double[][] inputs) {
        this(network, inputs, false);
    }

    /**
     * @param continued whether a function that is not defined at a row is continued there, along its tangent at the nearest row
     *     where it is: so that a fit finds back into its domain
     */
    public MultKanPass(MultKan network, double[][] inputs, boolean continued) {
        this.network = network;
        this.continued = continued;
        rows = inputs[0].length;
        stages = network.layers().stream().map(layer -> new Stage(layer, rows)).toArray(Stage[]::new);
        stages[0].x = inputs;
        stages[0].expand();
        for (int l = 1; l < stages.length; l++) {
            stages[l].x = stages[l - 1].nodes;
        }
    }

    /** A pass that has gone forward with the network's own numbers. */
    public static MultKanPass of(MultKan network, double[][] inputs) {
        MultKanPass pass = new MultKanPass(network, inputs);
        pass.forward(network.parameters());
        return pass;
    }

    /** The outputs of a network at some rows, one column an output. */
    public static double[][] outputs(MultKan network, double[][] inputs) {
        return new MultKanPass(network, inputs).forward(network.parameters());
    }

    public MultKan network() {
        return network;
    }

    /**
     * The outputs, one column an output, which the next pass overwrites.
     *
     * @param parameters of the network, see {@link MultKan#parameters()}
     */
    public double[][] forward(double[] parameters) {
        int at = 0;
        for (Stage stage : stages) {
            if (stage != stages[0]) {
                stage.expand();
            }
            at = forward(stage, parameters, at);
        }
        return stages[stages.length - 1].nodes;
    }

    private int forward(Stage stage, double[] parameters, int from) {
        MultKan.Layer layer = stage.layer;
        int at = from;
        for (int j = 0; j < layer.subnodes(); j++) {
            double[] sum = stage.sums[j];
            Arrays.fill(sum, 0);
            for (int i = 0; i < layer.inputs(); i++) {
                Edge edge = layer.edges()[j][i];
                double[] added = stage.added[j][i];
                switch (edge) {
                    case Edge.Spline s -> spline(stage, i, parameters, at, s.coefficients().length, added);
                    case Edge.Function f -> {
                        double a = parameters[at];
                        double b = parameters[at + 1];
                        double c = parameters[at + 2];
                        double d = parameters[at + 3];
                        double[] argument = stage.argument[j][i];
                        for (int r = 0; r < rows; r++) {
                            argument[r] = a * stage.x[i][r] + b;
                        }
                        double[] value = f.function().value().values(new double[][] {argument}, rows);
                        if (continued) {
                            value = continued(f.function(), argument, value);
                        }
                        stage.value[j][i] = value;
                        for (int r = 0; r < rows; r++) {
                            added[r] = c * value[r] + d;
                        }
                    }
                    case Edge.None _ -> {
                        continue;
                    }
                }
                at += edge.parameters();
                for (int r = 0; r < rows; r++) {
                    sum[r] += added[r];
                }
            }
            double scale = layer.subnodeAffine().scale()[j];
            double bias = layer.subnodeAffine().bias()[j];
            for (int r = 0; r < rows; r++) {
                stage.subnodes[j][r] = scale * sum[r] + bias;
            }
        }
        int subnode = 0;
        for (int n = 0; n < layer.nodes(); n++) {
            double[] node = stage.nodes[n];
            System.arraycopy(stage.subnodes[subnode++], 0, node, 0, rows);
            if (n >= layer.sums()) {
                for (int m = 1; m < layer.arities().get(n - layer.sums()); m++) {
                    double[] factor = stage.subnodes[subnode++];
                    for (int r = 0; r < rows; r++) {
                        node[r] *= factor[r];
                    }
                }
            }
            double scale = layer.nodeAffine().scale()[n];
            double bias = layer.nodeAffine().bias()[n];
            for (int r = 0; r < rows; r++) {
                node[r] = scale * node[r] + bias;
            }
        }
        return at;
    }

    /**
     * Values with those that are not finite continued.
     *
     * @param argument of those, overwritten with that of the row whose tangent it is
     */
    private static double[] continued(CandidateFunction function, double[] argument, double[] value) {
        if (Arrays.stream(value).allMatch(Double::isFinite)) {
            return value;
        }
        double[] slope = function.slope().values(new double[][] {argument}, argument.length);
        TreeMap<Double, Integer> defined = new TreeMap<>();
        for (int r = 0; r < value.length; r++) {
            if (Double.isFinite(value[r]) && Double.isFinite(slope[r])) {
                defined.put(argument[r], r);
            }
        }
        double[] all = value.clone();
        for (int r = 0; r < all.length && !defined.isEmpty(); r++) {
            double u = argument[r];
            if (!Double.isFinite(value[r]) && Double.isFinite(u)) {
                Map.Entry<Double, Integer> below = defined.floorEntry(u);
                Map.Entry<Double, Integer> above = defined.ceilingEntry(u);
                boolean down = above == null || below != null && u - below.getKey() < above.getKey() - u;
                int nearest = (down ? below : above).getValue();
                argument[r] = argument[nearest];
                all[r] = value[nearest] + slope[nearest] * (u - argument[r]);
            }
        }
        return all;
    }

    private void spline(Stage stage, int i, double[] parameters, int at, int terms, double[] added) {
        int width = stage.layer.terms()[i].width();
        double base = parameters[at + terms];
        double scale = parameters[at + terms + 1];
        double[] basis = stage.basis[i];
        for (int r = 0; r < rows; r++) {
            added[r] = base * stage.silu[i][r]
                    + scale * dot(parameters, at, terms, basis, r * width, width, stage.first[i][r]);
        }
    }

    private static double dot(double[] parameters, int at, int terms, double[] basis, int from, int width, int first) {
        double sum = 0;
        int end = Math.min(width, terms - first);
        for (int t = Math.max(0, -first); t < end; t++) {
            sum += parameters[at + first + t] * basis[from + t];
        }
        return sum;
    }

    /**
     * Adds to the gradient what the outputs' gradients come to, after {@link #forward} with the same numbers.
     *
     * @param outputs one column an output
     * @param penalty what is added to it for every edge's values, or null
     */
    void backward(double[] parameters, double[][] outputs, Penalty penalty, double[] gradient) {
        backward(parameters, outputs, penalty, (p, column, factor) -> {
            double sum = 0;
            for (int r = 0; r < rows; r++) {
                sum += column[r] * factor[r];
            }
            gradient[p] += sum;
        });
    }

    /**
     * The derivative of what is made of the outputs by every trained number, one column a number, after {@link #forward}.
     *
     * @param columns parameters × rows, overwritten
     */
    public void jacobian(double[] parameters, double[][] outputs, double[][] columns) {
        backward(parameters, outputs, null, (p, column, factor) -> {
            for (int r = 0; r < rows; r++) {
                columns[p][r] = column[r] * factor[r];
            }
        });
    }

    /** Takes the rows' derivative of the loss by a trained number, as a product of two columns. */
    private interface Sink {
        void accept(int parameter, double[] column, double[] factor);
    }

    /** Gradients of what a training adds to the loss for the values that edges add. */
    interface Penalty {
        /** Adds to the gradient of an edge's values, and to that of its input. */
        void add(int layer, int subnode, int input, double[] edge, double[] x);
    }

    private void backward(double[] parameters, double[][] outputs, Penalty penalty, Sink sink) {
        double[][] above = outputs;
        int at = parameters.length;
        for (int l = stages.length - 1; l >= 0; l--) {
            Stage stage = stages[l];
            double[][] sums = subnodeGradients(stage, above);
            double[][] x = new double[stage.layer.inputs()][rows];
            for (int j = stage.layer.subnodes() - 1; j >= 0; j--) {
                for (int i = stage.layer.inputs() - 1; i >= 0; i--) {
                    Edge edge = stage.layer.edges()[j][i];
                    at -= edge.parameters();
                    if (edge instanceof Edge.None) {
                        continue;
                    }
                    double[] gradient = sums[j];
                    if (penalty != null) {
                        gradient = sums[j].clone();
                        penalty.add(l, j, i, gradient, x[i]);
                    }
                    if (edge instanceof Edge.Spline s) {
                        splineBackward(
                                stage, i, parameters, at, s.coefficients().length, gradient, l > 0 ? x[i] : null, sink);
                    } else if (edge instanceof Edge.Function f) {
                        functionBackward(
                                f.function(), stage, j, i, parameters, at, gradient, l > 0 ? x[i] : null, sink);
                    }
                }
            }
            above = x;
        }
    }

    private double[][] subnodeGradients(Stage stage, double[][] nodes) {
        MultKan.Layer layer = stage.layer;
        double[][] gradients = new double[layer.subnodes()][rows];
        int subnode = 0;
        for (int n = 0; n < layer.nodes(); n++) {
            int arity = n < layer.sums() ? 1 : layer.arities().get(n - layer.sums());
            for (int m = 0; m < arity; m++) {
                double scale =
                        layer.nodeAffine().scale()[n] * layer.subnodeAffine().scale()[subnode + m];
                double[] gradient = gradients[subnode + m];
                for (int r = 0; r < rows; r++) {
                    double product = scale * nodes[n][r];
                    for (int other = 0; other < arity; other++) {
                        product *= other == m ? 1 : stage.subnodes[subnode + other][r];
                    }
                    gradient[r] = product;
                }
            }
            subnode += arity;
        }
        return gradients;
    }

    private void splineBackward(
            Stage stage, int i, double[] parameters, int at, int terms, double[] gradient, double[] x, Sink sink) {
        int width = stage.layer.terms()[i].width();
        double base = parameters[at + terms];
        double scale = parameters[at + terms + 1];
        double[] spline = new double[rows];
        double[][] columns = new double[terms][rows];
        for (int r = 0; r < rows; r++) {
            int first = stage.first[i][r];
            int end = Math.min(width, terms - first);
            double value = 0;
            for (int t = Math.max(0, -first); t < end; t++) {
                double b = stage.basis[i][r * width + t];
                columns[first + t][r] = scale * b;
                value += parameters[at + first + t] * b;
            }
            spline[r] = value;
            if (x != null) {
                x[r] += gradient[r]
                        * (base * stage.siluSlope[i][r]
                                + scale * dot(parameters, at, terms, stage.basisSlope[i], r * width, width, first));
            }
        }
        for (int t = 0; t < terms; t++) {
            sink.accept(at + t, columns[t], gradient);
        }
        sink.accept(at + terms, stage.silu[i], gradient);
        sink.accept(at + terms + 1, spline, gradient);
    }

    private void functionBackward(
            CandidateFunction function,
            Stage stage,
            int j,
            int i,
            double[] parameters,
            int at,
            double[] gradient,
            double[] x,
            Sink sink) {
        double a = parameters[at];
        double c = parameters[at + 2];
        double[] input = stage.x[i];
        double[] slope = function.slope().values(new double[][] {stage.argument[j][i]}, rows);
        double[] shift = new double[rows];
        double[] factor = new double[rows];
        for (int r = 0; r < rows; r++) {
            shift[r] = c * slope[r];
            factor[r] = shift[r] * input[r];
            if (x != null) {
                x[r] += gradient[r] * a * shift[r];
            }
        }
        sink.accept(at, factor, gradient);
        sink.accept(at + 1, shift, gradient);
        sink.accept(at + 2, stage.value[j][i], gradient);
        double[] ones = new double[rows];
        Arrays.fill(ones, 1);
        sink.accept(at + 3, ones, gradient);
    }

    /** What went into a layer, one column an input, of the last forward pass. */
    public double[][] inputs(int layer) {
        return stages[layer].x;
    }

    /** What an edge added at every row, of the last forward pass; null where there is none. */
    public double[] added(MultKan.Place place) {
        return stages[place.layer()].added[place.subnode()][place.input()];
    }

    /** What a subnode's edges add up to, before scale and shift. */
    double[] sum(int layer, int subnode) {
        return stages[layer].sums[subnode];
    }

    /** Unbiased standard deviation of a column. */
    static double deviation(double[] column) {
        double mean = mean(column);
        double sum = 0;
        for (double v : column) {
            sum += (v - mean) * (v - mean);
        }
        return Math.sqrt(sum / (column.length - 1));
    }

    static double mean(double[] column) {
        double sum = 0;
        for (double v : column) {
            sum += v;
        }
        return sum / column.length;
    }
}
