package org.kanworkbench.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.kanworkbench.data.DataException;
import org.kanworkbench.data.FileErrors;
import org.kanworkbench.data.source.DataSource;
import org.kanworkbench.data.source.DigitCollection;

/**
 * The user's digits on disk. Every change reads the file, modifies it and writes it atomically under an inter-process
 * lock, so that two windows do not lose each other's drawings.
 */
public final class DigitFile {

    /** File name in the {@link DataFolder}. */
    public static final String NAME = "my-digits.idx";

    private static final String LOCK = "my-digits.lock";

    private final Path file;

    /** @param folder contains the file; neither need exist */
    public DigitFile(Path folder) {
        file = folder.resolve(NAME);
    }

    /** The file in the folder with the user's runs. */
    public static DigitFile current() {
        return new DigitFile(DataFolder.current());
    }

    public Path path() {
        return file;
    }

    public DigitCollection read() throws DataException {
        return DigitCollection.read(file);
    }

    /** The digits as a data source, alone or together with MNIST. */
    public DataSource.OwnDigits source(boolean besideMnist) {
        return new DataSource.OwnDigits(file.toAbsolutePath(), besideMnist);
    }

    /** Changes the collection atomically and returns the result. Waits for others that change it, in this process or another. */
    public DigitCollection change(UnaryOperator<DigitCollection> change) throws DataException, SaveException {
        // A process that has a file's lock may not ask for it again.
        synchronized (DigitFile.class) {
            return changed(change);
        }
    }

    private DigitCollection changed(UnaryOperator<DigitCollection> change) throws DataException, SaveException {
        Path folder = file.toAbsolutePath().getParent();
        try {
            DataFolder.make(folder);
            DataFolder.makeFile(folder.resolve(LOCK));
        } catch (IOException e) {
            throw unusable(e);
        }
        try (FileChannel channel = FileChannel.open(folder.resolve(LOCK), StandardOpenOption.WRITE);
                var _ = channel.lock()) {
            DigitCollection changed = change.apply(read());
            if (changed.digits().isEmpty()) {
                Files.deleteIfExists(file);
            } else {
                AtomicFile.write(file, out -> out.write(changed.toIdx()));
            }
            return changed;
        } catch (SaveException e) {
            throw e;
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    private SaveException unusable(IOException e) {
        return new SaveException(
                "your digits cannot be kept in " + file + " (" + FileErrors.reason(e)
                        + "): allow writing there, or move it with " + DataFolder.VARIABLE,
                e);
    }

    /** Writes gzipped IDX files under MNIST's names into a folder, which is created if missing, and must have no such files. */
    public static void export(DigitCollection digits, Path folder) throws DataException, SaveException {
        Map<String, byte[]> files = digits.idxFiles();
        for (String name : files.keySet()) {
            // Those could be MNIST's own.
            for (Path there : List.of(folder.resolve(name), folder.resolve(name.replace(".gz", "")))) {
                if (Files.exists(there)) {
                    throw new SaveException(
                            there + " is there already: choose another folder, or delete it first",
                            new FileAlreadyExistsException(there.toString()));
                }
            }
        }
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new SaveException(
                    "cannot make the folder " + folder + " (" + FileErrors.reason(e) + "): choose another", e);
        }
        for (Map.Entry<String, byte[]> entry : files.entrySet()) {
            AtomicFile.write(folder.resolve(entry.getKey()), out -> out.write(entry.getValue()));
        }
    }
}
