package org.kanworkbench.runs;

import java.util.List;

/**
 * Some of the runs that a query asks for.
 *
 * @param total how many there are, pages aside
 */
public record RunPage(List<StoredRun> runs, int total) {

    public RunPage {
        runs = List.copyOf(runs);
    }
}
