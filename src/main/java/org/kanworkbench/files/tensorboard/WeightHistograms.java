package org.kanworkbench.files.tensorboard;

import java.util.ArrayList;
import java.util.List;
import org.kanworkbench.network.Model;

/** Histograms of a model's weights, one per tensor, with as many buckets as TensorFlow's own summaries. */
public final class WeightHistograms {

    private static final int BUCKETS = 30;

    private WeightHistograms() {}

    /** Values that are not finite are skipped; a tensor without finite values has no histogram. */
    public static List<Event.Value> of(Model model) {
        List<Event.Value> histograms = new ArrayList<>();
        model.tensors().forEach((name, tensor) -> {
            List<Event.Bucket> buckets = buckets(tensor.values());
            if (!buckets.isEmpty()) {
                histograms.add(new Event.Histogram(TensorBoardLog.WEIGHTS + name, buckets));
            }
        });
        return histograms;
    }

    static List<Event.Bucket> buckets(float[] values) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        long finite = 0;
        for (float value : values) {
            if (Float.isFinite(value)) {
                low = Math.min(low, value);
                high = Math.max(high, value);
                finite++;
            }
        }
        if (finite == 0) {
            return List.of();
        }
        if (low == high) {
            return List.of(new Event.Bucket(low - 0.5, high + 0.5, finite));
        }
        double width = (high - low) / BUCKETS;
        long[] counts = new long[BUCKETS];
        for (float value : values) {
            if (Float.isFinite(value)) {
                counts[(int) Math.min(BUCKETS - 1, (value - low) / width)]++;
            }
        }
        List<Event.Bucket> buckets = new ArrayList<>();
        for (int b = 0; b < BUCKETS; b++) {
            double end = b == BUCKETS - 1 ? high : low + (b + 1) * width;
            buckets.add(new Event.Bucket(low + b * width, end, counts[b]));
        }
        return buckets;
    }
}
