package org.kanworkbench.training.loop;

import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.recipe.Recipe;
import org.kanworkbench.training.Run;

/** What others ask of a run. The worker reads it between steps, and sleeps on it while paused. */
final class RunControl implements Run {

    /**
     * @param learningRate the base rate, before the schedule's factor
     * @param steps how many may be done in all
     */
    record Request(boolean paused, boolean stopped, double learningRate, long steps) {}

    /** What somebody would like to see of the weights. */
    record Glimpse(int layer, int output, Consumer<Model> to) {}

    private final AtomicReference<Glimpse> glimpse = new AtomicReference<>();
    private final Recipe recipe;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Request first;
    private volatile Request request;
    private volatile Thread worker;

    /** @param learningRate the base rate to begin with */
    RunControl(Recipe recipe, double learningRate) {
        this.recipe = recipe;
        this.first = new Request(false, false, learningRate, Long.MAX_VALUE);
        this.request = first;
    }

    void start(Thread thread) {
        worker = thread;
        thread.start();
    }

    /** What holds until somebody asks for something else. */
    Request first() {
        return first;
    }

    Request request() {
        return request;
    }

    /** Sleeps until something else than {@code seen} is asked for. */
    Request awaitChange(Request seen) {
        lock.lock();
        try {
            while (request == seen) {
                changed.awaitUninterruptibly();
            }
            return request;
        } finally {
            lock.unlock();
        }
    }

    private void ask(UnaryOperator<Request> change) {
        lock.lock();
        try {
            Request next = change.apply(request);
            if (!next.equals(request)) {
                request = next;
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void pause() {
        ask(r -> new Request(true, r.stopped(), r.learningRate(), r.steps()));
    }

    @Override
    public void resume() {
        ask(r -> new Request(false, r.stopped(), r.learningRate(), r.steps()));
    }

    @Override
    public void stop() {
        ask(r -> new Request(r.paused(), true, r.learningRate(), r.steps()));
    }

    @Override
    public void setLearningRate(double rate) {
        double checked = recipe.withLearningRate(rate).learningRate();
        ask(r -> new Request(r.paused(), r.stopped(), checked, r.steps()));
    }

    @Override
    public void waitAfter(long steps) {
        ask(r -> new Request(r.paused(), r.stopped(), r.learningRate(), steps));
    }

    @Override
    public void glimpse(int layer, int output, Consumer<Model> to) {
        glimpse.set(new Glimpse(layer, output, to));
    }

    /** What was asked for and is to be answered now; null for nothing. */
    Glimpse takeGlimpse() {
        return glimpse.get() == null ? null : glimpse.getAndSet(null);
    }

    @Override
    public boolean isAlive() {
        return worker.isAlive();
    }

    @Override
    public void await() throws InterruptedException {
        worker.join();
    }
}
