package org.kanworkbench.app.pane;

import java.nio.file.Path;
import org.kanworkbench.runs.StoredRun;

/** Panes that show again what the store has of their work. Use on the interface thread only. */
public interface Reopening {

    /** @param files the run's folder */
    void sweep(StoredRun run, Path files);

    /** @param files the run's folder */
    void comparison(StoredRun run, Path files);

    /** @param files the run's folder */
    void formula(StoredRun run, Path files);

    void search(StoredRun run);

    /**
     * Has the pane of a sweep, a comparison, a formula or a search show it without a look at it; not where it shows
     * something else by now.
     *
     * @param files the run's folder
     */
    void bringBack(StoredRun run, Path files);
}
