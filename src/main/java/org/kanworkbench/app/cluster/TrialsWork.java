package org.kanworkbench.app.cluster;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import org.kanworkbench.app.work.BackgroundWork;
import org.kanworkbench.app.work.Job;
import org.kanworkbench.app.work.Phase;
import org.kanworkbench.app.work.Problem;
import org.kanworkbench.app.work.Threads;
import org.kanworkbench.app.work.Work;
import org.kanworkbench.training.ClockTime;
import org.kanworkbench.training.trials.TrialProgress;
import org.kanworkbench.training.trials.TrialsEvent;
import org.kanworkbench.training.trials.WorkControl;

/** Work that is trials, on this computer or on a cluster. On the interface thread, but for {@link #tell}. */
public abstract class TrialsWork<R> extends Work {

    protected final RunOn runOn;
    protected final BackgroundWork background;
    /** Null for none. */
    protected final ObjectProperty<Problem> problem;

    protected final ReadOnlyStringWrapper planned = new ReadOnlyStringWrapper("");
    protected final ReadOnlyStringWrapper notice = new ReadOnlyStringWrapper("");
    /** How far it is; null before the first trial ended. */
    protected TrialProgress newest;

    /** Nanoseconds of work since then, and when they were counted. */
    private long since;

    private long counted;

    /** For instance {@code sweep · fit}: the work and one of its trials. */
    private String name = "";

    private String part = "";

    /** Where it runs, or is about to; null before that is chosen, and when it was left. */
    private Connection place;

    private final AtomicReference<TrialsEvent<R>> told = new AtomicReference<>();

    /** Begins trials, in the background. */
    protected interface Beginning {
        /** @return what is done on the interface thread when they have begun: {@link #begun} */
        Runnable at(Connection place) throws Exception;
    }

    /**
     * @param problem gets what went wrong, null when something went well
     */
    protected TrialsWork(RunOn runOn, Threads threads, ObjectProperty<Problem> problem) {
        this.runOn = runOn;
        this.background = new BackgroundWork(threads, problem);
        this.problem = problem;
    }

    /** Where trials run, which all panes share. */
    public final RunOn runOn() {
        return runOn;
    }

    /** What went wrong last; null for nothing. */
    public final ObjectProperty<Problem> problemProperty() {
        return problem;
    }

    /** What the settings make, counted; empty where they make nothing. */
    public final ReadOnlyStringProperty plannedProperty() {
        return planned.getReadOnlyProperty();
    }

    /** How far it is, and where it is kept. */
    public final ReadOnlyStringProperty noticeProperty() {
        return notice.getReadOnlyProperty();
    }

    /** Tells why something did not begin, in one line; no problem is left where that is empty. */
    protected final void refused(String what, String why) {
        problem.set(why.isEmpty() ? null : new Problem(what, why));
    }

    /** Takes what trials tell, on any thread. */
    protected final void tell(TrialsEvent<R> event) {
        told.set(event);
    }

    /**
     * Begins where the user wants it.
     *
     * @param work a word for it, and one for a trial of it
     * @param failed gets why it did not begin, in one line, when it is idle again; an empty one if it was stopped
     */
    protected final void begin(String work, String trial, Beginning beginning, Consumer<String> failed) {
        Connection to = runOn.connection();
        place = to;
        name = work;
        part = trial;
        newest = null;
        control = null;
        told.set(null);
        phase.set(Phase.PREPARING);
        job.set(new Job(name + " · " + to.preparing(), 0));
        background.run(() -> beginning.at(to), why -> leave(() -> failed.accept(to.givenUp() ? "" : why)));
    }

    /** What has begun can be paused and stopped from now on; it is stopped if somebody wanted that meanwhile. */
    protected final void begun(WorkControl started) {
        control = started;
        phase.set(Phase.RUNNING);
        showJob();
        if (place.givenUp()) {
            stop();
        }
    }

    /** Tells how far the trials are. */
    protected void advanced() {}

    /** Takes the last that trials tell; to end with {@link #leave}. */
    protected abstract void ended(TrialsEvent<R> last);

    @Override
    public void stop() {
        if (phase.get() == Phase.PREPARING && place != null) {
            place.giveUp();
        } else {
            super.stop();
        }
    }

    /** What was told before it is known to have begun waits. */
    @Override
    public void drain() {
        if (control == null) {
            return;
        }
        switch (told.getAndSet(null)) {
            case TrialsEvent.Advanced<R> advanced -> {
                newest = advanced.progress();
                since = 0;
                counted = System.nanoTime();
                showJob();
                advanced();
            }
            case null -> countDown();
            case TrialsEvent<R> last -> ended(last);
        }
    }

    /** A trial may take minutes: the time that is left goes down meanwhile. */
    private void countDown() {
        long now = System.nanoTime();
        if (newest != null && phase.get() == Phase.RUNNING) {
            long before = since;
            since += now - counted;
            if (TimeUnit.NANOSECONDS.toSeconds(since) > TimeUnit.NANOSECONDS.toSeconds(before)) {
                showJob();
            }
        }
        counted = now;
    }

    private Duration remaining() {
        Duration left = newest.remaining().minusNanos(since);
        return left.isNegative() ? Duration.ZERO : left;
    }

    @Override
    protected void showJob() {
        if (newest == null) {
            job.set(new Job(name + " · starting", 0));
            return;
        }
        String left = phase.get() == Phase.PAUSED ? "paused" : ClockTime.of(remaining()) + " left";
        String text =
                String.format(Locale.ROOT, "%s · %s %,d/%,d · %s", name, part, newest.done(), newest.total(), left);
        job.set(new Job(text, (double) newest.done() / newest.total()));
    }

    /** Gives back the machines that it ran on, then is idle. */
    protected final void leave(Runnable then) {
        Connection used = place;
        place = null;
        control = null;
        Runnable left = () -> {
            idle();
            then.run();
        };
        if (used == null) {
            left.run();
            return;
        }
        if (used.elsewhere()) {
            phase.set(Phase.ENDING);
            job.set(new Job(name + " · leaving the cluster", 1));
        }
        used.close(background, left);
    }

    /** What closing the window would interrupt, in a sentence; none before the trials have begun. */
    public final List<String> losses() {
        return switch (phase.get()) {
            case RUNNING, PAUSED, ENDING ->
                List.of("A " + name + " is running. What is done is kept; Start resumes it.");
            case IDLE, PREPARING, ASKING -> List.of();
        };
    }
}
