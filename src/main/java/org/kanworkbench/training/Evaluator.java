package org.kanworkbench.training;

import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.data.Examples;
import org.kanworkbench.engine.Inference;
import org.kanworkbench.engine.Predictor;
import org.kanworkbench.engine.workers.Workers;
import org.kanworkbench.network.InputScaling;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.NetworkSpec;

/** Scores networks on labelled examples in batches. Not thread-safe. */
public final class Evaluator {

    private static final int BATCH = 250;

    private final Examples examples;
    private final int classes;
    private final int batch;
    private final float[] x;
    private final float[] logits;

    /**
     * @param classes number of outputs of the networks
     * @param batch batch size; it affects the scores of a network that scales by the batch
     */
    public Evaluator(Examples examples, int classes, int batch) {
        this.examples = examples;
        this.classes = classes;
        this.batch = batch;
        this.x = new float[batch * examples.features().width()];
        this.logits = new float[batch * classes];
    }

    /**
     * The batch size for scoring: the training batch size if a sample's prediction depends on the rest of its batch.
     */
    public static int batch(NetworkSpec network, int trainedWith) {
        boolean neighbours = network.layers().stream().anyMatch(layer -> layer.scaling() == InputScaling.BATCH_MIN_MAX);
        return neighbours ? trainedWith : BATCH;
    }

    /**
     * Scores a network on the test examples of a data set.
     *
     * @param trainedWith rows in a batch of its training
     */
    public static Evaluation ofTest(Model model, Dataset dataset, int trainedWith, int threads) {
        int batch = batch(model.network(), trainedWith);
        try (Workers workers = new Workers(threads)) {
            Predictor predictor =
                    new Predictor(model, batch, dataset.test().features().background(), workers);
            return new Evaluator(dataset.test(), dataset.outputs(), batch).evaluate(predictor);
        }
    }

    /** Scores all examples. */
    public Evaluation evaluate(Inference predictor) {
        return evaluate(predictor, () -> true).orElseThrow();
    }

    /**
     * Scores all examples unless cancelled.
     *
     * @param proceed checked before every batch; false cancels; its own time is not counted
     */
    public Optional<Evaluation> evaluate(Inference predictor, BooleanSupplier proceed) {
        int total = examples.size();
        Scores scores = new Scores(classes, total);
        long nanos = 0;
        for (int row = 0; row < total; row += batch) {
            if (!proceed.getAsBoolean()) {
                return Optional.empty();
            }
            long start = System.nanoTime();
            score(predictor, row, Math.min(batch, total - row), scores);
            nanos += System.nanoTime() - start;
        }
        return Optional.of(scores.evaluation(nanos / 1e9));
    }

    private void score(Inference predictor, int from, int rows, Scores scores) {
        int width = examples.features().width();
        for (int r = 0; r < rows; r++) {
            examples.features().copyRow(from + r, x, r * width);
        }
        predictor.predict(x, rows, logits);
        for (int r = 0; r < rows; r++) {
            scores.add(logits, r * classes, examples.labels()[from + r]);
        }
    }

    /** Sums over samples, in double. */
    private static final class Scores {
        private final int classes;
        private final int[][] confusion;
        private final int[] predicted;
        private int rows;
        private int correct;
        private double lossSum;

        Scores(int classes, int total) {
            this.classes = classes;
            this.confusion = new int[classes][classes];
            this.predicted = new int[total];
        }

        void add(float[] logits, int at, int label) {
            int best = 0;
            for (int c = 1; c < classes; c++) {
                if (logits[at + c] > logits[at + best]) {
                    best = c;
                }
            }
            double largest = logits[at + best];
            double sum = 0;
            for (int c = 0; c < classes; c++) {
                sum += Math.exp(logits[at + c] - largest);
            }
            lossSum += largest + Math.log(sum) - logits[at + label];
            predicted[rows++] = best;
            confusion[label][best]++;
            if (best == label) {
                correct++;
            }
        }

        Evaluation evaluation(double seconds) {
            return new Evaluation(correct, rows, rows == 0 ? 0 : lossSum / rows, confusion, predicted, seconds);
        }
    }
}
