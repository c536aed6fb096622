package org.kanworkbench.cluster;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntConsumer;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorAdded;
import org.kanworkbench.training.trials.Cluster;
import org.kanworkbench.training.trials.ClusterException;
import org.kanworkbench.training.trials.RemoteWork;
import org.kanworkbench.training.trials.WorkControl;

/** Spark's executors. A trial is a job of one task, so that each comes back as it ends, and Spark repeats what a lost executor had. */
final class SparkCluster implements Cluster {

    private static final Duration FIRST_ANSWER = Duration.ofMinutes(1);

    private final JavaSparkContext context;
    private final Path folder;

    private SparkCluster(JavaSparkContext context, Path folder) {
        this.context = context;
        this.folder = folder;
    }

    /** @param folder deleted with the cluster; has what is sent to executors */
    static SparkCluster open(SparkConf configuration, Path folder) throws ClusterException, InterruptedException {
        SparkCluster cluster;
        try {
            cluster = new SparkCluster(new JavaSparkContext(configuration), folder);
        } catch (RuntimeException e) {
            throw SparkFailure.of(e);
        }
        try {
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
        JavaFutureAction<List<byte[]>> action = begin(task, new byte[0]);
        try {
            SparkTask.read(
                    action.get(FIRST_ANSWER.toSeconds(), TimeUnit.SECONDS).getFirst());
        } catch (TimeoutException e) {
            throw new ClusterException(
                    context.master()
                            + " gave no worker within a minute: it has no free cores or memory, or its workers do"
                            + " not reach this machine as " + context.getConf().get("spark.driver.host")
                            + " (spark.driver.host)",
                    e);
        } catch (ExecutionException e) {
            throw SparkFailure.of(e);
        }
    }

    @Override
    public int slots() {
        return context.defaultParallelism();
    }

    @Override
    public void whenGrown(IntConsumer listener) {
        context.sc().addSparkListener(new SparkListener() {
            @Override
            public void onExecutorAdded(SparkListenerExecutorAdded added) {
                listener.accept(slots());
            }
        });
        listener.accept(slots());
    }

    @Override
    public Sent send(RemoteWork.Opener opener, byte[] parcel) {
        Broadcast<byte[]> sent = context.broadcast(parcel);
        SparkTask task = new SparkTask(opener, sent);
        return (trial, control) -> run(task, trial, control);
    }

    private JavaFutureAction<List<byte[]>> begin(SparkTask task, byte[] trial) {
        return context.parallelize(List.of(trial), 1).map(task).collectAsync();
    }

    private Optional<byte[]> run(SparkTask task, byte[] trial, WorkControl control)
            throws ClusterException, InterruptedException {
        Runnable stop = () -> {};
        byte[] answer;
        try {
            JavaFutureAction<List<byte[]>> action = begin(task, trial);
            stop = () -> action.cancel(true);
            control.whenCancelled(stop);
            answer = action.get().getFirst();
        } catch (ExecutionException | IllegalStateException e) {
            if (control.cancelled()) {
                return Optional.empty();
            }
            throw SparkFailure.of(e);
        } finally {
            control.forget(stop);
        }
        return SparkTask.read(answer);
    }

    @Override
    public void close() {
        context.close();
        SparkTask.delete(folder);
    }
}
