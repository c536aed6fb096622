package org.kanworkbench.dl4j.engine;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.kanworkbench.dl4j.NamedWeights;
import org.kanworkbench.dl4j.Networks;
import org.kanworkbench.dl4j.layers.KanLayerPass;
import org.kanworkbench.engine.Inference;
import org.kanworkbench.engine.LossHead;
import org.kanworkbench.engine.NonFiniteException;
import org.kanworkbench.engine.OptimizerState;
import org.kanworkbench.engine.WeightEma;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.NetworkSpec;
import org.kanworkbench.network.recipe.Recipe;
import org.kanworkbench.training.GridCoverage;
import org.kanworkbench.training.Stepper;
import org.kanworkbench.training.Task;
import org.kanworkbench.training.VectorEngine;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;

/** A network in training, as Deeplearning4j layers. */
final class Nd4jStepper implements Stepper {

    /**
     * Of OpenMP and BLAS. On the processor a second one gains nothing for batches up to 4,096 rows, and OpenMP's spinning
     * threads are several times slower beside other programs, see docs/benchmarks.md; for a GPU it has little to do.
     */
    private static final int THREADS = 1;

    private final Task task;
    private final Recipe recipe;
    private final LossHead head;
    private final boolean chance;
    private NetworkSpec spec;
    private LayerStack stack;
    /** The network whose weights are evaluated. */
    private LayerStack scored;

    private FlatUpdate update;
    /** Null if the recipe has no EMA. */
    private Nd4jWeightEma mean;

    Nd4jStepper(Task task) {
        this.task = task;
        recipe = task.recipe();
        NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(THREADS);
        Nd4j.getNDArrayFactory().blas().setMaxThreads(THREADS);
        begin(task);
        head = new LossHead(spec.outputs(), spec.outputs(), recipe.batch());
        chance = spec.layers().stream().anyMatch(layer -> layer.dropout() > 0);
    }

    private void begin(Task from) {
        spec = from.model().network();
        MultiLayerNetwork network = Networks.of(from.model(), recipe, from.dropoutSeed());
        network.initGradientsView();
        if (network.getLayer(0) instanceof KanLayerPass first) {
            first.setInputGradients(false);
        }
        stack = new LayerStack(network, "kan-step");
        mean = recipe.averaging() > 0 ? new Nd4jWeightEma(network, from) : null;
        scored = new LayerStack(mean == null ? network : mean.network(), "kan-score");
        update = new FlatUpdate(network, recipe.optimizer());
        from.optimizer().ifPresent(this::resume);
    }

    private void resume(OptimizerState state) {
        named(update.first()).load(new Model(spec, state.first()), false);
        if (update.second() != null) {
            named(update.second()).load(new Model(spec, state.second()), false);
        }
        update.resume(state.steps());
    }

    private NamedWeights named(INDArray row) {
        return new NamedWeights(stack.network(), row);
    }

    @Override
    public void step(float[] x, int[] labels, float[] numbers, int rows, double learningRate)
            throws NonFiniteException {
        if (chance) {
            // Depends on the step alone, so that a resumed run has the same seed.
            Nd4j.getRandom().setSeed(new SplittableRandom(task.dropoutSeed() + update.steps()).nextLong());
        }
        try (MemoryWorkspace _ = stack.open()) {
            float[] y = stack.forward(x, rows, spec.inputs(), true);
            if (labels != null) {
                head.crossEntropy(y, labels, rows, recipe.labelSmoothing());
            } else {
                head.squaredError(y, numbers, rows);
            }
            if (!Double.isFinite(head.loss())) {
                throw new NonFiniteException("loss is " + head.loss());
            }
            float[] gradient = Arrays.copyOf(head.gradient, rows * spec.outputs());
            stack.backward(gradient, rows, spec.outputs());
            if (!LayerStack.finite(stack.network().getFlattenedGradients())) {
                throw new NonFiniteException("gradient of " + stack.firstNonFiniteGradient() + " is not finite");
            }
            update.step(learningRate);
        }
        if (mean != null) {
            mean.step();
        }
    }

    @Override
    public LossHead.Scores scores() {
        return head.scores();
    }

    @Override
    public Model trained() {
        return new Model(spec, named(stack.network().params()).tensors(true));
    }

    @Override
    public Model scored() {
        return mean == null ? trained() : mean.model();
    }

    @Override
    public Inference inference() {
        return (x, rows, logits) -> {
            try (MemoryWorkspace _ = scored.open()) {
                float[] y = scored.forward(x, rows, spec.inputs(), false);
                System.arraycopy(y, 0, logits, 0, y.length);
            }
        };
    }

    @Override
    public OptimizerState optimizerState() {
        return new OptimizerState(
                update.steps(),
                named(update.first()).tensors(false),
                update.second() == null ? Map.of() : named(update.second()).tensors(false));
    }

    @Override
    public Optional<WeightEma.State> average() {
        return Optional.ofNullable(mean).map(Nd4jWeightEma::state);
    }

    /** Measured by the vector engine with the same weights. */
    @Override
    public GridCoverage coverage() {
        return GridCoverage.of(spec, this::trained, task);
    }

    /** The vector engine updates grids, weights and moments; the network is rebuilt from them. */
    @Override
    public void epochsDone(int epochs) {
        if (!recipe.gridUpdate().due(epochs)) {
            return;
        }
        begin(VectorEngine.epochsDone(task.at(trained(), optimizerState(), average()), epochs));
    }

    @Override
    public void close() {
        Nd4j.getWorkspaceManager().destroyAllWorkspacesForCurrentThread();
    }
}
