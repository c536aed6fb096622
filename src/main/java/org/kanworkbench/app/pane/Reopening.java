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
}
