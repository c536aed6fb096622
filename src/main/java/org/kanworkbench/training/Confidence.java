package org.kanworkbench.training;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * How sure a network is of the classes that it predicts, against how often it is right. The confidence of a prediction is
 * the probability of the predicted class.
 */
public final class Confidence {

    /** Of equal width, as in Guo et al., "On Calibration of Modern Neural Networks", ICML 2017. */
    private static final int BINS = 15;

    /** As many as can be told apart in a plot. */
    private static final int POINTS = 400;

    /** A point of a curve; both lie between 0 and 1. */
    public record Point(double x, double y) {}

    /** Of every sample, surest first. */
    private final double[] confidences;

    private final boolean[] right;
    /** Of two classes only, by falling probability of the second. */
    private final List<Point> roc;

    /**
     * @param labels of the samples that were scored, in order
     * @param scores with the odds of its predictions
     */
    public Confidence(int[] labels, Evaluation.Classification scores) {
        float[] against = scores.oddsAgainst();
        int[] order = order(against);
        confidences = new double[order.length];
        right = new boolean[order.length];
        for (int i = 0; i < order.length; i++) {
            confidences[i] = 1 / (1.0 + against[order[i]]);
            right[i] = labels[order[i]] == scores.predicted()[order[i]];
        }
        roc = scores.confusion().length == 2 && !Double.isNaN(mean()) ? roc(labels, scores) : List.of();
    }

    /** Places of the values, smallest first; equal ones in order. */
    private static int[] order(float[] values) {
        return IntStream.range(0, values.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> values[i]))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    public int samples() {
        return confidences.length;
    }

    /** The mean confidence; 0 without samples. */
    public double mean() {
        return DoubleStream.of(confidences).average().orElse(0);
    }

    /**
     * The expected calibration error: the mean over the samples of how far the accuracy of a sample's bin of confidence is
     * from the mean confidence there; 0 without samples.
     */
    public double calibrationError() {
        return bins().mapToDouble(bin -> bin.count * Math.abs(bin.accuracy() - bin.confidence()))
                        .sum()
                / Math.max(1, samples());
    }

    /** Mean confidence and accuracy of each bin of confidence that has samples. */
    public List<Point> calibration() {
        return bins().map(bin -> new Point(bin.confidence(), bin.accuracy())).toList();
    }

    /** The accuracy of the surest part of the samples, over the size of that part. */
    public List<Point> coverage() {
        List<Point> curve = new ArrayList<>();
        int correct = 0;
        for (int i = 0; i < samples(); i++) {
            correct += right[i] ? 1 : 0;
            // Equal confidences cannot be told apart: they are in or out together.
            if (i + 1 == samples() || confidences[i + 1] < confidences[i]) {
                curve.add(new Point((i + 1.0) / samples(), correct / (i + 1.0)));
            }
        }
        return thinned(curve);
    }

    /**
     * The receiver operating characteristic of the second of two classes: the share of its samples that are found, over the
     * share of the first class's that are predicted as it. Empty for other numbers of classes, where a class has no samples, and
     * where a probability is not a number.
     */
    public List<Point> roc() {
        return thinned(roc);
    }

    /** The area under the {@link #roc}, as scikit-learn's roc_auc_score. */
    public OptionalDouble auc() {
        return roc.isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(IntStream.range(1, roc.size())
                        .mapToDouble(i -> (roc.get(i).x - roc.get(i - 1).x) * (roc.get(i).y + roc.get(i - 1).y) / 2)
                        .sum());
    }

    private static List<Point> roc(int[] labels, Evaluation.Classification scores) {
        float[] against = new float[labels.length];
        int positives = 0;
        for (int i = 0; i < labels.length; i++) {
            float odds = scores.oddsAgainst()[i];
            against[i] = scores.predicted()[i] == 1 ? odds : 1 / odds;
            positives += labels[i];
        }
        int negatives = labels.length - positives;
        if (positives == 0 || negatives == 0) {
            return List.of();
        }
        List<Point> curve = new ArrayList<>(List.of(new Point(0, 0)));
        int[] order = order(against);
        int found = 0;
        for (int i = 0; i < order.length; i++) {
            found += labels[order[i]];
            if (i + 1 == order.length || against[order[i + 1]] > against[order[i]]) {
                curve.add(new Point((i + 1.0 - found) / negatives, (double) found / positives));
            }
        }
        return curve;
    }

    /** Evenly spaced points, the first and the last among them. */
    private static List<Point> thinned(List<Point> curve) {
        int count = Math.min(POINTS, curve.size());
        return IntStream.range(0, count)
                .mapToObj(i -> curve.get((int) ((long) i * (curve.size() - 1) / Math.max(1, count - 1))))
                .toList();
    }

    private record Bin(int count, double sure, int correct) {
        double confidence() {
            return sure / count;
        }

        double accuracy() {
            return (double) correct / count;
        }
    }

    /** Those with samples, least confidence first. */
    private Stream<Bin> bins() {
        int[] counts = new int[BINS];
        double[] sure = new double[BINS];
        int[] correct = new int[BINS];
        for (int i = 0; i < samples(); i++) {
            int bin = Math.clamp((int) Math.ceil(confidences[i] * BINS) - 1, 0, BINS - 1);
            counts[bin]++;
            sure[bin] += confidences[i];
            correct[bin] += right[i] ? 1 : 0;
        }
        return IntStream.range(0, BINS)
                .filter(bin -> counts[bin] > 0)
                .mapToObj(bin -> new Bin(counts[bin], sure[bin], correct[bin]));
    }
}
