package org.kanworkbench.app.runs;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.kanworkbench.app.pane.Reopening;
import org.kanworkbench.runs.StoredRun;

/** Remembers what other panes were asked to show. */
final class ShownAgain implements Reopening {

    final List<String> asked = new ArrayList<>();

    @Override
    public void sweep(StoredRun run, Path files) {
        asked.add("sweep " + run.id());
    }

    @Override
    public void comparison(StoredRun run, Path files) {
        asked.add("comparison " + run.id());
    }

    @Override
    public void formula(StoredRun run, Path files) {
        asked.add("formula " + run.id());
    }

    @Override
    public void search(StoredRun run) {
        asked.add("search " + run.id());
    }

    @Override
    public void bringBack(StoredRun run, Path files) {
        asked.add("again " + run.id());
    }
}
