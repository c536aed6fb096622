package org.kanworkbench.app.pane;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.value.ObservableValue;
import javafx.scene.Node;
import org.kanworkbench.app.work.Job;

/**
 * A pane that is not made before somebody looks at it, or before the window has time for it: the first frame need not wait.
 * Until then it is known by what the rail shows of it.
 */
public final class LatePane<P extends WorkbenchPane> implements WorkbenchPane {

    private final String id;
    private final String title;
    private final String icon;
    private final Supplier<P> maker;
    private final ReadOnlyObjectWrapper<Job> job = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyStringWrapper context = new ReadOnlyStringWrapper("");
    private P pane;

    /** @param maker makes the pane, which must have the same id, title and icon */
    public LatePane(String id, String title, String icon, Supplier<P> maker) {
        this.id = id;
        this.title = title;
        this.icon = icon;
        this.maker = maker;
    }

    /** The pane itself. Call on the interface thread. */
    public P make() {
        if (pane == null) {
            pane = maker.get();
            if (!List.of(id, title, icon).equals(List.of(pane.id(), pane.title(), pane.icon()))) {
                throw new IllegalStateException("the rail has another name or icon than the pane " + pane.id());
            }
            job.bind(pane.job());
            context.bind(pane.context());
        }
        return pane;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String title() {
        return title;
    }

    @Override
    public String icon() {
        return icon;
    }

    @Override
    public String help() {
        return make().help();
    }

    @Override
    public Node content() {
        return make().content();
    }

    @Override
    public ObservableValue<String> context() {
        return context.getReadOnlyProperty();
    }

    @Override
    public List<Node> actions() {
        return make().actions();
    }

    @Override
    public ObservableValue<Job> job() {
        return job.getReadOnlyProperty();
    }

    @Override
    public void start() {
        make().start();
    }

    @Override
    public List<String> losses() {
        return pane == null ? List.of() : pane.losses();
    }

    @Override
    public void leave() {
        if (pane != null) {
            pane.leave();
        }
    }

    @Override
    public List<Shortcut> shortcuts() {
        return make().shortcuts();
    }

    @Override
    public List<Find> finds() {
        return make().finds();
    }

    @Override
    public List<String> opens() {
        return make().opens();
    }

    @Override
    public void open(Path file) {
        make().open(file);
    }

    @Override
    public void cancel() {
        if (pane != null) {
            pane.cancel();
        }
    }
}
