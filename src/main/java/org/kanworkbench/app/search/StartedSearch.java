package org.kanworkbench.app.search;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import org.kanworkbench.app.cluster.Connection;
import org.kanworkbench.app.session.Workspace;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.runs.recording.Records;
import org.kanworkbench.search.Budget;
import org.kanworkbench.search.Search;
import org.kanworkbench.search.SearchConfiguration;
import org.kanworkbench.search.SearchFolder;
import org.kanworkbench.search.SearchTrial;
import org.kanworkbench.training.trials.TrialsEvent;

/**
 * A search that has started.
 *
 * @param dataset its name
 * @param folder to be closed at its end
 */
record StartedSearch(SearchConfiguration configuration, String dataset, SearchFolder folder, Search search) {

    /**
     * Opens a search's folder and starts it, or resumes it: for the background.
     *
     * @param home of the folders of all searches
     * @param place where it is to run; closed if nothing comes of it
     * @param threads trials at once on this computer
     */
    static StartedSearch start(
            SearchConfiguration configuration,
            Budget budget,
            Dataset dataset,
            Path home,
            Connection place,
            Workspace workspace,
            int threads,
            Consumer<TrialsEvent<SearchTrial>> listener)
            throws Exception {
        SearchFolder folder = SearchFolder.open(home, configuration);
        Optional<SearchFolder> kept = Optional.of(folder);
        Records records = workspace.library().records();
        try {
            Search search = Search.start(
                    configuration, budget, dataset, workspace.engines(), kept, place.open(threads), records, listener);
            return new StartedSearch(configuration, dataset.name(), folder, search);
        } catch (Exception e) {
            place.close();
            folder.close();
            throw e;
        }
    }
}
