package org.kanworkbench.dl4j.engine;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.kanworkbench.dl4j.Configurations;
import org.kanworkbench.dl4j.layers.KanParameters;
import org.kanworkbench.network.recipe.Optimizer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.pairwise.arithmetic.Axpy;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.IUpdater;

/**
 * The recipe's optimiser on a network's flat parameter row: a few operations on long slices, for any number of layers.
 * Between the slices are running statistics, which follow the batches' statistics.
 */
final class FlatUpdate {

    private record Stretch(INDArray parameters, INDArray gradients, GradientUpdater<?> updater) {}

    private final Optimizer optimizer;
    private final IUpdater rule;
    private final INDArray first;
    private final INDArray second;
    private final List<Stretch> stretches = new ArrayList<>();
    private final List<Stretch> statistics = new ArrayList<>();
    private long steps;

    FlatUpdate(MultiLayerNetwork network, Optimizer optimizer) {
        this.optimizer = optimizer;
        rule = Configurations.updater(optimizer, 0);
        INDArray parameters = flat(network.params());
        INDArray gradients = flat(network.getFlattenedGradients());
        first = parameters.like();
        second = hasSecond() ? parameters.like() : null;
        long at = 0;
        long from = 0;
        for (Layer layer : network.getLayers()) {
            for (var parameter : layer.paramTable().entrySet()) {
                long length = parameter.getValue().length();
                if (KanParameters.isStatistic(parameter.getKey())) {
                    add(parameters, gradients, from, at);
                    statistics.add(
                            new Stretch(part(parameters, at, at + length), part(gradients, at, at + length), null));
                    from = at + length;
                }
                at += length;
            }
        }
        add(parameters, gradients, from, at);
    }

    private boolean hasSecond() {
        return !(optimizer instanceof Optimizer.Sgd);
    }

    static INDArray flat(INDArray row) {
        return row.reshape(row.length());
    }

    private static INDArray part(INDArray flat, long from, long to) {
        return flat.get(NDArrayIndex.interval(from, to));
    }

    private void add(INDArray parameters, INDArray gradients, long from, long to) {
        if (from == to) {
            return;
        }
        INDArray m = part(first, from, to);
        INDArray v = second == null ? null : part(second, from, to);
        stretches.add(new Stretch(
                part(parameters, from, to),
                part(gradients, from, to),
                rule.instantiate(Configurations.state(optimizer, m, v), false)));
    }

    /** Updates the parameters by their gradients, which it overwrites. */
    void step(double learningRate) {
        rule.setLrAndSchedule(learningRate, null);
        double coupled = switch (optimizer) {
            case Optimizer.AdamW _, Optimizer.Lbfgs _ -> 0;
            case Optimizer.Adam o -> o.weightDecay();
            case Optimizer.Sgd o -> o.weightDecay();
        };
        double decoupled = optimizer instanceof Optimizer.AdamW o ? learningRate * o.weightDecay() : 0;
        for (Stretch stretch : stretches) {
            addDecay(coupled, stretch);
            stretch.updater().applyUpdater(stretch.gradients(), Math.toIntExact(steps), 0);
            addDecay(decoupled, stretch);
            stretch.parameters().subi(stretch.gradients());
        }
        for (Stretch statistic : statistics) {
            statistic.parameters().subi(statistic.gradients());
        }
        steps++;
    }

    private static void addDecay(double factor, Stretch stretch) {
        if (factor != 0) {
            Nd4j.exec(new Axpy(stretch.parameters(), stretch.gradients(), stretch.gradients(), factor));
        }
    }

    long steps() {
        return steps;
    }

    /** First moments or velocities, of the parameters' length. */
    INDArray first() {
        return first;
    }

    /** Second moments; null if the optimiser has none. */
    INDArray second() {
        return second;
    }

    /** Resumes after the given number of steps; the caller sets the moments. */
    void resume(long done) {
        steps = done;
    }
}
