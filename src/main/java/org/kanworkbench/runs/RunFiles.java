package org.kanworkbench.runs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.kanworkbench.data.FileErrors;
import org.kanworkbench.data.Sha256;
import org.kanworkbench.files.AtomicFile;
import org.kanworkbench.files.DataFolder;
import org.kanworkbench.files.FolderTree;

/** A run's folder: configuration, model, snapshots and checkpoint. */
public record RunFiles(Path folder) {

    /** The description of the run, to restore it if the database is lost. */
    public static final String DESCRIPTION = "run.json";

    /** Digest of the training data, if it may change. */
    public static final String DATA = "data.sha256";

    public static final String MODEL = "model.kan";
    public static final String CHECKPOINT = "run.checkpoint";
    public static final String SNAPSHOTS = "moments";

    /** Loss and score over the steps, as the window drew them. */
    public static final String PROGRESS = "progress.safetensors";

    /** The results of a comparison. */
    public static final String RESULT = "result.json";

    /** Folder of a sweep's own files. */
    public static final String SWEEP = "sweep";

    /** Throws IllegalArgumentException for a path outside of the folder. */
    public Path file(String path) {
        Path file = folder.resolve(path).normalize();
        if (!file.startsWith(folder.normalize()) || file.equals(folder.normalize())) {
            throw new IllegalArgumentException(
                    "'" + path + "' is no file of a run in " + folder + ": the store was not written by the workbench");
        }
        return file;
    }

    /** The path of snapshots from one step to another. */
    public static String snapshots(long first, long last) {
        return "%s/%012d-%012d%s".formatted(SNAPSHOTS, first, last, SnapshotsFile.EXTENSION);
    }

    /** Writes a file atomically; returns its entry for the store. */
    public StoredFile write(String path, long step, double epoch, AtomicFile.Content content) throws IOException {
        Path target = file(path);
        DataFolder.make(target.getParent());
        AtomicFile.write(target, content);
        return describe(path, step, epoch, OptionalDouble.empty());
    }

    /** The store's entry for an existing file. */
    public StoredFile describe(String path, long step, double epoch, OptionalDouble accuracy) throws IOException {
        return new StoredFile(path, Files.size(file(path)), Sha256.of(file(path)), step, epoch, accuracy);
    }

    /** Paths of all files in the folder. */
    public List<String> paths() throws StoreException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString().replace('\\', '/'))
                    .sorted()
                    .toList();
        } catch (IOException | UncheckedIOException e) {
            throw unreadable(e);
        }
    }

    /** Deletes the folder; missing files are not an error. */
    public void delete() throws StoreException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try {
            FolderTree.delete(folder);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private StoreException unreadable(Exception e) {
        IOException cause = e instanceof UncheckedIOException unchecked ? unchecked.getCause() : (IOException) e;
        return new StoreException(
                folder + " cannot be used (" + FileErrors.reason(cause) + "): check who may use it", e);
    }
}
