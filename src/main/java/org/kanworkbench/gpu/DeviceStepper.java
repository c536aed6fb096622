package org.kanworkbench.gpu;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.kanworkbench.data.Batches;
import org.kanworkbench.engine.FullBatch;
import org.kanworkbench.engine.Inference;
import org.kanworkbench.engine.LbfgsStep;
import org.kanworkbench.engine.LossHead;
import org.kanworkbench.engine.NonFiniteException;
import org.kanworkbench.engine.OptimizerState;
import org.kanworkbench.engine.SplineGrids;
import org.kanworkbench.engine.WeightEma;
import org.kanworkbench.gpu.device.ComputeDevice;
import org.kanworkbench.gpu.device.DeviceException;
import org.kanworkbench.gpu.device.Session.Buffer;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.NetworkSpec;
import org.kanworkbench.network.recipe.Loss;
import org.kanworkbench.network.recipe.Recipe;
import org.kanworkbench.network.tensor.Tensor;
import org.kanworkbench.training.GridCoverage;
import org.kanworkbench.training.Stepper;
import org.kanworkbench.training.Task;
import org.kanworkbench.training.VectorEngine;

/** A network in training on a device, alone or side by side with others. */
final class DeviceStepper implements Stepper {

    private final ComputeDevice device;
    private final AtomicLong bytes;
    private final Task task;
    private final Recipe recipe;
    /** Among those side by side. */
    private final int run;

    private SideBySide all;
    private NetworkSpec spec;
    private long dropoutSeed;
    /** Null where rows are handed over. */
    private Batches held;

    /** Null for an optimiser that steps by batches. */
    private LbfgsStep fullStep;

    private DeviceGradients fullGradients;

    /** Rows of the steps under way. */
    private final List<Integer> rows = new ArrayList<>();

    private List<float[]> settled = List.of();
    private int[] settledRows = {};
    private int shown;
    /** Steps that changed nothing. */
    private long undone;

    /** @param bytes counts those that it holds on the device */
    DeviceStepper(ComputeDevice device, AtomicLong bytes, Task task) {
        this(device, bytes, task, new SideBySide(device, bytes, task, 1), 0);
    }

    /** @param run the place among all */
    DeviceStepper(ComputeDevice device, AtomicLong bytes, Task task, SideBySide all, int run) {
        this.device = device;
        this.bytes = bytes;
        this.task = task;
        this.run = run;
        recipe = task.recipe();
        begin(task, all);
    }

    private void begin(Task from, SideBySide among) {
        all = among;
        dropoutSeed = from.dropoutSeed();
        spec = from.model().network();
        try {
            all.join(run, from);
            all.of(run, () -> {
                write(from);
                return null;
            });
            if (recipe.optimizer().kind().fullBatch()) {
                fullGradients = new DeviceGradients(all, run, spec, recipe);
                fullStep = new LbfgsStep(fullGradients, from.optimizer());
            }
        } catch (RuntimeException | Error e) {
            all.leave(run);
            throw e;
        }
    }

    private void write(Task from) {
        NetworkKernels network = all.network();
        write(from.model().tensors(), true, network.parameters);
        if (network.mean != null) {
            Model mean = from.average().map(WeightEma.State::mean).orElse(from.model());
            write(mean.tensors(), true, network.mean);
            from.average().ifPresent(state -> network.resumeAverage(state.steps(), state.past()));
        }
        from.optimizer().filter(_ -> !recipe.optimizer().kind().fullBatch()).ifPresent(state -> {
            write(state.first(), false, network.first);
            if (network.second != null) {
                write(state.second(), false, network.second);
            }
            network.resume(state.steps());
        });
        network.seed(from.dropoutSeed(), 0);
    }

    private void write(Map<String, Tensor> tensors, boolean statistics, Buffer to) {
        all.session().write(all.network().layout().row(tensors, statistics), to.floats(), to, 0);
    }

    private Map<String, Tensor> read(Buffer from, boolean statistics) {
        return all.network().layout().tensors(all.of(run, () -> all.row(from)), statistics);
    }

    /** Since the network was begun or its grids were changed, of all side by side. */
    @Override
    public Optional<Traffic> traffic() {
        return Optional.of(new Traffic(all.session().launches(), all.session().transferred()));
    }

    /** The sparsity penalty of the last batch; for tests. */
    double penalty(int count) {
        return all.of(run, () -> all.network().penalty(count));
    }

    /** Outputs of the last pass; for tests. */
    float[] outputs(int count) {
        float[] y = new float[count * spec.outputs()];
        all.network().outputs(count, y);
        return y;
    }

    @Override
    public boolean holds(Batches batches) {
        boolean holds = fullStep == null && all.holds(run, batches, dropoutSeed);
        held = holds ? batches : null;
        return holds;
    }

    @Override
    public void step(int count, double learningRate) {
        rows.add(count);
        all.ask(run, count, learningRate);
    }

    @Override
    public int settle() throws NonFiniteException {
        if (fullStep != null) {
            return 1;
        }
        if (rows.isEmpty()) {
            return settled.size();
        }
        settled = all.settle(run);
        settledRows = rows.stream().mapToInt(Integer::intValue).toArray();
        rows.clear();
        for (int n = 0; n < settled.size(); n++) {
            if (settled.get(n)[0] == 0) {
                show(n);
                int lost = settled.size() - n;
                undone += lost;
                int count = settledRows[n];
                String trouble = all.of(run, () -> {
                    String what = all.network().trouble(scores().loss(), count);
                    all.network().forgive();
                    return what;
                });
                throw new NonFiniteException(trouble, lost);
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
    public boolean step(FullBatch samples, BooleanSupplier proceed) throws NonFiniteException {
        return fullStep.step(samples, proceed);
    }

    @Override
    public void step(float[] x, int[] labels, float[] numbers, int count, double learningRate)
            throws NonFiniteException {
        if (fullStep != null) {
            // What a step takes of all samples is told from how long a batch takes.
            fullGradients.evaluate(x, labels, numbers, count);
            return;
        }
        rows.add(count);
        all.step(x, labels, numbers, count, learningRate);
        try {
            settle();
        } catch (NonFiniteException e) {
            throw new NonFiniteException(e.getMessage());
        }
    }

    @Override
    public LossHead.Scores scores() {
        if (fullStep != null) {
            return fullStep.scores();
        }
        float[] sums = settled.get(shown);
        double count = settledRows[shown];
        double[] errors = new double[spec.outputs()];
        if (recipe.loss() != Loss.MSE) {
            return new LossHead.Scores(sums[1] / count, (int) sums[2], errors);
        }
        double sum = 0;
        for (int o = 0; o < errors.length; o++) {
            errors[o] = sums[1 + o];
            sum += errors[o];
        }
        return new LossHead.Scores(sum / (count * errors.length), 0, errors);
    }

    @Override
    public Model trained() {
        return new Model(spec, read(all.network().parameters, true));
    }

    @Override
    public Model scored() {
        return all.network().mean == null ? trained() : new Model(spec, read(all.network().mean, true));
    }

    @Override
    public Inference inference() {
        return (x, count, logits) -> all.of(run, () -> {
            NetworkKernels network = all.network();
            network.predict(x, count, network.mean == null ? network.parameters : network.mean, logits);
            return null;
        });
    }

    @Override
    public OptimizerState optimizerState() {
        if (fullStep != null) {
            return fullStep.state();
        }
        NetworkKernels network = all.network();
        Map<String, Tensor> first = read(network.first, false);
        return new OptimizerState(
                network.steps() - undone, first, network.second == null ? Map.of() : read(network.second, false));
    }

    @Override
    public Optional<WeightEma.State> average() {
        NetworkKernels network = all.network();
        return network.mean == null
                ? Optional.empty()
                : Optional.of(new WeightEma.State(scored(), network.averaged(), network.past()));
    }

    /** Measured by the vector engine with the same weights. */
    @Override
    public GridCoverage coverage() {
        return GridCoverage.of(spec, this::trained, task);
    }

    /** The vector engine moves and refines grids, with weights and moments; all is begun anew from them. */
    @Override
    public void epochsDone(int epochs) {
        boolean due = recipe.gridUpdate().due(epochs) || recipe.gridRefinement().due(epochs);
        if (!due || !SplineGrids.in(spec)) {
            return;
        }
        Task then = VectorEngine.epochsDone(task.at(trained(), optimizerState(), average()), epochs);
        all.leave(run);
        begin(then, new SideBySide(device, bytes, then, 1));
        undone = 0;
        if (held != null && !holds(held)) {
            throw new DeviceException("memory for the examples: too little", DeviceException.Kind.MEMORY, null);
        }
    }

    @Override
    public void close() {
        all.leave(run);
    }
}
