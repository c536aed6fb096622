package org.kanworkbench.runs.store;

import java.util.List;
import org.kanworkbench.runs.Metric;
import org.kanworkbench.runs.RunEvent;
import org.kanworkbench.runs.StoredFile;

/** A run's records besides its own row, each in order. */
record RunContent(List<Metric> metrics, List<StoredFile> files, List<RunEvent> events) {

    RunContent {
        metrics = List.copyOf(metrics);
        files = List.copyOf(files);
        events = List.copyOf(events);
    }
}
