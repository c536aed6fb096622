package org.kanworkbench.gpu;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.kanworkbench.data.Augmenter;
import org.kanworkbench.data.Batches;
import org.kanworkbench.data.Examples;
import org.kanworkbench.data.OneLine;
import org.kanworkbench.gpu.NetworkKernels.Change;
import org.kanworkbench.gpu.device.ComputeDevice;
import org.kanworkbench.gpu.device.DeviceException;
import org.kanworkbench.gpu.device.Session;
import org.kanworkbench.gpu.device.Session.Buffer;
import org.kanworkbench.network.NetworkSpec;
import org.kanworkbench.network.recipe.Optimizer;
import org.kanworkbench.network.recipe.Recipe;
import org.kanworkbench.network.recipe.RecipeField;
import org.kanworkbench.training.Task;

/**
 * Runs of one network whose steps are one stream of launches, each for all of them. A step is taken once every run that has not
 * left has asked for it: whoever asks last sends it. Each run has a thread of its own, or all that ask in turn have one.
 */
final class SideBySide {

    /** The largest share of the device's memory that the training examples may take. */
    private static final double MOST = 0.5;

    /** A step of a run that others have not yet asked for. */
    private record Asked(int epoch, int first, int rows, double rate) {}

    /** What is known of a run. */
    private static final class Member {
        final Deque<Asked> asked = new ArrayDeque<>();
        /** Figures of its steps that were read, and how many have been; their rows. */
        final List<float[]> figures = new ArrayList<>();

        long read;
        long done;
        int epoch = -1;
        Batches batches;
        boolean left;
        /** Null before it has begun. */
        Optimizer optimizer;
    }

    private final ComputeDevice device;
    private final Session session;
    private final NetworkKernels network;
    private final NetworkSpec spec;
    private final Recipe recipe;
    private final Member[] members;
    /** Runs that have not left, and those among them that have asked for nothing that is not sent. */
    private int here;

    private int idle;
    private Examples examples;
    private RuntimeException failure;

    /**
     * @param held counts the bytes that they hold on the device
     * @param task of the first of them
     */
    SideBySide(ComputeDevice device, AtomicLong held, Task task, int runs) {
        this.device = device;
        spec = task.model().network();
        recipe = task.recipe();
        session = new Session(device, held);
        try {
            int most = Math.max(recipe.batch(), task.scoredTogether());
            network = new NetworkKernels(
                    session, spec, recipe, most, task.training().rows(), runs);
        } catch (RuntimeException | Error e) {
            session.close();
            throw e;
        }
        members = Stream.generate(Member::new).limit(runs).toArray(Member[]::new);
        here = runs;
        idle = runs;
    }

    NetworkKernels network() {
        return network;
    }

    Session session() {
        return session;
    }

    /** Takes in a run; throws IllegalArgumentException for a task that is not like the others. */
    synchronized void join(int run, Task task) {
        boolean alike = task.model().network().equals(spec)
                && task.recipe()
                        .with(Map.of(
                                RecipeField.LEARNING_RATE,
                                recipe.learningRate(),
                                RecipeField.WEIGHT_DECAY,
                                recipe.optimizer().weightDecay()))
                        .equals(recipe);
        if (!alike) {
            throw new IllegalArgumentException(
                    "runs side by side differ in more than seed, learning rate and weight decay");
        }
        members[run].optimizer = task.recipe().optimizer();
    }

    /** Work on one run's memory, once all the steps that it asked for were sent. */
    synchronized <T> T of(int run, Supplier<T> work) {
        awaitSent(run);
        return alone(run, work);
    }

    private <T> T alone(int run, Supplier<T> work) {
        session.select(run, 1);
        try {
            return work.get();
        } finally {
            session.select(0, members.length);
        }
    }

    private void awaitSent(int run) {
        boolean interrupted = false;
        while (!members[run].asked.isEmpty() && failure == null) {
            try {
                wait();
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (failure != null) {
            throw failure;
        }
    }

    /** Has the device hold the examples of a run's batches; false if a run alone finds too little memory for them. */
    synchronized boolean holds(int run, Batches batches, long dropoutSeed) {
        members[run].batches = batches;
        if (examples == null) {
            try {
                hold(batches);
            } catch (DeviceException e) {
                if (e.kind() == DeviceException.Kind.MEMORY && members.length == 1) {
                    return false;
                }
                throw e;
            }
        } else if (examples.size() != batches.examples().size()
                || !Arrays.equals(examples.labels(), batches.examples().labels())) {
            throw new IllegalArgumentException("runs side by side differ in their examples");
        }
        alone(run, () -> {
            network.seed(dropoutSeed, batches.augmenter().map(Augmenter::seed).orElse(0L));
            return null;
        });
        return true;
    }

    private void hold(Batches batches) {
        if (HeldExamples.bytes(batches) > MOST * device.bytes()) {
            throw new DeviceException("memory for the examples: too little", DeviceException.Kind.MEMORY, null);
        }
        network.hold(batches);
        examples = batches.examples();
    }

    /** Asks for a step on the run's current batch. */
    synchronized void ask(int run, int rows, double rate) {
        if (failure != null) {
            throw failure;
        }
        Member member = members[run];
        if (member.epoch != member.batches.epoch()) {
            // All before was sent: a run goes on to another epoch once it knows what came of the last one.
            member.epoch = member.batches.epoch();
            alone(run, () -> {
                network.order(member.batches.order());
                return null;
            });
        }
        if (member.asked.isEmpty()) {
            idle--;
        }
        member.asked.add(new Asked(member.epoch, member.batches.first(), rows, rate));
        send();
    }

    /** Sends the steps that all have asked for. */
    private void send() {
        try {
            while (idle == 0 && here > 0) {
                Change[] changes = new Change[members.length];
                Asked next = null;
                for (int run = 0; run < members.length; run++) {
                    Member member = members[run];
                    if (!member.left) {
                        next = member.asked.remove();
                        idle += member.asked.isEmpty() ? 1 : 0;
                        changes[run] = new Change(member.optimizer, next.rate());
                        makeRoom(run);
                        member.done++;
                    }
                }
                network.step(next.epoch(), next.first(), next.rows(), changes);
            }
        } catch (RuntimeException e) {
            failure = e;
            throw e;
        } catch (Error e) {
            failure = new IllegalStateException(OneLine.of(e), e);
            throw e;
        } finally {
            notifyAll();
        }
    }

    private void makeRoom(int run) {
        if (members[run].done - members[run].read == NetworkKernels.AHEAD) {
            read(run);
        }
    }

    private void read(int run) {
        Member member = members[run];
        int count = (int) (member.done - member.read);
        member.figures.addAll(alone(run, () -> network.figures(count)));
        member.read = member.done;
    }

    /** Waits for the run's steps, and returns the figures of those since the last call: whether it was good, then the others. */
    synchronized List<float[]> settle(int run) {
        awaitSent(run);
        read(run);
        List<float[]> all = List.copyOf(members[run].figures);
        members[run].figures.clear();
        return all;
    }

    /** A step of the only run on a batch that is handed over. */
    synchronized void step(float[] x, int[] labels, float[] numbers, int rows, double rate) {
        if (members.length > 1) {
            throw new IllegalStateException("runs side by side take no rows that are handed over");
        }
        network.step(x, labels, numbers, rows, new Change(members[0].optimizer, rate));
        members[0].done++;
    }

    /** Leaves the others to themselves; the last one closes. */
    synchronized void leave(int run) {
        if (members[run].left) {
            return;
        }
        members[run].left = true;
        here--;
        idle -= members[run].asked.isEmpty() ? 1 : 0;
        if (here == 0) {
            session.close();
        } else if (failure == null) {
            sendForOthers();
        }
    }

    private void sendForOthers() {
        try {
            send();
        } catch (RuntimeException | Error _) {
            // It is kept as their failure, of which they hear when they ask next: the run that leaves has done its
            // work.
        }
    }

    /** Copies a run's tensors. */
    float[] row(Buffer from) {
        float[] row = new float[(int) from.floats()];
        session.read(from, 0, row.length, row);
        return row;
    }
}
