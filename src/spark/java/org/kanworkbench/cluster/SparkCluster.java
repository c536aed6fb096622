package org.kanworkbench.cluster;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorAdded;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.kanworkbench.training.trials.Cluster;
import org.kanworkbench.training.trials.ClusterException;
import org.kanworkbench.training.trials.RemoteWork;
import org.kanworkbench.training.trials.WorkControl;

/** Spark's executors. A trial is a job of one task, so that each comes back as it ends, and Spark repeats what a lost executor had. */
final class SparkCluster implements Cluster {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /** Spark has one context per process. */
    private static final Semaphore ONE = new Semaphore(1);

    private static final int CLOSING_SECONDS = 10;

    /** Executors in a row, for each that there were at once. */
    private static final int LOSSES = 3;

    private final JavaSparkContext context;
    private final Executors executors = new Executors();
    private final AtomicBoolean closed = new AtomicBoolean();

    private SparkCluster(JavaSparkContext context) {
        this.context = context;
        context.sc().addSparkListener(executors);
    }

    static SparkCluster open(SparkConf configuration) throws ClusterException, InterruptedException {
        if (!ONE.tryAcquire(CLOSING_SECONDS, TimeUnit.SECONDS)) {
            throw new ClusterException(
                    "this program uses a cluster already: wait for what runs there, or stop it, or run this on this computer");
        }
        SparkCluster cluster;
        try {
            // On a thread that nobody interrupts: Spark would leave an application behind that keeps the cluster's
            // cores.
            cluster = CompletableFuture.supplyAsync(
                            () -> new SparkCluster(new JavaSparkContext(configuration)),
                            work -> Thread.ofPlatform().daemon().start(work))
                    .join();
        } catch (CompletionException e) {
            ONE.release();
            throw SparkFailure.of(e.getCause());
        }
        try {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            cluster.probe();
            return cluster;
        } catch (ClusterException | InterruptedException | RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    /** Waits for an executor that can run trials. */
    private void probe() throws ClusterException, InterruptedException {
        SparkTask task = new SparkTask((_, _) -> (trial, _) -> Optional.of(trial), context.broadcast(new byte[0]));
        try {
            List<byte[]> answer = begin(task, new byte[0]).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            SparkTask.read(answer.getFirst());
        } catch (ExecutionException e) {
            throw failure(e);
        } catch (TimeoutException e) {
            throw new ClusterException(
                    context.master()
                            + " gave no worker within a minute: it has no free cores or memory, or its workers do"
                            + " not reach this machine as " + context.getConf().get("spark.driver.host")
                            + " (spark.driver.host)",
                    e);
        }
    }

    @Override
    public int slots() {
        return context.defaultParallelism();
    }

    @Override
    public void whenGrown(IntConsumer listener) {
        executors.grown = listener;
        listener.accept(slots());
    }

    /** Counts executors. Where they only come and go, or none comes any more, Spark would wait for ever. */
    private final class Executors extends SparkListener {

        private volatile IntConsumer grown = _ -> {};
        /** Why no trial can be run; null as long as some can. */
        private volatile ClusterException failure;
        /** Since the last answer. */
        private final AtomicInteger lost = new AtomicInteger();

        private volatile int alive;
        private volatile int added;
        private int most = 1;

        @Override
        public void onExecutorAdded(SparkListenerExecutorAdded event) {
            added++;
            alive++;
            most = Math.max(most, alive);
            grown.accept(slots());
        }

        @Override
        public void onExecutorRemoved(SparkListenerExecutorRemoved event) {
            alive--;
            if (lost.incrementAndGet() >= LOSSES * most) {
                fail(SparkFailure.ofExecutors(event.reason()));
            } else if (alive == 0) {
                int before = added;
                CompletableFuture.delayedExecutor(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                        .execute(() -> {
                            if (added == before) {
                                fail(new ClusterException(context.master()
                                        + " has lost all workers, and got none again within a minute: see whether master and"
                                        + " workers run, then start this again"));
                            }
                        });
            }
        }

        private void fail(ClusterException why) {
            if (failure == null && !context.sc().isStopped()) {
                failure = why;
                context.sc().cancelAllJobs();
            }
        }
    }

    @Override
    public Sent send(RemoteWork.Opener opener, byte[] parcel) {
        Broadcast<byte[]> sent = context.broadcast(parcel);
        SparkTask task = new SparkTask(opener, sent);
        return (trial, control) -> run(task, trial, control);
    }

    private Optional<byte[]> run(SparkTask task, byte[] trial, WorkControl control)
            throws ClusterException, InterruptedException {
        JavaFutureAction<List<byte[]>> action = begin(task, trial);
        Runnable stop = () -> action.cancel(true);
        control.whenCancelled(stop);
        try {
            List<byte[]> answer = action.get();
            executors.lost.set(0);
            return SparkTask.read(answer.getFirst());
        } catch (ExecutionException | CancellationException e) {
            if (control.cancelled()) {
                return Optional.empty();
            }
            throw failure(e);
        } finally {
            control.forget(stop);
        }
    }

    private JavaFutureAction<List<byte[]>> begin(SparkTask task, byte[] trial) throws ClusterException {
        try {
            return context.parallelize(List.of(trial), 1).map(task).collectAsync();
        } catch (IllegalStateException e) {
            // Spark has stopped.
            throw failure(e);
        }
    }

    private ClusterException failure(Exception e) {
        return executors.failure == null ? SparkFailure.of(e) : executors.failure;
    }

    @Override
    public void close() {
        if (!closed.getAndSet(true)) {
            context.close();
            ONE.release();
        }
    }
}
