package org.kanworkbench.app.runs;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.kanworkbench.app.pane.Reopening;
import org.kanworkbench.runs.StoredRun;

/** Remembers what other panes were asked to show. */
final class ShownAgain implements Reopening {

    final List<String> asked = new ArrayList<>();

    @Override
    public void show(StoredRun run, Path files) {
        asked.add(run.description().kind().name().toLowerCase(Locale.ROOT) + " " + run.id());
    }

    @Override
    public void bringBack(StoredRun run, Path files) {
        asked.add("again " + run.id());
    }
}
