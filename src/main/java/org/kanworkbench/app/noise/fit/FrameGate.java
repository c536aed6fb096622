package org.kanworkbench.app.noise.fit;

import java.util.concurrent.Semaphore;
import org.kanworkbench.noise.live.LiveEvent;

/**
 * Between a fit's thread and the interface: the fit prepares what is to be drawn and waits until it was taken, so that it
 * goes as fast as frames are shown and none is left out.
 */
final class FrameGate {

    /**
     * Updates since the last call.
     *
     * @param view null without a new view
     * @param end the fit's last event; null before
     */
    record Told(FitView view, LiveEvent end) {}

    private final Semaphore taken = new Semaphore(0);
    private volatile Lookout lookout;
    private volatile boolean open;
    private LiveEvent.Started started;
    private FitView view;
    private LiveEvent end;

    FrameGate(Lookout lookout) {
        this.lookout = lookout;
    }

    /** On the fit's thread. */
    void accept(LiveEvent event) {
        switch (event) {
            case LiveEvent.Started first -> started = first;
            case LiveEvent.Frame frame -> {
                put(FitView.of(started, frame, lookout));
                if (!open) {
                    taken.acquireUninterruptibly();
                }
            }
            case LiveEvent.Finished finished -> end(finished);
            case LiveEvent.Failed failed -> end(failed);
        }
    }

    private synchronized void put(FitView newest) {
        view = newest;
    }

    private synchronized void end(LiveEvent last) {
        end = last;
    }

    /** Call on the interface thread, once per frame. */
    synchronized Told take() {
        Told told = new Told(view, end);
        if (view != null) {
            view = null;
            taken.release();
        }
        return told;
    }

    /** From where the next frames are looked at. */
    void look(Lookout elsewhere) {
        lookout = elsewhere;
    }

    /** Lets the fit complete without waiting for frames. */
    void open() {
        open = true;
        taken.release();
    }
}
