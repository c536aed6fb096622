package org.kanworkbench.runs.store;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.kanworkbench.data.Counted;
import org.kanworkbench.files.AtomicFile;
import org.kanworkbench.files.DigitFile;
import org.kanworkbench.files.model.StartWeights;
import org.kanworkbench.runs.ArchiveException;
import org.kanworkbench.runs.RunFiles;
import org.kanworkbench.runs.StoreException;

/**
 * The whole store as one zip file: a consistent copy of the database, every run's files, the user's digits, and initial
 * weights of runs.
 */
public final class StoreArchive {

    public static final String EXTENSION = ".zip";

    /** Prefix of the folders, within the store's, in which archives are unpacked. */
    static final String UNPACKED = ".import";

    /** The number of imported items. */
    public record Taken(int runs, int digits, int startWeights) {

        /** As text, without zero counts. */
        public String sentence() {
            if (runs + digits + startWeights == 0) {
                return "Nothing new imported";
            }
            List<String> parts = new ArrayList<>();
            if (runs > 0) {
                parts.add(Counted.of(runs, "run"));
            }
            if (digits > 0) {
                parts.add(Counted.of(digits, "drawn digit"));
            }
            if (startWeights > 0) {
                parts.add(Counted.of(startWeights, "file") + " of start weights");
            }
            String last = parts.removeLast();
            return (parts.isEmpty() ? last : String.join(", ", parts) + " and " + last) + " imported";
        }
    }

    private StoreArchive() {}

    /** Writes the file atomically. It contains running runs in their current state. */
    public static void write(RunStore store, Path file) throws IOException {
        Path copy = AtomicFile.beside(file);
        try {
            store.copyDatabase(copy);
            AtomicFile.write(file, out -> {
                ZipOutputStream zip = new ZipOutputStream(out);
                put(zip, RunStore.DATABASE, copy);
                for (String name : store.names()) {
                    RunFiles files = store.files(name);
                    for (String path : files.paths()) {
                        put(zip, RunStore.FOLDERS + "/" + name + "/" + path, files.file(path));
                    }
                }
                putOwn(zip, store.folder());
                zip.finish();
            });
        } finally {
            AtomicFile.discard(copy);
        }
    }

    /** The user's digits, and initial weights of runs. */
    private static void putOwn(ZipOutputStream zip, Path home) throws IOException {
        Path digits = new DigitFile(home).path();
        if (Files.exists(digits)) {
            put(zip, DigitFile.NAME, digits);
        }
        for (Path weights : StartWeights.files(home)) {
            put(zip, StartWeights.FOLDER + "/" + weights.getFileName(), weights);
        }
    }

    /** Files that a running run has replaced meanwhile are skipped. */
    private static void put(ZipOutputStream zip, String name, Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            zip.putNextEntry(new ZipEntry(name));
            in.transferTo(zip);
            zip.closeEntry();
        } catch (NoSuchFileException _) {
            // Deleted since it was listed.
        }
    }

    /**
     * Imports what the store lacks from an archive: runs, drawn digits and initial weights. Existing content is not
     * changed; a run that was deleted, and is not gone yet, is there again.
     */
    public static Taken read(Path file, RunStore store) throws IOException {
        return read(file, store, () -> () -> {});
    }

    /** Told when a run begins to be entered, whose folder comes before its rows, and when it is there. */
    public interface Entering {
        Closeable begin() throws IOException;
    }

    /** The same where the process may be told to end meanwhile. */
    public static Taken read(Path file, RunStore store, Entering entering) throws IOException {
        if (store.readOnly()) {
            throw new StoreException(store.refusal());
        }
        Path unpacked = Files.createTempDirectory(store.folder(), UNPACKED);
        try {
            Unpacking.unpack(file, unpacked);
            Path database = unpacked.resolve(RunStore.DATABASE);
            if (!Files.exists(database)) {
                throw Unpacking.noArchive(file);
            }
            ForeignDatabase.check(database, file);
            try (RunStore other = opened(unpacked, file)) {
                return new StoreMerge(other, store, file, entering).merge();
            }
        } finally {
            new RunFiles(unpacked).delete();
        }
    }

    private static RunStore opened(Path unpacked, Path archive) throws ArchiveException {
        try {
            return RunStore.open(unpacked);
        } catch (StoreException e) {
            throw unreadable(archive, e);
        }
    }

    /** The reason why an archive's store cannot be read. */
    static ArchiveException unreadable(Path archive, Exception why) {
        return new ArchiveException(
                archive + " holds a store that cannot be imported (" + why.getMessage()
                        + "): archive it again where it comes from",
                why);
    }
}
