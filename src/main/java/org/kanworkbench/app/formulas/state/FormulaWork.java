package org.kanworkbench.app.formulas.state;

import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;
import org.kanworkbench.app.work.BackgroundWork;
import org.kanworkbench.app.work.Job;
import org.kanworkbench.app.work.Problem;
import org.kanworkbench.app.work.Threads;

/** The one piece of work that changes the steps, if any, and the threads for it. Use on the interface thread only. */
public final class FormulaWork {

    /** Ends early, with what there is, when it is stopped. */
    interface Work {
        /** @return what is done with the result, on the interface thread */
        Runnable run(BooleanSupplier stop) throws Exception;
    }

    final Threads threads;
    private final BackgroundWork background;
    private final Consumer<String> tell;
    private final ReadOnlyObjectWrapper<Job> job = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyBooleanWrapper busy = new ReadOnlyBooleanWrapper();
    public final ObjectProperty<Problem> problem = new SimpleObjectProperty<>();
    private AtomicBoolean stopped = new AtomicBoolean();
    private String doing = "";
    private double share;
    private long began;

    /** @param tell receives messages */
    public FormulaWork(Threads threads, Consumer<String> tell) {
        this.threads = threads;
        this.tell = tell;
        background = new BackgroundWork(threads, problem);
    }

    public void tell(String text) {
        tell.accept(text);
    }

    public ReadOnlyObjectProperty<Job> jobProperty() {
        return job.getReadOnlyProperty();
    }

    /** Whether there is a job. */
    public ReadOnlyBooleanProperty busyProperty() {
        return busy.getReadOnlyProperty();
    }

    public boolean busy() {
        return busy.get();
    }

    /** Refuses with a message while there is something to do. */
    public void checkFree() {
        if (busy()) {
            throw new IllegalArgumentException("Another formula is being sought. Stop that first.");
        }
    }

    /**
     * Begins, unless there is something to do already.
     *
     * @param what is done, for people
     * @param failure what could not be done
     */
    void begin(String what, String failure, Work work) {
        if (busy()) {
            return;
        }
        AtomicBoolean own = new AtomicBoolean();
        stopped = own;
        began = System.nanoTime();
        problem.set(null);
        busy.set(true);
        progress(what, 0);
        background.run(failure, () -> work.run(own::get), this::end);
    }

    private void end() {
        job.set(null);
        busy.set(false);
    }

    /** Keeps what was found until then. */
    public void stop() {
        stopped.set(true);
    }

    /** @param done 0 to 1 */
    void progress(String what, double done) {
        doing = what;
        share = done;
        tick();
    }

    /** Brings the elapsed time up to date. */
    public void tick() {
        if (busy()) {
            job.set(new Job(
                    String.format(Locale.ROOT, "%s · %.1f s", doing, (System.nanoTime() - began) / 1e9), share));
        }
    }
}
