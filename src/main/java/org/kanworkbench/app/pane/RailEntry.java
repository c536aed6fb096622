package org.kanworkbench.app.pane;

import java.util.Optional;
import java.util.function.Supplier;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.value.ObservableValue;
import org.kanworkbench.app.work.Job;

/**
 * A pane's entry in the rail. The pane is created on first view or when the window is idle, so that the first frame is
 * not delayed.
 */
public final class RailEntry<P extends WorkbenchPane> {

    private final PaneFace face;
    private final Supplier<P> maker;
    private final ReadOnlyObjectWrapper<Job> job = new ReadOnlyObjectWrapper<>();
    private P pane;

    /** @param maker makes the pane, when it is first wanted */
    public RailEntry(PaneFace face, Supplier<P> maker) {
        this.face = face;
        this.maker = maker;
    }

    /** The place of a pane that is there. */
    public static <P extends WorkbenchPane> RailEntry<P> of(P pane) {
        RailEntry<P> entry = new RailEntry<>(pane.face(), () -> pane);
        entry.make();
        return entry;
    }

    public PaneFace face() {
        return face;
    }

    /** The pane itself. Call on the interface thread. */
    public P make() {
        if (pane == null) {
            pane = maker.get();
            job.bind(pane.job());
        }
        return pane;
    }

    /** The pane, if already created. */
    public Optional<P> made() {
        return Optional.ofNullable(pane);
    }

    /** The pane's {@link WorkbenchPane#job()}; null as long as it is not made. */
    public ObservableValue<Job> job() {
        return job.getReadOnlyProperty();
    }
}
