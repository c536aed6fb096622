package org.kanworkbench.runs;

import java.util.List;

/**
 * A page of the runs that match a query.
 *
 * @param total number of matching runs on all pages
 */
public record RunPage(List<StoredRun> runs, int total) {

    public RunPage {
        runs = List.copyOf(runs);
    }
}
