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
import org.kanworkbench.files.FolderLock;
import org.kanworkbench.files.LineFile;
import org.kanworkbench.files.SaveException;
import org.kanworkbench.files.json.VersionedJson;

/**
 * A search's folder: {@code search.json} is its configuration, {@code trials.jsonl} has one line per trial, written as
 * soon as it has ended, so that none is lost if the program is killed; the trial of a truncated line is repeated.
 */
public final class SearchFolder implements AutoCloseable {

    /** The folder of all searches, in the data folder. */
    public static final String HOME = "searches";

    public static final String CONFIGURATION = "search.json";
    public static final String TRIALS = "trials.jsonl";

    private final Path folder;
    private final FolderLock lock;
    private final LineFile trials;
    private final List<SearchTrial> known;

    private SearchFolder(Path folder, FolderLock lock, LineFile trials, List<SearchTrial> known) {
        this.folder = folder;
        this.lock = lock;
        this.trials = trials;
        this.known = List.copyOf(known);
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
            FolderLock lock = FolderLock.take(folder.resolve(FolderLock.OF_WORK))
                    .orElseThrow(() -> new DataException("the same search is at work already, in " + folder
                            + ": wait for it, or give another --seed"));
            try {
                if (!Files.exists(folder.resolve(CONFIGURATION))) {
                    AtomicFile.write(
                            folder.resolve(CONFIGURATION),
                            out -> out.write(configuration.text().getBytes(StandardCharsets.UTF_8)));
                }
                List<SearchTrial> known = trials(folder);
                return new SearchFolder(folder, lock, LineFile.open(folder.resolve(TRIALS)), known);
            } catch (IOException | RuntimeException e) {
                lock.close();
                throw e;
            }
        } catch (SaveException e) {
            throw e;
        } catch (IOException e) {
            throw new DataException(
                    folder + " cannot be used (" + FileErrors.reason(e)
                            + "): mend it, move it away, or keep nothing with --no-store",
                    e);
        }
    }

    /** The trials that a search has so far; none if it has no folder. */
    public static List<SearchTrial> trials(Path home, SearchConfiguration configuration) throws IOException {
        return trials(home.resolve(configuration.name())).stream()
                .sorted(Comparator.comparingInt(SearchTrial::trial))
                .toList();
    }

    private static List<SearchTrial> trials(Path folder) throws IOException {
        return VersionedJson.lines(folder.resolve(TRIALS), SearchTrial.class);
    }

    public Path path() {
        return folder;
    }

    /** Trials that had ended when it was opened. */
    public List<SearchTrial> known() {
        return known;
    }

    /** Keeps a trial; by one thread at a time. */
    void append(SearchTrial trial) throws SaveException {
        try {
            trials.append(VersionedJson.line(trial));
        } catch (IOException e) {
            throw SaveException.into(folder, e, "start the search again, it resumes");
        }
    }

    @Override
    public void close() {
        try {
            trials.close();
        } catch (IOException _) {
            // Every line is written already.
        }
        lock.close();
    }
}
