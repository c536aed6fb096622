package org.kanworkbench.search;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import org.kanworkbench.data.DataException;
import org.kanworkbench.data.FileErrors;
import org.kanworkbench.files.AtomicFile;
import org.kanworkbench.files.DataFolder;
import org.kanworkbench.files.SaveException;
import org.kanworkbench.files.json.RecordFolder;
import org.kanworkbench.files.json.VersionedJson;

/**
 * A search's folder: {@code search.json} is its configuration, {@code trials.jsonl} has one line per trial. The trial of a
 * truncated line is repeated.
 */
public final class SearchFolder extends RecordFolder<SearchTrial> {

    /** The folder of all searches, in the data folder. */
    public static final String HOME = "searches";

    public static final String CONFIGURATION = "search.json";
    public static final String TRIALS = "trials.jsonl";

    private SearchFolder(Path folder) throws DataException, IOException {
        super(
                folder,
                TRIALS,
                SearchTrial.class,
                "the same search is at work already, in " + folder + ": wait for it, or choose another random seed");
    }

    /**
     * Opens the folder of a search, or makes it.
     *
     * @param home {@value #HOME} in the data folder
     * @throws DataException if the same search is at work there
     */
    public static SearchFolder open(Path home, SearchConfiguration configuration) throws DataException, SaveException {
        Path folder = home.resolve(configuration.name());
        try {
            DataFolder.make(folder);
            if (!Files.exists(folder.resolve(CONFIGURATION))) {
                AtomicFile.write(
                        folder.resolve(CONFIGURATION),
                        out -> out.write(configuration.text().getBytes(StandardCharsets.UTF_8)));
            }
            return new SearchFolder(folder);
        } catch (SaveException e) {
            throw e;
        } catch (IOException e) {
            throw new DataException(
                    folder + " cannot be used (" + FileErrors.reason(e) + "): check who may use it, or move it away",
                    e);
        }
    }

    /** The trials that a search has so far; none if it has no folder. */
    public static List<SearchTrial> trials(Path home, SearchConfiguration configuration) throws IOException {
        Path file = home.resolve(configuration.name()).resolve(TRIALS);
        return VersionedJson.lines(file, SearchTrial.class).stream()
                .sorted(Comparator.comparingInt(SearchTrial::trial))
                .toList();
    }

    void append(SearchTrial trial) throws SaveException {
        append(trial, "start the search again, it resumes");
    }
}
