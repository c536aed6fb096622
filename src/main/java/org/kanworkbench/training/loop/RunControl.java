package org.kanworkbench.training.loop;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.kanworkbench.engine.workers.Waiting;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.recipe.Recipe;
import org.kanworkbench.training.Run;

/** The requests to a run. The worker reads them between steps, and waits on them while paused. */
final class RunControl implements Run {

    /**
     * @param learningRate the base rate, before the schedule's factor
     * @param steps maximum total number of steps
     */
    record Request(boolean paused, boolean stopped, double learningRate, long steps) {}

    /** A request for the edges to one output of a layer. */
    record LiveUpdateRequest(int layer, int output, Consumer<Model> to) {}

    private final AtomicReference<LiveUpdateRequest> liveUpdate = new AtomicReference<>();
    private final Recipe recipe;
    private final Request first;
    private volatile Request request;
    private volatile Thread worker;

    /** @param learningRate the initial base rate */
    RunControl(Recipe recipe, double learningRate) {
        this.recipe = recipe;
        this.first = new Request(false, false, learningRate, Long.MAX_VALUE);
        this.request = first;
    }

    void start(Thread thread) {
        worker = thread;
        thread.start();
    }

    /** The initial request. */
    Request first() {
        return first;
    }

    Request request() {
        return request;
    }

    /** Waits until the request differs from {@code seen}. */
    synchronized Request awaitChange(Request seen) {
        Waiting.on(this, () -> request != seen);
        return request;
    }

    private synchronized void ask(UnaryOperator<Request> change) {
        Request next = change.apply(request);
        if (!next.equals(request)) {
            request = next;
            notifyAll();
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
    public void requestLiveUpdate(int layer, int output, Consumer<Model> to) {
        liveUpdate.set(new LiveUpdateRequest(layer, output, to));
    }

    /** Removes and returns the pending live-update request; null if there is none. */
    LiveUpdateRequest takeLiveUpdateRequest() {
        return liveUpdate.get() == null ? null : liveUpdate.getAndSet(null);
    }

    @Override
    public void await() throws InterruptedException {
        worker.join();
    }
}
