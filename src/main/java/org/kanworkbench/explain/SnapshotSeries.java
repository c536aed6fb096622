package org.kanworkbench.explain;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.kanworkbench.network.Model;
import org.kanworkbench.training.Evaluation;
import org.kanworkbench.training.Selected;
import org.kanworkbench.training.TrainingEvent;

/**
 * A run's snapshots from first to newest, collected from its events. Memory is bounded: when there are too many, those
 * within later epochs are dropped first, then those that leave the smallest gap on a logarithmic time scale, but never
 * the first or the newest. Not thread-safe.
 */
public final class SnapshotSeries {

    /** Enough for 320 snapshots of 200,000 parameters. */
    public static final long DEFAULT_BYTES = 256L << 20;

    private static final int FEWEST = 4;
    private static final int MOST = 2000;

    /** Offset in epochs before taking logarithms, so that time 0 has one. */
    private static final double BEGINNING = 1.0 / 16;

    /**
     * A snapshot of the network.
     *
     * @param epoch completed epochs, with fraction
     * @param score on the samples that the run evaluates, by its {@link org.kanworkbench.training.Measure}; empty if not evaluated
     */
    public record Snapshot(long step, double epoch, Model model, OptionalDouble score) {}

    private final long mostBytes;
    private final List<Snapshot> snapshots = new ArrayList<>();
    private long step;
    private double epoch;

    public SnapshotSeries() {
        this(DEFAULT_BYTES);
    }

    /**
     * @param mostBytes memory limit for weights; of very large networks the minimum of four snapshots is kept
     *     regardless
     */
    public SnapshotSeries(long mostBytes) {
        this.mostBytes = mostBytes;
    }

    /** Adds a stored snapshot, in the order of steps and before any event. */
    public void recall(Snapshot snapshot) {
        add(snapshot);
        step = snapshot.step();
        epoch = snapshot.epoch();
    }

    /** Processes an event and returns whether it added a snapshot. */
    public boolean fold(TrainingEvent event) {
        return switch (event) {
            case TrainingEvent.Snapshot s -> add(new Snapshot(s.step(), s.epoch(), s.model(), OptionalDouble.empty()));
            case TrainingEvent.Evaluated e ->
                add(new Snapshot(
                        e.step(),
                        e.epoch(),
                        e.model(),
                        OptionalDouble.of(e.test().score())));
            case TrainingEvent.Progress p -> {
                step = p.step();
                epoch = p.epoch();
                yield false;
            }
            // The run was stopped between two snapshots; a best epoch's weights are not those of the last step.
            case TrainingEvent.Finished f ->
                f.selected().filter(Selected::kept).isEmpty()
                        && isNew(f.model())
                        && add(new Snapshot(step, epoch, f.model(), Evaluation.score(f.test())));
            default -> false;
        };
    }

    private boolean isNew(Model model) {
        return snapshots.isEmpty()
                || snapshots.getLast().step() < step && snapshots.stream().noneMatch(m -> m.model() == model);
    }

    private boolean add(Snapshot snapshot) {
        if (!snapshots.isEmpty() && snapshots.getLast().step() == snapshot.step()) {
            // Stopped where a snapshot was due, a run evaluates the same weights; resumed there, it may do so again.
            OptionalDouble score = snapshot.score().isPresent()
                    ? snapshot.score()
                    : snapshots.getLast().score();
            snapshots.set(
                    snapshots.size() - 1, new Snapshot(snapshot.step(), snapshot.epoch(), snapshot.model(), score));
            return true;
        }
        snapshots.add(snapshot);
        int room = (int) Math.clamp(mostBytes / Math.max(1, bytes(snapshot.model())), FEWEST, MOST);
        while (snapshots.size() > room) {
            snapshots.remove(leastMissed());
        }
        return true;
    }

    private static long bytes(Model model) {
        return Float.BYTES
                * model.tensors().values().stream()
                        .mapToLong(tensor -> tensor.values().length)
                        .sum();
    }

    private int leastMissed() {
        int within = smallestGap(true);
        return within > 0 ? within : smallestGap(false);
    }

    /** Index of the snapshot, neither first nor newest, whose removal leaves the smallest gap; 0 if there is none. */
    private int smallestGap(boolean withinLaterEpochsOnly) {
        int best = 0;
        double smallest = Double.POSITIVE_INFINITY;
        for (int m = 1; m < snapshots.size() - 1; m++) {
            double at = snapshots.get(m).epoch();
            boolean eligible = !withinLaterEpochsOnly || at > 1 && at != Math.rint(at);
            double gap = (snapshots.get(m + 1).epoch() + BEGINNING)
                    / (snapshots.get(m - 1).epoch() + BEGINNING);
            if (eligible && gap < smallest) {
                smallest = gap;
                best = m;
            }
        }
        return best;
    }

    /** Memory of the snapshots' weights [bytes]. */
    public long bytes() {
        return snapshots.stream().mapToLong(snapshot -> bytes(snapshot.model())).sum();
    }

    /** All snapshots, first to newest. */
    public List<Snapshot> snapshots() {
        return List.copyOf(snapshots);
    }
}
