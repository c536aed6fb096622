package org.kanworkbench.app.pane;

import java.nio.file.Path;
import org.kanworkbench.runs.StoredRun;

/** Panes that show again what the store has of their work. Use on the interface thread only. */
public interface Reopening {

    /**
     * Brings the pane of a sweep, a comparison, a formula or a search to the front, and shows it there.
     *
     * @param files the run's folder
     */
    void show(StoredRun run, Path files);

    /**
     * Has that pane show it without a look at it; not where it shows something else by now.
     *
     * @param files the run's folder
     */
    void bringBack(StoredRun run, Path files);
}
