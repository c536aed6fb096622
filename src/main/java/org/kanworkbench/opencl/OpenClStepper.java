package org.kanworkbench.opencl;

import java.util.Map;
import java.util.Optional;
import org.kanworkbench.engine.Inference;
import org.kanworkbench.engine.NonFiniteException;
import org.kanworkbench.engine.OptimizerState;
import org.kanworkbench.engine.SplineGrids;
import org.kanworkbench.engine.WeightEma;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.NetworkSpec;
import org.kanworkbench.network.recipe.Recipe;
import org.kanworkbench.network.tensor.Tensor;
import org.kanworkbench.opencl.Session.Buffer;
import org.kanworkbench.training.GridCoverage;
import org.kanworkbench.training.Stepper;
import org.kanworkbench.training.Task;
import org.kanworkbench.training.VectorEngine;

/** A network in training on an OpenCL device. */
final class OpenClStepper implements Stepper {

    private final OpenClDevice device;
    private final Task task;
    private final Recipe recipe;
    private Session session;
    private NetworkSpec spec;
    private NetworkKernels network;

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
            int rows = Math.max(recipe.batch(), from.scoredTogether());
            network = new NetworkKernels(session, spec, recipe, rows, from.dropoutSeed());
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
        } catch (RuntimeException | Error e) {
            session.close();
            throw e;
        }
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
    Map<String, Tensor> gradients(float[] x, int[] labels, float[] numbers, int rows) {
        network.gradients(x, labels, numbers, rows);
        return read(network.gradients, false);
    }

    /** Outputs of the last pass; for tests. */
    float[] outputs(int rows) {
        float[] y = new float[rows * spec.outputs()];
        network.outputs(rows, y);
        return y;
    }

    @Override
    public void step(float[] x, int[] labels, int rows, double learningRate) throws NonFiniteException {
        network.step(x, labels, null, rows, learningRate);
    }

    @Override
    public void step(float[] x, float[] numbers, int rows, double learningRate) throws NonFiniteException {
        network.step(x, null, numbers, rows, learningRate);
    }

    @Override
    public double loss() {
        return network.loss();
    }

    @Override
    public int correct() {
        return network.correct();
    }

    @Override
    public double[] squaredErrors() {
        return network.squaredErrors();
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
        return (x, rows, logits) ->
                network.predict(x, rows, network.mean == null ? network.parameters : network.mean, logits);
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
