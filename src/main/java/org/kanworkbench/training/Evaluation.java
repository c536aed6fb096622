package org.kanworkbench.training;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** The scores of a network on examples. */
public sealed interface Evaluation {

    /** Number of examples. */
    int total();

    /** Mean cross-entropy, or mean squared error of standardised numbers. */
    double loss();

    double seconds();

    default Measure measure() {
        return switch (this) {
            case Classification _ -> Measure.ACCURACY;
            case Regression _ -> Measure.RMSE;
        };
    }

    /** In the unit of {@link #measure}. */
    default double score() {
        return switch (this) {
            case Classification c -> c.accuracy();
            case Regression r -> r.rmse();
        };
    }

    /** The score of an evaluation, if there is one. */
    static OptionalDouble score(Optional<Evaluation> evaluation) {
        return evaluation.stream().mapToDouble(Evaluation::score).findFirst();
    }

    /** Whether it is better than another of the same measure: by score, then by loss. */
    boolean betterThan(Evaluation other);

    /**
     * Predicted classes.
     *
     * @param correct number of correctly classified samples
     * @param confusion [label][predicted] counts
     * @param predicted the predicted class of every sample, in order
     * @param oddsAgainst of every sample, in order: (1 − p) / p, where p is the probability of the predicted class; more
     *     digits than p itself near 1
     */
    record Classification(
            int correct,
            int total,
            double loss,
            int[][] confusion,
            int[] predicted,
            float[] oddsAgainst,
            double seconds)
            implements Evaluation {

        public double accuracy() {
            return total == 0 ? 0 : (double) correct / total;
        }

        /** The share of a class's samples that are predicted as it; none if there are no such samples. */
        public OptionalDouble recall(int label) {
            return ratio(confusion[label][label], labelled(label));
        }

        /** The share of what is predicted as a class that is of it; none if nothing is predicted so. */
        public OptionalDouble precision(int label) {
            return ratio(confusion[label][label], predictedAs(label));
        }

        /** The harmonic mean of precision and recall; none if the class neither occurs nor is predicted. */
        public OptionalDouble f1(int label) {
            return ratio(2 * confusion[label][label], labelled(label) + predictedAs(label));
        }

        private static OptionalDouble ratio(int part, int whole) {
            return whole == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) part / whole);
        }

        private double mean(IntFunction<OptionalDouble> ofClass) {
            return IntStream.range(0, confusion.length)
                    .mapToObj(ofClass)
                    .flatMapToDouble(OptionalDouble::stream)
                    .average()
                    .orElse(0);
        }

        /** The mean recall over the classes that occur, as scikit-learn's balanced_accuracy_score. */
        public double balancedAccuracy() {
            return mean(this::recall);
        }

        /** The mean F1 over the classes that occur or are predicted, as scikit-learn's f1_score with macro average. */
        public double macroF1() {
            return mean(this::f1);
        }

        /** The class that occurs most: predicting it always is right so often. */
        public int commonest() {
            return IntStream.range(0, confusion.length)
                    .boxed()
                    .max(Comparator.comparingInt(this::labelled))
                    .orElseThrow();
        }

        /** How many samples are of a class. */
        public int labelled(int label) {
            return Arrays.stream(confusion[label]).sum();
        }

        private int predictedAs(int column) {
            return Arrays.stream(confusion).mapToInt(row -> row[column]).sum();
        }

        @Override
        public boolean betterThan(Evaluation other) {
            double before = other.score();
            return accuracy() > before || accuracy() == before && loss < other.loss();
        }
    }

    /**
     * Predicted numbers.
     *
     * @param targets one per output
     * @param predicted samples × targets in the targets' units, in order
     */
    record Regression(List<Fit> targets, int total, double loss, float[] predicted, double seconds)
            implements Evaluation {

        public Regression {
            targets = List.copyOf(targets);
        }

        /** The mean over the targets, as scikit-learn's root_mean_squared_error. */
        public double rmse() {
            return targets.stream().mapToDouble(Fit::rmse).average().orElse(0);
        }

        /** The mean over the targets, as scikit-learn's r2_score. */
        public double r2() {
            return targets.stream().mapToDouble(Fit::r2).average().orElse(0);
        }

        /** By loss, which is the order of one target's errors and does not mix the units of several. */
        @Override
        public boolean betterThan(Evaluation other) {
            return loss < other.loss();
        }
    }

    /**
     * How well a target is predicted.
     *
     * @param rmse root mean squared error in its units
     * @param r2 coefficient of determination; 0 if the samples' values are all the same
     */
    record Fit(String name, double rmse, double r2) {}
}
