package org.kanworkbench.app.start;

import java.util.Iterator;
import java.util.List;
import org.kanworkbench.app.session.Workspace;
import org.kanworkbench.app.work.Frames;

/** What the window still does after its first frame: parts that nobody has looked at yet, data, the experiment store. */
public final class Opening {

    private static final int FRAMES_BETWEEN = 2;

    private final Workspace workspace;
    private final Runnable then;
    private boolean made;
    private boolean done;

    /** @param then happens when everything is there */
    public Opening(Workspace workspace, Runnable then) {
        this.workspace = workspace;
        this.then = then;
        workspace.datasetProperty().addListener(_ -> check());
        workspace.library.stateProperty().addListener(_ -> check());
    }

    private void check() {
        if (!done && made && workspace.datasetProperty().get() != null && workspace.library.settled()) {
            done = true;
            then.run();
        }
    }

    /** One part after the other, with frames between, in which the window answers. Call on the interface thread. */
    public void make(List<Runnable> parts) {
        makeNext(parts.iterator());
    }

    private void makeNext(Iterator<Runnable> parts) {
        if (parts.hasNext()) {
            parts.next().run();
            Frames.after(FRAMES_BETWEEN, () -> makeNext(parts));
        } else {
            made = true;
            check();
        }
    }
}
