package org.kanworkbench.training;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.kanworkbench.data.ByteFeatures;
import org.kanworkbench.data.ColumnScaling;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.data.Examples;
import org.kanworkbench.data.Target;
import org.kanworkbench.engine.Inference;
import org.kanworkbench.engine.Predictor;
import org.kanworkbench.engine.kernel.CodedRows;
import org.kanworkbench.engine.workers.Workers;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.NetworkSpec;

/** Scores networks on examples in batches. Not thread-safe. */
public final class Evaluator {

    private static final int BATCH = 250;

    private final Examples examples;
    private final Target target;
    private final int outputs;
    private final int batch;
    private final float[] x;
    /** The same, of features that are bytes; else null. */
    private final CodedRows codes;

    private final float[] logits;

    /**
     * @param target what the networks predict
     * @param batch batch size; it affects the scores of a network that scales by the batch
     */
    public Evaluator(Examples examples, Target target, int batch) {
        this.examples = examples;
        this.target = target;
        this.outputs = target.names().size();
        this.batch = batch;
        this.x = new float[batch * examples.features().width()];
        this.codes = examples.features() instanceof ByteFeatures bytes
                ? new CodedRows(new byte[x.length + CodedRows.PADDING], bytes.values())
                : null;
        this.logits = new float[batch * outputs];
    }

    /**
     * The batch size for scoring: the training batch size if a sample's prediction depends on the rest of its batch.
     */
    public static int batch(NetworkSpec network, int trainedWith) {
        return network.scalesByBatch() ? trainedWith : BATCH;
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
            return new Evaluator(dataset.test(), dataset.target(), batch).evaluate(predictor);
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
        Scores scores = switch (target) {
            case Target.Classes _ -> new ClassScores(outputs, total);
            case Target.Numbers numbers -> new NumberScores(numbers, total);
        };
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
        if (examples.features() instanceof ByteFeatures bytes && predictor.takes(codes)) {
            System.arraycopy(bytes.bytes(), from * width, codes.codes(), 0, rows * width);
            predictor.predict(codes, rows, logits);
        } else {
            for (int r = 0; r < rows; r++) {
                examples.features().copyRow(from + r, x, r * width);
            }
            predictor.predict(x, rows, logits);
        }
        for (int r = 0; r < rows; r++) {
            scores.add(logits, r * outputs, from + r);
        }
    }

    /** Sums over samples, in double. */
    private interface Scores {
        /** @param row of the examples, in order */
        void add(float[] outputs, int at, int row);

        Evaluation evaluation(double seconds);
    }

    private final class ClassScores implements Scores {
        private final int classes;
        private final int[][] confusion;
        private final int[] predicted;
        private final float[] oddsAgainst;
        private int rows;
        private int correct;
        private double lossSum;

        ClassScores(int classes, int total) {
            this.classes = classes;
            this.confusion = new int[classes][classes];
            this.predicted = new int[total];
            this.oddsAgainst = new float[total];
        }

        @Override
        public void add(float[] logits, int at, int row) {
            int label = examples.labels()[row];
            int best = Inference.largest(logits, at, classes);
            double largest = logits[at + best];
            double sum = 0;
            double others = 0;
            for (int c = 0; c < classes; c++) {
                double odds = Math.exp(logits[at + c] - largest);
                sum += odds;
                others += c == best ? 0 : odds;
            }
            oddsAgainst[rows] = (float) others;
            lossSum += largest + Math.log(sum) - logits[at + label];
            predicted[rows++] = best;
            confusion[label][best]++;
            if (best == label) {
                correct++;
            }
        }

        @Override
        public Evaluation evaluation(double seconds) {
            return new Evaluation.Classification(
                    correct, rows, rows == 0 ? 0 : lossSum / rows, confusion, predicted, oddsAgainst, seconds);
        }
    }

    /** R² is about the mean of the samples themselves. */
    private final class NumberScores implements Scores {
        private final Target.Numbers numbers;
        private final float[] predicted;
        private final double[] squaredErrors = new double[outputs];
        /** The numbers of the first row, about which others are added up: they may be all alike but for small digits. */
        private final double[] first = new double[outputs];

        private final double[] sums = new double[outputs];
        private final double[] squares = new double[outputs];
        private int rows;

        NumberScores(Target.Numbers numbers, int total) {
            this.numbers = numbers;
            this.predicted = new float[total * outputs];
        }

        @Override
        public void add(float[] y, int at, int row) {
            for (int o = 0; o < outputs; o++) {
                double wanted = examples.numbers()[row * outputs + o];
                double error = y[at + o] - wanted;
                first[o] = rows == 0 ? wanted : first[o];
                double away = wanted - first[o];
                squaredErrors[o] += error * error;
                sums[o] += away;
                squares[o] += away * away;
                predicted[row * outputs + o] = y[at + o];
            }
            rows++;
        }

        @Override
        public Evaluation evaluation(double seconds) {
            numbers.toUnits(predicted);
            List<Evaluation.Fit> fits = new ArrayList<>();
            double loss = 0;
            for (int o = 0; o < outputs; o++) {
                ColumnScaling.Column column = numbers.scaling().columns().get(o);
                double mse = squaredErrors[o] / Math.max(1, rows);
                double mean = sums[o] / Math.max(1, rows);
                double square = squares[o] / Math.max(1, rows);
                double variance = square - mean * mean;
                fits.add(new Evaluation.Fit(
                        column.name(),
                        column.deviation() * Math.sqrt(mse),
                        variance > 1e-12 * square ? 1 - mse / variance : 0));
                loss += mse / outputs;
            }
            return new Evaluation.Regression(fits, rows, loss, predicted, seconds);
        }
    }
}
