package org.kanworkbench.gpu;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.kanworkbench.data.Batches;
import org.kanworkbench.engine.WeightEma;
import org.kanworkbench.gpu.LayerRow.Value;
import org.kanworkbench.gpu.device.Session;
import org.kanworkbench.gpu.device.Session.Buffer;
import org.kanworkbench.gpu.device.Session.Program;
import org.kanworkbench.gpu.device.Session.Shared;
import org.kanworkbench.network.LayerSpec;
import org.kanworkbench.network.NetworkSpec;
import org.kanworkbench.network.recipe.Loss;
import org.kanworkbench.network.recipe.Optimizer;
import org.kanworkbench.network.recipe.Recipe;
import org.kanworkbench.network.stem.PositionalEncoding;

/** A network's forward pass, loss, backward pass and update on a device, for runs side by side. */
final class NetworkKernels {

    /** Steps whose figures wait on the device at most. */
    static final int AHEAD = 1024;

    private final Session session;
    private final NetworkSpec spec;
    private final Recipe recipe;
    private final Layout layout;
    private final int maxRows;

    /** Null without convolutions. */
    private final StemKernels stem;

    private final LayerKernels[] layers;
    private final Program network;
    private final Shared table;

    final Buffer parameters;
    final Buffer gradients;
    final Buffer first;
    /** Null for an optimiser without second moments. */
    final Buffer second;
    /** The moving average of the parameters; null without one. */
    final Buffer mean;

    private final Buffer x;
    private final Buffer targets;
    /** Flags of loss and layers, then figures of every row: losses and successes, or squared errors of every output. */
    private final Buffer told;
    /** Of every step since they were last read: whether it was good, and its figures. */
    private final Buffer figures;
    /** Seeds of dropout and of augmentation, and the number of steps before this one. */
    private final Buffer seeds;
    /** The order of the examples. */
    private final Buffer order;

    private final float[] shifted;
    /** Null before {@link #hold}. */
    private HeldExamples examples;

    private long steps;
    private long averaged;
    private double past = 1;
    /**
     * @param maxRows of a batch
     * @param examples that may be held
     * @param runs side by side
     */
    NetworkKernels(Session session, NetworkSpec spec, Recipe recipe, int maxRows, int examples, int runs) {
        this.session = session;
        this.spec = spec;
        this.recipe = recipe;
        this.maxRows = maxRows;
        layout = new Layout(spec);
        network = session.program(Programs.network());
        parameters = session.floats(layout.size());
        gradients = session.floats(layout.trained());
        first = session.floats(layout.trained());
        second = recipe.optimizer() instanceof Optimizer.Sgd
                        || recipe.optimizer().kind().fullBatch()
                ? null
                : session.floats(layout.trained());
        mean = recipe.averaging() > 0 ? session.floats(layout.size()) : null;
        int rows64 = (maxRows + 63) / 64 * 64;
        x = session.floats((long) rows64 * spec.inputs());
        targets = session.floats((long) maxRows * spec.outputs());
        told = session.floats(flags() + (long) maxRows * figuresOfRow());
        figures = session.floats((long) AHEAD * (1 + figuresOfRow()));
        seeds = session.floats(6);
        order = session.floats(examples);
        layers = new LayerKernels[spec.layers().size()];
        int stride = spec.layers().getFirst().inputs();
        Buffer dx = session.floats((long) rows64 * stride);
        stem = layout.stages().isEmpty()
                ? null
                : new StemKernels(session, spec.stem(), layout, maxRows, x, dx, layers.length);
        Buffer input = stem == null ? x : stem.features();
        for (int l = 0; l < layers.length; l++) {
            LayerSpec layer = spec.layers().get(l);
            boolean learnsBelow = l > 0 || stem != null;
            layers[l] = new LayerKernels(
                    session, layer, recipe.sparsity(), layout.layer(l), l, input, stride, dx, learnsBelow, maxRows);
            stride = layout.layer(l).width();
            input = layers[l].y;
            dx = layers[l].dy;
        }
        session.allocate(runs);
        table = table();
        for (int run = 0; run < runs; run++) {
            session.select(run, 1);
            for (LayerKernels layer : layers) {
                layer.begin();
            }
        }
        session.select(0, runs);
        shifted = spec.stem() instanceof PositionalEncoding ? new float[maxRows * spec.inputs()] : null;
    }

    private Shared table() {
        List<LayerRow> rows = new ArrayList<>();
        for (int l = 0; l < layers.length; l++) {
            rows.add(layers[l]
                    .row()
                    .put(Value.ABOVE, l + 1 < layers.length ? 1 : 0)
                    .put(Value.SEEDS, seeds)
                    .put(Value.TOLD, told)
                    .put(Value.FLAGS, flags()));
        }
        if (stem != null) {
            rows.addAll(stem.rows());
        }
        try (Arena arena = Arena.ofConfined()) {
            return session.share(LayerRow.table(rows, arena));
        }
    }

    Layout layout() {
        return layout;
    }

    /** One of the loss, and one a layer. */
    int flags() {
        return 1 + spec.layers().size();
    }

    private boolean squared() {
        return recipe.loss() == Loss.MSE;
    }

    private int figuresOfRow() {
        return squared() ? spec.outputs() : 2;
    }

    long steps() {
        return steps;
    }

    void resume(long done) {
        steps = done;
    }

    /** Steps that the moving average has seen, and what its samples leave to the past. */
    long averaged() {
        return averaged;
    }

    double past() {
        return past;
    }

    void resumeAverage(long done, double pastShare) {
        averaged = done;
        past = pastShare;
    }

    /** Writes the seeds of the selected run. */
    void seed(long dropout, long augmentation) {
        session.write(
                new int[] {
                    (int) dropout, (int) (dropout >>> 32), (int) augmentation, (int) (augmentation >>> 32),
                },
                4,
                seeds,
                0);
    }

    /** Holds the examples of batches, from which steps then take theirs. */
    void hold(Batches batches) {
        examples = HeldExamples.of(session, batches, spec, order, x, targets, seeds);
    }

    /** The order of the current epoch, for the selected run. */
    void order(int[] rows) {
        session.write(rows, rows.length, order, 0);
    }

    /** What a step does to the parameters of a run. */
    record Change(Optimizer optimizer, double rate) {}

    /**
     * Trains on so many examples from a place in the epoch's order; {@link #figures} says what came of it.
     *
     * @param changes of every run, null for those that have left; neighbours with equal ones share a launch
     */
    void step(int epoch, int from, int rows, Change... changes) {
        Pass pass = pass(parameters, rows, true);
        network.launch(
                "take",
                rows,
                1,
                1,
                pass.of(
                        0,
                        steps,
                        examples.codes(),
                        examples.values(),
                        examples.targets(),
                        examples.how(),
                        from,
                        epoch));
        train(pass, stem == null, changes);
    }

    /**
     * Trains on one batch; {@link #figures} says what came of it.
     *
     * @param labels for cross-entropy, else null
     * @param numbers rows × outputs, for squared error, else null
     */
    void step(float[] batch, int[] labels, float[] numbers, int rows, Change change) {
        train(write(batch, labels, numbers, rows), false, change);
    }

    /** Batches of as many rows take the same launches. */
    private record Way(int rows, boolean measured) {}

    private void train(Pass pass, boolean measured, Change... changes) {
        session.repeat(new Way(pass.rows(), measured), () -> gradients(pass, measured));
        for (int run = 0; run < changes.length; ) {
            int from = run;
            Change change = changes[run++];
            while (run < changes.length && (changes[run] == null || change == null || change.equals(changes[run]))) {
                change = change == null ? changes[run] : change;
                run++;
            }
            session.select(from, run - from);
            update(pass.rows(), change);
        }
        session.select(0, changes.length);
        steps++;
        if (mean != null && WeightEma.samples(recipe.averaging(), averaged++)) {
            double kept = WeightEma.kept(recipe.averaging(), averaged - 1);
            past *= kept;
            float share = (float) ((1 - kept) / (1 - past));
            int eights = layout.size() / 8;
            network.launchItems("average", eights, parameters, mean, eights, told, flags(), share);
        }
        session.flush();
    }

    /** Fills {@link #gradients}, without a step. */
    void gradients(float[] batch, int[] labels, float[] numbers, int rows) {
        gradients(write(batch, labels, numbers, rows), false);
    }

    private Pass write(float[] batch, int[] labels, float[] numbers, int rows) {
        write(batch, rows);
        session.write(new int[] {(int) steps, (int) (steps >>> 32)}, 2, seeds, 4);
        if (labels != null) {
            session.write(labels, rows, targets, 0);
        } else {
            session.write(numbers, (long) rows * spec.outputs(), targets, 0);
        }
        return pass(parameters, rows, true);
    }

    private Pass pass(Buffer p, int rows, boolean training) {
        return new Pass(table, p, gradients, rows, training);
    }

    private void gradients(Pass pass, boolean measured) {
        forward(pass, measured);
        for (LayerKernels layer : layers) {
            layer.measureEdges(pass);
        }
        LayerKernels last = layers[layers.length - 1];
        last.lose(pass, squared(), targets, (float) recipe.labelSmoothing());
        for (int l = layers.length - 1; l >= 0; l--) {
            boolean through = l > 0 && layers[l].takesAlong(layers[l - 1]);
            layers[l].inputGradients(pass, through);
            if (l > 0 && !through) {
                layers[l - 1].unfinish(pass);
            }
        }
        for (int l = 0; l < layers.length; l++) {
            int from = l;
            while (l + 1 < layers.length && layers[l + 1].isLike(layers[from])) {
                l++;
            }
            layers[from].weightGradients(pass, layers, l);
        }
        if (stem != null) {
            stem.backward(pass);
        }
    }

    private void write(float[] batch, int rows) {
        if (rows > maxRows) {
            throw new IllegalArgumentException(rows + " rows are more than " + maxRows);
        }
        int count = rows * spec.inputs();
        float[] values = batch;
        if (spec.stem() instanceof PositionalEncoding encoding) {
            values = shifted;
            for (int n = 0; n < count; n++) {
                values[n] = batch[n] + encoding.offset(n % spec.inputs());
            }
        }
        session.write(values, count, x, 0);
    }

    /** All but what follows the last layer's sums. */
    private void forward(Pass pass, boolean measured) {
        if (stem != null) {
            stem.forward(pass);
        }
        boolean known = measured;
        for (int l = 0; l < layers.length; l++) {
            layers[l].sum(pass, known);
            if (l + 1 < layers.length) {
                layers[l].finish(pass);
            }
            known = layers[l].byRow();
        }
    }

    private void update(int rows, Change change) {
        double rate = change.rate();
        switch (change.optimizer()) {
            case Optimizer.AdamW o ->
                adam(rows, o.beta1(), o.beta2(), o.epsilon(), 0, 1 - rate * o.weightDecay(), rate);
            case Optimizer.Adam o -> adam(rows, o.beta1(), o.beta2(), o.epsilon(), o.weightDecay(), 1, rate);
            case Optimizer.Sgd o -> {
                int count = layout.trained() / 8;
                network.launchItems(
                        "momentum",
                        count + 1,
                        parameters,
                        gradients,
                        first,
                        count,
                        told,
                        flags(),
                        rows,
                        figuresOfRow(),
                        account(),
                        (float) o.momentum(),
                        (float) o.weightDecay(),
                        (float) rate);
            }
            case Optimizer.Lbfgs _ -> throw new IllegalStateException("L-BFGS takes no step by one gradient alone");
        }
    }

    /** Where the figures of the next step go. */
    private int account() {
        return figures.at() + (int) (steps % AHEAD) * (1 + figuresOfRow());
    }

    private void adam(
            int rows, double beta1, double beta2, double epsilon, double coupled, double shrink, double rate) {
        int count = layout.trained() / 8;
        network.launchItems(
                "adam",
                count + 1,
                parameters,
                gradients,
                first,
                second,
                count,
                told,
                flags(),
                rows,
                figuresOfRow(),
                account(),
                (float) beta1,
                (float) (1 - beta1),
                (float) beta2,
                (float) (1 - beta2),
                (float) epsilon,
                (float) coupled,
                (float) shrink,
                (float) (rate / (1 - Math.pow(beta1, steps + 1))),
                (float) (1 / Math.sqrt(1 - Math.pow(beta2, steps + 1))));
    }

    /**
     * Waits for the last so many steps of the selected run, and reads what came of each: whether it was good, and its figures.
     *
     * @param count at most {@link #AHEAD}
     */
    List<float[]> figures(int count) {
        int each = 1 + figuresOfRow();
        List<float[]> all = new ArrayList<>();
        int from = (int) ((steps - count) % AHEAD);
        for (int left = count; left > 0; ) {
            int some = Math.min(left, AHEAD - from);
            float[] row = new float[some * each];
            session.read(figures, (long) from * each, row.length, row);
            for (int n = 0; n < some; n++) {
                all.add(Arrays.copyOfRange(row, n * each, (n + 1) * each));
            }
            left -= some;
            from = 0;
        }
        return all;
    }

    /** Flags of the selected run's last pass, and behind them the figures of its rows, one kind after the other. */
    float[] told(int rows) {
        float[] all = new float[flags() + rows * figuresOfRow()];
        session.read(told, 0, all.length, all);
        return all;
    }

    /** The sparsity penalty of the selected run's last batch. */
    double penalty(int rows) {
        return Arrays.stream(layers)
                .mapToDouble(layer -> layer.penalty(rows, parameters))
                .sum();
    }

    /** What is not finite in the selected run, after a step of so many rows. */
    String trouble(double loss, int rows) {
        float[] flags = new float[flags()];
        session.read(told, 0, flags.length, flags);
        if (flags[0] != 0) {
            return "loss is " + loss;
        }
        double penalty = penalty(rows);
        if (!Double.isFinite(penalty)) {
            return "sparsity penalty is " + penalty;
        }
        int last = 1;
        for (int l = 1; l <= layers.length; l++) {
            last = flags[l] != 0 ? l : last;
        }
        return "gradient of layer " + last + " of " + layers.length + " is not finite";
    }

    /** Lets a run whose loss or gradient was not finite go on. */
    void forgive() {
        session.clear(told, 0, flags());
    }

    /**
     * Outputs of the selected run at inference.
     *
     * @param p parameters
     * @param to receives rows × outputs
     */
    void predict(float[] batch, int rows, Buffer p, float[] to) {
        write(batch, rows);
        Pass pass = pass(p, rows, false);
        forward(pass, false);
        layers[layers.length - 1].finish(pass);
        outputs(rows, to);
    }

    /** Outputs of the last pass, rows × outputs. */
    void outputs(int rows, float[] to) {
        int width = layout.layer(layers.length - 1).width();
        float[] padded = new float[rows * width];
        session.read(layers[layers.length - 1].y, 0, padded.length, padded);
        for (int b = 0; b < rows; b++) {
            System.arraycopy(padded, b * width, to, b * spec.outputs(), spec.outputs());
        }
    }
}
