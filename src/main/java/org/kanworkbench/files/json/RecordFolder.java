package org.kanworkbench.files.json;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.kanworkbench.data.DataException;
import org.kanworkbench.files.AtomicFile;
import org.kanworkbench.files.FolderLock;
import org.kanworkbench.files.LineFile;
import org.kanworkbench.files.SaveException;

/**
 * A folder in which one process at a time keeps records, in a file with a line for each. A line is written at once, so
 * that none is lost if the program is killed; a truncated one counts as none.
 */
public abstract class RecordFolder<R> implements AutoCloseable {

    private final Path folder;
    private final FolderLock lock;
    private final LineFile file;
    private final List<R> known;

    /**
     * @param folder exists
     * @param busy what to say where records are being kept already
     */
    protected RecordFolder(Path folder, String file, Class<R> type, String busy) throws DataException, IOException {
        this.folder = folder;
        lock = FolderLock.take(folder.resolve(FolderLock.OF_WORK)).orElseThrow(() -> new DataException(busy));
        try {
            AtomicFile.clean(folder, 1);
            known = VersionedJson.lines(folder.resolve(file), type);
            this.file = LineFile.open(folder.resolve(file));
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    public final Path path() {
        return folder;
    }

    /** Records of earlier times. */
    public final List<R> known() {
        return known;
    }

    /**
     * Keeps a record; by one thread at a time.
     *
     * @param then what to do when there is room again
     */
    protected final void append(R record, String then) throws SaveException {
        try {
            file.append(VersionedJson.line(record));
        } catch (IOException e) {
            throw SaveException.into(folder, e, then);
        }
    }

    @Override
    public final void close() {
        try {
            file.close();
        } catch (IOException _) {
            // Every line is written already.
        }
        lock.close();
    }
}
