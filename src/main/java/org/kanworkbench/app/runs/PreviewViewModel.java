package org.kanworkbench.app.runs;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javafx.beans.InvalidationListener;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.kanworkbench.app.runs.run.RunCurves;
import org.kanworkbench.runs.StoredRun;
import org.kanworkbench.runs.store.RunStore;

/** The curves of the selected runs, read in the background as the selection moves. */
final class PreviewViewModel {

    private final RunsViewModel list;
    private final ReadOnlyObjectWrapper<List<RunCurves>> curves = new ReadOnlyObjectWrapper<>(List.of());
    private final AtomicInteger asked = new AtomicInteger();

    PreviewViewModel(RunsViewModel list) {
        this.list = list;
        list.selected().addListener((InvalidationListener) _ -> read());
    }

    private void read() {
        RunStore store = list.library().storeProperty().get();
        // Events are read too, which one run of any kind has.
        List<StoredRun> runs = list.selected().size() == 1 ? List.copyOf(list.selected()) : list.drawn();
        if (store == null || runs.isEmpty()) {
            asked.incrementAndGet();
            curves.set(List.of());
            return;
        }
        list.background().runNewest(asked, "The run's curves could not be read", () -> {
            List<RunCurves> read = new ArrayList<>();
            for (StoredRun run : runs) {
                read.add(RunCurves.read(store, run));
            }
            return () -> curves.set(List.copyOf(read));
        });
    }

    /** Of the first few selected runs, in the order of the selection. */
    ReadOnlyObjectProperty<List<RunCurves>> curvesProperty() {
        return curves.getReadOnlyProperty();
    }
}
