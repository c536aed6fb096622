package org.kanworkbench.noise.training;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.kanworkbench.data.OneLine;
import org.kanworkbench.network.LayerSpec;
import org.kanworkbench.network.NetworkSpec;
import org.kanworkbench.training.Engine;
import org.kanworkbench.training.trials.WorkControl;

/**
 * Trains the networks of all fits at work on a device, together: when every fit that is under way waits for networks, those of one
 * kind train side by side, each group on a thread of one of these fits. A trained network does not depend on its group.
 */
public final class SharedTrainer implements Trainer {

    /** What a group may have of values on the device, roughly: some hundred megabytes. */
    private static final long MOST_VALUES = 16 << 20;

    /** Trainings of a group: more no longer make launches fuller. */
    private static final int MOST_TRAININGS = 512;

    /** Networks of this kind can train side by side. */
    private record Kind(NetworkSpec network, int rows, Budget budget) {
        static Kind of(NetworkTask task) {
            return new Kind(task.network(), task.points().rows(), task.budget());
        }
    }

    /** What a fit waits for. */
    private static final class Asked {
        final List<NetworkTask> tasks;
        final List<Optional<Fitted>> fitted;
        int missing;

        Asked(List<NetworkTask> tasks) {
            this.tasks = tasks;
            fitted = new ArrayList<>(
                    tasks.stream().map(_ -> Optional.<Fitted>empty()).toList());
            missing = tasks.size();
        }
    }

    private record Place(Asked asked, int index) {
        NetworkTask task() {
            return asked.tasks.get(index);
        }
    }

    private final Engine engine;
    private final int threads;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    /** This and what follows are guarded by the lock: fits that are not over. */
    private int fits;

    private final List<Asked> waiting = new ArrayList<>();
    /** To be trained. */
    private final Deque<List<Place>> groups = new ArrayDeque<>();

    /**
     * @param threads that run fits, one at a time each, as long as there are any
     * @param fits all that there will be
     */
    public SharedTrainer(Engine engine, int threads, int fits) {
        this.engine = engine;
        this.threads = threads;
        this.fits = fits;
    }

    @Override
    public List<Optional<Fitted>> train(List<NetworkTask> tasks, WorkControl control) {
        Asked mine = new Asked(tasks);
        Runnable wake = this::wake;
        control.whenCancelled(wake);
        lock.lock();
        try {
            waiting.add(mine);
            group();
            while (mine.missing > 0 && !control.cancelled()) {
                List<Place> group = groups.poll();
                if (group == null) {
                    changed.awaitUninterruptibly();
                } else {
                    trainGroup(group, control);
                }
            }
            return control.cancelled() ? List.of() : mine.fitted;
        } finally {
            lock.unlock();
            control.forget(wake);
        }
    }

    private void wake() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Makes groups once nobody is under way who could still ask for more. */
    private void group() {
        if (waiting.isEmpty() || waiting.size() < Math.min(threads, fits)) {
            return;
        }
        Map<Kind, List<Place>> kinds = new LinkedHashMap<>();
        for (Asked asked : waiting) {
            for (int index = 0; index < asked.tasks.size(); index++) {
                Place place = new Place(asked, index);
                kinds.computeIfAbsent(Kind.of(place.task()), _ -> new ArrayList<>())
                        .add(place);
            }
        }
        waiting.clear();
        kinds.forEach((kind, places) -> {
            // The optimiser's launch is for neighbours with equal settings.
            places.sort(Comparator.comparingDouble(
                            (Place place) -> place.task().setting().learningRate())
                    .thenComparingDouble(place -> place.task().setting().weightDecay()));
            int most = together(kind);
            for (int from = 0; from < places.size(); from += most) {
                groups.add(places.subList(from, Math.min(from + most, places.size())));
            }
        });
        changed.signalAll();
    }

    private static int together(Kind kind) {
        long units = kind.network().inputs()
                + kind.network().layers().stream().mapToLong(LayerSpec::outputs).sum();
        long batch = Math.min(kind.rows(), kind.budget().batch());
        long values = kind.network().parameters()
                + batch * units
                + (long) kind.rows() * (kind.network().inputs() + 1);
        return (int) Math.clamp(MOST_VALUES / values, 1, MOST_TRAININGS);
    }

    /** Trains a group, without the lock. */
    private void trainGroup(List<Place> group, WorkControl control) {
        List<Optional<Fitted>> fitted;
        lock.unlock();
        try (SideBySideTraining training =
                new SideBySideTraining(engine, group.stream().map(Place::task).toList())) {
            fitted = training.finish(control);
        } catch (RuntimeException | Error e) {
            // None of the fits can go on, and this one tells why.
            control.cancel();
            NetworkTask any = group.getFirst().task();
            throw new IllegalStateException(
                    engine.explain(
                                    e,
                                    NetworkTask.configuration(
                                            engine.name(), any.network(), any.budget(), engine.name()))
                            .orElseGet(() -> OneLine.of(e)),
                    e);
        } finally {
            lock.lock();
        }
        for (int n = 0; n < fitted.size(); n++) {
            Place place = group.get(n);
            place.asked().fitted.set(place.index(), fitted.get(n));
            place.asked().missing--;
        }
        changed.signalAll();
    }

    @Override
    public void close() {
        lock.lock();
        try {
            fits--;
            group();
        } finally {
            lock.unlock();
        }
    }
}
