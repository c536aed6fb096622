package org.kanworkbench.search.pruner;

import java.util.ArrayList;
import java.util.List;

/** Ends trials early that will hardly be the best, by their losses after each epoch, as Optuna does. */
public enum Pruner {
    NONE("None", "Every trial runs all its epochs."),
    /** Asynchronous successive halving (Li et al., 2020): reduction factor 4, three rungs below the full budget. */
    ASHA("ASHA", "After about 1/64, 1/16 and 1/4 of the epochs, only the best quarter of the trials continues."),
    /** Five complete trials first, no warm-up. */
    MEDIAN("Median", "After each epoch, a trial continues if its best score so far is better than the median.");

    private static final int REDUCTION = 4;
    /** What the first rung is of all epochs: before that, scores are those of the initial weights. */
    private static final double FIRST_RUNG = 1.0 / (REDUCTION * REDUCTION * REDUCTION);

    private static final int COMPLETE_FIRST = 5;

    private final String label;
    private final String hint;

    Pruner(String label, String hint) {
        this.label = label;
        this.hint = hint;
    }

    public String label() {
        return label;
    }

    public String hint() {
        return hint;
    }

    /**
     * The losses of another trial.
     *
     * @param losses one per epoch
     * @param complete false if it was pruned
     */
    public record Other(List<Double> losses, boolean complete) {}

    /**
     * Whether a trial is to end now.
     *
     * @param losses after each epoch so far
     * @param others that it competes with
     * @param epochs of a trial that is not pruned
     */
    public boolean prunes(List<Double> losses, List<Other> others, int epochs) {
        return switch (this) {
            case NONE -> false;
            case ASHA -> halved(losses, others, epochs);
            case MEDIAN -> belowMedian(losses, others);
        };
    }

    private static boolean halved(List<Double> losses, List<Other> others, int epochs) {
        int epoch = losses.size();
        if (!isRung(epoch, epochs)) {
            return false;
        }
        double loss = losses.getLast();
        List<Double> competing = new ArrayList<>(List.of(loss));
        for (Other other : others) {
            if (other.losses().size() >= epoch) {
                competing.add(other.losses().get(epoch - 1));
            }
        }
        competing.sort(null);
        int promoted = Math.max(1, competing.size() / REDUCTION);
        return Double.isNaN(loss) || loss > competing.get(promoted - 1);
    }

    private static boolean isRung(int epoch, int epochs) {
        long rung = Math.max(1, Math.round(FIRST_RUNG * epochs));
        while (rung < epoch) {
            rung *= REDUCTION;
        }
        return rung == epoch;
    }

    private static boolean belowMedian(List<Double> losses, List<Other> others) {
        List<Other> complete = others.stream().filter(Other::complete).toList();
        int epoch = losses.size();
        double[] then = complete.stream()
                .filter(other -> other.losses().size() >= epoch)
                .mapToDouble(other -> other.losses().get(epoch - 1))
                .sorted()
                .toArray();
        if (complete.size() < COMPLETE_FIRST || then.length == 0) {
            return false;
        }
        double median = (then[(then.length - 1) / 2] + then[then.length / 2]) / 2;
        double best = losses.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
        return Double.isNaN(best) || best > median;
    }
}
