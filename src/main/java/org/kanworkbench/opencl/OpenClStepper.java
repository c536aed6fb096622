package org.kanworkbench.opencl;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.kanworkbench.data.Augmenter;
import org.kanworkbench.data.ShuffledBatches;
import org.kanworkbench.engine.Inference;
import org.kanworkbench.engine.NonFiniteException;
import org.kanworkbench.engine.OptimizerState;
import org.kanworkbench.engine.SplineGrids;
import org.kanworkbench.engine.WeightEma;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.NetworkSpec;
import org.kanworkbench.network.recipe.Loss;
import org.kanworkbench.network.recipe.Recipe;
import org.kanworkbench.network.tensor.Tensor;
import org.kanworkbench.opencl.Session.Buffer;
import org.kanworkbench.training.GridCoverage;
import org.kanworkbench.training.Stepper;
import org.kanworkbench.training.Task;
import org.kanworkbench.training.VectorEngine;

/** A network in training on an OpenCL device. */
final class OpenClStepper implements Stepper {

    /** The largest share of the device's memory that the training examples may take. */
    private static final double MOST = 0.5;

    private final OpenClDevice device;
    private final Task task;
    private final Recipe recipe;
    private Session session;
    private NetworkSpec spec;
    private NetworkKernels network;
    /** Whose examples the device holds; null without. */
    private ShuffledBatches held;
    /** Whose order the device has. */
    private int epoch;

    /** Rows of the steps under way. */
    private final List<Integer> rows = new ArrayList<>();
    /** Of steps that have been read: whether they were good, and their figures. */
    private final List<float[]> read = new ArrayList<>();

    private List<float[]> settled = List.of();
    private int[] settledRows = {};
    private int shown;

    OpenClStepper(OpenClDevice device, Task task) {
        this.device = device;
        this.task = task;
        recipe = task.recipe();
        begin(task);
    }

    private void begin(Task from) {
        session = new Session(device);
        try {
            spec = from.model().network();
            int most = Math.max(recipe.batch(), from.scoredTogether());
            network = new NetworkKernels(
                    session, spec, recipe, most, from.training().rows(), 1);
            write(from.model().tensors(), true, network.parameters);
            if (network.mean != null) {
                write(
                        from.average()
                                .map(WeightEma.State::mean)
                                .orElse(from.model())
                                .tensors(),
                        true,
                        network.mean);
                from.average().ifPresent(state -> network.resumeAverage(state.steps(), state.past()));
            }
            from.optimizer().ifPresent(this::resume);
            if (held != null) {
                network.hold(held);
            }
            network.seed(from.dropoutSeed(), augmentationSeed());
            epoch = -1;
        } catch (RuntimeException | Error e) {
            session.close();
            throw e;
        }
    }

    private long augmentationSeed() {
        return held == null ? 0 : held.augmenter().map(Augmenter::seed).orElse(0L);
    }

    private void resume(OptimizerState state) {
        write(state.first(), false, network.first);
        if (network.second != null) {
            write(state.second(), false, network.second);
        }
        network.resume(state.steps());
    }

    private void write(Map<String, Tensor> tensors, boolean statistics, Buffer to) {
        session.write(network.layout().row(tensors, statistics), to.floats(), to, 0);
    }

    private Map<String, Tensor> read(Buffer from, boolean statistics) {
        float[] row = new float[(int) from.floats()];
        session.read(from, 0, row.length, row);
        return network.layout().tensors(row, statistics);
    }

    /** Since the network was begun or its grids were changed. */
    @Override
    public Optional<Traffic> traffic() {
        return Optional.of(new Traffic(session.launches(), session.transferred()));
    }

    /** Gradients of one batch by parameter name; for tests. */
    Map<String, Tensor> gradients(float[] x, int[] labels, float[] numbers, int count) {
        network.gradients(x, labels, numbers, count);
        return read(network.gradients, false);
    }

    /** Outputs of the last pass; for tests. */
    float[] outputs(int count) {
        float[] y = new float[count * spec.outputs()];
        network.outputs(count, y);
        return y;
    }

    @Override
    public boolean holds(ShuffledBatches batches) {
        if (HeldExamples.bytes(batches) > MOST * device.bytes()) {
            return false;
        }
        held = batches;
        network.hold(batches);
        network.seed(task.dropoutSeed(), augmentationSeed());
        return true;
    }

    @Override
    public void step(int count, double learningRate) {
        if (epoch != held.epoch()) {
            epoch = held.epoch();
            network.order(held.order());
        }
        if (network.full()) {
            fetch();
        }
        rows.add(count);
        network.step(epoch, held.first(), count, learningRate);
    }

    private void fetch() {
        List<float[][]> runs = new ArrayList<>();
        network.figures(runs, 1);
        read.addAll(Arrays.asList(runs.getFirst()));
    }

    @Override
    public int settle() throws NonFiniteException {
        if (rows.isEmpty()) {
            return settled.size();
        }
        fetch();
        settled = List.copyOf(read);
        settledRows = rows.stream().mapToInt(Integer::intValue).toArray();
        read.clear();
        rows.clear();
        for (int n = 0; n < settled.size(); n++) {
            if (settled.get(n)[0] == 0) {
                show(n);
                int undone = settled.size() - n;
                network.resume(network.steps() - undone);
                String trouble = network.trouble(loss());
                network.forgive();
                throw new NonFiniteException(trouble, undone);
            }
        }
        show(settled.size() - 1);
        return settled.size();
    }

    @Override
    public void show(int step) {
        shown = step;
    }

    @Override
    public void step(float[] x, int[] labels, int count, double learningRate) throws NonFiniteException {
        step(x, labels, null, count, learningRate);
    }

    @Override
    public void step(float[] x, float[] numbers, int count, double learningRate) throws NonFiniteException {
        step(x, null, numbers, count, learningRate);
    }

    private void step(float[] x, int[] labels, float[] numbers, int count, double learningRate)
            throws NonFiniteException {
        rows.add(count);
        network.step(x, labels, numbers, count, learningRate);
        try {
            settle();
        } catch (NonFiniteException e) {
            throw new NonFiniteException(e.getMessage());
        }
    }

    @Override
    public double loss() {
        float[] sums = settled.get(shown);
        if (recipe.loss() != Loss.MSE) {
            return (double) sums[1] / settledRows[shown];
        }
        double sum = 0;
        for (int o = 0; o < spec.outputs(); o++) {
            sum += sums[1 + o];
        }
        return sum / ((double) settledRows[shown] * spec.outputs());
    }

    @Override
    public int correct() {
        return recipe.loss() == Loss.MSE ? 0 : (int) settled.get(shown)[2];
    }

    @Override
    public double[] squaredErrors() {
        double[] errors = new double[spec.outputs()];
        for (int o = 0; recipe.loss() == Loss.MSE && o < errors.length; o++) {
            errors[o] = settled.get(shown)[1 + o];
        }
        return errors;
    }

    @Override
    public Model trained() {
        return new Model(spec, read(network.parameters, true));
    }

    @Override
    public Model scored() {
        return network.mean == null ? trained() : new Model(spec, read(network.mean, true));
    }

    @Override
    public Model edgesTo(int layer, int output) {
        return scored().edgesTo(layer, output);
    }

    @Override
    public Inference inference() {
        return (x, count, logits) ->
                network.predict(x, count, network.mean == null ? network.parameters : network.mean, logits);
    }

    @Override
    public OptimizerState optimizerState() {
        return new OptimizerState(
                network.steps(),
                read(network.first, false),
                network.second == null ? Map.of() : read(network.second, false));
    }

    @Override
    public Optional<WeightEma.State> average() {
        return network.mean == null
                ? Optional.empty()
                : Optional.of(new WeightEma.State(scored(), network.averaged(), network.past()));
    }

    /** Measured by the vector engine with the same weights. */
    @Override
    public GridCoverage coverage() {
        return spec.layers().stream().anyMatch(SplineGrids::has)
                ? GridCoverage.of(trained(), task)
                : GridCoverage.none(spec.layers().size());
    }

    /** The vector engine moves and refines grids, with weights and moments; all is begun anew from them. */
    @Override
    public void epochsDone(int epochs) {
        boolean due = recipe.gridUpdate().due(epochs) || recipe.gridRefinement().due(epochs);
        if (!due || spec.layers().stream().noneMatch(SplineGrids::has)) {
            return;
        }
        Task now = task.at(trained(), optimizerState(), average());
        try (Stepper moving = new VectorEngine().begin(now)) {
            moving.epochsDone(epochs);
            Task then = task.at(moving.trained(), moving.optimizerState(), moving.average());
            session.close();
            begin(then);
        }
    }

    @Override
    public void close() {
        session.close();
    }
}
