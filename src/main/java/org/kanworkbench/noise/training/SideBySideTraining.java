package org.kanworkbench.noise.training;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.kanworkbench.data.Examples;
import org.kanworkbench.data.FloatFeatures;
import org.kanworkbench.data.function.Points;
import org.kanworkbench.engine.NonFiniteException;
import org.kanworkbench.engine.workers.Workers;
import org.kanworkbench.training.Engine;
import org.kanworkbench.training.Stepper;
import org.kanworkbench.training.Task;
import org.kanworkbench.training.trials.WorkControl;

/**
 * Trainings of one network that share an engine's launches, driven by one thread. Their rows lie one behind the other on the device;
 * what a training comes to does not depend on the others.
 */
final class SideBySideTraining implements AutoCloseable {

    /** Steps between two times that figures of all are fetched, which tell who has diverged. */
    private static final int STEPS_A_FETCH = 10 * NetworkTraining.STEPS_A_LOOK;

    /** Steps between two checks for cancellation take about so long, whatever the device. */
    private static final long NANOS_A_LOOK = 100_000_000;

    private static final class Member {
        final NetworkTask task;
        final Scaling scaling;
        final RowBatches batches;
        final Stepper stepper;
        Optional<Fitted> fitted = Optional.empty();

        Member(NetworkTask task, Scaling scaling, RowBatches batches, Stepper stepper) {
            this.task = task;
            this.scaling = scaling;
            this.batches = batches;
            this.stepper = stepper;
        }
    }

    private final Workers workers = new Workers(1);
    private final List<Member> members = new ArrayList<>();
    /** Those that have not diverged. */
    private final List<Member> going;

    /** @param tasks with the same network, number of rows and budget; neighbours with equal settings share all launches */
    SideBySideTraining(Engine engine, List<NetworkTask> tasks) {
        Engine together = engine.sideBySide(tasks.size()).orElseThrow();
        try {
            begin(together, tasks);
        } catch (RuntimeException | Error e) {
            for (int n = members.size(); n < tasks.size(); n++) {
                together.abandon();
            }
            close();
            throw e;
        }
        going = new ArrayList<>(members);
    }

    private void begin(Engine together, List<NetworkTask> tasks) {
        Points any = tasks.getFirst().points();
        int inputs = any.inputs();
        int rows = any.rows();
        float[] x = new float[tasks.size() * rows * inputs];
        float[] y = new float[tasks.size() * rows];
        Examples all = new Examples(new FloatFeatures(x, inputs), new int[0], y);
        for (NetworkTask task : tasks) {
            int from = members.size() * rows;
            Scaling scaling = Scaling.of(task.points());
            FloatFeatures own = new FloatFeatures(scaling.inputs(task.points().x()), inputs);
            System.arraycopy(own.values(), 0, x, from * inputs, rows * inputs);
            System.arraycopy(scaling.outputs(task.points().y()), 0, y, from, rows);
            Stepper stepper = together.begin(new Task(
                    task.initial().snapshot(),
                    task.recipe(),
                    task.dropoutSeed(),
                    Optional.empty(),
                    Optional.empty(),
                    own,
                    own,
                    task.batch(),
                    workers));
            members.add(new Member(
                    task, scaling, new RowBatches(all, from, rows, task.batch(), task.orderSeed()), stepper));
        }
        for (Member member : members) {
            if (!member.stepper.holds(member.batches)) {
                throw new IllegalStateException(
                        together.name() + " has no room for the training samples: train with fewer of them");
            }
        }
    }

    /** Takes all steps; as {@link Trainer#train}. */
    List<Optional<Fitted>> finish(WorkControl control) {
        NetworkTask any = members.getFirst().task;
        int look = 0;
        int apart = 1;
        long before = System.nanoTime();
        for (int step = 0; step < any.budget().steps() && !going.isEmpty(); step++) {
            boolean fetch = step % STEPS_A_FETCH == 0;
            if (fetch || step == look) {
                // Waits for the device, which works for all in turn: what was sent ahead cannot be cancelled.
                settle(fetch ? going.size() : 1);
                long took = System.nanoTime() - before;
                if (!control.mayContinue()) {
                    return List.of();
                }
                apart = (int) Math.clamp(took > NANOS_A_LOOK ? apart / 2 : 2L * apart, 1, NetworkTraining.STEPS_A_LOOK);
                look = step + apart;
                before = System.nanoTime();
            }
            double factor = any.factor(step);
            for (Member member : going) {
                member.stepper.step(member.batches.next(), member.task.setting().learningRate() * factor);
            }
        }
        settle(going.size());
        for (Member member : going) {
            member.fitted = Optional.of(new NetworkTraining.Frozen(member.stepper.trained(), member.scaling));
        }
        return members.stream().map(member -> member.fitted).toList();
    }

    /** Waits for the first so many of those that go on; those that have diverged leave. */
    private void settle(int count) {
        List<Member> diverged = new ArrayList<>();
        for (Member member : going.subList(0, Math.min(count, going.size()))) {
            try {
                member.stepper.settle();
            } catch (NonFiniteException _) {
                member.stepper.close();
                diverged.add(member);
            }
        }
        going.removeAll(diverged);
    }

    @Override
    public void close() {
        members.forEach(member -> member.stepper.close());
        workers.close();
    }
}
