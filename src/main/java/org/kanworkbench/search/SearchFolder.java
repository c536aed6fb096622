package org.kanworkbench.search;

import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.kanworkbench.data.DataException;
import org.kanworkbench.data.FileErrors;
import org.kanworkbench.data.WholeFile;
import org.kanworkbench.files.AtomicFile;
import org.kanworkbench.files.DataFolder;
import org.kanworkbench.files.SaveException;
import org.kanworkbench.files.json.JsonFormat;
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

    private static final ObjectWriter LINE = JsonFormat.STRICT.writer().without(SerializationFeature.INDENT_OUTPUT);

    private final Path folder;
    private final FileChannel trials;
    private final List<SearchTrial> known;

    private SearchFolder(Path folder, FileChannel trials, List<SearchTrial> known) {
        this.folder = folder;
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
        FileChannel trials = null;
        try {
            DataFolder.make(folder);
            DataFolder.makeFile(folder.resolve(TRIALS));
            trials = FileChannel.open(folder.resolve(TRIALS), StandardOpenOption.READ, StandardOpenOption.WRITE);
            lock(trials, folder);
            if (!Files.exists(folder.resolve(CONFIGURATION))) {
                AtomicFile.write(
                        folder.resolve(CONFIGURATION),
                        out -> out.write(configuration.text().getBytes(StandardCharsets.UTF_8)));
            }
            List<SearchTrial> known = new ArrayList<>();
            trials.position(read(folder.resolve(TRIALS), known)).truncate(trials.position());
            SearchFolder opened = new SearchFolder(folder, trials, known);
            trials = null;
            return opened;
        } catch (SaveException e) {
            throw e;
        } catch (IOException e) {
            throw new DataException(
                    folder + " cannot be used (" + FileErrors.reason(e)
                            + "): mend it, move it away, or keep nothing with --no-store",
                    e);
        } finally {
            close(trials);
        }
    }

    private static void lock(FileChannel trials, Path folder) throws IOException, DataException {
        FileLock lock = null;
        try {
            lock = trials.tryLock();
        } catch (OverlappingFileLockException _) {
            // By this very process.
        }
        if (lock == null) {
            throw new DataException(
                    "the same search is at work already, in " + folder + ": wait for it, or give" + " another --seed");
        }
    }

    /** The trials that a search has so far; none if it has no folder. */
    public static List<SearchTrial> trials(Path home, SearchConfiguration configuration) throws IOException {
        Path file = home.resolve(configuration.name()).resolve(TRIALS);
        List<SearchTrial> trials = new ArrayList<>();
        if (Files.exists(file)) {
            read(file, trials);
        }
        trials.sort(Comparator.comparingInt(SearchTrial::trial));
        return trials;
    }

    /** Reads complete lines; returns how many bytes they are. */
    private static long read(Path file, List<SearchTrial> into) throws IOException {
        byte[] all = WholeFile.read(file, WholeFile.MOST_OWN);
        int from = 0;
        for (int at = 0; at < all.length; at++) {
            if (all[at] == '\n') {
                into.add(VersionedJson.read(Arrays.copyOfRange(all, from, at), file.toString(), SearchTrial.class));
                from = at + 1;
            }
        }
        return from;
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
            ByteBuffer line = ByteBuffer.wrap((LINE.writeValueAsString(trial) + "\n").getBytes(StandardCharsets.UTF_8));
            while (line.hasRemaining()) {
                trials.write(line);
            }
        } catch (IOException e) {
            throw new SaveException(
                    "cannot write into " + folder + " (" + FileErrors.reason(e)
                            + "): free some space, then start the search again, it resumes",
                    e);
        }
    }

    @Override
    public void close() {
        close(trials);
    }

    private static void close(FileChannel trials) {
        try {
            if (trials != null) {
                trials.close();
            }
        } catch (IOException _) {
            // Every line is written already.
        }
    }
}
