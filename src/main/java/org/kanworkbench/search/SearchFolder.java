package org.kanworkbench.search;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.kanworkbench.data.DataException;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.data.DatasetDigest;
import org.kanworkbench.data.FileErrors;
import org.kanworkbench.data.WholeFile;
import org.kanworkbench.files.AtomicFile;
import org.kanworkbench.files.DataFolder;
import org.kanworkbench.files.ModelFileException;
import org.kanworkbench.files.SaveException;
import org.kanworkbench.files.json.RecordFolder;
import org.kanworkbench.files.json.VersionedJson;
import org.kanworkbench.runs.RunFiles;

/**
 * A search's folder: {@code search.json} is its configuration, {@code trials.jsonl} has one line per trial, {@code
 * confirmation.json} what the last confirmation came to. The trial of a truncated line is repeated.
 */
public final class SearchFolder extends RecordFolder<SearchTrial> {

    /** The folder of all searches, in the data folder. */
    public static final String HOME = "searches";

    public static final String CONFIGURATION = "search.json";
    public static final String TRIALS = "trials.jsonl";

    private static final String CONFIRMATION = "confirmation.json";
    private static final int FORMAT = 1;

    /**
     * @param params of the trial that was confirmed
     * @param data digest of the data with their test set; empty in earlier versions
     */
    private record Confirmed(
            Map<String, Object> params,
            Confirmation confirmation,
            @JsonProperty(defaultValue = "\"\"") String data) {}

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
        Path folder = of(home, configuration);
        try {
            DataFolder.make(folder);
            if (!Files.exists(folder.resolve(CONFIGURATION))) {
                AtomicFile.write(folder.resolve(CONFIGURATION), configuration.text());
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

    /** Writes down what data the search is of, or {@linkplain #check(Path, Dataset) compares} them. */
    void check(Dataset dataset) throws DataException, IOException {
        Path file = path().resolve(RunFiles.DATA);
        if (Files.exists(file)) {
            check(path(), dataset);
        } else {
            AtomicFile.write(file, DatasetDigest.of(dataset.withoutTest()) + "\n");
        }
    }

    /**
     * Compares data with those that a search began with, if these are written down.
     *
     * @param folder of the search
     * @param dataset as the initial weights see it, if there are some
     * @throws DataException if they have changed
     */
    public static void check(Path folder, Dataset dataset) throws DataException, IOException {
        Path file = folder.resolve(RunFiles.DATA);
        if (!Files.exists(file)) {
            return;
        }
        String begun = WholeFile.text(file, 1 << 10).strip();
        // No trial sees test samples, but earlier versions counted those that were given.
        if (!begun.equals(DatasetDigest.of(dataset.withoutTest())) && !begun.equals(DatasetDigest.of(dataset))) {
            throw new DataException("the data set '" + dataset.name() + "' has changed since this search began, in "
                    + folder + ": choose another random seed, or move that folder away");
        }
    }

    /** The trials that a search has so far; none if it has no folder. */
    public static List<SearchTrial> trials(Path home, SearchConfiguration configuration) throws IOException {
        Path file = of(home, configuration).resolve(TRIALS);
        return VersionedJson.lines(file, SearchTrial.class).stream()
                .sorted(Comparator.comparingInt(SearchTrial::trial))
                .toList();
    }

    /** The folder of a search, which may not be there. */
    public static Path of(Path home, SearchConfiguration configuration) {
        return home.resolve(configuration.name());
    }

    /**
     * What the last confirmation in a folder came to; empty if it was of other values or data, and if there is none.
     *
     * @param data whether their digest is the one that is wanted
     */
    static Optional<Confirmation> confirmation(Path folder, SearchTrial best, Predicate<String> data) {
        try {
            Confirmed last = VersionedJson.read(folder.resolve(CONFIRMATION), FORMAT, Confirmed.class);
            return Optional.of(last.confirmation())
                    .filter(one -> last.params().equals(best.params())
                            && one.whole()
                            && (last.data().isEmpty() || data.test(last.data())));
        } catch (ModelFileException _) {
            return Optional.empty();
        }
    }

    static void keep(Path folder, SearchTrial best, Dataset dataset, Confirmation confirmation) throws IOException {
        DataFolder.make(folder);
        AtomicFile.write(
                folder.resolve(CONFIRMATION),
                out -> out.write(VersionedJson.write(
                        new Confirmed(best.params(), confirmation, DatasetDigest.of(dataset)), FORMAT)));
    }

    void append(SearchTrial trial) throws SaveException {
        append(trial, "start the search again, it resumes");
    }
}
